// carry: inline. The writer itself sends the change to the cache and waits for its answer.
// Promise: the write is acknowledged after the cache has answered, or after the last try has failed; of several shards
// that it concerns, one after the other.
// Source: the ordinary "commit, then DEL" in application code.
#include "models/tier.hpp"

namespace stalemate::models::strategies::carry {
namespace {

class Inline final : public Carrier {
 public:
  Inline(const options::Values& values, const Parts& parts)
      : wire_(parts.wire), tier_(parts.tier), retries_(values.integer("retries")), pause_{values.integer("pause")} {}

  sim::Task<sim::Done> announce(Change change, Verb verb) override {
    for (std::uint16_t copy = 0; copy < tier_->copies_to_tell(); ++copy) {
      if (!tier_->tells(copy)) continue;
      for (std::int64_t again = 0;; ++again) {
        const Answer answer = co_await send(change, verb, copy, again);
        if (answer.ok() || again >= retries_) break;
        co_await wire_.simulation().sleep(pause_);
      }
    }
    co_return sim::Done{};
  }

 private:
  // The tries of a later announcement, or to another copy, count on, so that none draws the fate of another.
  Calling send(const Change& change, Verb verb, std::uint16_t copy, std::int64_t again) const {
    const auto round = static_cast<std::uint16_t>((change.announcement + 2 * copy) * (retries_ + 1) + again);
    const Try which = again >= retries_ && change.is_last ? Try::last : Try::not_last;
    return verb == Verb::drop ? tier_->drop(change, copy, round, which) : tier_->update(change, round, which);
  }

  Wire& wire_;
  Tier* tier_;
  std::int64_t retries_;
  Duration pause_;
};

std::unique_ptr<Carrier> make(const options::Values& values, const Parts& parts) {
  return std::make_unique<Inline>(values, parts);
}

const options::Registered<CarryAxis> option(
    {.axis = {},
     .name = "inline",
     .promise = "The writer sends the change to the cache itself and waits for the answer.",
     .parameters = {{"retries", options::ParameterKind::count, "0", "", "tries after the first that got no answer"},
                    {"pause", options::ParameterKind::duration, "100ms", "time", "between two tries"}}},
    make);

}  // namespace
}  // namespace stalemate::models::strategies::carry
