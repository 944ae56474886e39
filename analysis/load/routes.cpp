#include "analysis/load/routes.hpp"
#include <algorithm>
#include <map>
#include <utility>
#include "analysis/load/reading.hpp"
#include "models/topology.hpp"

namespace stalemate::analysis::load {

namespace {

using Pair = std::pair<std::string, std::string>;

/// The network as the run will lay it.
class Map {
 public:
  explicit Map(const models::Blueprint& blueprint) : network_(0), places_(models::lay_network(blueprint, network_)) {}

  Way way(const Pair& pair) const {
    const sim::Place from = places_.at(pair.first);
    const sim::Place to = places_.at(pair.second);
    const auto there = network_.route(from, to);
    const auto back = network_.route(to, from);  // for the answer
    const auto is_declared = [this](sim::LinkId link) { return network_.is_declared(link); };
    Way way{pair.first, pair.second, {}, true};
    way.is_declared =
        std::all_of(there.begin(), there.end(), is_declared) && std::all_of(back.begin(), back.end(), is_declared);
    for (const sim::LinkId link : there)
      if (network_.end_of(link) != to) way.over.push_back(network_.name_of(network_.end_of(link)));
    return way;
  }

 private:
  sim::Network network_;
  std::map<std::string, sim::Place> places_;
};

/// Nodes that exchange messages under one plan, in the order in which the loads need them.
class Talkers {
 public:
  explicit Talkers(const models::Blueprint& blueprint) : blueprint_(blueprint) {
    for (const models::Load& load : blueprint.loads) add_load(load);
  }
  const std::vector<Pair>& pairs() const { return pairs_; }

 private:
  void add_load(const models::Load& load) {
    const std::string& service = service_of(load);
    if (service != load.from) add(load.from, service);
    for (std::size_t i = 0; i < blueprint_.classes.size(); ++i) {
      const models::DataClass& data_class = blueprint_.classes[i];
      if (!models::asks_for(load, data_class.name)) continue;
      add(service, origin_of(data_class));
      if (i >= blueprint_.strategy.policies.size()) continue;
      const models::Policy& policy = blueprint_.strategy.policies[i];
      add_edge(load, policy.cache);
      add_tiers(service, data_class, models::tiers_of(policy), models::writes_class(load, data_class.name));
    }
  }

  void add_edge(const models::Load& load, const std::string& cache) {
    const models::NodeSpec* edge = find_node(blueprint_, cache);
    const models::NodeSpec* from = find_node(blueprint_, load.from);
    if (edge == nullptr || edge->cache.edge_of != service_of(load) || from == nullptr) return;
    if (from->kind == models::NodeSpec::Kind::client) add(load.from, cache);
  }

  // Whoever asks a tier is the service, or the cache before it that reads through.
  void add_tiers(const std::string& service, const models::DataClass& data_class,
                 const std::vector<const models::Policy*>& tiers, bool writes) {
    std::string asker = service;
    std::vector<std::string> preloading;  // shared caches, of which each asks what lies behind it
    for (const models::Policy* tier : tiers) {
      if (tier->cache.empty()) continue;
      const models::NodeSpec* cache = find_node(blueprint_, tier->cache);
      const bool is_elsewhere = cache == nullptr || !cache->cache.in_process;
      if (is_elsewhere) add(asker, tier->cache);
      for (const std::string& each : preloading)
        if (is_elsewhere) add(each, tier->cache);
      const std::string teller = is_told_by_origin(*tier) ? origin_of(data_class) : service;
      if (!tier->bus.empty() && writes) add(teller, tier->bus);
      if (!tier->bus.empty()) add(tier->bus, is_elsewhere ? tier->cache : service);
      const models::GuardTerms guard = models::guard_terms(*tier);
      if (guard.leader_for.ns > 0) add(asker, origin_of(data_class));
      if (guard.marker.ns > 0) add(origin_of(data_class), is_elsewhere ? tier->cache : service);
      const bool reads_through = models::options::find_option("read", tier->read.name)->is_through;
      const bool is_edge = cache != nullptr && !cache->cache.edge_of.empty();
      const bool cache_asks = (reads_through || writes_through(*tier)) && !is_edge;
      if (reads_through && is_elsewhere) preloading.clear();
      if (models::warm_up_terms(*tier).top > 0 && is_elsewhere) preloading.push_back(tier->cache);
      if (cache_asks && is_elsewhere) asker = tier->cache;
      if (guard.floor_of != models::FloorOf::nothing) add(asker, origin_of(data_class));
    }
    if (asker != service) add(asker, origin_of(data_class));
    for (const std::string& each : preloading) add(each, origin_of(data_class));
  }

  std::string origin_of(const models::DataClass& data_class) const {
    const auto& nodes = blueprint_.nodes;
    const auto is_it = [&](const models::NodeSpec& node) { return models::is_origin_of(node, data_class); };
    const auto found = std::find_if(nodes.begin(), nodes.end(), is_it);
    return found == nodes.end() ? "" : found->name;
  }

  void add(const std::string& from, const std::string& to) {
    if (to.empty()) return;
    const auto joins_them = [&](const Pair& pair) { return pair == Pair{from, to} || pair == Pair{to, from}; };
    if (std::none_of(pairs_.begin(), pairs_.end(), joins_them)) pairs_.emplace_back(from, to);
  }

  const models::Blueprint& blueprint_;
  std::vector<Pair> pairs_;
};

}  // namespace

std::vector<Pair> talking_pairs(const models::Blueprint& blueprint) { return Talkers(blueprint).pairs(); }

std::vector<Pair> unrouted_pairs(const Scenario& scenario) {
  std::vector<Pair> unrouted;
  for (const Way& way : ways(scenario))
    if (!way.is_declared) unrouted.emplace_back(way.from, way.to);
  return unrouted;
}

std::vector<Way> ways(const Scenario& scenario) {
  std::vector<Way> found;
  const auto is_known = [&](const Pair& pair) {
    const auto joins = [&](const Way& way) { return Pair(way.from, way.to) == pair; };
    return std::any_of(found.begin(), found.end(), joins);
  };
  for (const StrategyPlan& plan : scenario.strategies) {
    const Map map(plan.blueprint);
    for (const Pair& pair : talking_pairs(plan.blueprint))
      if (!is_known(pair)) found.push_back(map.way(pair));
  }
  return found;
}

}  // namespace stalemate::analysis::load
