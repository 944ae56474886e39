#include "models/relay.hpp"
#include <algorithm>

namespace stalemate::models {
namespace {

const options::Option& write_of(const Policy& policy) { return *options::find_option("write", policy.write.name); }

bool is_versioned(const Policy& policy) {
  const auto& given = policy.write.values.all();
  const auto is_asked = [](const auto& each) { return each.first == "versioned" && std::get<bool>(each.second); };
  return write_of(policy).is_versioned || std::any_of(given.begin(), given.end(), is_asked);
}

}  // namespace

Relay::Relay(Wire& wire, Node& home, const Policy& policy, Node& bus, std::uint8_t place_in_class)
    : wire_(wire),
      home_(home),
      bus_(bus),
      channel_{place_in_class, write_of(policy).word == "update" ? Verb::update : Verb::drop},
      versioned_(is_versioned(policy)) {}

void Relay::add(const Write& write, const Value& committed) {
  waiting_.push_back({Change{write, committed, versioned_}, seen_at(wire_.now())});
  waiting_.back().change.is_last = false;  // it is told until it comes
  if (home_.is_up()) resume();
}

Instant Relay::seen_at(Instant committed) const {
  if (interval_.ns == 0) return committed + delay_;
  return Instant{(committed.ns + interval_.ns - 1) / interval_.ns * interval_.ns};
}

void Relay::resume() {
  if (is_running_ || waiting_.empty()) return;
  is_running_ = true;
  home_.scope.spawn(&Relay::publish, this);
}

sim::Process Relay::publish() {
  while (!waiting_.empty()) {
    const Instant seen = waiting_.front().seen;
    if (seen > wire_.now()) co_await wire_.simulation().sleep(seen - wire_.now());
    const Change change = waiting_.front().change;
    ++waiting_.front().change.announcement;  // none draws the fate of another
    const Answer answer = co_await tier_->publish(change, bus_, channel_);
    if (answer.ok()) {
      waiting_.pop_front();
    } else {
      co_await wire_.simulation().sleep(pause_);
    }
  }
  is_running_ = false;
}

}  // namespace stalemate::models
