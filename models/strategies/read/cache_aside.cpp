// read: cache-aside. The service looks the key up; on a miss it reads the origin, answers, and sets the cache.
// Promise: the cache holds only what somebody read; nobody waits for the set.
// Source: the cache-aside pattern (look-aside in Nishtala et al. 2013). Departs: none; where the cache gives no answer
// the fallback decides, which is the origin unless a policy says otherwise, and nothing is stored.
#include "models/look_aside.hpp"

namespace stalemate::models::strategies::read {
namespace {

std::unique_ptr<Reader> make_cache_aside(const options::Values&, const Parts& parts) {
  return std::make_unique<LookAside>(parts);
}

const options::Registered<ReadAxis> cache_aside_option(
    {.axis = {},
     .name = "cache-aside",
     .promise = "The service looks in the cache first; on a miss it reads the origin and sets the cache.",
     .guarantees = {options::Guarantee::caller_fetches}},
    make_cache_aside);

}  // namespace
}  // namespace stalemate::models::strategies::read
