// Whether the figures that a scenario asks for are ever reported.
#include <algorithm>
#include "analysis/cli/scenario_input.hpp"
#include "analysis/load/path.hpp"
#include "analysis/measure/results_json.hpp"

namespace stalemate::analysis::cli {
namespace {

/// Where a path stands in the document; the whole file when it came from elsewhere.
load::Place place_of(const load::Node& document, const load::Path& path) {
  const load::Node* node = load::find(document, path);
  return node == nullptr ? load::Place{} : node->place;
}

/// A path below `recovery` names a fault, which the command line may have left out.
bool may_be_left_out(const std::string& figure, const RunRequest& request) {
  const auto path = load::parse_path(figure);
  return path && path->parts.front() == "recovery" && (request.no_faults || !request.faults.empty());
}

class FigureChecker {
 public:
  FigureChecker(const RunRequest& request, load::Diagnostics& diagnostics)
      : request_(request), diagnostics_(diagnostics) {}

  void check(const load::StrategyPlan& plan, const std::string& figure, load::Place place, const load::Path& at) {
    if (may_be_left_out(figure, request_)) return;
    const auto& reported = reported_by(plan);
    if (measure::has_figure(reported, figure)) return;
    const auto near = measure::nearest_figure(reported, figure);
    diagnostics_.error(place, load::print(at), load::in_quotes(figure) + " is no figure of a run",
                       near ? "did you mean " + *near + "?" : "`stalemate list metrics` shows them");
  }

 private:
  // A strategy may change the system, and with it the names in its results; most do not.
  const nlohmann::ordered_json& reported_by(const load::StrategyPlan& plan) {
    if (plan_ != &plan) reported_ = measure::empty_run_json(plan.blueprint);
    plan_ = &plan;
    return reported_;
  }

  const RunRequest& request_;
  load::Diagnostics& diagnostics_;
  const load::StrategyPlan* plan_ = nullptr;
  nlohmann::ordered_json reported_;
};

}  // namespace

void check_figures(const load::Scenario& scenario, const load::Node& document, const RunRequest& request,
                   load::Diagnostics& diagnostics) {
  FigureChecker checker(request, diagnostics);
  for (const load::StrategyPlan& plan : scenario.strategies) {
    for (std::size_t i = 0; i < scenario.expectations.size(); ++i) {
      if (!scenario.expectations[i].concerns(plan)) continue;
      const load::Path at{{"expect", std::to_string(i), "path"}};
      checker.check(plan, scenario.expectations[i].path, place_of(document, at), at);
    }
  }
  for (const load::Observed& observed : scenario.observed) {
    const load::Path at{{"observed", observed.path}};
    checker.check(scenario.strategies.front(), observed.path, place_of(document, at), at);
  }
}

}  // namespace stalemate::analysis::cli
