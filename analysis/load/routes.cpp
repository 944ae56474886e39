// Who talks to whom, and whether a declared link joins them.
#include <deque>
#include <utility>
#include "analysis/load/reading.hpp"

namespace stalemate::analysis::load {

namespace {

using Pair = std::pair<std::string, std::string>;

bool is_joined(const models::Blueprint& blueprint, const Pair& pair) {
  std::deque<std::string> edge = {pair.first};
  std::set<std::string> seen = {pair.first};
  while (!edge.empty()) {
    const std::string at = edge.front();
    edge.pop_front();
    if (at == pair.second) return true;
    for (const models::LinkSpec& link : blueprint.links) {
      if (link.from == at && seen.insert(link.to).second) edge.push_back(link.to);
      if (!link.one_way && link.to == at && seen.insert(link.from).second) edge.push_back(link.from);
    }
  }
  return false;
}

/// Nodes that exchange messages under one plan, in the order in which the loads need them.
class Talkers {
 public:
  explicit Talkers(const models::Blueprint& blueprint) : blueprint_(blueprint) {
    for (const models::Load& load : blueprint.loads) add_load(load);
  }
  const std::vector<Pair>& pairs() const { return pairs_; }

 private:
  void add_load(const models::Load& load) {
    const std::string& service = load.to.empty() ? load.from : load.to;
    if (service != load.from) add(load.from, service);
    for (std::size_t i = 0; i < blueprint_.classes.size(); ++i) {
      const models::DataClass& data_class = blueprint_.classes[i];
      if (data_class.name != load.reads && data_class.name != load.writes) continue;
      add(service, data_class.origin);
      const bool has_policy = i < blueprint_.strategy.policies.size();
      const std::string cache = has_policy ? blueprint_.strategy.policies[i].cache : "";
      if (cache.empty()) continue;
      add(service, cache);
      const models::Policy& policy = blueprint_.strategy.policies[i];
      const bool cache_asks = policy.read.name == "read-through" || policy.write.name == "write-through";
      if (cache_asks) add(cache, data_class.origin);
    }
  }

  void add(const std::string& from, const std::string& to) {
    const Pair pair{from, to};
    if (std::find(pairs_.begin(), pairs_.end(), pair) == pairs_.end()) pairs_.push_back(pair);
  }

  const models::Blueprint& blueprint_;
  std::vector<Pair> pairs_;
};

}  // namespace

std::vector<Pair> unrouted_pairs(const Scenario& scenario) {
  std::vector<Pair> unrouted;
  for (const StrategyPlan& plan : scenario.strategies) {
    const Talkers talkers(plan.blueprint);
    for (const Pair& pair : talkers.pairs()) {
      const bool is_known = std::find(unrouted.begin(), unrouted.end(), pair) != unrouted.end();
      const bool has_way_back = is_joined(plan.blueprint, {pair.second, pair.first});  // for the answer
      const bool is_routed = has_way_back && is_joined(plan.blueprint, pair);
      if (!is_known && !is_routed) unrouted.push_back(pair);
    }
  }
  return unrouted;
}

}  // namespace stalemate::analysis::load
