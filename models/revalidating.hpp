// Answers with what the cache has found, though it is due, and has it fetched anew beside.
// Promise: nobody waits for that fetch; at one node a key is fetched so once at a time; what was not found is filled as
// ever.
// Source: RFC 5861, section 3; refreshAfterWrite of Guava and Caffeine. Departs: the fetch belongs to the read that
// began it, and dies with its node.
#pragma once
#include "models/beside.hpp"

namespace stalemate::models {

class Revalidating final : public Filler {
 public:
  explicit Revalidating(const Parts& parts) : next_(*parts.filler), beside_(parts.home, next_) {}

  sim::Task<Reply> fill(Read read, Answer missed) override {
    if (!missed.found) {
      const Reply filled = co_await next_.fill(read, missed);
      co_return filled;
    }
    beside_.fetch(read, missed);
    co_return Reply(missed);
  }

 private:
  Filler& next_;
  Beside beside_;
};

}  // namespace stalemate::models
