// write: write-through. The writer gives the value to the cache, which writes the origin, stores, and acknowledges.
// Promise: the writers of a key that use the cache meet at one shard, which stores what it committed.
// Source: the write-through policy. Departs: two writes of a key under way at one shard may still store out of order,
// as nothing locks the key; when the cache does not answer, the write fails.
#include "models/behind.hpp"
#include "models/through_cache.hpp"

namespace stalemate::models::strategies::write {
namespace {

/// The cache's own side.
class AtCache final : public Writer {
 public:
  explicit AtCache(const Parts& parts) : tier_(*parts.tier), behind_(parts) {}

  sim::Task<Ack> write(Write write) override {
    const Ack ack = co_await behind_.write(write);
    if (ack.ok()) {
      co_await tier_.store_written(Change{write, ack.committed});
    }
    co_return ack;
  }

 private:
  Tier& tier_;
  Behind behind_;
};

std::unique_ptr<Writer> make_write_through(const options::Values&, const Parts& parts) {
  if (parts.at_cache) return std::make_unique<AtCache>(parts);
  return std::make_unique<ThroughCache>(parts);
}

const options::Registered<WriteAxis> write_through_option(
    {.axis = {},
     .name = "write-through",
     .promise = "The cache writes the origin and stores what it wrote.",
     .guarantees = {options::Guarantee::stored_first},
     .is_through = true},
    make_write_through);

}  // namespace
}  // namespace stalemate::models::strategies::write
