// What a drawn world has besides: parameters that may be left out, loads to be shed, alerts, faults that wait for a
// signal.
// Promise: only what a scenario may say; drawn last, so that all else of a world is as without them.
// Source: the checks of analysis/load/read_policy.cpp, read_alerts.cpp and read_strikes.cpp.
#pragma once
#include <algorithm>
#include <string>
#include <vector>
#include "models/eviction/policy.hpp"
#include "models/signal_watch.hpp"
#include "tests/property/derived_classes.hpp"

namespace stalemate::tests::property {

/// Shares, and counts of a few, of those parameters that have a default.
inline void draw_optional(const models::options::Option& option, models::options::Values& values, Dice& dice) {
  for (const models::options::Parameter& parameter : option.parameters) {
    using Kind = models::options::ParameterKind;
    if (parameter.fallback.empty() || dice.one_in(2)) continue;
    if (parameter.kind == Kind::ratio) values.set(parameter.key, dice.share());
    if (parameter.kind == Kind::count) values.set(parameter.key, dice.between(parameter.least, parameter.least + 4));
    if (parameter.kind == Kind::factor) values.set(parameter.key, static_cast<double>(dice.between(1, 5)) / 2);
  }
}

inline void draw_optional(const char* axis, models::Choice& choice, Dice& dice) {
  const models::options::Option& option = *models::options::find_option(axis, choice.name);
  draw_optional(option, choice.values, dice);
}

inline bool has_value(const models::Choice& choice, const std::string& parameter) {
  const auto& values = choice.values.all();
  return std::any_of(values.begin(), values.end(), [&](const auto& each) { return each.first == parameter; });
}

/// What goes on telling; without retries nothing else of it matters.
inline void draw_telling(models::Choice& carry, Dice& dice) {
  draw_optional("carry", carry, dice);
  if (!has_value(carry, "retries")) return;
  if (carry.values.integer("retries") == 0) carry = {carry.name, usual_choice("carry", carry.name.c_str()).values};
  if (carry.values.integer("cap") < carry.values.integer("pause"))
    carry.values.set("cap", carry.values.integer("pause"));
}

inline void draw_evictions(models::Blueprint& world, Dice& dice) {
  for (models::NodeSpec& node : world.nodes) {
    if (node.kind != models::NodeSpec::Kind::cache) continue;
    models::options::Values values = node.cache.eviction_values;
    const auto make = models::options::maker<models::eviction::EvictionAxis>(node.cache.eviction);
    draw_optional(*models::options::find_option("eviction", node.cache.eviction), values, dice);
    if (make(values, 1, {}) != nullptr) node.cache.eviction_values = values;  // in its range
  }
}

/// The parameters of a class that an origin has.
inline void draw_parameters(models::Policy& tier, Dice& dice) {
  if (tier.read.name == "none") return;
  draw_optional("read", tier.read, dice);
  draw_optional("write", tier.write, dice);
  draw_optional("expiry", tier.expiry, dice);
  draw_telling(tier.carry, dice);
  for (models::Choice& each : tier.stampede) draw_optional("stampede", each, dice);
  for (models::Choice& each : tier.fallback) {
    draw_optional("fallback", each, dice);
    if (has_value(each, "limit")) each.values.set("limit", dice.between(0, 3));
  }
}

/// Who is shed has a lower priority than another.
inline void rank_for_shedding(models::Blueprint& world, Dice& dice) {
  const auto sheds = [](const models::Choice& each) { return each.name == "shed"; };
  bool is_asked_for = false;
  for (models::Policy& policy : world.strategy.policies)
    for (const models::Policy* tier : all_tiers(policy))
      is_asked_for = is_asked_for || std::any_of(tier->fallback.begin(), tier->fallback.end(), sheds);
  if (!is_asked_for) return;
  for (models::Load& load : world.loads)
    if (dice.one_in(3)) load.priority = models::Priority::sheddable;
}

class AlertDrawer {
 public:
  AlertDrawer(models::Blueprint& world, Dice& dice) : world_(world), dice_(dice) {}

  /// Of the whole system, or of what one class does.
  void add() {
    models::Alert& alert = world_.alerts.emplace_back();
    alert.name = "alert" + std::to_string(world_.alerts.size());
    if (dice_.one_in(2)) alert.data_class = dice_.of(world_.classes).name;
    const bool is_set = set(alert, static_cast<Signal>(dice_.between(0, 9)));
    if (!is_set) world_.alerts.pop_back();
  }
  /// Has a fault wait for what a world sees of itself.
  void await(models::Condition& when) {
    models::Alert alert;
    const auto signal = static_cast<Signal>(dice_.between(0, 2));
    if (!models::SignalWatch::can_see(signal) || !set(alert, signal)) return;
    when.of = models::Condition::Of::signal;
    when.what.clear();
    when.signal = alert;
  }

 private:
  using Signal = models::Alert::Signal;

  bool set(models::Alert& alert, Signal signal) {
    alert.signal = signal;
    alert.above = models::quantile_of(signal) > 0 || dice_.one_in(2);
    alert.over = sim::Duration{dice_.between(1, 2) * 1'000'000'000};
    alert.lasts = sim::Duration{dice_.between(0, 1) * 1'000'000'000};
    alert.bound = bound_of(signal);
    if (world_.warm_up + alert.over + alert.lasts > world_.duration) return false;
    const auto of = who_is_looked_at(alert);
    const bool may_be_all = signal != Signal::hit_ratio && signal != Signal::origin_reads_per_s &&
                            signal != Signal::canary_stale;
    if (of.empty()) return may_be_all;
    const bool is_of_all = may_be_all && dice_.one_in(2);
    if (!is_of_all) alert.of = dice_.of(of);
    return true;
  }
  double bound_of(Signal signal) {
    if (models::quantile_of(signal) > 0 || signal == Signal::invalidation_lag) return 0.001 + 0.1 * dice_.share();
    const bool is_rate = signal == Signal::origin_reads_per_s || signal == Signal::failed_changes_per_s;
    return is_rate ? 0.1 + 100 * dice_.share() : 0.01 + 0.9 * dice_.share();
  }
  std::vector<std::string> who_is_looked_at(const models::Alert& alert) const {
    std::vector<std::string> names;
    const bool is_canary = alert.signal == Signal::canary_stale;
    for (const models::Load& load : world_.loads) {
      const bool asks = alert.data_class.empty() || models::asks_for(load, alert.data_class);
      if (asks && (is_canary ? load.is_canary : models::quantile_of(alert.signal) > 0)) names.push_back(load.name);
    }
    for (const models::NodeSpec& node : world_.nodes) {
      if (alert.signal == Signal::hit_ratio && is_cache(node, alert.data_class)) names.push_back(node.name);
      if (alert.signal == Signal::origin_reads_per_s && is_origin(node, alert.data_class)) names.push_back(node.name);
    }
    return names;
  }
  const models::DataClass* class_named(const std::string& name) const {
    for (const models::DataClass& each : world_.classes)
      if (each.name == name) return &each;
    return nullptr;
  }
  bool is_cache(const models::NodeSpec& node, const std::string& name) const {
    if (node.kind != models::NodeSpec::Kind::cache) return false;
    const models::DataClass* data_class = class_named(name);
    if (data_class == nullptr) return true;
    return world_.strategy.policies[static_cast<std::size_t>(data_class - world_.classes.data())].cache == node.name;
  }
  bool is_origin(const models::NodeSpec& node, const std::string& name) const {
    const models::DataClass* data_class = class_named(name);
    return node.kind == models::NodeSpec::Kind::origin && (data_class == nullptr || is_origin_of(node, *data_class));
  }

  models::Blueprint& world_;
  Dice& dice_;
};

inline void draw_late(models::Blueprint& world, Dice& dice) {
  for (std::size_t i = 0; i < world.classes.size(); ++i)
    if (world.classes[i].has_origin && dice.one_in(2))
      for (models::Policy* tier : all_tiers(world.strategy.policies[i])) draw_parameters(*tier, dice);
  rank_for_shedding(world, dice);
  if (dice.one_in(2)) draw_evictions(world, dice);
  AlertDrawer alerts(world, dice);
  if (dice.one_in(2))
    for (std::int64_t i = dice.between(1, 4); i > 0; --i) alerts.add();
  if (world.stop_requests > 0) return;
  for (models::Fault& fault : world.faults)
    if (fault.when && dice.one_in(3)) alerts.await(*fault.when);
}

}  // namespace stalemate::tests::property
