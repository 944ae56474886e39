// expiry: none. An entry stays until it is removed, replaced or evicted.
// Promise: nothing bounds how long a missed invalidation is served.
// Source: Redis SET without EX.
#include "models/axes.hpp"

namespace stalemate::models::strategies::expiry {
namespace {

class None final : public Expiry {
 public:
  using Expiry::Expiry;
  Life life(const Message&, Instant) const override { return {}; }
};

std::unique_ptr<Expiry> make_none(const options::Values& values, sim::StreamKey) {
  return std::make_unique<None>(values);
}

const options::Registered<ExpiryAxis> none_option(
    {.axis = {},
     .name = "none",
     .promise = "An entry stays until it is removed, replaced or evicted.",
     .parameters = {Expiry::negative_parameter()},
     .guarantees = {options::Guarantee::never_expires}},
    make_none);

}  // namespace
}  // namespace stalemate::models::strategies::expiry
