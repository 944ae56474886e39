// The recommendation: what the decision of a report comes to, and which strategies it is held against.
// Promise: the choice is that of the decision; nothing is recommended where nothing is shown to hold, nor a system
// without a cache that its origins could not carry.
// Source: this project's interface ("The screen that ends a run").
#pragma once
#include <cstdint>
#include <string>
#include <vector>
#include "analysis/page/decision.hpp"
#include "analysis/page/report.hpp"

namespace stalemate::analysis::page {

struct Recommendation {
  enum class Kind : std::uint8_t { strategy, no_cache, cannot_tell, none };
  Kind kind = Kind::none;
  Decision decision;
  const StrategyReport* recommended = nullptr;  ///< None: nothing is.
  const StrategyReport* runner_up = nullptr;    ///< The next in the order of the answer.
  const StrategyReport* current = nullptr;      ///< What production runs; none: not said, or not run.
  const StrategyReport* baseline = nullptr;     ///< Without a cache.

  /// What will run: the recommended one, or else the one that runs now.
  const StrategyReport* runs_next() const { return recommended != nullptr ? recommended : current; }
  /// All of these, each once.
  std::vector<const StrategyReport*> compared() const;
  /// "recommended", "production runs it", "runner-up"; empty: none of these.
  std::string role_of(const StrategyReport& strategy) const;
};

/// Whether any class is looked up in a cache.
bool caches(const StrategyReport& strategy);

/// `current`: the name of the strategy that production runs.
Recommendation recommend(const Report& report, const std::string& current);

/// In a sentence or two: what to use, and what it is not shown to do.
std::string recommendation_text(const Report& report, const Recommendation& of);

}  // namespace stalemate::analysis::page
