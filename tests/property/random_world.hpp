// A whole world drawn from a seed: nodes, links, losses, loads of every shape, faults of every kind, every option.
// Promise: only what a scenario may say; the same seed gives the same blueprint; a new option is drawn as soon as it is
// registered.
// Source: swarm testing (Groce et al. 2012): a world leaves out most features, so that the others meet.
#pragma once
#include <string>
#include <vector>
#include "models/blueprint.hpp"
#include "models/options/registry.hpp"
#include "tests/property/acts.hpp"
#include "tests/property/client_defences.hpp"
#include "tests/property/derived_classes.hpp"
#include "tests/property/dice.hpp"
#include "tests/property/late_draws.hpp"
#include "tests/property/popularities.hpp"
#include "tests/property/priorities.hpp"
#include "tests/property/random_edge.hpp"
#include "tests/property/random_faults.hpp"
#include "tests/property/random_policy.hpp"
#include "tests/property/sole_classes.hpp"
#include "tests/property/tagged_classes.hpp"
#include "tests/property/warmed_copies.hpp"

namespace stalemate::tests::property {

using models::Blueprint;
using models::Distribution;
using models::Duration;
using models::Instant;
using models::NodeSpec;

class WorldDrawer {
 public:
  explicit WorldDrawer(std::uint64_t seed) : dice_(seed) { world_.seed = seed; }

  Blueprint draw() {
    world_.duration = dice_.ms(1'000, 5'000);
    world_.warm_up = dice_.one_in(3) ? dice_.ms(0, 1'000) : Duration{};
    world_.give_up = dice_.ms(1, 500);
    world_.default_latency = law(5);
    add_nodes();
    add_classes();
    add_links();
    add_loads();
    FaultDrawer(dice_, world_).add_faults();
    add_strategy();
    derive_some(world_, dice_);
    give_acts(world_, dice_);
    defend_some(world_, dice_);
    tag_some(world_, dice_);
    keep_some_alone(world_, dice_);
    rank_some(world_, dice_);
    warm_some(world_, dice_);
    stand_some_before(world_, dice_);
    draw_late(world_, dice_);
    return std::move(world_);
  }

 private:
  using Kind = NodeSpec::Kind;

  Distribution law(std::int64_t up_to_ms) {
    switch (dice_.between(0, 4)) {
      case 0: return Distribution::constant({});
      case 1: return Distribution::constant(dice_.ms(0, up_to_ms));
      case 2: return Distribution::uniform({}, dice_.ms(1, up_to_ms));
      case 3: return Distribution::pareto(Duration{100'000}, 1.5, dice_.ms(1, 20 * up_to_ms));
      default: return Distribution::exponential(dice_.ms(1, up_to_ms));
    }
  }

  NodeSpec& add_node(const std::string& name, Kind kind) {
    NodeSpec& node = world_.nodes.emplace_back();
    node.name = name;
    node.kind = kind;
    if (kind != Kind::client && dice_.one_in(2)) node.timeout = dice_.ms(5, 300);
    return node;
  }

  void add_nodes() {
    for (std::int64_t i = dice_.between(1, 2); i > 0; --i)
      draw_service(add_node("shop" + std::to_string(i), Kind::service).service);
    if (dice_.one_in(2)) add_node("phones", Kind::client);
    for (std::int64_t i = dice_.between(0, 2); i > 0; --i)
      draw_cache(add_node("cache" + std::to_string(i), Kind::cache).cache);
    draw_bus(add_node("bus", Kind::bus).bus);
    draw_log(add_node("log", Kind::bus).bus);
    for (std::int64_t i = dice_.between(1, 2); i > 0; --i)
      draw_origin(add_node("db" + std::to_string(i), Kind::origin).origin);
  }
  void draw_service(models::ServiceNode& service) {
    service.instances = dice_.between(1, 3);
    service.balancer = static_cast<models::ServiceNode::Balancer>(dice_.between(0, 3));
    service.workers = dice_.one_in(2) ? dice_.between(1, 8) : 0;
    // A run that ends by requests would wait for ever longer lines.
    const std::int64_t longest = service.workers > 0 ? 500 : -1;
    service.queue_limit = dice_.one_in(2) ? dice_.between(1, 20) : longest;
    if (dice_.one_in(3)) service.work = law(3);
    if (service.workers > 0 && dice_.one_in(3)) service.queue_timeout = dice_.ms(1, 100);
    service.drops_abandoned = service.workers > 0 && dice_.one_in(3);
  }
  void draw_log(models::BusNode& bus) {
    bus.log = {.partitions = dice_.between(1, 3), .batch = dice_.between(1, 4), .retry = dice_.ms(1, 500)};
    if (dice_.one_in(3)) bus.log->keeps = dice_.between(1, 20);
    if (dice_.one_in(2)) bus.delay = law(5);
  }
  void draw_bus(models::BusNode& bus) {
    bus.delay = law(5);
    bus.loss = dice_.one_in(2) ? dice_.share() : 0;
    bus.duplicates = dice_.one_in(2) ? dice_.share() : 0;
    if (dice_.one_in(3)) bus.reorder = {dice_.share(), dice_.ms(1, 50)};
    if (dice_.one_in(3)) bus.backlog = dice_.between(1, 20);
  }
  void draw_cache(models::CacheNode& cache) {
    cache.in_process = dice_.one_in(3);
    cache.sharding = dice_.one_in(2) ? models::CacheNode::Sharding::modulo : models::CacheNode::Sharding::ring;
    cache.shards = dice_.between(1, 4);
    cache.virtual_nodes = dice_.between(1, 20);
    if (dice_.one_in(2)) cache.capacity_entries = dice_.between(1, 40);
    if (cache.capacity_entries == 0 && dice_.one_in(2)) cache.capacity_bytes = dice_.between(500, 20'000);
    cache.capacity_per_shard = dice_.one_in(2);
    const models::options::Option& eviction = *dice_.of(models::options::options_of("eviction"));
    cache.eviction = eviction.name;
    cache.eviction_values = models::options::defaults_of(eviction);
    if (dice_.one_in(2)) cache.service = law(1);
    cache.servers = dice_.between(1, 3);
    if (dice_.one_in(3)) cache.connections = cache.servers + dice_.between(0, 5);
    if (dice_.one_in(3)) cache.queue_limit = dice_.between(0, 5);
    if (dice_.one_in(4)) cache.queue_timeout = dice_.ms(1, 20);
    cache.drops_abandoned = dice_.one_in(3);
    if (cache.in_process || !dice_.one_in(2)) return;
    cache.replicas = dice_.between(1, 2);
    cache.replica_lag = law(1'000);
    cache.failover = dice_.ms(1, 500);
  }
  void draw_origin(models::OriginNode& origin) {
    origin.servers = dice_.between(0, 4);
    if (dice_.one_in(3)) origin.queue_limit = dice_.between(0, 20);
    if (dice_.one_in(3)) origin.queue_timeout = dice_.ms(1, 100);
    origin.drops_abandoned = dice_.one_in(3);
    origin.read = law(8);
    origin.write = law(8);
    origin.followers = dice_.one_in(2) ? dice_.between(1, 3) : 0;
    origin.lag = law(100);
    const bool from_follower = origin.followers > 0 && dice_.one_in(2);
    if (from_follower) origin.read_from = dice_.one_in(4) ? models::ReadFrom::nearest : models::ReadFrom::follower;
    if (dice_.one_in(4)) origin.apply = law(20);
    if (origin.followers > 0 && dice_.one_in(2)) draw_replication(origin);
    if (dice_.one_in(5)) origin.rate_limit = {1 + 500 * dice_.share(), dice_.between(1, 50), dice_.one_in(2)};
  }

  void draw_replication(models::OriginNode& origin) {
    models::Replication& plan = origin.replication;
    plan.mode = static_cast<models::Replication::Mode>(dice_.between(0, 2));
    plan.receipt = law(20);
    plan.tells_receipt = true;
    plan.needs = dice_.between(1, origin.followers);
    plan.patience = dice_.ms(1, 1'000);
  }


  void add_classes() {
    for (std::int64_t i = dice_.between(1, 3); i > 0; --i) {
      models::DataClass& data_class = world_.classes.emplace_back();
      data_class.name = "class" + std::to_string(i);
      data_class.keys = static_cast<std::uint32_t>(dice_.one_in(3) ? 1 : dice_.between(1, 60));
      data_class.value_bytes = dice_.between(1, 2'000);
      data_class.popularity = any_popularity(dice_);
      if (dice_.one_in(4)) data_class.absent = dice_.share();
      data_class.origin = dice_.of(names_of(world_, {Kind::origin}));
      if (dice_.one_in(2)) data_class.promise.max_age = dice_.ms(0, 1'000);
      if (dice_.one_in(4)) data_class.read_from = static_cast<models::ReadFrom>(dice_.between(0, 1));
    }
  }

  void add_links() {
    const auto all = wired_of(world_);
    for (std::int64_t i = dice_.between(0, 6); i > 0; --i) {
      models::LinkSpec link{dice_.of(all), dice_.of(all), law(5), dice_.one_in(2) ? dice_.share() * 0.2 : 0};
      link.one_way = dice_.one_in(3);
      if (dice_.one_in(3)) link.traits.duplicates = dice_.share();
      if (dice_.one_in(3)) link.traits.reorder = {dice_.share(), dice_.ms(1, 50)};
      if (dice_.one_in(3)) link.traits.bytes_per_s = static_cast<double>(dice_.between(10'000, 10'000'000));
      if (link.from != link.to && !has_link(link.from, link.to)) world_.links.push_back(link);
    }
  }
  bool has_link(const std::string& a, const std::string& b) const {
    for (const models::LinkSpec& link : world_.links)
      if ((link.from == a && link.to == b) || (link.from == b && link.to == a)) return true;
    return false;
  }

  void add_loads() {
    for (std::int64_t i = dice_.between(1, 4); i > 0; --i)
      draw_load(world_.loads.emplace_back(), "load" + std::to_string(i));
    for (models::Load& load : world_.loads)
      if (dice_.one_in(4)) draw_request(load);
    models::Load& steady = world_.loads.front();
    if (steady.shape != models::Load::Shape::poisson || steady.ends != Instant::never() || !dice_.one_in(4)) return;
    world_.stop_requests = dice_.between(1, 1'000);
  }
  void draw_load(models::Load& load, const std::string& name) {
    load.name = name;
    load.from = dice_.of(names_of(world_, {Kind::service, Kind::client}));
    const bool from_client = load.from == "phones";
    if (from_client || dice_.one_in(3)) load.to = dice_.of(names_of(world_, {Kind::service}));
    const models::DataClass& data_class = dice_.of(world_.classes);
    const std::int64_t does = dice_.between(0, 3);
    if (does != 0) load.reads = data_class.name;
    if (does != 1) load.writes = data_class.name;
    load.write_share = dice_.share() * 0.6;
    if (!load.writes.empty() && dice_.one_in(4)) load.deletes = dice_.share();
    if (load.reads == load.writes && dice_.one_in(3)) load.after_read = dice_.share();
    if (!load.writes.empty() && dice_.one_in(3)) load.read_back = {dice_.share(), law(20)};
    load.popularity = dice_.one_in(2) ? data_class.popularity : any_popularity(dice_);
    if (dice_.one_in(5)) load.popularity = scan_of(data_class, dice_);
    if (dice_.one_in(4)) load.fixed_key = 0;
    if (dice_.one_in(3)) load.sessions = dice_.between(1, 5);
    draw_shape(load);
    if (dice_.one_in(4)) load.begins = Instant{} + dice_.ms(0, 2'000);
    if (dice_.one_in(4)) load.ends = load.begins + dice_.ms(1, 2'000);
    if (dice_.one_in(2)) load.timeout = dice_.ms(1, 200);
    if (dice_.one_in(2))
      load.retries = {dice_.between(1, 4), static_cast<models::Retries::Backoff>(dice_.between(0, 2)), dice_.ms(0, 50)};
  }
  void draw_request(models::Load& load) {
    load.reads.clear();
    load.writes.clear();
    for (std::int64_t i = dice_.between(1, 3); i > 0; --i) {
      const models::DataClass& data_class = dice_.of(world_.classes);
      models::Step& step = load.request.emplace_back();
      step.reads = data_class.name;
      step.how = static_cast<models::Step::How>(dice_.between(0, 2));
      step.keys = dice_.between(1, std::min<std::int64_t>(8, data_class.keys));
      step.popularity = dice_.one_in(2) ? data_class.popularity : any_popularity(dice_);
      if (step.keys == 1 && dice_.one_in(4)) step.fixed_key = 0;
      step.is_beside = load.request.size() > 1 && dice_.one_in(3);
      if (dice_.one_in(5)) make_write(load, step, data_class);
    }
  }
  void make_write(const models::Load& load, models::Step& step, const models::DataClass& data_class) {
    if (!data_class.derived_from.empty()) return;
    std::swap(step.reads, step.writes);
    if (step.how == models::Step::How::multi_get) step.how = models::Step::How::parallel;
    const models::Step& first = load.request.front();
    if (load.request.size() == 1 || first.data_class() != data_class.name || dice_.one_in(2)) return;
    step.keys_of = 0;
    step.keys = first.keys;
    step.fixed_key.reset();
  }
  void draw_shape(models::Load& load) {
    load.shape = static_cast<models::Load::Shape>(dice_.between(0, 3));
    load.rate_per_s = static_cast<double>(dice_.between(5, 300));
    load.users = load.shape == models::Load::Shape::closed ? dice_.between(1, 30) : 0;
    load.think =
        dice_.one_in(3) ? Distribution::constant(dice_.ms(1, 50)) : Distribution::exponential(dice_.ms(20, 200));
    if (load.shape != models::Load::Shape::listed) return;
    Instant at;
    for (std::int64_t i = dice_.between(1, 200); i > 0; --i) load.at.push_back(at = at + dice_.ms(0, 20));
  }

  void add_strategy() {
    PolicyDrawer drawer(dice_, names_of(world_, {Kind::cache}), names_of(world_, {Kind::service}));
    world_.strategy.name = "drawn";
    for (std::size_t i = 0; i < world_.classes.size(); ++i) world_.strategy.policies.push_back(drawer.draw());
  }

  Dice dice_;
  Blueprint world_;
};

inline Blueprint random_world(std::uint64_t seed) { return WorldDrawer(seed).draw(); }

}  // namespace stalemate::tests::property
