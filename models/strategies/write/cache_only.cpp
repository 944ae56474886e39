// write: cache-only. The writer gives the value to the cache, which has the only copy: its store is the commit.
// Promise: the writes of a key commit in the order in which they come to its shard; what the cache loses is lost.
// Source: session stores in Redis and memcached. Departs: a value that is larger than the cache fails its write and
// leaves the one before.
#include "models/tier.hpp"

namespace stalemate::models::strategies::write {
namespace {

/// The shard itself makes the write when it comes.
class CacheOnly final : public Writer {
 public:
  explicit CacheOnly(const Parts& parts) : tier_(*parts.tier) {}

  sim::Task<Ack> write(Write write) override {
    const Answer answer = co_await tier_.keep(write);
    co_return Ack(answer);
  }

 private:
  Tier& tier_;
};

std::unique_ptr<Writer> make_cache_only(const options::Values&, const Parts& parts) {
  return std::make_unique<CacheOnly>(parts);
}

const options::Registered<WriteAxis> cache_only_option(
    {.axis = {},
     .name = "cache-only",
     .promise = "The cache has the only copy: its store is the commit, and what it loses is lost.",
     .guarantees = {options::Guarantee::store_commits},
     .is_through = true,
     .is_sole = true,
     .is_last_tier = true},
    make_cache_only);

}  // namespace
}  // namespace stalemate::models::strategies::write
