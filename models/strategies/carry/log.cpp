// carry: log. The writer appends the change to a log, which tells every copy until it has acknowledged it.
// Promise: once it is appended every copy is told, at least once and in order; until then it can be lost with its
// writer, which has committed before ("dual write").
// Source: Kafka as an invalidation stream. Departs: none.
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
        retries_(values.integer("retries")),
        pause_{values.integer("pause")} {}

  sim::Task<sim::Done> announce(Change change, Verb verb) override {
    const bool is_last = change.is_last;
    change.announcement = static_cast<std::uint16_t>(change.announcement * (retries_ + 1));
    for (std::int64_t again = 0;; ++again) {
      change.is_last = is_last && again >= retries_;
      const Answer answer = co_await tier_->publish(change, *log_, Channel{place_in_class_, verb});
      if (answer.ok() || again >= retries_) co_return sim::Done{};
      co_await wire_.simulation().sleep(pause_);
      ++change.announcement;
    }
  }

 private:
  Wire& wire_;
  Tier* tier_;
  Node* log_;
  std::uint8_t place_in_class_;
  std::int64_t retries_;
  Duration pause_;
};

std::unique_ptr<Carrier> make(const options::Values& values, const Parts& parts) {
  return std::make_unique<ToLog>(values, parts);
}

const options::Registered<CarryAxis> option(
    {.axis = {},
     .name = "log",
     .promise = "The writer appends the change to a log, which tells every copy at least once and in order.",
     .parameters = {{"retries", options::ParameterKind::count, "0", "", "tries after the first that got no answer"},
                    {"pause", options::ParameterKind::duration, "100ms", "time", "between two tries"}},
     .guarantees = {options::Guarantee::in_order},
     .bus = options::NeedsBus::log},
    make);

}  // namespace
}  // namespace stalemate::models::strategies::carry
