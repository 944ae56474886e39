// Faults: what the blueprint says goes wrong, and when.
// Promise: each begins and ends as an event of its own and is a fact; faults compose and undo only themselves.
// Source: Jepsen's nemesis. Departs: a fault knows the models' names, the network only sees disturbances.
#pragma once
#include <deque>
#include <vector>
#include "models/blueprint.hpp"
#include "models/cache.hpp"
#include "models/origin.hpp"
#include "models/tier.hpp"
#include "models/trigger.hpp"
#include "sim/network.hpp"

namespace stalemate::models {

/// What a named part of the blueprint became.
struct Parties {
  std::vector<Node*> nodes;            ///< All running nodes of it.
  std::vector<Node*> deployed;         ///< The same without who only asks: what is restarted one by one.
  std::vector<CacheShard*> shards;     ///< Its shards, if it is a cache or one of them.
  std::vector<Follower*> followers;    ///< Its followers, if it is an origin.
  Cluster* cluster = nullptr;          ///< The cache that its shards belong to.
  Leader* leader = nullptr;            ///< Its leader, if it is an origin.
  std::optional<ClassId> slowed_class = std::nullopt;  ///< Of its queries only those of this class.
  sim::End end;  ///< Its place; of one among several there, its process as well.
};

class FaultRunner {
 public:
  FaultRunner(Wire& wire, std::uint64_t seed);
  ~FaultRunner();
  /// `struck` are the parts that the fault names: the node, or the two ends of the route.
  void add(Fault& fault, std::vector<Parties> struck);
  /// What strikes when its condition first holds.
  Trigger& trigger(std::size_t fault);
  /// Pulled when it becomes known that the fault will strike.
  void tell(std::size_t fault, Trigger& trigger);
  /// Pulled whenever the fault begins, or ends, a strike.
  void follow(std::size_t fault, bool its_end, Trigger& trigger);

 private:
  class Running;
  Wire& wire_;
  std::uint64_t seed_;
  std::deque<Running> running_;  // stable addresses
};

}  // namespace stalemate::models
