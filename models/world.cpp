#include "models/world.hpp"
#include <algorithm>
#include "models/topology.hpp"
#include "sim/check.hpp"

namespace stalemate::models {
namespace {

/// A caller of services: holds the frames of the requests it makes.
class ClientHost final : public Node {
 public:
  using Node::Node;
  void receive(Call&) override { CHECK_INVARIANT(false); }
};

std::string numbered(const std::string& group, std::int64_t count, std::int64_t i) {
  return count == 1 ? group : group + "-" + std::to_string(i + 1);
}

CacheDraws cache_draws(std::uint64_t seed, const std::string& name) {
  return {sim::derive_key(seed, name, "service"), sim::derive_key(seed, name, "eviction"),
          sim::derive_key(seed, name, "early"), sim::derive_key(seed, name, "replicas")};
}

}  // namespace

World::World(Blueprint blueprint)
    : blueprint_(std::move(blueprint)),
      network_(blueprint_.seed),
      wire_(simulation_, network_, facts_, blueprint_.give_up),
      faults_(wire_, blueprint_.seed) {
  await_strikes();
  lay_keys();
  places_ = lay_network(blueprint_, network_);
  build_nodes();
  build_plans();
  build_loads();
  build_warm_ups();
  build_faults();
}

World::~World() {
  wire_.end();
  for (const auto& node : nodes_) node->stop_work();
}

void World::run() {
  for (auto& [name, cluster] : clusters_)
    for (CacheShard* shard : cluster.shards) shard->warm_up(WarmUp::Comes::at_first);
  for (LoadSource& load : loads_) load.start();
  const bool by_requests = blueprint_.stop_requests > 0;
  simulation_.run_until(by_requests ? Instant::never() : Instant{} + blueprint_.duration);
  for (auto& [name, cluster] : clusters_)
    for (CacheShard* shard : cluster.shards) shard->tell_kept();
  wire_.end();
  facts_.flush();
}

void World::lay_keys() {
  std::uint32_t next = 0;
  std::vector<std::int64_t> value_bytes;
  for (const DataClass& data_class : blueprint_.classes) {
    first_keys_.push_back(next);
    key_names_.add(data_class.name, next);
    next += data_class.keys;
    value_bytes.push_back(data_class.value_bytes);
  }
  wire_.set_value_bytes(std::move(value_bytes));
  wire_.spare(blueprint_.spared);
  first_keys_.push_back(next);
  dependents_.emplace(blueprint_.classes, first_keys_);
  tags_.emplace(blueprint_.classes, first_keys_);
}

Node& World::add(std::unique_ptr<Node> node, NodeInfo info) {
  info.name = node->name;
  info.place = node->place;
  if (info.group.empty()) info.group = network_.name_of(node->place);
  infos_.push_back(std::move(info));
  nodes_.push_back(std::move(node));
  return *nodes_.back();
}

void World::build_nodes() {
  for (const auto& spec : blueprint_.nodes) {
    switch (spec.kind) {
      case NodeSpec::Kind::client:
        add(std::make_unique<ClientHost>(wire_, next_id(), places_.at(spec.name), spec.name), {});
        break;
      case NodeSpec::Kind::service: build_service(spec); break;
      case NodeSpec::Kind::cache:
        if (!spec.cache.in_process) build_cache(spec);
        break;
      case NodeSpec::Kind::origin: build_origin(spec); break;
      case NodeSpec::Kind::bus: build_bus(spec); break;
    }
  }
  for (const auto& spec : blueprint_.nodes)
    if (spec.kind == NodeSpec::Kind::cache && spec.cache.in_process) build_in_process(spec);
}

void World::build_service(const NodeSpec& spec) {
  Service& service =
      services_.try_emplace(spec.name, spec.service, sim::derive_key(blueprint_.seed, spec.name, "balancer"))
          .first->second;
  for (std::int64_t i = 0; i < spec.service.instances; ++i) {
    auto instance = std::make_unique<ServiceInstance>(wire_, next_id(), places_.at(spec.name),
                                                      numbered(spec.name, spec.service.instances, i), spec.service,
                                                      sim::derive_key(blueprint_.seed, spec.name, "work"));
    instance->timeout = spec.timeout;
    service.add(instance.get());
    add(std::move(instance), {.kind = NodeInfo::Kind::service});
  }
}

// Shards that faults add are there from the beginning, off the ring.
void World::build_cache(const NodeSpec& spec) {
  const CacheNode& plan = spec.cache;
  const bool by_ring = plan.sharding == CacheNode::Sharding::ring;
  const std::int64_t all = plan.shards + shards_added_to(spec.name, blueprint_.faults);
  Cluster cluster{spec.name, Ring(spec.name, all, by_ring ? plan.virtual_nodes : 0, key_names_), {}};
  for (std::int64_t i = 0; i < all; ++i) {
    std::string name = numbered(spec.name, i < plan.shards ? plan.shards : all, i);
    if (i >= plan.shards) cluster.ring.take_off(static_cast<std::uint32_t>(i));
    const CacheDraws draws = cache_draws(blueprint_.seed, name);
    auto shard = std::make_unique<CacheShard>(wire_, next_id(), places_.at(spec.name), std::move(name), plan, draws);
    shard->timeout = spec.timeout;
    cluster.shards.push_back(shard.get());
    add(std::move(shard), {.kind = NodeInfo::Kind::shard});
  }
  clusters_.emplace(spec.name, std::move(cluster));
}

// Every instance of every service has one, at its own place and within its own process.
void World::build_in_process(const NodeSpec& spec) {
  Cluster cluster{spec.name, Ring(spec.name, 1, 0, key_names_), {}};
  for (auto& [service_name, service] : services_) {
    for (ServiceInstance* home : service.instances()) {
      std::string name = spec.name + "@" + home->name;
      const CacheDraws draws = cache_draws(blueprint_.seed, name);
      auto shard = std::make_unique<CacheShard>(wire_, next_id(), home->place, std::move(name), spec.cache, draws);
      shard->timeout = spec.timeout;
      cluster.shards.push_back(shard.get());
      cluster.own.emplace(home, shard.get());
      cluster.own.emplace(shard.get(), shard.get());
      home->aboard.push_back(shard.get());
      shard->process = home;
      add(std::move(shard), {.group = spec.name, .kind = NodeInfo::Kind::shard, .home = index(home->id)});
    }
  }
  clusters_.emplace(spec.name, std::move(cluster));
}

void World::build_bus(const NodeSpec& spec) {
  std::unique_ptr<Bus> bus;
  const sim::Place place = places_.at(spec.name);
  if (spec.bus.log) {
    bus = std::make_unique<Log>(wire_, next_id(), place, spec.name, spec.bus, blueprint_.seed);
  } else {
    bus = std::make_unique<Broadcast>(wire_, next_id(), place, spec.name, spec.bus, blueprint_.seed);
  }
  bus->timeout = spec.timeout;
  buses_.emplace(spec.name, bus.get());
  add(std::move(bus), {.kind = NodeInfo::Kind::bus});
}

// Where the origin tells of what it commits; by whom it is committed decides whether it does.
void World::build_relays(const ClassPlan& plan) {
  for (const TierPlan& tier : plan.tiers) {
    const options::Option& carry = *options::find_option("carry", tier.policy->carry.name);
    if (!carry.is_told_by_origin || tier.bus == nullptr) continue;
    Leader& leader = *plan.origin->leader;
    relays_.push_back(build_relay(wire_, leader, plan, tier));
    const auto& owed_by = tier.policy->owed_by;
    std::vector<bool> owes;
    for (const NodeInfo& info : infos_)
      owes.push_back(owed_by.empty() || std::find(owed_by.begin(), owed_by.end(), info.group) != owed_by.end());
    leader.publish_by(*relays_.back().relay, plan.id, std::move(owes));
  }
}

void World::build_origin(const NodeSpec& spec) {
  Origin origin;
  origin.name = spec.name;
  origin.plan = &spec.origin;
  const auto key = [&](const char* purpose) { return sim::derive_key(blueprint_.seed, spec.name, purpose); };
  origin.draws = {key("service"), key("lag"), key("choice"), key("receipt")};
  const sim::Place place = places_.at(spec.name);
  auto leader =
      std::make_unique<Leader>(wire_, next_id(), place, spec.name, spec.origin, origin.draws, first_keys_.back());
  leader->timeout = spec.timeout;
  origin.leader = leader.get();
  add(std::move(leader), {.kind = NodeInfo::Kind::leader, .servers = spec.origin.servers});
  for (std::int64_t i = 0; i < spec.origin.followers; ++i) {
    OriginDraws draws = origin.draws;
    draws.follower = static_cast<std::uint32_t>(i + 1);
    const std::string name = follower_name(spec.name, i + 1);
    const auto own = places_.find(name);
    auto follower =
        std::make_unique<Follower>(wire_, next_id(), own == places_.end() ? place : own->second, name, spec.origin,
                                   draws, first_keys_.back());
    follower->timeout = spec.timeout;
    origin.leader->add_follower(follower.get());
    origin.followers.push_back(follower.get());
    add(std::move(follower), {.group = spec.name, .kind = NodeInfo::Kind::follower, .servers = spec.origin.servers});
  }
  origins_.emplace(spec.name, std::move(origin));
}

const Origin* World::origin_of(const DataClass& data_class) const {
  if (!data_class.has_origin) return nullptr;
  return data_class.origin.empty() ? &origins_.begin()->second : &origins_.at(data_class.origin);
}

void World::build_plans() {
  CHECK_INVARIANT(blueprint_.strategy.policies.size() == blueprint_.classes.size());
  join_edges();
  for (std::size_t i = 0; i < blueprint_.classes.size(); ++i) {
    const Policy& policy = blueprint_.strategy.policies[i];
    ClassPlan plan;
    plan.id = ClassId{static_cast<std::uint16_t>(i)};
    plan.spec = &blueprint_.classes[i];
    plan.origin = origin_of(*plan.spec);
    plan.dependents = &*dependents_;
    plan.tags = &*tags_;
    plan.all = &plans_;
    plan.seed = blueprint_.seed;
    for (const Policy* tier : tiers_of(policy)) {
      plan.tiers.push_back(tier_plan(*tier, plan.tiers.size()));
      if (!tier->cache.empty()) sessions_.remember(plan.id, guard_terms(*tier));
      plan.keeps_instants |= needs_instants(*tier);
    }
    find_edge(plan);
    if (plan.origin != nullptr) ask_origin(plan);
    plans_.push_back(std::move(plan));
  }
  for (auto& [name, bus] : buses_) bus->build(plans_);
  for (const ClassPlan& plan : plans_) build_relays(plan);
  for (auto& [name, service] : services_)
    for (ServiceInstance* instance : service.instances()) instance->build(plans_);
  build_sole_copies();
  for (auto& [name, cluster] : clusters_) {
    build_cached_plans(name, cluster);
    for (CacheShard* shard : cluster.shards) {
      shard->use_tags(*tags_);
      shard->seats.build(wire_, *shard, cached_plans_[name], true);
    }
  }
}

void World::join_edges() {
  for (const NodeSpec& spec : blueprint_.nodes)
    if (!spec.cache.edge_of.empty()) clusters_.at(spec.name).before = &services_.at(spec.cache.edge_of);
}

void World::find_edge(ClassPlan& plan) {
  if (!plan.has_edge()) return;
  const Cluster* edge = plan.tiers.front().cluster;
  Edges& edges = edges_[edge->before];
  edges.resize(blueprint_.classes.size());
  edges[index(plan.id)] = edge;
  if (plan.tiers.size() == 1) plan.tiers.push_back(tier_plan(unchanged_, 1));
}

const Edges& World::edges_for(const Load& load) const {
  const auto found = edges_.find(&services_.at(service_of(load)));
  const bool is_from_client = !services_.contains(load.from);
  return is_from_client && found != edges_.end() ? found->second : no_edges_;
}

void World::ask_origin(const ClassPlan& plan) {
  plan.origin->leader->serve_class(plan.id, *plan.spec);
  for (Follower* follower : plan.origin->followers) follower->serve_class(plan.id, *plan.spec);
  if (dependents_->has(plan.id)) plan.origin->leader->compute(*dependents_);
  if (plan.keeps_instants || has_absence(blueprint_, *plan.spec)) plan.origin->keep_particulars();
  take_absent(plan);
}

void World::build_sole_copies() {
  const auto has_origin = [](const DataClass& each) { return each.has_origin; };
  if (std::all_of(blueprint_.classes.begin(), blueprint_.classes.end(), has_origin)) return;
  sole_.emplace(wire_, first_keys_.back());
  for (auto& [name, cluster] : clusters_)
    for (CacheShard* shard : cluster.shards)
      if (cluster.own.empty()) shard->use_sole(*sole_, cluster);
}

void World::take_absent(const ClassPlan& plan) const {
  if (plan.spec->absent <= 0) return;
  const sim::StreamKey draws = sim::derive_key(blueprint_.seed, plan.spec->name, "absent");
  for (std::uint32_t i = 0; i < plan.spec->keys; ++i) {
    sim::OperationDraw draw(draws, i, 0);
    if (sim::unit(draw()) < plan.spec->absent) plan.origin->begin_without(KeyId{first_keys_[index(plan.id)] + i});
  }
}

TierPlan World::tier_plan(const Policy& policy, std::size_t place) const {
  TierPlan tier{&policy, nullptr, nullptr, static_cast<std::uint8_t>(place)};
  if (!policy.cache.empty()) tier.cluster = &clusters_.at(policy.cache);
  if (!policy.bus.empty()) tier.bus = buses_.at(policy.bus);
  return tier;
}

// At a cache its own tier is the outermost: those before it have asked already.
void World::build_cached_plans(const std::string& name, const Cluster& cluster) {
  std::vector<ClassPlan>& held = cached_plans_[name];
  for (const ClassPlan& plan : plans_) {
    const auto is_its = [&](const TierPlan& tier) { return tier.cluster == &cluster; };
    const auto own = std::find_if(plan.tiers.begin(), plan.tiers.end(), is_its);
    if (own == plan.tiers.end()) continue;
    held.push_back(plan);
    held.back().tiers.assign(own, plan.tiers.end());
    if (held.back().has_edge()) held.back().tiers.resize(1);  // it asks the service, not the tiers behind
  }
}

// A service that makes load with a timeout, retries, hedges or a breaker is its own caller, with a seat beside it.
Node* World::caller_for(const Load& load) {
  const auto is_named = [&](const auto& node) { return node->name == load.from; };
  const bool from_service = services_.contains(load.from);
  if (!from_service) return std::find_if(nodes_.begin(), nodes_.end(), is_named)->get();
  const bool to_other = service_of(load) != load.from;
  const bool makes_calls = load.timeout || load.retries.max > 0 || load.hedge_after || load.breaker;
  if (!to_other && !makes_calls) return nullptr;
  auto caller = std::make_unique<ClientHost>(wire_, next_id(), places_.at(load.from), load.from + " (caller)");
  return &add(std::move(caller), {});
}

const KeyChooser* World::chooser(const Load& load, const std::string& class_name, ClassId& id) {
  id = class_named(class_name);
  return &choosers_.emplace_back(load, blueprint_.classes[index(id)], first_keys_[index(id)], blueprint_.seed);
}

std::uint16_t World::holder_of_generation(std::uint16_t shard, std::uint32_t key) const {
  if (infos_[shard].home) return shard;
  const ClassId of{static_cast<std::uint16_t>(class_of(key))};
  return index(clusters_.at(infos_[shard].group).owner_of(tags_->group_of(of, KeyId{key}).at).id);
}

bool World::changes(std::uint32_t source, std::uint32_t derived) const {
  const ClassId of{static_cast<std::uint16_t>(class_of(source))};
  if (!dependents_->has(of)) return false;
  const auto keys = dependents_->of(of, KeyId{source});
  return std::any_of(keys.begin(), keys.end(), [&](const DerivedKey& each) { return index(each.key) == derived; });
}

void World::build_loads() {
  const bool some_differ = std::any_of(blueprint_.loads.begin(), blueprint_.loads.end(),
                                       [](const Load& load) { return load.priority != Priority::normal; });
  for (const Load& load : blueprint_.loads) {
    Service& service = services_.at(service_of(load));
    LoadPorts ports{wire_,     caller_for(load),         service,            book_,
                    sessions_, blueprint_.stop_requests, blueprint_.skipped, edges_for(load)};
    const std::uint64_t source = sources_for(load);
    if (some_differ) wire_.priorities.set(source, load.priority);
    LoadSource& made = loads_.emplace_back(load, ports, pace_of(load), source, blueprint_.seed);
    ClassId id{};
    if (!load.reads.empty()) {
      const KeyChooser* keys = chooser(load, load.reads, id);
      made.read_class(id, keys);
    }
    if (!load.writes.empty()) {
      const KeyChooser* keys = chooser(load, load.writes, id);
      made.write_class(id, keys);
    }
    add_steps(load, made);
    for (const Fault& fault : blueprint_.faults)
      if (fault.kind == Fault::Kind::hot_key && fault.load == load.name) made.has_hot_key(fault, blueprint_.seed);
  }
}

Pace World::pace_of(const Load& load) const {
  std::vector<const Fault*> spikes;
  for (const Fault& fault : blueprint_.faults)
    if (fault.kind == Fault::Kind::spike && fault.load == load.name) spikes.push_back(&fault);
  return {load.begins, load.curve, spikes};
}

void World::add_steps(const Load& load, LoadSource& made) {
  for (const Step& step : load.request) {
    Load alone = load;
    alone.popularity = step.popularity;
    alone.fixed_key = step.fixed_key;
    ClassId id{};
    const KeyChooser* keys = chooser(alone, step.data_class(), id);
    made.step_class(id, *keys, blueprint_.classes[index(id)].keys);
  }
}

}  // namespace stalemate::models
