// A tier's writes under a remote marker: the cache is told of each before the origin is.
// Promise: the write goes on when the cache gives no answer; what a write has marked its followers' word lifts.
// Source: Nishtala et al. 2013, section 4.
#pragma once
#include <memory>
#include <utility>
#include "models/tier.hpp"

namespace stalemate::models {

class Marking final : public Writer {
 public:
  Marking(Tier& tier, std::uint16_t followers, std::unique_ptr<Writer> usual)
      : tier_(tier), followers_(followers), usual_(std::move(usual)) {}

  sim::Task<Ack> write(Write write) override {
    co_await tier_.mark(write, followers_);
    write.marked = &tier_.holder_of(write.key);
    const Ack ack = co_await usual_->write(write);
    co_return ack;
  }

 private:
  Tier& tier_;
  std::uint16_t followers_;
  std::unique_ptr<Writer> usual_;
};

}  // namespace stalemate::models
