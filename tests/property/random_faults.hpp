// Faults of every kind, drawn for a world whose nodes, classes and loads are known.
// Promise: only what a scenario may say; each strikes a part that the world has.
// Source: swarm testing (Groce et al. 2012).
#pragma once
#include <string>
#include <vector>
#include "models/blueprint.hpp"
#include "tests/property/dice.hpp"

namespace stalemate::tests::property {

using models::Blueprint;
using models::Distribution;
using models::Duration;
using models::Fault;
using models::Instant;
using models::NodeSpec;

/// Of the nodes of these kinds.
inline std::vector<std::string> names_of(const Blueprint& world, const std::vector<NodeSpec::Kind>& kinds) {
  std::vector<std::string> found;
  for (const NodeSpec& node : world.nodes)
    for (const NodeSpec::Kind kind : kinds)
      if (node.kind == kind) found.push_back(node.name);
  return found;
}

/// Of the nodes that links can join.
inline std::vector<std::string> wired_of(const Blueprint& world) {
  std::vector<std::string> found;
  for (const NodeSpec& node : world.nodes)
    if (node.kind != NodeSpec::Kind::cache || !node.cache.in_process) found.push_back(node.name);
  return found;
}

class FaultDrawer {
 public:
  FaultDrawer(Dice& dice, Blueprint& world) : dice_(dice), world_(world) {}

  void add_faults() {
    for (std::int64_t i = dice_.between(0, 7); i > 0; --i) {
      Fault fault;
      fault.name = "fault" + std::to_string(i);
      fault.kind = static_cast<Fault::Kind>(dice_.between(0, 17));
      // Drawn more often, as what comes of them is seldom read: what a cache comes back with, and what is void.
      if (dice_.one_in(7)) fault.kind = Fault::Kind::crash;
      if (dice_.one_in(3)) fault.kind = Fault::Kind::failover;
      fault.at = Instant{} + dice_.ms(0, 4'000);
      if (!dice_.one_in(4)) fault.until = fault.at + dice_.ms(1, 1'500);
      if (!draw_fault(fault)) continue;
      draw_strikes(fault);
      world_.faults.push_back(fault);
    }
  }

 private:
  using Kind = NodeSpec::Kind;

  // A load knows its spikes ahead; how long a deploy takes is its own matter.
  void draw_strikes(Fault& fault) {
    using Of = models::Condition::Of;
    const bool is_known_ahead = fault.kind == Fault::Kind::spike || fault.kind == Fault::Kind::hot_key;
    const bool is_apt = fault.kind != Fault::Kind::deploy && !is_known_ahead;
    if (!is_apt || !dice_.one_in(3)) return;
    fault.lasts = Distribution::constant(dice_.ms(1, 500));
    if (dice_.one_in(2)) {
      fault.every = dice_.ms(100, 2'000);
      if (fault.until == Instant::never()) fault.until = fault.at + dice_.ms(1, 3'000);
      return;
    }
    models::Condition& when = fault.when.emplace();
    when.of = static_cast<Of>(dice_.between(0, 3));
    when.after = dice_.ms(0, 50);
    when.reach = dice_.between(1, 20);
    if (when.of == Of::commits) when.what = dice_.of(world_.classes).name;
    if (when.of == Of::waiting) when.what = dice_.of(names_of(world_, {Kind::cache, Kind::origin}));
    if (when.of == Of::begins || when.of == Of::ends) when.what = "fault" + std::to_string(dice_.between(1, 7));
  }
  bool draw_fault(Fault& fault) {
    switch (fault.kind) {
      case Fault::Kind::drop:
      case Fault::Kind::delay:
      case Fault::Kind::duplicate:
      case Fault::Kind::reorder:
      case Fault::Kind::partition: return draw_route(fault);
      case Fault::Kind::crash:
      case Fault::Kind::restart: return draw_crash(fault);
      case Fault::Kind::lag: return draw_lag(fault);
      case Fault::Kind::flush: return draw_struck(fault, {Kind::cache});
      case Fault::Kind::failover:
        if (fault.until == Instant::never()) fault.until = fault.at + dice_.ms(1, 1'500);
        return draw_lag(fault);
      case Fault::Kind::slow:
        fault.factor = 0.5 + 9 * dice_.share();
        if (dice_.one_in(3)) return draw_route(fault);
        return draw_struck(fault, {Kind::service, Kind::cache, Kind::origin, Kind::bus});
      case Fault::Kind::spike:
        fault.factor = 0.2 + 5 * dice_.share();
        fault.load = dice_.of(world_.loads).name;
        return true;
      case Fault::Kind::hot_key: return draw_hot_key(fault);
      case Fault::Kind::deploy:
        fault.down = dice_.ms(1, 300);
        fault.pause = dice_.ms(0, 100);
        fault.until = Instant::never();
        return draw_crash(fault);
      case Fault::Kind::skew:
        fault.by = dice_.ms(1, 2'000);
        fault.ahead = dice_.one_in(2);
        return draw_struck(fault, {Kind::cache});
      case Fault::Kind::pause:
        if (fault.until == Instant::never()) fault.until = fault.at + dice_.ms(1, 1'500);
        return draw_struck(fault, {Kind::service, Kind::cache, Kind::origin, Kind::bus});
      case Fault::Kind::remove_shard:
      case Fault::Kind::add_shard: return draw_shard(fault);
    }
    return false;
  }
  // The last shard stays.
  bool draw_shard(Fault& fault) {
    const bool is_removed = fault.kind == Fault::Kind::remove_shard;
    for (const NodeSpec& node : world_.nodes) {
      if (node.kind != Kind::cache || node.cache.in_process || (is_removed && node.cache.shards < 2)) continue;
      fault.node = node.name;
      if (is_removed) fault.node += "-" + std::to_string(dice_.between(1, node.cache.shards - 1));
      fault.keeps_content = is_removed && !dice_.one_in(3);
      return true;
    }
    return false;
  }
  bool draw_route(Fault& fault) {
    const auto all = wired_of(world_);
    fault.from = dice_.of(all);
    fault.to = dice_.of(all);
    fault.one_way = dice_.one_in(2);
    fault.invalidations_only = fault.kind != Fault::Kind::partition && dice_.one_in(2);
    fault.share = dice_.one_in(2) ? 1 : dice_.share();
    fault.by = dice_.ms(1, 300);
    return fault.from != fault.to;
  }
  bool draw_crash(Fault& fault) {
    if (fault.kind == Fault::Kind::restart) fault.until = Instant::never();
    const auto kinds = dice_.one_in(2) ? std::vector{Kind::cache}
                                       : std::vector{Kind::service, Kind::cache, Kind::origin, Kind::bus};
    if (!draw_struck(fault, kinds)) return false;
    for (const NodeSpec& node : world_.nodes) {
      const std::int64_t parts = node.kind == Kind::service ? node.service.instances : node.cache.shards;
      const bool has_parts = node.kind == Kind::service || node.kind == Kind::cache;
      if (node.name != fault.node || !has_parts) continue;
      if (parts > 1 && !node.cache.in_process && dice_.one_in(2))
        fault.node += "-" + std::to_string(dice_.between(1, parts));
      fault.keeps_content = node.kind == Kind::cache && !dice_.one_in(4);
      break;
    }
    return true;
  }
  bool draw_lag(Fault& fault) {
    std::vector<std::string> lagging;
    for (const NodeSpec& node : world_.nodes)
      if (node.kind == Kind::origin && node.origin.followers > 0) lagging.push_back(node.name);
    if (lagging.empty()) return false;
    fault.node = dice_.of(lagging);
    fault.by = dice_.ms(1, 500);
    fault.factor = 0.5 + 4 * dice_.share();
    fault.stalls = fault.kind == Fault::Kind::lag && dice_.one_in(3);
    return true;
  }
  bool draw_hot_key(Fault& fault) {
    const models::Load& load = dice_.of(world_.loads);
    fault.load = load.name;
    fault.share = dice_.share();
    return load.request.empty() && load.shape != models::Load::Shape::recorded;
  }
  bool draw_struck(Fault& fault, const std::vector<Kind>& kinds) {
    const auto struck = names_of(world_, kinds);
    if (!struck.empty()) fault.node = dice_.of(struck);
    if (fault.kind == Fault::Kind::flush) fault.until = Instant::never();
    return !struck.empty();
  }

  Dice& dice_;
  Blueprint& world_;
};

}  // namespace stalemate::tests::property
