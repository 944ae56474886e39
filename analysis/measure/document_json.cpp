// A whole document of results: the scenario, its runs, what they show over seeds, and how far to trust them.
// Promise: a document of one seed compares nothing; the runs stand as they were given.
// Source: this project's contract "stalemate.results/1".
#include <algorithm>
#include <utility>
#include "analysis/measure/advice.hpp"
#include "analysis/measure/comparison.hpp"
#include "analysis/measure/expectations.hpp"
#include "analysis/measure/number.hpp"
#include "analysis/measure/results_json.hpp"

namespace stalemate::analysis::measure {
namespace {

using Json = nlohmann::ordered_json;

Json figure(const std::optional<double>& value) { return value ? Json(rounded(*value)) : Json(nullptr); }

Json calibrated(const std::optional<Calibration>& calibration) {
  return calibration && !calibration->strategy.empty() ? Json(calibration->held()) : Json(nullptr);
}

Json observed(const Calibration& calibration) {
  Json list = Json::array();
  for (const Calibration::Figure& each : calibration.figures)
    list.push_back({{"path", each.observed.path},
                    {"low", rounded(each.observed.low)},
                    {"high", rounded(each.observed.high)},
                    {"actual", figure(each.actual)},
                    {"held", each.actual ? Json(each.held) : Json(nullptr)}});
  return {{"strategy", calibration.strategy}, {"figures", std::move(list)}};
}

/// Runs of each strategy, in the order of their first, and the verdict on their means.
std::vector<Judged> judged(const load::Scenario& scenario, const std::vector<Json>& runs) {
  std::vector<Judged> groups;
  for (const Json& run : runs) {
    const auto& name = run.at("strategy").get_ref<const std::string&>();
    const auto group = std::find_if(groups.begin(), groups.end(), [&](const Judged& g) { return g.strategy == name; });
    if (group == groups.end()) {
      groups.push_back({name, {run}, {}});
    } else {
      group->runs.push_back(run);
    }
  }
  for (Judged& each : groups)
    for (const load::StrategyPlan& plan : scenario.strategies)
      if (plan.name == each.strategy) each.outcomes = judge(scenario, plan, each.runs);
  return groups;
}

Json means(const std::vector<Json>& runs) {
  Json json = Json::object();
  for (const std::string& path : figure_paths(runs.front())) json[path] = figure(mean_at(runs, path));
  return json;
}

Json comparison(const std::vector<Judged>& groups) {
  const auto compared = compare(groups);
  if (!compared) return nullptr;
  Json json = {{"note", "means with 95 % intervals (Student's t); differences paired by seed, adjusted after Holm"},
               {"seeds", compared->seeds},
               {"means", Json::object()},
               {"half_widths", Json::object()},
               {"verdicts", Json::object()}};
  for (const Judged& each : groups) {
    json["means"][each.strategy] = means(each.runs);
    json["half_widths"][each.strategy] = half_widths_json(each.runs);
    json["verdicts"][each.strategy] = outcomes_json(each.outcomes, each.runs);
  }
  json.update(comparison_json(*compared));
  return json;
}

}  // namespace

Json document_json(const load::Scenario& scenario, const std::string& tool, const std::vector<Json>& runs) {
  const auto calibration = calibrate(scenario, runs);
  Json json = {{"format", results_format},
               {"tool", tool},
               {"scenario", {{"title", scenario.title}, {"file", scenario.file}, {"hash", scenario.hash}}},
               {"assumed", scenario.assumed},
               {"guesses", scenario.guesses},
               {"leaves_out", scenario.leaves_out},
               {"calibrated", calibrated(calibration)}};
  if (calibration) json["observed"] = observed(*calibration);
  const auto groups = judged(scenario, runs);
  json["advice"] = advice_json(advise(frame_of(scenario), groups));
  json["runs"] = runs;
  json["comparison"] = comparison(groups);
  return json;
}

}  // namespace stalemate::analysis::measure
