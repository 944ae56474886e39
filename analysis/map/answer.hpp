// What a sweep says, in sentences: where each strategy holds, its knees, the front, and how far to trust it.
// Promise: nothing is said of points that have not run.
// Source: this project's interface ("ANSWER", "TRUST").
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "analysis/map/map.hpp"

namespace stalemate::analysis::map {

std::vector<std::string> answer(const Map& map);
std::vector<std::string> trust(const Map& map);

}  // namespace stalemate::analysis::map
