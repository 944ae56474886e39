// Gives each class of a drawn world an act that its loads can make.
// Promise: only what a scenario may say.
// Source: the checks of analysis/load/read_acts.cpp.
#pragma once
#include <vector>
#include "models/blueprint.hpp"
#include "tests/property/dice.hpp"

namespace stalemate::tests::property {

inline void give_acts(models::Blueprint& world, Dice& dice) {
  using Kind = models::Act::Kind;
  for (models::DataClass& each : world.classes) {
    std::vector<Kind> kinds = {Kind::view, Kind::grant};
    if (each.derived_from.empty()) kinds.push_back(Kind::once);
    for (const models::Load& load : world.loads)
      if (load.after_read && load.writes == each.name) kinds = {Kind::check_then_act, Kind::take};
    models::Act& act = each.act.emplace();
    act.kind = dice.of(kinds);
    act.costs = static_cast<double>(dice.between(0, 9));
    act.unit = "EUR";
    if (act.kind == Kind::grant) act.revokes = dice.share();
    if (act.kind == Kind::take) act.stock = dice.between(1, 4);
  }
}

}  // namespace stalemate::tests::property
