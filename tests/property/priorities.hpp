// Who gives way in a drawn world: priorities of loads, queues that shed by them, and canaries.
// Promise: only what a scenario may say.
// Source: swarm testing (Groce et al. 2012).
#pragma once
#include <algorithm>
#include "models/blueprint.hpp"
#include "tests/property/dice.hpp"

namespace stalemate::tests::property {

inline bool may_be_canary(const models::Blueprint& world, const models::Load& load) {
  const auto writes_it = [&](const models::Load& other) { return other.writes == load.writes; };
  return load.read_back && std::count_if(world.loads.begin(), world.loads.end(), writes_it) == 1;
}

inline void rank_some(models::Blueprint& world, Dice& dice) {
  if (!dice.one_in(3)) return;
  for (models::Load& load : world.loads) {
    load.priority = static_cast<models::Priority>(dice.between(0, 2));
    load.is_canary = may_be_canary(world, load) && dice.one_in(2);
  }
  for (models::NodeSpec& node : world.nodes) {
    node.service.sheds_lowest = node.service.workers > 0 && node.service.queue_limit > 0 && dice.one_in(2);
    node.origin.sheds_lowest = node.origin.servers > 0 && node.origin.queue_limit > 0 && dice.one_in(2);
  }
}

}  // namespace stalemate::tests::property
