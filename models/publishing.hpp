// A carrier that publishes on a bus, and again while that gives no answer.
// Promise: the writer waits for the bus alone; the tries of one change draw different fates.
// Source: the producers of Kafka ("retries"). Departs: as telling.hpp.
#pragma once
#include "models/telling.hpp"
#include "models/tier.hpp"

namespace stalemate::models {

class Publishing final : public Carrier {
 public:
  Publishing(const options::Values& values, const Parts& parts)
      : wire_(parts.wire),
        tier_(parts.tier),
        bus_(parts.bus),
        place_in_class_(parts.place_in_class),
        telling_(values, parts) {}

  sim::Task<sim::Done> announce(Change change, Verb verb) override {
    const Channel channel{place_in_class_, verb};
    const bool is_last = change.is_last;
    change.announcement = static_cast<std::uint16_t>(change.announcement * (telling_.most() + 1));
    telling_.begin();
    for (std::int64_t again = 0;; ++again) {
      const bool may_follow = telling_.may_follow(again);
      change.is_last = is_last && !may_follow;
      const Answer answer = co_await tier_->publish(change, *bus_, channel);
      if (answer.ok() && may_follow) telling_.spare_retry();
      if (answer.ok() && may_follow && is_last) tier_->acknowledged(change, channel);
      if (answer.ok() || !may_follow) co_return sim::Done{};
      co_await wire_.simulation().sleep(telling_.pause(change.write.operation, again, change.announcement));
      ++change.announcement;
    }
  }

 private:
  Wire& wire_;
  Tier* tier_;
  Node* bus_;
  std::uint8_t place_in_class_;
  Telling telling_;
};

}  // namespace stalemate::models
