// Puts an edge cache before a service of a drawn world.
// Promise: only what a scenario may say: a shared cache that is the first tier wherever it stands, read through, with
// no guard that asks the origin; its clients ask that service. Drawn last, so that all else of a world is as without.
// Source: the checks of analysis/load/read_edge.cpp.
#pragma once
#include <algorithm>
#include <string>
#include <vector>
#include "tests/property/random_policy.hpp"

namespace stalemate::tests::property {

/// The first tiers at a cache; empty if it is behind another somewhere, or has an only copy.
inline std::vector<models::Policy*> first_tiers_at(models::Blueprint& world, const std::string& cache) {
  std::vector<models::Policy*> found;
  for (std::size_t i = 0; i < world.classes.size(); ++i) {
    models::Policy& policy = world.strategy.policies[i];
    const auto is_at_it = [&](const models::Policy& tier) { return tier.cache == cache; };
    const bool is_behind = std::any_of(policy.behind.begin(), policy.behind.end(), is_at_it);
    if (is_behind || (is_at_it(policy) && !world.classes[i].has_origin)) return {};
    if (is_at_it(policy)) found.push_back(&policy);
  }
  return found;
}

inline void make_edge_policy(models::Policy& policy) {
  policy.read = usual_choice("read", "read-through");
  if (models::options::find_option("write", policy.write.name)->is_through) {
    policy.write = usual_choice("write", "write-around");
    policy.carry = usual_choice("carry", "inline");
    policy.names = usual_choice("names", "key");
    policy.bus.clear();
    policy.guard = usual_choice("guard", "none");
  }
  if (policy.guard.name != "hold-off") policy.guard = usual_choice("guard", "none");
  std::erase_if(policy.fallback, [](const models::Choice& choice) {
    const auto* option = models::options::find_option("fallback", choice.name);
    return option->answers_for == models::options::Failed::cache && choice.name != "fail-fast";
  });
}

inline void stand_some_before(models::Blueprint& world, Dice& dice) {
  using Kind = models::NodeSpec::Kind;
  for (models::NodeSpec& node : world.nodes) {
    if (node.kind != Kind::cache || node.cache.in_process || !dice.one_in(3)) continue;
    for (const models::Load& load : world.loads) {
      if (load.from != "phones" || load.reads.empty()) continue;
      const std::vector<models::Policy*> tiers = first_tiers_at(world, node.name);
      if (!tiers.empty()) node.cache.edge_of = load.to;
      for (models::Policy* policy : tiers) make_edge_policy(*policy);
      break;
    }
  }
}

}  // namespace stalemate::tests::property
