// Writes that go to the cache: the writer's side of every option whose cache carries them on.
// Promise: the write is as good as the cache's answer; a cache that does not answer fails it.
// Source: the write-through policy.
#pragma once
#include "models/tier.hpp"

namespace stalemate::models {

class ThroughCache final : public Writer {
 public:
  explicit ThroughCache(const Parts& parts) : tier_(*parts.tier) {}

  sim::Task<Ack> write(Write write) override {
    const Answer answer = co_await tier_.write_through(write);
    co_return Ack(answer);
  }

 private:
  Tier& tier_;
};

}  // namespace stalemate::models
