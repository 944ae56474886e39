// One explanation in the making: the strategies that are looked at, the read that is told, the commands that say more.
// Promise: every run is of the seed that was asked for; nothing when it was interrupted, or when a trace is gone.
// Source: this project's interface ("explain").
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>
#include "analysis/cli/requests.hpp"
#include "analysis/explain/explanation.hpp"
#include "analysis/explain/investigate.hpp"
#include "analysis/load/scenario.hpp"

namespace stalemate::analysis::cli {

/// Of a class, over all classes.
std::uint32_t first_key_of(const models::Blueprint& system, std::size_t data_class);

/// With its strategy by name. What goes elsewhere (-o, --format) is no part of it.
std::string explain_command(const ExplainRequest& request);

class Explainer {
 public:
  /// All of them outlive it.
  Explainer(const ExplainRequest& request, const load::Scenario& scenario, const explain::Filter& filter);

  /// None: interrupted, or a trace could not be opened again.
  std::optional<explain::Explanation> explain(const std::vector<const load::StrategyPlan*>& plans);
  explain::KeyLife life;  ///< Of the key that was told.

 private:
  static bool better(const explain::Pick& a, const explain::Pick& b);
  explain::Subject subject_of(const load::StrategyPlan& plan) const;
  const measure::Staleness& staleness_in(const measure::RunResult& result) const;
  void take(const explain::Survey& survey);
  bool tell(const std::optional<measure::StaleRead>& read);
  std::string key_words(const measure::StaleRead& read) const;
  void name_next();
  std::string name_of_key() const;
  std::string asked() const;
  std::string command(const std::string& strategy, const std::string& more) const;

  const ExplainRequest& request_;
  const load::Scenario& scenario_;
  explain::Filter filter_;
  std::uint64_t seed_;
  const load::StrategyPlan* plan_ = nullptr;
  explain::Explanation made_;
};

}  // namespace stalemate::analysis::cli
