// expiry: soft-hard. An entry is fresh until its soft end; from then on a hit is served as stale and has it fetched
// anew beside, until its hard end.
// Promise: nothing is served after the hard end, which no jitter moves: that spreads the soft ends, and so the fetches;
// nobody waits for a fetch while an entry is there; at one node a key is fetched so once at a time. Both ends count
// from the store at the cache, or, inherited, from when the origin gave the value: a copy past its soft end by then is
// stored and has its first hit fetch it anew, one past its hard end is not stored.
// Source: FusionCache (eager refresh, fail-safe); Guava's refreshAfterWrite with expireAfterWrite; RFC 5861, 3 (the
// window begins where the age has reached the lifetime, RFC 9111, 4.2.3). Departs: `ttl` with `stale-while-revalidate`
// does the same by a window that begins at the end of the ttl, wherever jitter has put that, and stands at its place in
// the list of stampede controls; here no control is before it.
#include "models/axes.hpp"

namespace stalemate::models::strategies::expiry {
namespace {

class SoftHard final : public AgedExpiry {
 public:
  SoftHard(const options::Values& values, sim::StreamKey draws)
      : AgedExpiry(values),
        soft_{values.integer("soft")},
        hard_{values.integer("hard")},
        jitter_(values.ratio("jitter")),
        draws_(draws) {}

  Life life(const Message& store, Instant now) const override {
    return {.lasts = left(hard_, store, now), .fresh = left(shortened(soft_, jitter_, draws_, store), store, now)};
  }

 private:
  Duration soft_;
  Duration hard_;
  double jitter_;
  sim::StreamKey draws_;
};

std::unique_ptr<Expiry> make_soft_hard(const options::Values& values, sim::StreamKey draws) {
  return std::make_unique<SoftHard>(values, draws);
}

const options::Registered<ExpiryAxis> soft_hard_option(
    {.axis = {},
     .name = "soft-hard",
     .promise = "After its soft end an entry is served while it is fetched anew beside, until its hard end.",
     .parameters = {{"soft", options::ParameterKind::duration, "", "time",
                     "a hit after that has it fetched anew"},
                    {"hard", options::ParameterKind::duration, "", "time", "it is gone after that"},
                    {"jitter", options::ParameterKind::ratio, "0%", "share of the soft time",
                     "each store's soft end is brought forward by an even draw of up to this share"},
                    AgedExpiry::age_parameter(),
                    Expiry::negative_parameter()},
     .guarantees = {options::Guarantee::bounded_life},
     .revalidates = true},
    make_soft_hard);

}  // namespace
}  // namespace stalemate::models::strategies::expiry
