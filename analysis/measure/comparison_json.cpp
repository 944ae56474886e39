// A comparison as JSON.
// Promise: means have nine significant digits as everywhere; what a quantile of Student's t went into has six, since
// that comes from the machine's own mathematics.
// Source: this project's contract of results ("comparison").
#include <cmath>
#include "analysis/measure/comparison.hpp"
#include "analysis/measure/number.hpp"
#include "analysis/measure/results_json.hpp"

namespace stalemate::analysis::measure {
namespace {

using Json = nlohmann::ordered_json;

constexpr int digits_of_statistics = 6;

Json statistic(const std::optional<double>& value) {
  return value ? Json(rounded(*value, digits_of_statistics)) : Json(nullptr);
}

Json count(const std::optional<std::int64_t>& of) { return of ? Json(*of) : Json(nullptr); }

/// Mean and interval at a level.
Json interval(const Estimate& of, double level) {
  const auto half_width = of.half_width(level);
  Json json = {{"mean", rounded(of.mean)}, {"half_width", statistic(half_width)}};
  json["low"] = half_width ? statistic(of.mean - *half_width) : Json(nullptr);
  json["high"] = half_width ? statistic(of.mean + *half_width) : Json(nullptr);
  json["identical"] = of.is_identical;
  json["seeds"] = of.count;
  return json;
}

Json strategies(const Compared& compared) {
  Json json = Json::object();
  for (const auto& [name, of] : compared.strategies) {
    json[name] = interval(of, usual_level);
    json[name]["seeds_to_halve"] = count(seeds_to_halve(of));
  }
  return json;
}

Json difference(const Difference& of) {
  Json json = {{"of", of.of}, {"against", of.against}};
  json.update(interval(of.estimate, of.adjusted.level));
  json["p_adjusted"] = statistic(of.adjusted.p);
  json["shown"] = of.adjusted.is_shown;
  json["seeds_to_show"] = count(of.seeds_needed);
  return json;
}

Json measure_json(const Compared& compared) {
  Json differences = Json::array();
  for (const Difference& each : compared.differences) differences.push_back(difference(each));
  return {{"measure", compared.measure.title},
          {"paths", compared.measure.paths},
          {"combined", compared.measure.combined == Measure::Combined::sum ? "sum" : "greatest"},
          {"strategies", strategies(compared)},
          {"differences", std::move(differences)}};
}

}  // namespace

Json comparison_json(const Comparison& comparison) {
  Json measures = Json::array();
  for (const Compared& each : comparison.measures) measures.push_back(measure_json(each));
  Json ranking = Json::array();
  for (const Place& each : comparison.ranking) ranking.push_back({{"strategy", each.strategy}, {"place", each.place}});
  return {{"measures", std::move(measures)}, {"front", comparison.front}, {"ranking", std::move(ranking)}};
}

Json half_widths_json(const std::vector<Json>& runs) {
  Json json = Json::object();
  for (const std::string& path : figure_paths(runs.front()))
    json[path] = statistic(estimate(values_at(runs, path)).half_width());
  return json;
}

}  // namespace stalemate::analysis::measure
