// How to roll a strategy back: whether the origins carry what the cache does, what comes back, and what stays behind.
// Promise: what a system without the cache comes to is the row without one, and what production runs its own row; where
// there is no such row it is said.
// Source: this project's results; the life of entries as the policy has it.
#pragma once
#include <string>
#include <vector>
#include "analysis/load/scenario.hpp"
#include "analysis/page/recommendation.hpp"

namespace stalemate::analysis::page {

std::vector<std::string> roll_back(const load::Scenario& scenario, const Report& report, const Recommendation& of);

}  // namespace stalemate::analysis::page
