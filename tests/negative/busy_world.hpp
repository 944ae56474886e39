// The world in which rules are checked: a few hot keys, two instances, two shards, races at every step.
// Promise: small and crowded, so that most breakages show within ten simulated seconds.
// Source: FoundationDB's simulation workloads (little data, much contention).
#pragma once
#include "tests/analytic/stampede_worlds.hpp"
#include "tests/negative/record.hpp"

namespace stalemate::tests {

/// Cache-aside, delete after commit, ttl 1 s; readers and writers share forty keys.
inline models::Blueprint busy_world(std::uint64_t seed = 1) {
  using namespace sim::literals;
  models::Blueprint world = cached_world(1_s, models::Distribution::exponential(2_ms).plus(1_ms));
  world.classes[0].keys = 40;
  world.nodes[0].service.instances = 2;
  world.nodes[1].origin.write = models::Distribution::exponential(2_ms).plus(1_ms);
  world.nodes[2].cache.shards = 2;
  world.default_latency = models::Distribution::exponential(1_ms).plus(100_us);
  world.strategy.policies[0].write = choose("write", "invalidate");
  models::Load load = reads_from("shop", "people");
  load.writes = "item";
  load.write_share = 0.1;
  load.rate_per_s = 800;
  load.popularity = {.law = models::Popularity::Law::zipf, .exponent = 1};
  load.sessions = 20;
  world.loads = {load};
  world.duration = 10_s;
  world.seed = seed;
  return world;
}

inline models::Policy& policy_of(models::Blueprint& world) { return world.strategy.policies[0]; }

/// Beside them, pages of one key and eight more out of the same forty.
inline models::Load& add_pages(models::Blueprint& world, models::Step::How how) {
  models::Load page = world.loads[0];
  page.name = "pages";
  page.writes.clear();
  page.reads.clear();
  page.rate_per_s = 60;
  models::Step one, many;
  one.reads = many.reads = "item";
  many.keys = 8;
  many.how = how;
  page.request = {one, many};
  world.loads.push_back(page);
  return world.loads.back();
}

/// The same people, behind a client with a timeout and retries.
inline void let_clients_retry(models::Blueprint& world, sim::Duration timeout, std::int64_t retries) {
  models::NodeSpec phones;
  phones.name = "phones";
  phones.kind = models::NodeSpec::Kind::client;
  world.nodes.push_back(phones);
  models::Load& load = world.loads[0];
  load.from = "phones";
  load.to = "shop";
  load.timeout = timeout;
  load.retries.max = retries;
}

}  // namespace stalemate::tests
