// Puts an edge cache before a service of a drawn world.
// Promise: only what a scenario may say: a shared cache that is the first tier wherever it stands, read through, with
// no guard that asks the origin; its clients ask that service. Drawn last, so that all else of a world is as without,
// but that clients may ask what a service has asked.
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

/// A load of clients that reads a class of these tiers. Where none does, but a service, clients do it in its stead.
inline const models::Load* asked_by(models::Blueprint& world, const std::vector<models::Policy*>& tiers) {
  const auto reads = [&](const models::Load& load) {
    return std::any_of(tiers.begin(), tiers.end(), [&](const models::Policy* tier) {
      const auto data_class = static_cast<std::size_t>(tier - world.strategy.policies.data());
      return models::reads_class(load, world.classes[data_class].name);
    });
  };
  models::Load* instead = nullptr;
  for (models::Load& load : world.loads) {
    if (!reads(load)) continue;
    if (load.from == "phones") return &load;
    instead = &load;
  }
  if (instead == nullptr) return nullptr;
  if (instead->to.empty()) instead->to = instead->from;
  instead->from = "phones";
  return instead;
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
  const bool are_clients = std::any_of(world.nodes.begin(), world.nodes.end(),
                                       [](const models::NodeSpec& node) { return node.name == "phones"; });
  if (!are_clients) return;
  for (models::NodeSpec& node : world.nodes) {
    if (node.kind != Kind::cache || node.cache.in_process || dice.one_in(6)) continue;
    const std::vector<models::Policy*> tiers = first_tiers_at(world, node.name);
    const models::Load* client = tiers.empty() ? nullptr : asked_by(world, tiers);
    if (client == nullptr) continue;
    node.cache.edge_of = client->to;
    for (models::Policy* policy : tiers) make_edge_policy(*policy);
  }
}

}  // namespace stalemate::tests::property
