// Looks a key up in a tier; on a miss fills it, and where no answer comes leaves it to the fallback.
// Promise: the one read path of all options that use a cache; nobody waits for what is stored.
// Source: look-aside caching (Nishtala et al. 2013).
#pragma once
#include "models/tier.hpp"

namespace stalemate::models {

class LookAside : public Reader {
 public:
  explicit LookAside(const Parts& parts) : tier_(*parts.tier), filler_(*parts.filler), fallback_(*parts.fallback) {}

  sim::Task<Reply> fetch(Read read) override {
    read.generation = 0;  // that of a tier before
    if (tier_.goes_by_generation()) [[unlikely]] {
      const Answer chosen = co_await tier_.get_generation(read);
      if (!chosen.ok()) {
        const Reply reply = co_await fallback_.without_cache(read, Reply(chosen));
        co_return reply;
      }
      read.generation = chosen.generation;
    }
    const Answer found = co_await tier_.get(read);
    if (found.found && !found.is_due) {
      if (found.is_ahead) [[unlikely]]
        refresh(read, found);
      co_return Reply(found);
    }
    if (!found.ok()) {
      const Reply reply = co_await fallback_.without_cache(read, Reply(found));
      co_return reply;
    }
    if (found.is_marked) read.to_leader = WhyLeader::marker;
    Reply filled{.status = Status::origin_error};
    if (!found.is_known_error) filled = co_await filler_.fill(read, found);
    if (!filled.ok()) filled = co_await fallback_.without_fetch(read, found, filled);
    co_return filled;
  }

 private:
  /// What was found is fresh, and old enough to be fetched anew.
  virtual void refresh(const Read& /*read*/, const Answer& /*found*/) {}

  Tier& tier_;
  Filler& filler_;
  Fallback& fallback_;
};

}  // namespace stalemate::models
