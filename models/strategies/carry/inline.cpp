// carry: inline. The writer itself sends the change to the cache and waits for its answer.
// Promise: the write is acknowledged after the cache has answered, or after the last try has failed.
// Source: the ordinary "commit, then DEL" in application code.
#include "models/tier.hpp"

namespace stalemate::models::strategies::carry {
namespace {

class Inline final : public Carrier {
 public:
  Inline(const options::Values& values, const Parts& parts)
      : wire_(parts.wire), tier_(parts.tier), retries_(values.integer("retries")), pause_{values.integer("pause")} {}

  sim::Task<sim::Done> announce(Change change, Verb verb) override {
    for (std::int64_t again = 0;; ++again) {
      const Answer answer = co_await send(change, verb, again);
      if (answer.ok() || again >= retries_) co_return sim::Done{};
      co_await wire_.simulation().sleep(pause_);
    }
  }

 private:
  // The tries of a later announcement count on, so that none draws the fate of another.
  Calling send(const Change& change, Verb verb, std::int64_t again) const {
    const auto round = static_cast<std::uint16_t>(change.announcement * (retries_ + 1) + again);
    const Try which = again >= retries_ && change.is_last ? Try::last : Try::not_last;
    return verb == Verb::drop ? tier_->drop(change, round, which) : tier_->update(change, round, which);
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
