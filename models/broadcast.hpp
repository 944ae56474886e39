// A bus for publish/subscribe: each change goes to its copies at once, and is forgotten.
// Promise: at most once unless it duplicates; who is not reached is not told later; each delivery has a delay and a
// fate of its own: a longer delay, or being held back, lets others overtake it. What waits for one copy beyond the
// backlog is lost to it, and what waits when the bus crashes to all.
// Source: Redis PUBLISH/SUBSCRIBE; the backlog as the pending limit of a NATS subscription, which drops the newest.
// Departs: Redis closes the connection of a subscriber that is too far behind.
#pragma once
#include <cstdint>
#include <map>
#include "models/bus.hpp"

namespace stalemate::models {

class Broadcast final : public Bus {
 public:
  Broadcast(Wire& wire, NodeId id, sim::Place place, std::string name, const BusNode& plan, std::uint64_t seed);
  void receive(Call& call) override;
  void stop_work() override;

 private:
  struct Delivery {
    Message change;
    CacheShard* to;
    std::uint16_t round;
  };
  void offer(const Delivery& delivery);
  bool has_no_room(const CacheShard& subscriber) const;
  sim::Process deliver(std::uint64_t number);
  void emit_doubled(const Message& change, const CacheShard& subscriber);

  const BusNode& plan_;
  sim::StreamKey delays_;
  sim::StreamKey losses_;
  sim::StreamKey duplicates_;
  sim::StreamKey reorders_;
  std::uint64_t taken_up_ = 0;
  std::map<std::uint64_t, Delivery> waiting_;   ///< By the order in which they were taken up.
  std::map<NodeId, std::int64_t> waiting_for_;  ///< By copy.
};

}  // namespace stalemate::models
