#include "analysis/review/evidence.hpp"
#include <algorithm>

namespace stalemate::analysis::review {

std::vector<const load::StrategyPlan*> Evidence::reviewed() const {
  std::vector<const load::StrategyPlan*> plans;
  for (const load::StrategyPlan& plan : scenario.strategies)
    if (!plan.is_baseline) plans.push_back(&plan);
  return plans;
}

const page::StrategyReport* row_of(const page::Report& report, const std::string& strategy) {
  const auto found = std::find_if(report.strategies.begin(), report.strategies.end(),
                                  [&](const page::StrategyReport& each) { return each.name == strategy; });
  return found == report.strategies.end() ? nullptr : &*found;
}

const page::StrategyReport* baseline_of(const page::Report& report) {
  const auto found = std::find_if(report.strategies.begin(), report.strategies.end(),
                                  [](const page::StrategyReport& each) { return each.is_baseline; });
  return found == report.strategies.end() ? nullptr : &*found;
}

std::string reproduce_of(const page::StrategyReport& row) {
  return row.runs.front().at("reproduce").get<std::string>();
}

std::string title_of(const World& world) { return world.is_described() ? "as described" : world.fact.title; }

}  // namespace stalemate::analysis::review
