// A guard's promise in worlds drawn from seeds: with version floors in every tier no session goes back behind its own.
// Promise: judged by analysis/measure, whose session guarantees have tests of their own; a failing world prints its
// seed. Source: read your writes and monotonic reads (Terry et al. 1994).
#include <catch2/catch.hpp>
#include "analysis/measure/measurement.hpp"
#include "tests/property/random_world.hpp"
#include "tests/property/replay.hpp"
#include "tests/sanitized.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests::property;
using models::Policy;

constexpr std::uint64_t guarded_worlds = tests::is_sanitized ? 500 : 1500;

models::Choice guard_with_floors(const std::string& of) {
  const models::options::Option* option = models::options::find_option("guard", "version-floor");
  models::Choice choice{option->name, models::options::defaults_of(*option)};
  choice.values.set("of", of);
  return choice;
}

void put_guard(Policy& tier, const models::Choice& guard) {
  tier.guard = guard;
  // What only a buffer has, no leader can be asked for.
  if (tier.write.name == "write-behind") tier.write = {"invalidate", {}};
}

/// Every class is read through a tier with the guard, or from its leader; every load tells sessions apart; no failover,
/// and no edge, which keeps no floors.
Blueprint guarded_world(std::uint64_t seed, const models::Choice& guard) {
  Blueprint world = random_world(seed);
  for (std::size_t i = 0; i < world.classes.size(); ++i) {
    Policy& policy = world.strategy.policies[i];
    if (policy.cache.empty()) world.classes[i].read_from = models::ReadFrom::leader;
    put_guard(policy, guard);
    for (Policy& tier : policy.behind) put_guard(tier, guard);
  }
  for (models::NodeSpec& node : world.nodes) node.cache.edge_of.clear();
  // A write that is void by the time of the answer is owed to nobody, and was live when the read was invoked.
  std::erase_if(world.faults, [](const Fault& fault) { return fault.kind == Fault::Kind::failover; });
  for (models::Load& load : world.loads) load.sessions = std::max<std::int64_t>(load.sessions, 3);
  return world;
}

struct Broken {
  std::int64_t stale = 0;
  std::int64_t read_your_writes = 0;
  std::int64_t monotonic_reads = 0;
};

Broken broken_in(const Blueprint& world) {
  const auto staleness = analysis::measure::run_and_measure(world).total.staleness;
  return {staleness.stale, staleness.sessions->read_your_writes, staleness.sessions->monotonic_reads};
}

}  // namespace

TEST_CASE("Where every tier keeps version floors no session reads behind what it has written, or read") {
  std::int64_t stale = 0;
  std::int64_t monotonic_reads_by_writes = 0;
  for (const std::uint64_t seed : world_seeds(guarded_worlds)) {
    INFO(replay_of(seed, "Where every tier keeps"));
    const Broken of_writes = broken_in(guarded_world(seed, guard_with_floors("writes")));
    const Broken of_both = broken_in(guarded_world(seed, guard_with_floors("writes and reads")));
    REQUIRE(of_writes.read_your_writes == 0);
    REQUIRE(of_both.read_your_writes == 0);
    REQUIRE(of_both.monotonic_reads == 0);
    stale += of_both.stale;
    monotonic_reads_by_writes += of_writes.monotonic_reads;
  }
  if (draws_some_worlds()) return;
  // They are worlds in which something was to be kept from them.
  CHECK(stale > 1000);
  CHECK(monotonic_reads_by_writes > 100);
}
