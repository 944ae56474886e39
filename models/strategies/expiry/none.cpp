// expiry: none. An entry stays until it is removed, replaced or evicted.
// Promise: nothing bounds how long a missed invalidation is served.
// Source: Redis SET without EX.
#include "models/axes.hpp"

namespace stalemate::models::strategies::expiry {
namespace {

class None final : public Expiry {
 public:
  Life life(const Message&, Instant) const override { return {}; }
};

std::unique_ptr<Expiry> make(const options::Values&, sim::StreamKey) { return std::make_unique<None>(); }

const options::Registered<ExpiryAxis> option(
    {.axis = {}, .name = "none", .promise = "An entry stays until it is removed, replaced or evicted."}, make);

}  // namespace
}  // namespace stalemate::models::strategies::expiry
