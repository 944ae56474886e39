#include "analysis/measure/incidents.hpp"
#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>
#include "analysis/load/unobserved.hpp"

namespace stalemate::analysis::measure {
namespace {

using models::Alert;

constexpr double joins_below_s = 10;

double seconds_at(sim::Instant at) { return sim::seconds(at - sim::Instant{}); }

std::vector<double> figures_of(const std::vector<std::int64_t>& counts) { return {counts.begin(), counts.end()}; }

Signal hit_ratio(const LoadResult& load, const std::string& name) {
  for (const CacheResult& cache : load.caches)
    if (cache.name == name) return {figures_of(cache.hits_series), figures_of(cache.lookups_series)};
  return {};
}

Signal a_second(std::vector<double> events) {
  std::vector<double> seconds(events.size(), 1);
  return {std::move(events), std::move(seconds)};
}

Signal origin_reads(const LoadResult& load, const std::string& name) {
  for (const OriginResult& origin : load.origins)
    if (origin.node == name) return a_second(origin.reads_series);
  return {};
}

Signal error_ratio(const Series& series) {
  Signal signal{figures_of(series.failed), figures_of(series.answered)};
  for (std::size_t s = 0; s < signal.sum.size(); ++s) signal.of[s] += signal.sum[s];
  return signal;
}

/// None: it is one of those that are looked at fact by fact.
std::optional<Signal> signal_of(const Alert& alert, const RunResult& result) {
  if (!alert.data_class.empty()) return std::nullopt;
  const ChangesResult& changes = result.load.changes;
  switch (alert.signal) {
    case Alert::Signal::hit_ratio: return hit_ratio(result.load, alert.of);
    case Alert::Signal::origin_reads_per_s: return origin_reads(result.load, alert.of);
    case Alert::Signal::error_ratio: return error_ratio(result.series);
    case Alert::Signal::invalidation_lag: return Signal{changes.lag_s_series, figures_of(changes.arrivals_series)};
    case Alert::Signal::failed_changes_per_s: return a_second(figures_of(changes.failed_series));
    case Alert::Signal::latency_p50:
    case Alert::Signal::latency_p95:
    case Alert::Signal::latency_p99:
    case Alert::Signal::latency_p999:
    case Alert::Signal::canary_stale: break;
  }
  return std::nullopt;
}

Incident incident_of(const models::Fault& fault, const models::Span& strike, double end_s) {
  const double from_s = seconds_at(strike.at);
  if (!lasts(fault)) return {from_s, from_s};
  const bool is_over = strike.until != sim::Instant::never() && seconds_at(strike.until) <= end_s;
  return {from_s, is_over ? seconds_at(strike.until) : end_s, is_over};
}

/// How long after an incident's end an alert may still be on its account.
double looks_back_s(const Alert& alert) { return sim::seconds(alert.over) + sim::seconds(alert.lasts); }

bool is_on_account_of(const Incident& incident, const Firing& firing, const Alert& alert) {
  return firing.from_s >= incident.from_s && firing.from_s <= incident.until_s + looks_back_s(alert);
}

std::vector<Firing> true_ones(const AlertResult& result, const Alert& alert, const std::vector<Incident*>& incidents) {
  std::vector<Firing> found;
  std::copy_if(result.fired.begin(), result.fired.end(), std::back_inserter(found), [&](const Firing& firing) {
    return std::any_of(incidents.begin(), incidents.end(),
                       [&](const Incident* each) { return is_on_account_of(*each, firing, alert); });
  });
  return found;
}

/// `firings` in their order, without the false alarms.
std::optional<double> seen_after(const Incident& incident, const std::vector<Firing>& firings, const Alert& alert) {
  for (const Firing& firing : firings) {
    if (firing.from_s <= incident.from_s && firing.until_s > incident.from_s) return 0;
    if (is_on_account_of(incident, firing, alert)) return firing.from_s - incident.from_s;
  }
  return std::nullopt;
}

std::vector<Incident*> all_of(RunResult& result) {
  std::vector<Incident*> all;
  for (auto* group : {&result.faults, &result.promises})
    for (IncidentResult& of : *group)
      for (Incident& each : of.incidents) all.push_back(&each);
  return all;
}

}  // namespace

std::vector<Incident> broken_times(const PromiseSeries& reads, double share, double end_s) {
  std::vector<Incident> times;
  for (std::size_t s = 0; s < reads.over_bound.size(); ++s) {
    const auto second = static_cast<double>(s);
    const auto over = static_cast<double>(reads.over_bound[s]);
    if (over <= (1 - share) * static_cast<double>(reads.answered[s])) continue;
    if (times.empty() || second - times.back().until_s >= joins_below_s) times.push_back({second, second});
    times.back().until_s = std::min(second + 1, end_s);
  }
  if (times.empty() || end_s - times.back().until_s >= joins_below_s) return times;
  times.back().until_s = end_s;
  times.back().is_over = false;
  return times;
}

void attribute(const std::vector<Alert>& alerts, const std::vector<Incident*>& incidents,
               std::vector<AlertResult>& results) {
  for (std::size_t i = 0; i < alerts.size(); ++i) {
    const auto firings = true_ones(results[i], alerts[i], incidents);
    results[i].false_alarms = static_cast<std::int64_t>(results[i].fired.size() - firings.size());
    for (Incident* each : incidents) each->seen_after.push_back(seen_after(*each, firings, alerts[i]));
  }
}

void add_incidents(const models::Blueprint& blueprint, const std::vector<Signal>& of_facts, sim::Instant end,
                   RunResult& result) {
  const double end_s = seconds_at(end);
  const auto first = static_cast<std::size_t>(std::ceil(sim::seconds(blueprint.warm_up)));
  for (std::size_t i = 0; i < blueprint.alerts.size(); ++i) {
    const Alert& alert = blueprint.alerts[i];
    const std::optional<Signal> known = signal_of(alert, result);
    const Signal& signal = known ? *known : of_facts[i];
    result.alerts.push_back({alert.name, firings_of(alert, signal, first, static_cast<std::size_t>(end_s))});
  }
  for (const models::Fault& fault : blueprint.faults) {
    IncidentResult& of = result.faults.emplace_back(IncidentResult{fault.name, {}});
    for (const models::Span& strike : fault.strikes)
      if (strike.at < end) of.incidents.push_back(incident_of(fault, strike, end_s));
  }
  for (std::size_t c = 0; c < blueprint.classes.size(); ++c) {
    const auto& promise = blueprint.classes[c].promise;
    if (!promise.max_age) continue;
    const PromiseSeries& reads = result.series.promises[c];
    result.promises.push_back({blueprint.classes[c].name, broken_times(reads, promise.share, end_s)});
  }
  attribute(blueprint.alerts, all_of(result), result.alerts);
  result.unobserved = load::unobserved(blueprint);
}

}  // namespace stalemate::analysis::measure
