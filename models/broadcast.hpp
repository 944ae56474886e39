// A bus for publish/subscribe: each change goes to its copies at once, and is forgotten.
// Promise: at most once unless it duplicates; who is not reached is not told later; each delivery has a delay and a
// fate of its own: a longer delay, or being held back, lets others overtake it.
// Source: Redis PUBLISH/SUBSCRIBE. Departs: a subscriber has no output buffer.
#pragma once
#include "models/bus.hpp"

namespace stalemate::models {

class Broadcast final : public Bus {
 public:
  Broadcast(Wire& wire, NodeId id, sim::Place place, std::string name, const BusNode& plan, std::uint64_t seed);
  void receive(Call& call) override;

 private:
  void offer(const Message& change, CacheShard& subscriber, std::uint16_t round);
  sim::Process deliver(Message change, CacheShard* subscriber, std::uint16_t round);
  void emit_doubled(const Message& change, const CacheShard& subscriber);

  const BusNode& plan_;
  sim::StreamKey delays_;
  sim::StreamKey losses_;
  sim::StreamKey duplicates_;
  sim::StreamKey reorders_;
};

}  // namespace stalemate::models
