// expiry: sliding. An entry lives as long as no pause between two hits reaches the idle time.
// Promise: a hit begins the idle time anew; a store begins both; `at_most` ends what is used without a pause.
// Source: sliding and absolute expiration of ASP.NET's IDistributedCache; Caffeine's expireAfterAccess. Departs: none.
#include "models/axes.hpp"

namespace stalemate::models::strategies::expiry {
namespace {

class Sliding final : public Expiry {
 public:
  explicit Sliding(const options::Values& values)
      : Expiry(values), life_{.lasts = {values.integer("idle")}, .slides = true} {
    if (const std::int64_t at_most = values.integer("at_most"); at_most > 0) life_.at_most = {at_most};
  }
  Life life(const Message&, Instant) const override { return life_; }

 private:
  Life life_;
};

std::unique_ptr<Expiry> make(const options::Values& values, sim::StreamKey) {
  return std::make_unique<Sliding>(values);
}

const options::Registered<ExpiryAxis> option(
    {.axis = {},
     .name = "sliding",
     .promise = "An entry lives until nobody has read it for the idle time.",
     .parameters = {{"idle", options::ParameterKind::duration, "", "time",
                     "an entry ends when it was not read for so long"},
                    {"at_most", options::ParameterKind::duration, "0s", "time",
                     "it ends so long after its store in any case; 0s: however long"},
                    Expiry::negative_parameter()},
     .guarantees = {options::Guarantee::bounded_life}},
    make);

}  // namespace
}  // namespace stalemate::models::strategies::expiry
