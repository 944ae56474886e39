// read: cache-only. The service asks the cache, which has the only copy; what it has not is not there.
// Promise: a read is answered by the shard that has the key, or fails; nothing is fetched.
// Source: session stores in Redis and memcached. Departs: a shard that the key has left meanwhile refuses (as Redis
// Cluster's MOVED, which is not followed).
#include "models/tier.hpp"

namespace stalemate::models::strategies::read {
namespace {

class CacheOnly final : public Reader {
 public:
  explicit CacheOnly(const Parts& parts) : tier_(*parts.tier), fallback_(*parts.fallback) {}

  sim::Task<Reply> fetch(Read read) override {
    const Answer found = co_await tier_.get_sole(read);
    if (!found.ok()) {
      const Reply reply = co_await fallback_.without_cache(read, Reply(found));
      co_return reply;
    }
    Reply reply(found);
    if (!found.found) reply.how = How::miss;
    co_return reply;
  }

 private:
  Tier& tier_;
  Fallback& fallback_;
};

std::unique_ptr<Reader> make_cache_only(const options::Values&, const Parts& parts) {
  return std::make_unique<CacheOnly>(parts);
}

const options::Registered<ReadAxis> cache_only_option(
    {.axis = {},
     .name = "cache-only",
     .promise = "The service asks the cache, which has the only copy: what it has not is not there.",
     .guarantees = {options::Guarantee::no_origin},
     .is_through = true,
     .is_sole = true},
    make_cache_only);

}  // namespace
}  // namespace stalemate::models::strategies::read
