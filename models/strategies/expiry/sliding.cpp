// expiry: sliding. An entry lives as long as no pause between two hits reaches the idle time.
// Promise: a hit begins the idle time anew; a store begins both; `at_most` ends what is used without a pause. Jitter
// shortens both by one draw a store, so that a hit begins the shortened time anew.
// Source: sliding and absolute expiration of ASP.NET's IDistributedCache; Caffeine's expireAfterAccess. Departs: jitter
// is refused for what no origin has: it spreads fetches, and there nothing is fetched.
#include "models/axes.hpp"

namespace stalemate::models::strategies::expiry {
namespace {

class Sliding final : public Expiry {
 public:
  Sliding(const options::Values& values, sim::StreamKey draws)
      : Expiry(values),
        idle_{values.integer("idle")},
        at_most_{values.integer("at_most")},
        jitter_(values.ratio("jitter")),
        draws_(draws) {}

  Life life(const Message& store, Instant) const override {
    Life life{.lasts = shortened(idle_, jitter_, draws_, store), .slides = true};
    if (at_most_.ns > 0) life.at_most = shortened(at_most_, jitter_, draws_, store);
    return life;
  }

 private:
  Duration idle_;
  Duration at_most_;
  double jitter_;
  sim::StreamKey draws_;
};

std::unique_ptr<Expiry> make_sliding(const options::Values& values, sim::StreamKey draws) {
  return std::make_unique<Sliding>(values, draws);
}

const options::Registered<ExpiryAxis> sliding_option(
    {.axis = {},
     .name = "sliding",
     .promise = "An entry lives until nobody has read it for the idle time.",
     .parameters = {{"idle", options::ParameterKind::duration, "", "time",
                     "an entry ends when it was not read for so long"},
                    {"at_most", options::ParameterKind::duration, "0s", "time",
                     "it ends so long after its store in any case; 0s: however long"},
                    {"jitter", options::ParameterKind::ratio, "0%", "share of both times",
                     "each store's times are shortened by one even draw of up to this share; not where no origin is"},
                    Expiry::negative_parameter()},
     .guarantees = {options::Guarantee::bounded_life}},
    make_sliding);

}  // namespace
}  // namespace stalemate::models::strategies::expiry
