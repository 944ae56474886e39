// expiry: adaptive. An entry lives for a share of the time for which its value had stood when it was stored.
// Promise: no shorter than `min`, no longer than `max`; what the origin has not changed for long is kept for long, and
// a hit does not extend it.
// Source: heuristic freshness (RFC 9111, 4.2.2: a tenth of the time since Last-Modified); refresh_pattern of Squid.
// Departs: that time ends when the value leaves for the cache, not when its origin gave it; what was there before the
// run counts as committed at its start.
#include <algorithm>
#include "models/axes.hpp"

namespace stalemate::models::strategies::expiry {
namespace {

class Adaptive final : public Expiry {
 public:
  explicit Adaptive(const options::Values& values)
      : Expiry(values), share_(values.ratio("share")), min_{values.integer("min")}, max_{values.integer("max")} {}

  Life life(const Message& store, Instant now) const override {
    const double stood = static_cast<double>((now - store.value.committed).ns);
    return {std::clamp(Duration{static_cast<std::int64_t>(share_ * stood)}, min_, max_)};
  }
  bool needs_instants() const override { return true; }

 private:
  double share_;
  Duration min_;
  Duration max_;
};

std::unique_ptr<Expiry> make(const options::Values& values, sim::StreamKey) {
  return std::make_unique<Adaptive>(values);
}

const options::Registered<ExpiryAxis> option(
    {.axis = {},
     .name = "adaptive",
     .promise = "An entry lives for a share of the time for which its value had stood when it was stored.",
     .parameters = {{"share", options::ParameterKind::ratio, "10%", "share of the value's age", "that an entry lives"},
                    {"min", options::ParameterKind::duration, "1s", "time", "no entry ends sooner"},
                    {"max", options::ParameterKind::duration, "1d", "time", "no entry lives longer"},
                    Expiry::negative_parameter()},
     .guarantees = {options::Guarantee::bounded_life}},
    make);

}  // namespace
}  // namespace stalemate::models::strategies::expiry
