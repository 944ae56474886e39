// Which parts of a world its faults strike, and what those faults wait for.
#include <algorithm>
#include <iterator>
#include "models/world.hpp"

namespace stalemate::models {

// As far as it is known when they will strike.
void World::await_strikes() {
  const bool by_requests = blueprint_.stop_requests > 0;
  const Instant end = by_requests ? Instant::never() : Instant{} + blueprint_.duration;
  for (Fault& fault : blueprint_.faults) fault.strikes = strikes_ahead(fault, blueprint_.seed, end);
}

void World::build_faults() {
  std::map<std::string, std::int64_t> added;  // shards, by their cache
  for (Fault& fault : blueprint_.faults) {
    std::vector<Parties> struck;
    for (const std::string& name : {fault.node, fault.from, fault.to})
      if (!name.empty()) struck.push_back(parties_of(name));
    if (!fault.data_class.empty()) struck.front().slowed_class = class_named(fault.data_class);
    if (fault.kind == Fault::Kind::add_shard) {
      Parties& cache = struck.front();
      const std::int64_t built = std::ssize(cache.shards) - shards_added_to(fault.node, blueprint_.faults);
      cache.shards = {cache.shards[static_cast<std::size_t>(built + added[fault.node]++)]};
      cache.nodes = {cache.shards.front()};
    }
    faults_.add(fault, std::move(struck));
  }
  for (std::size_t i = 0; i < blueprint_.faults.size(); ++i)
    if (const auto& when = blueprint_.faults[i].when) {
      watch(*when, faults_.trigger(i));
      if (blueprint_.faults[i].kind == Fault::Kind::spike) tell_of_spike(i);
    }
}

void World::tell_of_spike(std::size_t fault) {
  for (std::size_t load = 0; load < loads_.size(); ++load)
    if (blueprint_.loads[load].name == blueprint_.faults[fault].load) faults_.tell(fault, loads_[load]);
}

ClassId World::class_named(const std::string& name) const {
  const auto& classes = blueprint_.classes;
  const auto found =
      std::find_if(classes.begin(), classes.end(), [&](const DataClass& each) { return each.name == name; });
  return ClassId{static_cast<std::uint16_t>(found - classes.begin())};
}

void World::watch(const Condition& condition, Trigger& trigger) {
  const auto number_of = [&](const auto& all) {
    const auto is_named = [&](const auto& each) { return each.name == condition.what; };
    return static_cast<std::size_t>(std::find_if(all.begin(), all.end(), is_named) - all.begin());
  };
  switch (condition.of) {
    case Condition::Of::commits: {
      const ClassPlan& plan = plans_[number_of(blueprint_.classes)];
      if (plan.origin == nullptr) return sole_->watch_commits(plan.id, condition.reach, trigger);
      return plan.origin->leader->watch_commits(plan.id, condition.reach, trigger);
    }
    case Condition::Of::waiting:
      for (Node* node : parties_of(condition.what).nodes) node->watch_line(condition.reach, trigger);
      return;
    case Condition::Of::begins:
    case Condition::Of::ends: {
      const std::size_t awaited = number_of(blueprint_.faults);
      if (awaited == blueprint_.faults.size()) return;  // left out: what waits for it never strikes
      return faults_.follow(awaited, condition.of == Condition::Of::ends, trigger);
    }
    case Condition::Of::signal:
      facts_.add_reader(&signals_.emplace_back(*condition.signal, *this, trigger));
      signals_.back().start(simulation_);
  }
}

// A name is a group ("redis") or one of its nodes ("redis-2"); a place belongs to the group.
// Who only asks is no part of a deploy, nor is a shard that a fault adds.
bool World::is_deployed(const Node& node) const {
  const NodeInfo& info = infos_[index(node.id)];
  const auto* shard = dynamic_cast<const CacheShard*>(&node);
  if (shard == nullptr || info.home) return info.kind != NodeInfo::Kind::client;
  const auto is_its = [&](const NodeSpec& spec) { return spec.name == info.group; };
  const auto spec = std::find_if(blueprint_.nodes.begin(), blueprint_.nodes.end(), is_its);
  return clusters_.at(info.group).number_of(*shard) < static_cast<std::uint32_t>(spec->cache.shards);
}

Parties World::parties_of(const std::string& name) {
  Parties parties;
  const bool is_group = places_.contains(name);
  for (const auto& node : nodes_) {
    if (node->name != name && infos_[index(node->id)].group != name) continue;
    parties.nodes.push_back(node.get());
    if (is_deployed(*node)) parties.deployed.push_back(node.get());
    parties.end = {is_group ? places_.at(name) : node->place, is_group ? sim::End::any : index(node->process->id)};
    if (auto* shard = dynamic_cast<CacheShard*>(node.get())) {
      parties.shards.push_back(shard);
      parties.cluster = &clusters_.at(infos_[index(node->id)].group);
    }
    if (auto* follower = dynamic_cast<Follower*>(node.get())) parties.followers.push_back(follower);
    if (auto* leader = dynamic_cast<Leader*>(node.get())) parties.leader = leader;
  }
  return parties;
}

}  // namespace stalemate::models
