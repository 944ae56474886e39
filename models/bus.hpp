// A bus: takes published changes, and hands each to every copy that it concerns. How, its kinds say.
// Promise: a publication is acknowledged when the bus has it; nobody waits for a delivery.
// Source: Redis PUBLISH/SUBSCRIBE and Kafka, in what they share. Departs: subscribers are fixed at the start.
#pragma once
#include <vector>
#include "models/blueprint.hpp"
#include "models/seat.hpp"
#include "models/wire.hpp"

namespace stalemate::models {

class CacheShard;

class Bus : public Node {
 public:
  using Node::Node;
  void build(const std::vector<ClassPlan>& plans) { plans_ = &plans; }
  void slow(const Slowness& slowness, bool begins) override { slowed_.slow(slowness, begins); }

 protected:
  /// The copies that a change concerns.
  std::vector<CacheShard*> subscribers_of(const Message& change) const;
  /// What is handed on to a copy; `round`: of this one, as no other delivery of the change to anyone.
  Call& delivery_of(const Message& change, CacheShard& subscriber, std::uint16_t round);
  /// No link lost it: the bus did, before it sent what it owed. `why`: a constant of LostOn.
  void lose(const Message& change, const CacheShard& subscriber, std::uint16_t why);
  /// How long its delay is while faults slow it.
  Duration slowed(Duration delay, const Message& change) const { return slowed_(delay, change.data_class); }
  static LostMessage what_of(const Message& change) { return {Channel::unpacked(change.channel).verb}; }

 private:
  const std::vector<ClassPlan>* plans_ = nullptr;
  Slowed slowed_;
};

}  // namespace stalemate::models
