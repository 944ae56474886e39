#include "analysis/load/unobserved.hpp"
#include <algorithm>
#include "analysis/load/reading.hpp"

namespace stalemate::analysis::load {
namespace {

using models::Alert;
using models::Blueprint;

bool is_cached_in(const Blueprint& blueprint, std::size_t data_class, const std::string& cache) {
  const auto tiers = models::tiers_of(blueprint.strategy.policies[data_class]);
  return std::any_of(tiers.begin(), tiers.end(), [&](const models::Policy* tier) { return tier->cache == cache; });
}

/// Whether somebody tells copies of its changes.
bool is_told(const Blueprint& blueprint, std::size_t data_class) {
  const auto tells = [](const models::Policy* tier) { return announces(*tier); };
  const auto tells_of = [&](std::size_t number) {
    const auto tiers = models::tiers_of(blueprint.strategy.policies[number]);
    return std::any_of(tiers.begin(), tiers.end(), tells);
  };
  if (blueprint.classes[data_class].derived_from.empty()) return tells_of(data_class);
  const auto sources = written_sources(blueprint, data_class);
  return std::any_of(sources.begin(), sources.end(), tells_of);
}

bool is_asked_by(const Blueprint& blueprint, const std::string& data_class, const std::string& load) {
  return std::any_of(blueprint.loads.begin(), blueprint.loads.end(), [&](const models::Load& each) {
    return (load.empty() || each.name == load) && models::asks_for(each, data_class);
  });
}

bool is_at(const Blueprint& blueprint, const models::DataClass& data_class, const std::string& origin) {
  return std::any_of(blueprint.nodes.begin(), blueprint.nodes.end(), [&](const models::NodeSpec& node) {
    return node.name == origin && models::is_origin_of(node, data_class);
  });
}

}  // namespace

bool looks_at(const Alert& alert, const Blueprint& blueprint, std::size_t number) {
  const models::DataClass& data_class = blueprint.classes[number];
  if (!alert.data_class.empty() && alert.data_class != data_class.name) return false;
  switch (alert.signal) {
    case Alert::Signal::hit_ratio: return is_cached_in(blueprint, number, alert.of);
    case Alert::Signal::origin_reads_per_s: return is_at(blueprint, data_class, alert.of);
    case Alert::Signal::invalidation_lag:
    case Alert::Signal::failed_changes_per_s: return is_told(blueprint, number);
    case Alert::Signal::error_ratio:
    case Alert::Signal::latency_p50:
    case Alert::Signal::latency_p95:
    case Alert::Signal::latency_p99:
    case Alert::Signal::latency_p999:
    case Alert::Signal::canary_stale: break;
  }
  return is_asked_by(blueprint, data_class.name, alert.of);
}

std::vector<std::string> unobserved(const Blueprint& blueprint) {
  std::vector<std::string> names;
  if (blueprint.alerts.empty()) return names;
  for (std::size_t i = 0; i < blueprint.classes.size(); ++i) {
    const auto looks = [&](const Alert& alert) { return looks_at(alert, blueprint, i); };
    if (std::none_of(blueprint.alerts.begin(), blueprint.alerts.end(), looks))
      names.push_back(blueprint.classes[i].name);
  }
  return names;
}

}  // namespace stalemate::analysis::load
