// Worlds drawn from seeds in which shards with replicas crash, come and go while writes are on their way to replicas.
// Promise: as for whole worlds; every shared cache has replicas that lag, and some of its shards go and come.
// Source: this project's glossary ("replica", "takeover", "only copy").
#include <catch2/catch.hpp>
#include <iostream>
#include "analysis/measure/measurement.hpp"
#include "tests/property/random_world.hpp"
#include "tests/property/replay.hpp"
#include "tests/property/takeover_counter.hpp"
#include "tests/sanitized.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests::property;

constexpr std::uint64_t beset_worlds = tests::is_sanitized ? 300 : 800;

void add_struck(Blueprint& world, const std::string& cache, Fault::Kind kind, Dice& dice) {
  Fault& fault = world.faults.emplace_back();
  fault.name = "beset" + std::to_string(world.faults.size());
  fault.kind = kind;
  const bool is_part = kind != Fault::Kind::add_shard;
  fault.node = is_part ? cache + "-" + std::to_string(dice.between(1, 2)) : cache;
  fault.at = Instant{} + dice.ms(0, 4'000);
  fault.until = fault.at + dice.ms(1, 1'500);
  fault.keeps_content = kind == Fault::Kind::remove_shard && dice.one_in(2);
}

/// Each shared cache has three shards or more, of which the third stays; what is written is deleted as often.
Blueprint beset(std::uint64_t seed) {
  Blueprint world = random_world(seed);
  Dice dice(seed);
  std::erase_if(world.faults, [](const Fault& fault) {
    return fault.kind == Fault::Kind::remove_shard || fault.kind == Fault::Kind::add_shard;
  });
  for (models::Load& load : world.loads)
    if (!load.writes.empty()) load.deletes = 0.5;
  for (NodeSpec& node : world.nodes) {
    if (node.kind != NodeSpec::Kind::cache || node.cache.in_process) continue;
    node.cache.shards = std::max<std::int64_t>(3, node.cache.shards);
    node.cache.replicas = dice.between(1, 2);
    node.cache.replica_lag = models::Distribution::exponential(dice.ms(1, 500));
    node.cache.failover = dice.ms(1, 1'000);
    for (int i = 0; i < 4; ++i) {
      add_struck(world, node.name, Fault::Kind::crash, dice);
      const Fault crash = world.faults.back();
      add_struck(world, node.name, Fault::Kind::remove_shard, dice);
      if (dice.one_in(2)) continue;  // else while nobody is there
      world.faults.back().node = crash.node;
      world.faults.back().at = crash.at + dice.ms(0, 500);
      world.faults.back().until = world.faults.back().at + dice.ms(1, 2'000);
    }
    add_struck(world, node.name, Fault::Kind::add_shard, dice);
  }
  return world;
}

}  // namespace

TEST_CASE("Only copies are where they are said to be, whatever shards crash, go and come, and whoever takes over") {
  std::int64_t takeovers = 0, not_replicated = 0, lookups = 0;
  for (const std::uint64_t seed : world_seeds(beset_worlds)) {
    INFO(replay_of(seed, "Only copies are where"));
    models::World world(beset(seed));
    analysis::measure::Measurement measurement(world);
    TakeoverCounter counter(world);
    world.run();
    const auto result = measurement.result();
    std::int64_t counted = 0;
    for (const auto& cache : result.load.caches) counted += cache.not_replicated;
    CHECK(counter.not_replicated == counted);
    REQUIRE(counter.misplaced == 0);
    takeovers += counter.takeovers;
    not_replicated += counted;
    lookups += counter.sole_lookups;
  }
  if (draws_some_worlds()) return;
  std::cout << beset_worlds << " worlds beset: " << takeovers << " takeovers, without " << not_replicated
            << " entries; " << lookups << " lookups of only copies\n";
  CHECK(takeovers > static_cast<std::int64_t>(beset_worlds) / 3);
  CHECK(not_replicated > static_cast<std::int64_t>(beset_worlds) / 3);
  CHECK(lookups > 20 * static_cast<std::int64_t>(beset_worlds));
}
