#include "analysis/page/figures.hpp"
#include <algorithm>
#include <map>
#include "analysis/load/path.hpp"
#include "analysis/measure/results_json.hpp"
#include "analysis/measure/statistics.hpp"

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

bool has_ended(const Report& report, const std::string& name) {
  return std::any_of(report.faults.begin(), report.faults.end(),
                     [&](const FaultFact& fault) { return fault.name == name && ends(fault); });
}

/// What a run tells of the faults that end and made something worse: whether there are any, and the slowest healing.
struct Harm {
  bool any = false;
  bool healed = true;
  double slowest_s = 0;
};

Harm harm_in(const Report& report, const Json& run) {
  Harm harm;
  for (const Json& each : run.at("recovery")) {
    if (!each.at("worsened").get<bool>() || !has_ended(report, each.at("fault").get<std::string>())) continue;
    harm.any = true;
    const auto healed = value_at(each, "heal_s");
    harm.healed = harm.healed && healed;
    harm.slowest_s = std::max(harm.slowest_s, healed.value_or(0));
  }
  return harm;
}

}  // namespace

std::optional<double> mean(const StrategyReport& strategy, std::string_view path) {
  return measure::mean_at(strategy.runs, path);
}

std::optional<double> half_width(const StrategyReport& strategy, std::string_view path) {
  return measure::estimate(measure::values_at(strategy.runs, path)).half_width();
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

bool has_tiers(const Report& report) {
  const auto is_tiered = [](const PolicyFact& policy) { return policy.has_tiers; };
  return std::any_of(report.strategies.begin(), report.strategies.end(), [&](const StrategyReport& each) {
    return std::any_of(each.policies.begin(), each.policies.end(), is_tiered);
  });
}

std::string origin_path(const std::string& origin, std::string_view figure) {
  return below("load.origin", origin, figure);
}
std::string cache_path(const std::string& cache, std::string_view figure) { return below("load.cache", cache, figure); }

std::string broken_share_path(const Report& report, const StrategyReport& strategy) {
  if (!report.promises_anything()) return "staleness.ratio";
  std::string worst;
  double most = 0;
  const auto weigh = [&](const std::string& path) {
    const auto share = mean(strategy, path);
    if (!share || (!worst.empty() && *share <= most)) return;
    worst = path;
    most = *share;
  };
  for (const PromiseFact& promise : report.promises) weigh(promise.path());
  for (const SessionPromise& promise : report.session_promises) weigh(promise.path());
  return worst;
}

std::optional<double> broken_share(const Report& report, const StrategyReport& strategy) {
  const std::string path = broken_share_path(report, strategy);
  return path.empty() ? std::nullopt : mean(strategy, path);
}

std::optional<double> share_of(const StrategyReport& strategy, const char* part, const char* whole) {
  const double all = sum(strategy, whole);
  if (all == 0) return std::nullopt;
  return sum(strategy, part) / all;
}

bool has_nodes(const Report& report, const std::string& origin) {
  const auto has = [&](const StrategyReport& strategy) {
    const Json& origins = strategy.runs.front().at("load").at("origin");
    return origins.contains(origin) && origins.at(origin).contains("nodes");
  };
  return std::any_of(report.strategies.begin(), report.strategies.end(), has);
}

std::optional<double> busy(const StrategyReport& strategy, const std::string& origin) {
  const Json& origins = strategy.runs.front().at("load").at("origin");
  if (!origins.contains(origin)) return std::nullopt;
  const Json& whole = origins.at(origin);
  if (!whole.contains("nodes")) return mean(strategy, origin_path(origin, "utilisation"));
  std::optional<double> most;
  for (const auto& [node, unused] : whole.at("nodes").items()) {
    const auto each = mean(strategy, load::join(origin_path(origin, "nodes"), node) + ".utilisation");
    if (each && (!most || *each > *most)) most = each;
  }
  return most;
}

Healing healing(const Report& report, const StrategyReport& strategy) {
  Healing healing;
  std::int64_t healed = 0;
  double total = 0;
  for (const Json& run : strategy.runs) {
    const Harm harm = harm_in(report, run);
    if (!harm.any) continue;
    ++(harm.healed ? healed : healing.never);
    if (harm.healed) total += harm.slowest_s;
  }
  healing.applies = 2 * (healed + healing.never) >= static_cast<std::int64_t>(strategy.runs.size()) &&
                    healed + healing.never > 0;
  if (healed > 0) healing.mean_s = total / static_cast<double>(healed);
  return healing;
}

}  // namespace stalemate::analysis::page
