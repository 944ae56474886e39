#include "analysis/measure/class_signals.hpp"
#include <algorithm>

namespace stalemate::analysis::measure {

using models::Alert;

namespace {

bool is_of_requests(Alert::Signal signal) {
  return models::quantile_of(signal) > 0 || signal == Alert::Signal::canary_stale;
}

bool is_of_class(const Alert& alert) { return !alert.data_class.empty() && !is_of_requests(alert.signal); }

std::vector<double> as_figures(const std::vector<std::int64_t>& counts) { return {counts.begin(), counts.end()}; }

}  // namespace

bool ClassSignals::are_needed(const models::Blueprint& blueprint) {
  return std::any_of(blueprint.alerts.begin(), blueprint.alerts.end(), is_of_class);
}

ClassSignals::ClassSignals(const models::World& world) : world_(world) {
  const models::Blueprint& blueprint = world.blueprint();
  for (std::size_t i = 0; i < blueprint.alerts.size(); ++i) {
    const Alert& alert = blueprint.alerts[i];
    if (!is_of_class(alert)) continue;
    const std::size_t number = index(world.class_named(alert.data_class));
    watched_.push_back({.alert = i,
                        .signal = alert.signal,
                        .of = alert.of,
                        .first_key = world.first_keys()[number],
                        .past_last_key = world.first_keys()[number + 1]});
  }
}

template <class Do>
void ClassSignals::with(Alert::Signal signal, const sim::Fact& fact, Do each) {
  for (Watched& watched : watched_) {
    const bool is_its_key = fact.key >= watched.first_key && fact.key < watched.past_last_key;
    const bool is_there = watched.of.empty() || world_.nodes()[fact.node].group == watched.of;
    if (watched.signal == signal && is_its_key && is_there) each(watched);
  }
}

void ClassSignals::looked_up(const sim::Fact& fact, bool has_hit) {
  with(Alert::Signal::hit_ratio, fact, [&](Watched& watched) {
    watched.all.count(fact.at);
    if (has_hit) watched.events.count(fact.at);
  });
}

void ClassSignals::origin_read(const sim::Fact& fact) {
  with(Alert::Signal::origin_reads_per_s, fact, [&](Watched& watched) { watched.events.count(fact.at); });
}

void ClassSignals::ended(const sim::Fact& fact, bool has_failed) {
  with(Alert::Signal::error_ratio, fact, [&](Watched& watched) {
    watched.all.count(fact.at);
    if (has_failed) watched.events.count(fact.at);
  });
}

void ClassSignals::change_arrived(const sim::Fact& fact, sim::Duration lag) {
  with(Alert::Signal::invalidation_lag, fact, [&](Watched& watched) {
    watched.all.count(fact.at);
    watched.sums_s.resize(watched.all.counts().size());
    watched.sums_s.back() += sim::seconds(lag);
  });
}

void ClassSignals::change_failed(const sim::Fact& fact) {
  with(Alert::Signal::failed_changes_per_s, fact, [&](Watched& watched) { watched.events.count(fact.at); });
}

Signal ClassSignals::signal_of(const Watched& watched, sim::Instant end) {
  Signal signal{as_figures(watched.events.until(end)), as_figures(watched.all.until(end))};
  const bool is_a_second = watched.signal == Alert::Signal::origin_reads_per_s ||
                           watched.signal == Alert::Signal::failed_changes_per_s;
  if (is_a_second) signal.of.assign(signal.sum.size(), 1);
  if (watched.signal == Alert::Signal::invalidation_lag) signal.sum = watched.sums_s;
  return signal;
}

void ClassSignals::fill(std::vector<Signal>& signals, sim::Instant end) const {
  for (const Watched& each : watched_) signals[each.alert] = signal_of(each, end);
}

}  // namespace stalemate::analysis::measure
