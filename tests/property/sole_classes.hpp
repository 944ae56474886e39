// Takes the origin of some classes of a drawn world: a shared cache has their only copies.
// Promise: only what a scenario may say: classes that nothing is computed from, in one tier, which expires or does not;
// drawn last, so that all else of a world is as without them.
// Source: the checks of analysis/load/read_sole.cpp.
#pragma once
#include <algorithm>
#include <string>
#include <vector>
#include "tests/property/derived_classes.hpp"

namespace stalemate::tests::property {

inline models::Choice expiry_of_sole(Dice& dice) {
  models::Choice choice = usual_choice("expiry", dice.of(std::vector<std::string>{"none", "ttl", "sliding"}).c_str());
  if (choice.name == "ttl") choice.values.set("ttl", dice.ms(1, 2'000).ns);
  if (choice.name == "ttl" && dice.one_in(2)) choice.values.set("jitter", dice.share());
  if (choice.name == "sliding") choice.values.set("idle", dice.ms(1, 1'000).ns);
  return choice;
}

inline void keep_some_alone(models::Blueprint& world, Dice& dice) {
  std::vector<std::string> shared;
  for (const models::NodeSpec& node : world.nodes)
    if (node.kind == models::NodeSpec::Kind::cache && !node.cache.in_process) shared.push_back(node.name);
  for (std::size_t i = 0; i < world.classes.size(); ++i) {
    models::DataClass& data_class = world.classes[i];
    const auto is_source = [&](const models::DataClass& other) {
      return std::find(other.derived_from.begin(), other.derived_from.end(), data_class.name) !=
             other.derived_from.end();
    };
    const bool is_computed = !data_class.derived_from.empty();
    const bool computes = std::any_of(world.classes.begin(), world.classes.end(), is_source);
    if (shared.empty() || is_computed || computes || !dice.one_in(4)) continue;
    data_class.has_origin = false;
    data_class.origin.clear();
    data_class.absent = 0;
    data_class.read_from.reset();
    models::Policy policy;
    policy.cache = dice.of(shared);
    policy.read = usual_choice("read", "cache-only");
    policy.write = usual_choice("write", "cache-only");
    policy.carry = usual_choice("carry", "inline");
    policy.expiry = expiry_of_sole(dice);
    if (dice.one_in(3)) policy.fallback.push_back(usual_choice("fallback", "fail-fast"));
    world.strategy.policies[i] = policy;
  }
}

}  // namespace stalemate::tests::property
