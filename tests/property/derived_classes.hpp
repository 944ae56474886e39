// Makes some classes of a drawn world computed from others.
// Promise: only what a scenario may say: classes that nobody writes, of one origin, whose sources are not buffered.
// Source: the checks of analysis/load/read_derived.cpp and read_policy.cpp.
#pragma once
#include <algorithm>
#include <string>
#include <vector>
#include "models/blueprint.hpp"
#include "models/options/registry.hpp"
#include "tests/property/dice.hpp"

namespace stalemate::tests::property {

inline models::Choice usual_choice(const char* axis, const char* name) {
  return {name, models::options::defaults_of(*models::options::find_option(axis, name))};
}

inline std::vector<models::Policy*> all_tiers(models::Policy& outermost) {
  std::vector<models::Policy*> all{&outermost};
  for (models::Policy& tier : outermost.behind) all.push_back(&tier);
  return all;
}

inline void derive_some(models::Blueprint& world, Dice& dice) {
  const auto write_of = [](const models::Policy& tier) {
    return *models::options::find_option("write", tier.write.name);
  };
  for (std::size_t i = 1; i < world.classes.size(); ++i) {
    models::DataClass& derived = world.classes[i];
    const auto from = static_cast<std::size_t>(dice.between(0, static_cast<std::int64_t>(i) - 1));
    const auto sources = all_tiers(world.strategy.policies[from]);
    const auto writes_it = [&](const models::Load& load) { return models::writes_class(load, derived.name); };
    const bool is_written = std::any_of(world.loads.begin(), world.loads.end(), writes_it);
    const bool is_buffered = std::any_of(sources.begin(), sources.end(),
                                         [&](const models::Policy* tier) { return write_of(*tier).is_last_tier; });
    if (is_written || is_buffered || dice.one_in(2)) continue;
    derived.derived_from = {world.classes[from].name};
    derived.absent = 0;
    derived.origin = world.classes[from].origin;
    for (models::Policy* tier : all_tiers(world.strategy.policies[i]))
      tier->write = usual_choice("write", "write-around");
    for (models::Policy* tier : sources) {
      const bool by_writer = !models::options::find_option("carry", tier->carry.name)->is_told_by_origin;
      const bool has_word = !write_of(*tier).word.empty() && !write_of(*tier).is_ahead;
      const bool tells = tier->read.name != "none" && by_writer && has_word;
      if (!tells || tier->names.name == "dependents" || dice.one_in(2)) continue;
      tier->names = usual_choice("names", "dependents");
      break;
    }
  }
}

}  // namespace stalemate::tests::property
