// What a follower of an origin has received, and what it has applied.
#include <algorithm>
#include "models/origin.hpp"
#include "sim/check.hpp"

namespace stalemate::models {
namespace {

// How long a follower takes to apply draws beside how long it lags.
constexpr std::uint32_t apply_draws = std::uint32_t{1} << 31;

}  // namespace

void Follower::finish_write(Call&) { CHECK_INVARIANT(false); }  // writes go to the leader

void Follower::resume_work() {
  if (receipts_ != nullptr) receipts_->resume(*this);
}

std::size_t Follower::not_received() const {
  if (receipts_ == nullptr) return log_.size();
  const std::uint64_t has = receipts_->received(*this);
  return static_cast<std::size_t>(std::count_if(log_.begin(), log_.end(), [&](const Entry& each) {
    return each.number > has;
  }));
}

Follower::Newest Follower::newest(KeyId key) const {
  const auto last = std::find_if(log_.rbegin(), log_.rend(), [&](const Entry& each) { return each.key == key; });
  if (last != log_.rend()) return {last->counter, last->particulars};
  return {counter_[index(key)], particulars(key)};
}

Follower::~Follower() {
  if (!log_.empty() && !is_held_up_) wire_.simulation().cancel(event_);
}

void Follower::disturb_lag(Duration by, double factor, bool begins) {
  extra_lag_ = begins ? extra_lag_ + by : extra_lag_ - by;
  lag_factor_ = begins ? lag_factor_ * factor : lag_factor_ / factor;
}

void Follower::stall(bool begins) {
  stalls_ += begins ? 1 : -1;
  if (stalls_ > 0 || !std::exchange(is_held_up_, false)) return;
  event_ = wire_.simulation().schedule(wire_.now(), sim::Wake::call(this));
}

void Follower::replicate(const Entry& committed) {
  sim::OperationDraw draw(draws_.lag, number(committed.operation), draws_.follower);
  const double lag = static_cast<double>(plan_.lag.sample(draw).ns) * lag_factor_;
  const Instant due = wire_.now() + Duration{static_cast<std::int64_t>(lag)} + extra_lag_;
  last_due_ = std::max(last_due_, due);
  const bool is_to_come = receipts_ != nullptr && receipts_->received(*this) < committed.number;
  if (is_to_come) last_due_ = std::max(last_due_, receipts_->due_at(*this));
  if (!plan_.apply.is_constant() || plan_.apply.mean().ns > 0) [[unlikely]]
    last_due_ += apply_time(committed);
  log_.push_back(committed);
  log_.back().due = last_due_;
  if (log_.size() == 1) event_ = wire_.simulation().schedule(last_due_, sim::Wake::call(this));
}

// So it lags the more, the more is written.
Duration Follower::apply_time(const Entry& committed) const {
  sim::OperationDraw draw(draws_.lag, number(committed.operation), draws_.follower + apply_draws);
  return plan_.apply.sample(draw);
}

std::vector<Follower::Entry> Follower::forget_after(std::size_t many) {
  if (many >= log_.size()) return {};
  const auto first = log_.begin() + static_cast<std::ptrdiff_t>(many);
  const std::vector<Entry> forgotten(first, log_.end());
  log_.erase(first, log_.end());
  if (log_.empty() && !std::exchange(is_held_up_, false)) wire_.simulation().cancel(event_);
  last_due_ = log_.empty() ? Instant{} : log_.back().due;
  return forgotten;
}

void Follower::on_event() {
  if (stands_until > wire_.now()) [[unlikely]] {
    event_ = wire_.simulation().schedule(stands_until, sim::Wake::call(this));
    return;
  }
  if (stalls_ > 0) [[unlikely]] {
    is_held_up_ = true;
    return;
  }
  const Entry entry = log_.front();
  log_.pop_front();
  counter_[index(entry.key)] = entry.counter;
  set(entry.key, entry.particulars);
  wire_.emit(
      FactKind::replicated,
      {.operation = number(entry.operation), .key = index(entry.key), .version = entry.counter, .node = index(id)});
  if (entry.marked != nullptr) [[unlikely]]
    tell_marked(entry);
  if (!log_.empty())
    event_ = wire_.simulation().schedule(std::max(wire_.now(), log_.front().due), sim::Wake::call(this));
}

// Among the messages of one operation that of each follower draws alone.
void Follower::tell_marked(const Entry& applied) {
  Read about;
  about.operation = applied.operation;
  about.key = applied.key;
  Call& call = wire_.prepare(*this, *applied.marked, Verb::mark, about);
  call.message.round = static_cast<std::uint16_t>(draws_.follower % 1024);
  wire_.post(call);
}

}  // namespace stalemate::models
