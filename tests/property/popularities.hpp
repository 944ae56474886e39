// Popularities for random worlds: every law, some that drift, and loads that go through the keys.
// Promise: only what a scenario may say.
// Source: as of the random worlds.
#pragma once
#include "models/blueprint.hpp"
#include "tests/property/dice.hpp"

namespace stalemate::tests::property {

inline models::Popularity any_popularity(Dice& dice) {
  models::Popularity drawn{static_cast<models::Popularity::Law>(dice.between(0, 3))};
  drawn.exponent = 2 * dice.share();
  drawn.hot_keys = dice.share();
  drawn.hot_traffic = dice.share();
  if (dice.one_in(4)) drawn.turnover = dice.ms(1, 3'000);
  if (drawn.law == models::Popularity::Law::empirical) drawn.top = {{1, 0.2 + 0.8 * dice.share()}};
  return drawn;
}

inline models::Popularity scan_of(const models::DataClass& data_class, Dice& dice) {
  models::Popularity scan{models::Popularity::Law::scan};
  scan.scan_from = static_cast<std::uint32_t>(dice.between(0, data_class.keys - 1));
  return scan;
}

}  // namespace stalemate::tests::property
