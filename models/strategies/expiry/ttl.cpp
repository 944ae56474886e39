// expiry: ttl. An entry is fresh while its age is below its time to live.
// Promise: a hit does not extend it; jitter only shortens it, evenly over the given share. The age is counted from the
// store at the cache, or, inherited, from when the origin gave the value: then tiers that fill from each other keep to
// one time to live together, and a copy that is older than that is not stored.
// Source: RFC 9111, 4.2 (fresh while age < lifetime) and 4.2.3 (the age of a copy that another cache gave); Redis SET
// EX, which restarts it. Departs: jitter is drawn a store; the way of a store to its cache adds no age.
#include "models/axes.hpp"

namespace stalemate::models::strategies::expiry {
namespace {

class Ttl final : public AgedExpiry {
 public:
  Ttl(const options::Values& values, sim::StreamKey draws)
      : AgedExpiry(values), ttl_{values.integer("ttl")}, jitter_(values.ratio("jitter")), draws_(draws) {}

  Life life(const Message& store, Instant now) const override {
    return {left(shortened(ttl_, jitter_, draws_, store), store, now)};
  }

 private:
  Duration ttl_;
  double jitter_;
  sim::StreamKey draws_;
};

std::unique_ptr<Expiry> make_ttl(const options::Values& values, sim::StreamKey draws) {
  return std::make_unique<Ttl>(values, draws);
}

const options::Registered<ExpiryAxis> ttl_option(
    {.axis = {},
     .name = "ttl",
     .promise = "An entry is served for at most its time to live after it was stored.",
     .parameters = {{"ttl", options::ParameterKind::duration, "", "time", "time to live"},
                    {"jitter", options::ParameterKind::ratio, "0%", "share of the ttl",
                     "each store's ttl is shortened by an even draw of up to this share"},
                    AgedExpiry::age_parameter(),
                    Expiry::negative_parameter()},
     .guarantees = {options::Guarantee::bounded_life}},
    make_ttl);

}  // namespace
}  // namespace stalemate::models::strategies::expiry
