// read: cache-aside. The service looks the key up; on a miss it reads the origin, answers, and sets the cache.
// Promise: the cache holds only what somebody read; nobody waits for the set.
// Source: the cache-aside pattern (look-aside in Nishtala et al. 2013). Departs: none; where the cache gives no answer
// the fallback decides, which is the origin unless a policy says otherwise, and nothing is stored.
#include "models/tier.hpp"

namespace stalemate::models::strategies::read {
namespace {

class CacheAside final : public Reader {
 public:
  explicit CacheAside(const Parts& parts) : tier_(*parts.tier), filler_(*parts.filler), fallback_(*parts.fallback) {}

  sim::Task<Reply> fetch(Read read) override {
    const Answer found = co_await tier_.get(read);
    if (found.found && !found.is_due) co_return Reply(found);
    if (!found.ok()) {
      const Reply reply = co_await fallback_.without_cache(read, Reply(found));
      co_return reply;
    }
    Reply filled{.status = Status::origin_error};
    if (!found.is_known_error) filled = co_await filler_.fill(read, found);
    if (!filled.ok()) filled = co_await fallback_.without_fetch(read, found, filled);
    co_return filled;
  }

 private:
  Tier& tier_;
  Filler& filler_;
  Fallback& fallback_;
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
