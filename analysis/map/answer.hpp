// What a sweep says, in sentences: where each strategy holds, its knees, the front, and how far to trust it.
// Promise: nothing is said of points that have not run.
// Source: this project's interface ("ANSWER", "TRUST").
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "analysis/map/knee.hpp"
#include "analysis/map/map.hpp"

namespace stalemate::analysis::map {

/// What of a strategy bends along the only axis.
struct KneeFact {
  std::size_t strategy = 0;
  bool is_of_load = false;  ///< Else of the share of reads beyond a promise.
  Knee knee;                ///< Of points.
};
/// Of a grid of one axis of numbers; else none.
std::vector<KneeFact> knees_of(const Map& map);

std::vector<std::string> answer(const Map& map);
std::vector<std::string> trust(const Map& map);

}  // namespace stalemate::analysis::map
