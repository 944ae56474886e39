// expiry: adaptive. An entry lives for a share of the time for which its value had stood when it was stored.
// Promise: no shorter than `min`, no longer than `max`; what the origin has not changed for long is kept for long, and
// a hit does not extend it. Jitter shortens it, evenly over the given share, but not below `min`. Inherited, it counts
// from when the origin gave the value, and so do `min` and `max`; a copy that is as old as that is not stored.
// Source: heuristic freshness (RFC 9111, 4.2.2: a tenth of the time since Last-Modified; 4.2.3: the age counts from the
// origin); refresh_pattern of Squid. Departs: unless it is inherited, the time for which a value had stood ends when it
// leaves for the cache, not when its origin gave it; what was there before the run counts as committed at its start.
#include <algorithm>
#include "models/axes.hpp"

namespace stalemate::models::strategies::expiry {
namespace {

class Adaptive final : public AgedExpiry {
 public:
  Adaptive(const options::Values& values, sim::StreamKey draws)
      : AgedExpiry(values),
        share_(values.ratio("share")),
        min_{values.integer("min")},
        max_{values.integer("max")},
        jitter_(values.ratio("jitter")),
        draws_(draws) {}

  Life life(const Message& store, Instant now) const override {
    const Duration stood = (inherits() ? store.value.given : now) - store.value.committed;
    const Duration share{static_cast<std::int64_t>(share_ * static_cast<double>(stood.ns))};
    const Duration whole = std::clamp(share, min_, max_);
    return {left(std::max(min_, shortened(whole, jitter_, draws_, store)), store, now)};
  }
  bool needs_instants() const override { return true; }

 private:
  double share_;
  Duration min_;
  Duration max_;
  double jitter_;
  sim::StreamKey draws_;
};

std::unique_ptr<Expiry> make_adaptive(const options::Values& values, sim::StreamKey draws) {
  return std::make_unique<Adaptive>(values, draws);
}

const options::Registered<ExpiryAxis> adaptive_option(
    {.axis = {},
     .name = "adaptive",
     .promise = "An entry lives for a share of the time for which its value had stood when it was stored.",
     .parameters = {{"share", options::ParameterKind::ratio, "10%", "share of the value's age", "that an entry lives"},
                    {"min", options::ParameterKind::duration, "1s", "time", "no entry ends sooner"},
                    {"max", options::ParameterKind::duration, "1d", "time", "no entry lives longer"},
                    {"jitter", options::ParameterKind::ratio, "0%", "share of an entry's life",
                     "each store's life is shortened by an even draw of up to this share, not below min"},
                    AgedExpiry::age_parameter(),
                    Expiry::negative_parameter()},
     .guarantees = {options::Guarantee::bounded_life}},
    make_adaptive);

}  // namespace
}  // namespace stalemate::models::strategies::expiry
