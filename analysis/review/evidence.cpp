#include "analysis/review/evidence.hpp"
#include <algorithm>
#include "analysis/measure/expectations.hpp"
#include "analysis/page/figures.hpp"

namespace stalemate::analysis::review {

std::vector<const load::StrategyPlan*> Evidence::reviewed() const {
  std::vector<const load::StrategyPlan*> plans;
  for (const load::StrategyPlan& plan : scenario.strategies)
    if (!plan.is_baseline) plans.push_back(&plan);
  return plans;
}

std::string reproduce_of(const page::StrategyReport& row) {
  return row.runs.front().at("reproduce").get<std::string>();
}

double attempts_a_request(const page::StrategyReport& row) {
  const double asked = page::sum(row, "reads.invoked") + page::sum(row, "writes.invoked");
  return asked == 0 ? 0 : (page::sum(row, "reads.attempts") + page::sum(row, "writes.attempts")) / asked;
}

double unanswered_reads(const page::StrategyReport& row) {
  return measure::unanswered_share(row.runs, "reads").value_or(0);
}

double busiest_origin(const page::StrategyReport& row) {
  double most = 0;
  for (const auto& [name, unused] : row.runs.front().at("load").at("origin").items())
    most = std::max(most, page::busy(row, name).value_or(0));
  return most;
}

std::string title_of(const World& world) { return world.is_described() ? "as described" : world.fact.title; }

}  // namespace stalemate::analysis::review
