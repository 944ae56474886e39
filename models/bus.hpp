// A bus for publish/subscribe: hands each published change to every copy that it concerns.
// Promise: at most once unless it duplicates; nobody waits for a delivery, and who is not reached is not told later;
// each delivery has a delay and a fate of its own: a longer delay, or being held back, lets others overtake it.
// Source: Redis PUBLISH/SUBSCRIBE. Departs: subscribers are fixed at the start; a subscriber has no output buffer.
#pragma once
#include <vector>
#include "models/blueprint.hpp"
#include "models/seat.hpp"
#include "models/wire.hpp"

namespace stalemate::models {

class CacheShard;

class Bus final : public Node {
 public:
  Bus(Wire& wire, NodeId id, sim::Place place, std::string name, const BusNode& plan, std::uint64_t seed);
  void build(const std::vector<ClassPlan>& plans) { plans_ = &plans; }
  void receive(Call& call) override;

 private:
  void offer(const Message& change, CacheShard& subscriber, std::uint16_t round);
  sim::Process deliver(Message change, CacheShard* subscriber, std::uint16_t round);
  void emit_doubled(const Message& change, const CacheShard& subscriber);
  void lose(const Message& change, const CacheShard& subscriber);

  const BusNode& plan_;
  const std::vector<ClassPlan>* plans_ = nullptr;
  sim::StreamKey delays_;
  sim::StreamKey losses_;
  sim::StreamKey duplicates_;
  sim::StreamKey reorders_;
};

}  // namespace stalemate::models
