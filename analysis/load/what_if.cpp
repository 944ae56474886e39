#include "analysis/load/what_if.hpp"
#include <algorithm>
#include <nlohmann/json.hpp>
#include "analysis/load/path.hpp"
#include "sim/check.hpp"

namespace stalemate::analysis::load {
namespace {

using Json = nlohmann::ordered_json;
using models::NodeSpec;
using Kinds = std::vector<NodeSpec::Kind>;

constexpr sim::Duration a_minute{60'000'000'000};

std::string instant_text(sim::Instant at) { return std::to_string((at - sim::Instant{}).ns) + "ns"; }

bool is_in_process(const NodeSpec& node) { return node.kind == NodeSpec::Kind::cache && node.cache.in_process; }

/// What one of them makes of a system: faults, and other settings; or why it cannot.
struct Change {
  Json faults = Json::array();
  std::vector<std::string> sets = {};
  std::string left_out = {};
};

class WhatIfMaker {
 public:
  WhatIfMaker(const models::Blueprint& system, sim::Instant at) : system_(system), at_(at) {}

  // Word crosses a link to a shared cache; copies in a process are told over their service's link to the bus.
  Change lose_invalidations() const {
    Change change;
    const auto lose = [&](const NodeSpec& from, const NodeSpec& to) {
      Json fault = fault_of("lost " + from.name + " -> " + to.name, "drop");
      fault.update({{"from", from.name}, {"to", to.name}, {"share", "1%"}, {"messages", "invalidations"}});
      change.faults.push_back(std::move(fault));
    };
    for (const NodeSpec* cache : all({NodeSpec::Kind::cache})) {
      if (is_in_process(*cache)) continue;
      for (const NodeSpec* from : all({NodeSpec::Kind::service, NodeSpec::Kind::bus})) lose(*from, *cache);
    }
    const auto caches = all({NodeSpec::Kind::cache});
    const bool has_copies = std::any_of(caches.begin(), caches.end(), [](auto* each) { return is_in_process(*each); });
    for (const NodeSpec* bus : all({NodeSpec::Kind::bus}))
      for (const NodeSpec* service : all({NodeSpec::Kind::service}))
        if (has_copies) lose(*bus, *service);
    if (change.faults.empty()) change.left_out = "no link carries invalidations to a cache";
    return change;
  }

  Change cut_bus() const {
    Change change;
    for (const NodeSpec* bus : all({NodeSpec::Kind::bus}))
      for (const NodeSpec* each : all({NodeSpec::Kind::service, NodeSpec::Kind::cache, NodeSpec::Kind::origin})) {
        if (is_in_process(*each)) continue;
        Json fault = fault_of("cut " + bus->name + " - " + each->name, "partition");
        fault["between"] = {bus->name, each->name};
        if (ends_within_run()) fault["until"] = instant_text(at_ + a_minute);
        change.faults.push_back(std::move(fault));
      }
    if (change.faults.empty()) change.left_out = "there is no bus";
    return change;
  }

  Change restart_cold() const { return strike_caches("restart"); }
  Change remove_cache() const { return strike_caches("crash"); }

  Change lag_follower() const {
    Change change;
    for (const NodeSpec* origin : all({NodeSpec::Kind::origin})) {
      if (origin->origin.followers == 0) continue;
      Json fault = fault_of("lag of " + origin->name, "lag");
      fault.update({{"on", origin->name}, {"by", "1m"}});
      change.faults.push_back(std::move(fault));
    }
    if (change.faults.empty()) change.left_out = "no origin has followers";
    return change;
  }

  // No fault strikes users, who come when those before them are served: they are as many from the start.
  Change double_load() const {
    using Shape = models::Load::Shape;
    Change change;
    for (std::size_t i = 0; i < system_.loads.size(); ++i) {
      const models::Load& load = system_.loads[i];
      if (load.shape == Shape::closed)
        change.sets.push_back("load." + std::to_string(i) + ".users=" + std::to_string(2 * load.users));
      if (load.shape != Shape::poisson && load.shape != Shape::constant) continue;
      Json fault = fault_of("twice " + load.name, "spike");
      fault.update({{"load", load.name}, {"factor", 2}});
      change.faults.push_back(std::move(fault));
    }
    if (change.faults.empty() && change.sets.empty()) change.left_out = "no load has a rate or users";
    return change;
  }

  Change kill_shard() const {
    Change change;
    for (const NodeSpec* cache : all({NodeSpec::Kind::cache})) {
      if (is_in_process(*cache) || cache->cache.shards < 2) continue;
      Json fault = fault_of("death of " + cache->name + "-1", "crash");
      fault["on"] = cache->name + "-1";
      change.faults.push_back(std::move(fault));
    }
    if (change.faults.empty()) change.left_out = "no cache has several shards";
    return change;
  }

 private:
  Json fault_of(const std::string& name, const char* kind) const {
    return {{"name", name}, {"kind", kind}, {"at", instant_text(at_)}};
  }

  std::vector<const NodeSpec*> all(const Kinds& kinds) const {
    std::vector<const NodeSpec*> found;
    for (const NodeSpec& node : system_.nodes)
      if (std::find(kinds.begin(), kinds.end(), node.kind) != kinds.end()) found.push_back(&node);
    return found;
  }

  bool ends_within_run() const {
    return system_.stop_requests > 0 || at_ + a_minute < sim::Instant{} + system_.duration;
  }

  Change strike_caches(const char* kind) const {
    Change change;
    for (const NodeSpec* cache : all({NodeSpec::Kind::cache})) {
      Json fault = fault_of(std::string(kind) + " of " + cache->name, kind);
      fault["on"] = cache->name;
      change.faults.push_back(std::move(fault));
    }
    if (change.faults.empty()) change.left_out = "there is no cache";
    return change;
  }

  const models::Blueprint& system_;
  sim::Instant at_;
};

struct Entry {
  WhatIfFact fact;
  Change (WhatIfMaker::*make)() const;
};

const std::vector<Entry>& entries() {
  static const std::vector<Entry> all = {
      {{"lose-invalidations", "lose 1 % of invalidations", "one in a hundred, on every link to a cache, to the end"},
       &WhatIfMaker::lose_invalidations},
      {{"cut-bus", "cut the bus for a minute", "nothing passes between the bus and all others"}, &WhatIfMaker::cut_bus},
      {{"restart-cold", "restart the cache cold", "every cache, at once"}, &WhatIfMaker::restart_cold},
      {{"remove-cache", "remove the cache for good", "every cache crashes, to the end"}, &WhatIfMaker::remove_cache},
      {{"lag-follower", "lag the followers by a minute", "those of every origin, to the end"},
       &WhatIfMaker::lag_follower},
      {{"double-load", "double the load", "every rate, to the end; users are twice as many from the start"},
       &WhatIfMaker::double_load},
      {{"kill-shard", "kill a shard", "the first of every cache with several crashes, to the end"},
       &WhatIfMaker::kill_shard}};
  return all;
}

}  // namespace

const std::vector<WhatIfFact>& standard_what_ifs() {
  static const std::vector<WhatIfFact> facts = [] {
    std::vector<WhatIfFact> each;
    for (const Entry& entry : entries()) each.push_back(entry.fact);
    return each;
  }();
  return facts;
}

std::optional<sim::Instant> usual_strike(const models::Blueprint& system) {
  if (system.stop_requests > 0) return std::nullopt;
  return sim::Instant{} + system.warm_up + sim::Duration{(system.duration - system.warm_up).ns / 2};
}

WhatIf make_what_if(const WhatIfFact& fact, const models::Blueprint& system, sim::Instant at) {
  const auto entry = std::find_if(entries().begin(), entries().end(),
                                  [&](const Entry& each) { return each.fact.name == fact.name; });
  CHECK_INVARIANT(entry != entries().end());
  Change change = (WhatIfMaker(system, at).*entry->make)();
  WhatIf made{fact, {}, std::move(change.left_out)};
  if (!made.left_out.empty()) return made;
  made.sets = std::move(change.sets);
  made.sets.push_back("faults=" + change.faults.dump());
  for (const char* key : {"expect", "observed"}) made.sets.push_back(std::string(key) + "=null");
  for (const models::DataClass& each : system.classes)
    if (!each.promise.under_faults) made.sets.push_back(join("data", each.name) + ".promise.under_faults=true");
  return made;
}

}  // namespace stalemate::analysis::load
