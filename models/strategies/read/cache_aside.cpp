// read: cache-aside. The service looks the key up; on a miss it reads the origin, answers, and sets the cache.
// Promise: the cache holds only what somebody read; nobody waits for the set.
// Source: the cache-aside pattern (look-aside in Nishtala et al. 2013). Departs: when the cache does not answer, the
// origin does, and nothing is stored.
#include "models/behind.hpp"
#include "models/tier.hpp"

namespace stalemate::models::strategies::read {
namespace {

class CacheAside final : public Reader {
 public:
  explicit CacheAside(const Parts& parts) : tier_(*parts.tier), filler_(*parts.filler), behind_(parts) {}

  sim::Task<Reply> fetch(Read read) override {
    const Answer found = co_await tier_.get(read);
    if (found.found && !found.is_due) co_return Reply(found);
    if (!found.ok()) {
      const Reply reply = co_await behind_.read(read);
      co_return reply;
    }
    const Reply filled = co_await filler_.fill(read, found);
    co_return filled;
  }

 private:
  Tier& tier_;
  Filler& filler_;
  Behind behind_;
};

std::unique_ptr<Reader> make(const options::Values&, const Parts& parts) {
  return std::make_unique<CacheAside>(parts);
}

const options::Registered<ReadAxis> option(
    {.axis = {},
     .name = "cache-aside",
     .promise = "The service looks in the cache first; on a miss it reads the origin and sets the cache."},
    make);

}  // namespace
}  // namespace stalemate::models::strategies::read
