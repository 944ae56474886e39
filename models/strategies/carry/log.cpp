// carry: log. The writer appends the change to a log, which tells every copy until it has acknowledged it.
// Promise: once it is appended every copy is told, at least once and in order; until then it can be lost with its
// writer, which has committed before ("dual write").
// Source: Kafka as an invalidation stream. Departs: none.
#include "models/telling.hpp"
#include "models/tier.hpp"

namespace stalemate::models::strategies::carry {
namespace {

class ToLog final : public Carrier {
 public:
  ToLog(const options::Values& values, const Parts& parts)
      : wire_(parts.wire),
        tier_(parts.tier),
        log_(parts.bus),
        place_in_class_(parts.place_in_class),
        telling_(values, parts) {}

  sim::Task<sim::Done> announce(Change change, Verb verb) override {
    const bool is_last = change.is_last;
    change.announcement = static_cast<std::uint16_t>(change.announcement * (telling_.most() + 1));
    telling_.begin();
    for (std::int64_t again = 0;; ++again) {
      const bool may_follow = telling_.may_follow(again);
      change.is_last = is_last && !may_follow;
      const Answer answer = co_await tier_->publish(change, *log_, Channel{place_in_class_, verb});
      if (answer.ok()) telling_.has_been_answered(may_follow);
      if (answer.ok() || !may_follow) co_return sim::Done{};
      co_await wire_.simulation().sleep(telling_.pause(change.write.operation, again, change.announcement));
      ++change.announcement;
    }
  }

 private:
  Wire& wire_;
  Tier* tier_;
  Node* log_;
  std::uint8_t place_in_class_;
  Telling telling_;
};

std::unique_ptr<Carrier> make(const options::Values& values, const Parts& parts) {
  return std::make_unique<ToLog>(values, parts);
}

const options::Registered<CarryAxis> option(
    {.axis = {},
     .name = "log",
     .promise = "The writer appends the change to a log, which tells every copy at least once and in order.",
     .parameters = Telling::parameters(),
     .guarantees = {options::Guarantee::in_order},
     .bus = options::NeedsBus::log},
    make);

}  // namespace
}  // namespace stalemate::models::strategies::carry
