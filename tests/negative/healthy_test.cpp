// Every checker over healthy worlds: they have nothing to say. Else, what they say of broken ones would prove nothing.
// Promise: three seeds each; each rule is called only where it is promised.
// Source: this project's semantics.
#include <catch2/catch.hpp>
#include <iostream>
#include "tests/negative/busy_world.hpp"
#include "tests/negative/checkers.hpp"
#include "tests/negative/torn_checker.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::sim::literals;
using models::Blueprint;

/// Runs a variant under three seeds through every common rule and through `promised`.
template <class Vary, class Promised>
void check_healthy(Vary vary, Promised promised) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    Blueprint world = busy_world(seed);
    vary(world);
    const Record run = record(world);
    REQUIRE(run.facts.size() > 10'000);
    Violations found = check_every_rule(run);
    found.add(promised(run));
    INFO("seed " << seed << ": " << found.text());
    CHECK(found.empty());
  }
}

constexpr auto nothing_more = [](const Record&) { return Violations(); };

TEST_CASE("a world without a cache breaks no rule and is never stale") {
  check_healthy(
      [](Blueprint& world) {
        world.strategy.policies = {models::Policy{}};
        policy_of(world).carry = choose("carry", "inline");
      },
      no_read_is_stale);
}

TEST_CASE("cache-aside with deletes and a time to live breaks no rule") {
  check_healthy([](Blueprint&) {},
                [](const Record& run) {
                  Violations found = owed_changes_are_sent(run);
                  found.add(entries_live_their_time(run, 1_s));
                  found.add(nobody_waits_for_ever(run, 1_s));
                  return found;
                });
}

TEST_CASE("jitter shortens a time to live by no more than its share") {
  check_healthy([](Blueprint& world) { policy_of(world).expiry.values.set("jitter", 0.3); },
                [](const Record& run) { return entries_live_their_time(run, 1_s, 0.3); });
}

TEST_CASE("leases store nothing that a delete has voided") {
  const auto leased = [](Blueprint& world) { policy_of(world).stampede = {choose("stampede", "lease")}; };
  check_healthy(leased, voided_leases_store_nothing);
  check_healthy([&](Blueprint& world) { leased(world), policy_of(world).read = choose("read", "read-through"); },
                voided_leases_store_nothing);
}

TEST_CASE("a preload breaks no rule, nor the leases and flights of those who read meanwhile") {
  const auto preloading = [](Blueprint& world, const char* stampede) {
    policy_of(world).stampede = {choose("stampede", stampede)};
    policy_of(world).read = choose("read", "read-through");
    policy_of(world).warm_up = choose("warm_up", "preload");
    policy_of(world).warm_up.values.set("top", std::int64_t{40});
    models::Fault& fault = world.faults.emplace_back();
    fault.name = "now and then";
    fault.kind = models::Fault::Kind::restart;
    fault.node = "redis";
    fault.every = 500_ms;
  };
  check_healthy([&](Blueprint& world) { preloading(world, "lease"); }, voided_leases_store_nothing);
  check_healthy([&](Blueprint& world) { preloading(world, "coalesce"); }, one_fetch_a_node_and_key);
}

TEST_CASE("coalescing fetches a key once at a time at a service and at a shard") {
  const auto coalescing = [](Blueprint& world) { policy_of(world).stampede = {choose("stampede", "coalesce")}; };
  check_healthy(coalescing, one_fetch_a_node_and_key);
  check_healthy([&](Blueprint& world) { coalescing(world), policy_of(world).read = choose("read", "read-through"); },
                one_fetch_a_node_and_key);
}

TEST_CASE("updates, write-through and versioned deletes break no rule") {
  check_healthy([](Blueprint& world) { policy_of(world).write = choose("write", "update"); }, owed_changes_are_sent);
  check_healthy([](Blueprint& world) { policy_of(world).write = choose("write", "write-through"); }, nothing_more);
  check_healthy([](Blueprint& world) { policy_of(world).write.values.set("versioned", true); }, owed_changes_are_sent);
}

TEST_CASE("a small cache evicts the least recently used and keeps to its size") {
  check_healthy([](Blueprint& world) { world.nodes[2].cache.capacity_entries = 16; },
                [](const Record& run) {
                  Violations found = the_least_recent_is_evicted(run);
                  found.add(shards_keep_to_their_size(run, 8));
                  return found;
                });
}

TEST_CASE("followers apply in order however their lag is drawn") {
  check_healthy(
      [](Blueprint& world) {
        models::OriginNode& origin = origin_of(world);
        origin.followers = 2;
        origin.lag = models::Distribution::exponential(50_ms);
        origin.read_from = models::ReadFrom::follower;
      },
      nothing_more);
}

TEST_CASE("loss, timeouts, retries, crashes and flushes break no rule") {
  check_healthy(
      [](Blueprint& world) {
        let_clients_retry(world, 30_ms, 2);
        world.links = {{.from = "phones", .to = "shop", .latency = models::Distribution::constant(1_ms), .loss = 0.05},
                       {.from = "shop", .to = "redis", .latency = models::Distribution::constant(1_ms), .loss = 0.02}};
        world.nodes[2].timeout = 20_ms;
        origin_of(world).servers = 4;
        origin_of(world).queue_timeout = 15_ms;
        const auto strike = [&](const char* name, models::Fault::Kind kind, std::int64_t second, const char* node) {
          world.faults.push_back({.name = name,
                                  .kind = kind,
                                  .at = sim::Instant{} + 1_s * second,
                                  .until = sim::Instant{} + 1_s * second + 500_ms,
                                  .node = node,
                                  .from = {},
                                  .to = {}});
        };
        strike("shard", models::Fault::Kind::crash, 2, "redis-1");
        strike("instance", models::Fault::Kind::crash, 4, "shop-2");
        strike("flush", models::Fault::Kind::flush, 6, "redis");
        strike("database", models::Fault::Kind::crash, 8, "db");
      },
      nothing_more);
}

Violations requests_end(const Record& run) {
  Violations found = nobody_waits_for_ever(run, 3_s);
  found.add(torn_requests_are_counted(run, measure(run)));
  std::map<std::uint32_t, sim::Fact> open;
  for (const sim::Fact& fact : run.facts) {
    if (kind_of(fact) == FactKind::request_begun) open[fact.slot] = fact;
    if (kind_of(fact) == FactKind::request_ended) open.erase(fact.slot);
  }
  for (const auto& [slot, begun] : open)
    if (sim::Instant{} + run.blueprint.duration - begun.at > 3_s) found.add(begun, "a request of several steps waits");
  return found;
}

TEST_CASE("requests of several steps break no rule, whatever is lost, late or down") {
  for (const auto how : {models::Step::How::serial, models::Step::How::parallel, models::Step::How::multi_get})
    for (const bool by_clients : {false, true})
      check_healthy(
          [&](Blueprint& world) {
            if (by_clients) let_clients_retry(world, 30_ms, 2);
            add_pages(world, how);
            world.nodes[0].service.workers = 8;
            world.nodes[2].timeout = 20_ms;
            world.give_up = 500_ms;
            origin_of(world).servers = 6;
            const auto latency = models::Distribution::exponential(1_ms);
            world.links = {{.from = "shop", .to = "redis", .latency = latency, .loss = 0.02},
                           {.from = "shop", .to = "db", .latency = latency, .loss = 0.02}};
            std::int64_t second = 2;
            for (const char* node : {"redis-1", "shop-2", "db"})
              world.faults.push_back({.name = node,
                                      .kind = models::Fault::Kind::crash,
                                      .at = sim::Instant{} + 1_s * second++,
                                      .until = sim::Instant{} + 1_s * second - 500_ms,
                                      .node = node,
                                      .from = {},
                                      .to = {}});
          },
          requests_end);
}

TEST_CASE("a run is the same twice, and strategies are asked the same") {
  Blueprint other = busy_world();
  policy_of(other).stampede = {choose("stampede", "coalesce")};
  policy_of(other).write = choose("write", "update");
  const Violations found = random_numbers_are_common(record(busy_world()), record(other));
  INFO(found.text());
  CHECK(found.empty());
  const Violations again = two_runs_are_one(busy_world());
  INFO(again.text());
  CHECK(again.empty());
}

TEST_CASE("the digest is of the facts alone") {
  const Record run = record(busy_world());
  const Violations found = the_digest_is_of_the_facts_alone<sim::FactStream>(run.facts);
  INFO(found.text());
  CHECK(found.empty());
  CHECK(digest_in_blocks<sim::FactStream>(run.facts, 1000) == run.digest);
}

}  // namespace
