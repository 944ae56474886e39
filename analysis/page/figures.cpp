#include "analysis/page/figures.hpp"
#include <algorithm>
#include <map>
#include "analysis/load/path.hpp"
#include "analysis/measure/results_json.hpp"

namespace stalemate::analysis::page {
namespace {

using measure::value_at;

std::string below(std::string_view group, const std::string& node, std::string_view figure) {
  return load::join(group, node) + '.' + std::string(figure);
}

/// The node with the greatest total of a figure over all strategies; the first of equals.
std::string busiest(const Report& report, std::string_view group, std::string_view figure) {
  std::map<std::string, double> totals;
  for (const StrategyReport& strategy : report.strategies) {
    const Json& nodes = strategy.runs.front().at("load").at(group == "load.origin" ? "origin" : "cache");
    for (const auto& [name, unused] : nodes.items()) totals[name] += sum(strategy, below(group, name, figure));
  }
  const auto most =
      std::max_element(totals.begin(), totals.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == totals.end() ? "" : most->first;
}

/// Seconds until the slowest fault of a run had healed; none when one never did.
std::optional<double> slowest(const Json& recovery) {
  double worst = 0;
  for (const Json& each : recovery) {
    if (each.at("heal_s").is_null()) return std::nullopt;
    worst = std::max(worst, each.at("heal_s").get<double>());
  }
  return worst;
}

}  // namespace

std::optional<double> mean(const StrategyReport& strategy, std::string_view path) {
  return measure::mean_at(strategy.runs, path);
}

double sum(const StrategyReport& strategy, std::string_view path) {
  double total = 0;
  for (const Json& run : strategy.runs) total += value_at(run, path).value_or(0);
  return total;
}

std::optional<double> greatest(const StrategyReport& strategy, std::string_view path) {
  std::optional<double> most;
  for (const Json& run : strategy.runs) {
    const auto value = value_at(run, path);
    if (value && (!most || *value > *most)) most = value;
  }
  return most;
}

double origin_load(const StrategyReport& strategy) {
  double total = 0;
  for (const auto& [name, unused] : strategy.runs.front().at("load").at("origin").items())
    total += mean(strategy, origin_path(name, "reads_per_s.mean")).value_or(0);
  return total;
}

std::string main_origin(const Report& report) { return busiest(report, "load.origin", "reads"); }
std::string main_cache(const Report& report) { return busiest(report, "load.cache", "lookups.hit"); }

std::string origin_path(const std::string& origin, std::string_view figure) {
  return below("load.origin", origin, figure);
}
std::string cache_path(const std::string& cache, std::string_view figure) { return below("load.cache", cache, figure); }

std::optional<double> broken_share(const Report& report, const StrategyReport& strategy) {
  if (report.promises.empty()) return mean(strategy, "staleness.ratio");
  std::optional<double> worst;
  for (const PromiseFact& promise : report.promises) {
    const auto share = mean(strategy, load::join("classes", promise.data_class) + ".staleness.over_bound.ratio");
    if (share && (!worst || *share > *worst)) worst = share;
  }
  return worst;
}

std::optional<double> failed_share(const StrategyReport& strategy) {
  const double done = sum(strategy, "reads.answered") + sum(strategy, "reads.failed");
  if (done == 0) return std::nullopt;
  return sum(strategy, "reads.failed") / done;
}

Healing healing(const StrategyReport& strategy) {
  Healing healing;
  if (sum(strategy, "staleness.stale") == 0) return healing;
  std::int64_t healed = 0;
  double total = 0;
  for (const Json& run : strategy.runs) {
    const Json& recovery = run.at("recovery");
    if (recovery.empty()) continue;
    healing.applies = true;
    const auto seconds = slowest(recovery);
    healing.never += seconds ? 0 : 1;
    healed += seconds ? 1 : 0;
    total += seconds.value_or(0);
  }
  if (healed > 0) healing.mean_s = total / static_cast<double>(healed);
  return healing;
}

}  // namespace stalemate::analysis::page
