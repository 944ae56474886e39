// A world: everything of one run, built from a blueprint, run once.
// Promise: a value; two worlds share nothing but the registry of options; the same blueprint gives the same facts.
// Source: this project's architecture. Departs: none.
#pragma once
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>
#include "models/blueprint.hpp"
#include "models/broadcast.hpp"
#include "models/cache.hpp"
#include "models/client.hpp"
#include "models/faults.hpp"
#include "models/log.hpp"
#include "models/origin.hpp"
#include "models/service.hpp"
#include "models/signal_watch.hpp"
#include "models/sole_copies.hpp"
#include "models/tags.hpp"
#include "models/tier.hpp"
#include "models/wire.hpp"

namespace stalemate::models {

/// A running node, for whoever reads facts: `node` in a fact is an index into World::nodes().
struct NodeInfo {
  std::string name = {};   ///< "redis-2"; a lone one keeps its group's name.
  std::string group = {};  ///< The name in the blueprint.
  enum class Kind : std::uint8_t { client, service, shard, leader, follower, bus } kind = Kind::client;
  std::int64_t servers = 0;  ///< Origins: 0 means no limit.
  sim::Place place = {};
  std::optional<std::uint16_t> home = {};  ///< In-process copies: the node whose process they are in.
};

class World {
 public:
  /// The blueprint is copied; it must have passed the loader's checks.
  explicit World(Blueprint blueprint);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  /// Runs to the blueprint's end. Once.
  void run();

  /// Ends the run after the event under way; what was simulated so far stands.
  void stop() { simulation_.stop(); }

  sim::FactStream& facts() { return facts_; }
  const Blueprint& blueprint() const { return blueprint_; }
  const std::vector<NodeInfo>& nodes() const { return infos_; }
  const sim::Network& network() const { return network_; }
  /// The first key of each class, and the number of all keys as last element.
  const std::vector<std::uint32_t>& first_keys() const { return first_keys_; }
  ClassId class_named(const std::string& name) const;
  std::size_t class_of(std::uint32_t key) const {
    std::size_t data_class = 0;
    while (key >= first_keys_[data_class + 1]) ++data_class;
    return data_class;
  }
  const Dependents& dependents() const { return *dependents_; }
  const Tags& tags() const { return *tags_; }
  /// The shard that has the generation by which a key is found at another one of its cache.
  std::uint16_t holder_of_generation(std::uint16_t shard, std::uint32_t key) const;
  /// Whether the key is computed from others.
  bool is_derived(std::uint32_t key) const { return !blueprint_.classes[class_of(key)].derived_from.empty(); }
  /// Whether a commit of one key is one of the other, which is computed from it.
  bool changes(std::uint32_t source, std::uint32_t derived) const;
  /// Of a node of the blueprint.
  sim::Place place_of(const std::string& node) const { return places_.at(node); }
  /// Who asks, and which service serves, the requests of the load that an operation belongs to.
  struct Ends {
    sim::Place asker{};
    sim::Place service{};
  };
  Ends ends_of(std::uint64_t operation) const;
  /// The load that an operation belongs to, by its place in the blueprint. Not of one that warms a copy.
  std::size_t load_of(std::uint64_t operation) const;
  /// Whether the operation warms a copy: no client has asked for it.
  bool warms_up(std::uint64_t operation) const { return any_warms_up_ && sources_of(operation).warms_up; }
  Instant now() const { return simulation_.now(); }
  std::uint64_t events() const { return simulation_.events(); }

 private:
  void lay_keys();
  void build_nodes();
  void build_service(const NodeSpec& spec);
  void build_cache(const NodeSpec& spec);
  void build_origin(const NodeSpec& spec);
  void build_in_process(const NodeSpec& spec);
  void build_bus(const NodeSpec& spec);
  void build_relays(const ClassPlan& plan);
  /// What of the class is not there when the run begins.
  void take_absent(const ClassPlan& plan) const;
  TierPlan tier_plan(const Policy& policy, std::size_t place) const;
  void build_cached_plans(const std::string& name, const Cluster& cluster);
  void build_plans();
  void build_loads();
  void await_strikes();
  void build_faults();
  void watch(const Condition& condition, Trigger& trigger);
  /// A load learns of a spike when it is known to come.
  void tell_of_spike(std::size_t fault);
  Parties parties_of(const std::string& name);
  bool is_deployed(const Node& node) const;
  Node& add(std::unique_ptr<Node> node, NodeInfo info);
  NodeId next_id() const { return NodeId{static_cast<std::uint16_t>(nodes_.size())}; }
  const Origin* origin_of(const DataClass& data_class) const;
  void join_edges();
  void find_edge(ClassPlan& plan);
  const Edges& edges_for(const Load& load) const;
  void ask_origin(const ClassPlan& plan);
  void build_sole_copies();
  Node* caller_for(const Load& load);
  std::uint64_t sources_for(const Load& load);
  std::uint64_t sources_for_warm_up(const DataClass& data_class, const CacheShard& copy);
  std::uint64_t take_sources(const std::string& name, std::uint64_t wanted, Ends ends);
  void build_warm_ups();
  void add_preload(const ClassPlan& plan, const TierPlan& tier, CacheShard& copy, const KeyChooser& keys);
  void add_peer_copy(const ClassPlan& plan, const TierPlan& tier, CacheShard& copy);
  bool reads_through(const CacheShard& copy, const DataClass& data_class) const;
  Pace pace_of(const Load& load) const;
  void add_steps(const Load& load, LoadSource& made);
  const KeyChooser* chooser(const Load& load, const std::string& class_name, ClassId& id);

  Blueprint blueprint_;
  sim::Simulation simulation_;
  sim::Network network_;
  sim::FactStream facts_;
  Wire wire_;
  std::vector<std::uint32_t> first_keys_;
  std::optional<Dependents> dependents_;
  std::optional<Tags> tags_;
  std::optional<SoleCopies> sole_;  ///< Where some class has no origin.
  KeyNames key_names_;
  std::map<std::string, sim::Place> places_;
  std::vector<NodeInfo> infos_;
  std::map<std::string, Service> services_;
  std::map<std::string, Cluster> clusters_;
  std::map<std::string, Origin> origins_;
  std::map<std::string, Bus*> buses_;
  std::vector<RelaySeat> relays_;
  std::vector<ClassPlan> plans_;
  std::map<std::string, std::vector<ClassPlan>> cached_plans_;  // by cluster
  std::map<const Service*, Edges> edges_;  // of services that stand behind some; never iterated
  const Policy unchanged_{};                                    // of what lies behind an edge, where no tier does
  const Edges no_edges_;
  std::deque<KeyChooser> choosers_;
  struct Sources {
    std::uint64_t past_last;
    Ends ends;
    std::size_t load;
    bool warms_up = false;
  };
  const Sources& sources_of(std::uint64_t operation) const;
  std::map<std::uint64_t, Sources> sources_;  // of operations, by the first of a load
  bool any_warms_up_ = false;
  RequestBook book_;
  Sessions sessions_;
  std::deque<LoadSource> loads_;
  std::vector<std::unique_ptr<Node>> nodes_;
  FaultRunner faults_;
  std::deque<SignalWatch> signals_;  ///< That faults wait for.
};

}  // namespace stalemate::models
