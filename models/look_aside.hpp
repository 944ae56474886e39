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
    if (tier_.goes_by_generation()) [[unlikely]]
      return look_up_by_generation(read);
    return look_up(read);
  }

 private:
  sim::Task<Reply> look_up_by_generation(Read read) {
    const Answer chosen = co_await tier_.get_generation(read);
    const Reply reply = co_await look_up_under(read, chosen);
    co_return reply;
  }

  sim::Task<Reply> look_up_under(Read read, const Answer& chosen) {
    if (!chosen.ok()) return fallback_.without_cache(read, Reply(chosen));
    read.generation = chosen.generation;
    return look_up(read);
  }

  sim::Task<Reply> look_up(Read read) {
    const Answer found = co_await tier_.get(read);
    if (found.found && !found.is_due) {
      if (found.is_ahead) [[unlikely]]
        refresh(read, found);
      co_return Reply(found);
    }
    if (found.is_marked) read.to_leader = WhyLeader::marker;
    Reply filled = co_await do_without(read, found);
    const bool has_fetched = found.ok() && !found.is_known_error;
    if (has_fetched && !filled.ok()) filled = co_await fallback_.without_fetch(read, found, filled);
    co_return filled;
  }

  /// No coroutine of its own: each keeps room for all that it may await.
  sim::Task<Reply> do_without(const Read& read, const Answer& found) {
    if (!found.ok()) [[unlikely]]
      return fallback_.without_cache(read, Reply(found));
    if (found.is_known_error) [[unlikely]]
      return fallback_.without_fetch(read, found, Reply{.status = Status::origin_error});
    return filler_.fill(read, found);
  }

  /// What was found is fresh, and old enough to be fetched anew.
  virtual void refresh(const Read& /*read*/, const Answer& /*found*/) {}

  Tier& tier_;
  Filler& filler_;
  Fallback& fallback_;
};

}  // namespace stalemate::models
