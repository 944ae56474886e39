// expiry: ttl. An entry is fresh while its age, counted from its store at the cache, is below its time to live.
// Promise: a hit does not extend it; jitter only shortens it, evenly over the given share.
// Source: RFC 9111, 4.2 (fresh while age < lifetime); Redis SET EX. Departs: jitter is drawn a store.
#include "models/axes.hpp"

namespace stalemate::models::strategies::expiry {
namespace {

class Ttl final : public Expiry {
 public:
  Ttl(const options::Values& values, sim::StreamKey draws)
      : ttl_{values.integer("ttl")}, jitter_(values.ratio("jitter")), draws_(draws) {}

  Life life(const Message& store, Instant) const override { return {shortened(ttl_, jitter_, draws_, store)}; }

 private:
  Duration ttl_;
  double jitter_;
  sim::StreamKey draws_;
};

std::unique_ptr<Expiry> make(const options::Values& values, sim::StreamKey draws) {
  return std::make_unique<Ttl>(values, draws);
}

const options::Registered<ExpiryAxis> option(
    {.axis = {},
     .name = "ttl",
     .promise = "An entry is served for at most its time to live after it was stored.",
     .parameters = {{"ttl", options::ParameterKind::duration, "", "time", "time to live from the store"},
                    {"jitter", options::ParameterKind::ratio, "0%", "share of the ttl",
                     "each store's ttl is shortened by an even draw of up to this share"}}},
    make);

}  // namespace
}  // namespace stalemate::models::strategies::expiry
