// Gives some classes of a drawn world tags, and has some deletes name more than their key.
// Promise: only what a scenario may say: deletes that are not versioned, of keys that are written, beside no
// dependents.
// Source: the checks of analysis/load/read_tags.cpp.
#pragma once
#include <algorithm>
#include <string>
#include <vector>
#include "tests/property/derived_classes.hpp"

namespace stalemate::tests::property {

inline bool may_name_others(const models::Policy& tier) {
  const auto& values = tier.write.values.all();
  const auto is_versioned = [](const auto& each) { return each.first == "versioned" && std::get<bool>(each.second); };
  return tier.read.name != "none" && models::options::find_option("write", tier.write.name)->word == "delete" &&
         std::none_of(values.begin(), values.end(), is_versioned);
}

inline void tag_some(models::Blueprint& world, Dice& dice) {
  const auto shelves = static_cast<std::uint32_t>(dice.between(1, 8));
  for (models::DataClass& each : world.classes) {
    if (dice.one_in(2)) each.tags.push_back({"shelf", shelves});
    if (dice.one_in(4)) each.tags.push_back({"brand", 3});
  }
  for (std::size_t i = 0; i < world.classes.size(); ++i) {
    const auto tiers = all_tiers(world.strategy.policies[i]);
    const auto names_dependents = [](const models::Policy* tier) { return tier->names.name == "dependents"; };
    const bool is_derived = !world.classes[i].derived_from.empty();
    if (is_derived || std::any_of(tiers.begin(), tiers.end(), names_dependents)) continue;
    for (models::Policy* tier : tiers) {
      if (!may_name_others(*tier) || dice.one_in(2)) continue;
      const bool by_tags = !world.classes[i].tags.empty() && !dice.one_in(4);
      tier->names = usual_choice("names", by_tags ? "tags" : "purge-all");
    }
  }
}

}  // namespace stalemate::tests::property
