// The normal range of a strategy: between which bounds it stayed before anything went wrong, as alerts on its signals.
// Promise: only what was measured from the end of the warm-up until a fault strikes or a load changes; of all seeds the
// worst. A bound is rounded away from what was normal, to three digits.
// Source: this project's semantics ("Alerts"); the rule of three for what never failed.
#pragma once
#include <string>
#include <vector>
#include "analysis/load/scenario.hpp"
#include "analysis/page/report.hpp"

namespace stalemate::analysis::page {

struct NormalRange {
  std::vector<models::Alert> alerts;  ///< None where no calm time is long enough.
  std::vector<std::string> notes;     ///< What each bound is.
};

NormalRange normal_range(const load::Scenario& scenario, const StrategyReport& strategy);

}  // namespace stalemate::analysis::page
