#include "models/replication.hpp"
#include <algorithm>
#include "sim/check.hpp"

namespace stalemate::models {

Receipts::Receipts(Wire& wire, Waiting& waiting, const Replication& plan, sim::StreamKey draws)
    : wire_(wire), waiting_(waiting), plan_(plan), draws_(draws) {}

Receipts::~Receipts() {
  if (clock_runs_) wire_.simulation().cancel(clock_);
}

void Receipts::add_follower(Node& follower) {
  Copy& copy = copies_.emplace_back();
  copy.all = this;
  copy.at = &follower;
  copy.number = static_cast<std::uint32_t>(copies_.size());
}

std::uint64_t Receipts::send(OperationId operation) {
  ++sent_;
  for (Copy& copy : copies_) {
    sim::OperationDraw draw(draws_, number(operation), copy.number);
    copy.last = std::max(copy.last, wire_.now() + plan_.receipt.sample(draw));
    copy.due.push_back(copy.last);
    if (!copy.is_awake && copy.at->is_up()) copy.wake(copy.due.front());
  }
  return sent_;
}

void Receipts::Copy::wake(Instant when) {
  is_awake = true;
  all->wire_.simulation().schedule(std::max(when, all->wire_.now()), sim::Wake::call(this));
}

void Receipts::Copy::on_event() {
  is_awake = false;
  if (!at->is_up()) return;  // until it is resumed
  if (at->stands_until > all->wire_.now()) return wake(at->stands_until);
  while (!due.empty() && due.front() <= all->wire_.now()) {
    due.pop_front();
    ++received;
  }
  if (!due.empty()) wake(due.front());
  all->release_due();
}

void Receipts::resume(const Node& follower) {
  for (Copy& copy : copies_)
    if (copy.at == &follower && !copy.is_awake && !copy.due.empty()) copy.wake(copy.due.front());
}

const Receipts::Copy& Receipts::copy_at(const Node& follower) const {
  return *std::find_if(copies_.begin(), copies_.end(), [&](const Copy& copy) { return copy.at == &follower; });
}

std::uint64_t Receipts::received(const Node& follower) const { return copy_at(follower).received; }
Instant Receipts::due_at(const Node& follower) const { return copy_at(follower).last; }

bool Receipts::have_enough(std::uint64_t number) const {
  const auto have = std::count_if(copies_.begin(), copies_.end(),
                                  [&](const Copy& copy) { return copy.received >= number; });
  return have >= plan_.needs;
}

void Receipts::await(Call& call) {
  if (given_up_ || have_enough(sent_)) return waiting_.released(call, sent_);
  held_.push_back({&call, sent_, wire_.now()});
  watch_first();
}

void Receipts::release_due() {
  if (given_up_ && have_enough(sent_)) given_up_ = false;
  while (!held_.empty() && have_enough(held_.front().number)) {
    const std::uint64_t number = held_.front().number;
    waiting_.released(pop_first(), number);
  }
  watch_first();
}

Call& Receipts::pop_first() {
  Call& first = *held_.front().call;
  held_.pop_front();
  return first;
}

void Receipts::on_event() {
  clock_runs_ = false;
  if (plan_.mode == Replication::Mode::sync) {
    waiting_.failed(pop_first());
    return watch_first();
  }
  given_up_ = true;
  while (!held_.empty()) {
    const std::uint64_t number = held_.front().number;
    waiting_.released(pop_first(), number);
  }
}

void Receipts::watch_first() {
  if (clock_runs_) wire_.simulation().cancel(clock_);
  clock_runs_ = !held_.empty();
  if (clock_runs_)
    clock_ = wire_.simulation().schedule(held_.front().since + plan_.patience, sim::Wake::call(this));
}

void Receipts::clear() {
  for (const Held& each : held_) wire_.abandon(*each.call);
  held_.clear();
  watch_first();
}

}  // namespace stalemate::models
