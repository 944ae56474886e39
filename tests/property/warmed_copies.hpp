// Has copies of a drawn world warmed when they come up empty, and takes some away, so that they do.
// Promise: only what a scenario may say: among instances where each has a copy of its own, without generations there,
// and the keys asked for most where there are such.
// Source: the checks of analysis/load/read_warm_up.cpp.
#pragma once
#include <algorithm>
#include <string>
#include "models/blueprint.hpp"
#include "tests/property/derived_classes.hpp"

namespace stalemate::tests::property {

inline models::Choice any_warm_up(const models::options::Option& option, std::uint32_t keys, Dice& dice) {
  models::Choice choice{option.name, models::options::defaults_of(option)};
  if (option.name == "preload") {
    choice.values.set("top", dice.between(1, keys));
    choice.values.set("at_a_time", dice.between(1, 8));
  }
  if (option.name == "copy-from-peer" && dice.one_in(2)) choice.values.set("each", dice.ms(1, 20).ns);
  if (option.name == "ramp") choice.values.set("time", dice.ms(1, 2'000).ns);
  return choice;
}

inline void restart_some(models::Blueprint& world, Dice& dice) {
  models::Fault fault;
  fault.name = "warmed after it";
  fault.kind = dice.one_in(3) ? models::Fault::Kind::restart : models::Fault::Kind::deploy;
  fault.at = sim::Instant{} + dice.ms(0, 3'000);
  fault.down = dice.ms(1, 200);
  fault.pause = dice.ms(0, 100);
  std::vector<std::string> services, all;
  for (const models::NodeSpec& node : world.nodes) {
    const bool is_service = node.kind == models::NodeSpec::Kind::service;
    if (is_service) services.push_back(node.name);
    if (is_service || node.kind == models::NodeSpec::Kind::cache) all.push_back(node.name);
  }
  fault.node = dice.of(dice.one_in(3) ? all : services);
  world.faults.push_back(fault);
}

inline void warm_some(models::Blueprint& world, Dice& dice) {
  if (dice.one_in(2)) return;
  for (std::size_t i = 0; i < world.classes.size(); ++i) {
    for (models::Policy* tier : all_tiers(world.strategy.policies[i])) {
      if (tier->read.name == "none" || !world.classes[i].has_origin) continue;
      const auto is_its = [&](const models::NodeSpec& node) { return node.name == tier->cache; };
      const bool in_process = std::find_if(world.nodes.begin(), world.nodes.end(), is_its)->cache.in_process;
      const models::options::Option& option = *dice.of(models::options::options_of("warm_up"));
      const bool by_generation = tier->names.name == "version-key" && option.name == "copy-from-peer";
      if (by_generation || (option.needs_instances && !in_process)) continue;
      tier->warm_up = any_warm_up(option, world.classes[i].keys, dice);
    }
  }
  restart_some(world, dice);
}

}  // namespace stalemate::tests::property
