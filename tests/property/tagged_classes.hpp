// Gives some classes of a drawn world tags, and has some deletes name more than their key, or move a generation on.
// Promise: only what a scenario may say: deletes that are not versioned, of keys that are written, beside no
// dependents.
// Source: the checks of analysis/load/read_tags.cpp.
#pragma once
#include <algorithm>
#include <string>
#include <utility>
#include <vector>
#include "analysis/load/reading.hpp"
#include "models/seat.hpp"
#include "tests/property/derived_classes.hpp"

namespace stalemate::tests::property {

inline bool may_name_others(const models::Policy& tier) {
  const auto& values = tier.write.values.all();
  const auto is_versioned = [](const auto& each) { return each.first == "versioned" && std::get<bool>(each.second); };
  return tier.read.name != "none" && models::options::find_option("write", tier.write.name)->word == "delete" &&
         std::none_of(values.begin(), values.end(), is_versioned);
}

inline bool is_held_off(const models::Policy& tier) { return models::guard_terms(tier).hold_off.ns > 0; }

/// Classes that are computed, where what they are found by is moved on with their sources.
inline void find_derived_by_generation(models::Blueprint& world, Dice& dice) {
  for (models::DataClass& derived : world.classes) {
    if (derived.derived_from.empty()) continue;
    const auto number = static_cast<std::size_t>(&derived - world.classes.data());
    for (models::Policy* tier : all_tiers(world.strategy.policies[number])) {
      if (tier->read.name == "none" || is_held_off(*tier) || dice.one_in(2)) continue;
      const models::Choice before = std::exchange(tier->names, usual_choice("names", "version-key"));
      const auto sources = analysis::load::written_sources(world, number);
      const bool is_told = std::any_of(sources.begin(), sources.end(), [&](std::size_t source) {
        return analysis::load::telling_derived(world, source, {number, tier->cache}) != nullptr;
      });
      if (!is_told) tier->names = before;
    }
  }
}

inline void tag_some(models::Blueprint& world, Dice& dice) {
  const auto shelves = static_cast<std::uint32_t>(dice.between(1, 8));
  for (models::DataClass& each : world.classes) {
    if (dice.one_in(2)) each.tags.push_back({"shelf", shelves});
    if (dice.one_in(4)) each.tags.push_back({"brand", 3});
  }
  using Kind = models::Fault::Kind;
  const bool moves_shards = std::any_of(world.faults.begin(), world.faults.end(), [](const models::Fault& fault) {
    return fault.kind == Kind::remove_shard || fault.kind == Kind::add_shard;
  });
  const bool by_generation = dice.one_in(2) && !moves_shards;  // purges by tags would not find what has one in its key
  for (std::size_t i = 0; i < world.classes.size(); ++i) {
    const auto tiers = all_tiers(world.strategy.policies[i]);
    const auto names_dependents = [](const models::Policy* tier) { return tier->names.name == "dependents"; };
    const bool is_derived = !world.classes[i].derived_from.empty();
    if (is_derived || std::any_of(tiers.begin(), tiers.end(), names_dependents)) continue;
    for (models::Policy* tier : tiers) {
      if (!may_name_others(*tier) || dice.one_in(2)) continue;
      const bool by_tags = !world.classes[i].tags.empty() && !by_generation && !dice.one_in(4);
      const bool is_keyed = by_generation && !is_held_off(*tier) && !dice.one_in(4);
      tier->names = usual_choice("names", by_tags ? "tags" : is_keyed ? "version-key" : "purge-all");
    }
  }
  if (by_generation) find_derived_by_generation(world, dice);
}

}  // namespace stalemate::tests::property
