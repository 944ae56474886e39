// fallback: stale-if-error. When its time is over an entry is kept for a while, and answers where the fetch fails.
// Promise: it is served only after a fetch of that read has failed, or is known to fail, and no longer than `age`
// beyond its time; a delete, an update or a fill ends it.
// Source: stale-if-error (RFC 5861, 4). Departs: any failure counts as an error, not only answers of 5xx.
#include "models/tier.hpp"

namespace stalemate::models::strategies::fallback {
namespace {

class StaleIfError final : public Fallback {
 public:
  StaleIfError(const options::Values& values, const Parts& parts) : Fallback(parts.fallback), tier_(*parts.tier) {
    parts.tier->stand_in_for(Duration{values.integer("age")});
  }

  sim::Task<Reply> without_fetch(Read read, Answer missed, Reply failed) override {
    if (missed.has_lapsed) co_return tier_.stand_in(read, missed, failed);
    const Reply reply = co_await Fallback::without_fetch(read, missed, failed);
    co_return reply;
  }

 private:
  Tier& tier_;
};

std::unique_ptr<Fallback> make_stale_if_error(const options::Values& values, const Parts& parts) {
  return std::make_unique<StaleIfError>(values, parts);
}

const options::Registered<FallbackAxis> stale_if_error_option(
    {.axis = {},
     .name = "stale-if-error",
     .promise = "When its time is over an entry is kept for a while, and answers where the fetch fails.",
     .parameters = {{"age", options::ParameterKind::duration, "", "time", "for so long after its time is over"}},
     .guarantees = {options::Guarantee::bounded_overtime},
     .needs_expiry = true,
     .answers_for = options::Failed::fetch},
    make_stale_if_error);

}  // namespace
}  // namespace stalemate::models::strategies::fallback
