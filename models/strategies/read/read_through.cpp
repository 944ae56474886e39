// read: read-through. The service asks the cache alone; on a miss the cache itself reads the origin and stores.
// Promise: fills leave from the cache, so stampede controls see every reader of a shard.
// Source: the read-through pattern (Oracle Coherence, AWS DAX). Departs: none; where the cache itself gives no
// answer the fallback decides, which is to fail unless a policy says otherwise.
#include "models/tier.hpp"

namespace stalemate::models::strategies::read {
namespace {

class ReadThrough final : public Reader {
 public:
  explicit ReadThrough(const Parts& parts) : tier_(*parts.tier), fallback_(*parts.fallback) {}

  sim::Task<Reply> fetch(Read read) override {
    const Answer answer = co_await tier_.fetch(read);
    if (answer.ok() || answer.is_passed_on) co_return Reply(answer);
    const Reply reply = co_await fallback_.without_cache(read, Reply(answer));
    co_return reply;
  }

 private:
  Tier& tier_;
  Fallback& fallback_;
};

// At the cache the same question is cache-aside with the cache as its own client.
std::unique_ptr<Reader> make_read_through(const options::Values& values, const Parts& parts) {
  if (parts.at_cache) return options::maker<ReadAxis>("cache-aside")(values, parts);
  return std::make_unique<ReadThrough>(parts);
}

const options::Registered<ReadAxis> read_through_option(
    {.axis = {},
     .name = "read-through",
     .promise = "The service asks the cache; the cache reads the origin on a miss.",
     .guarantees = {options::Guarantee::cache_fetches},
     .is_through = true},
    make_read_through);

}  // namespace
}  // namespace stalemate::models::strategies::read
