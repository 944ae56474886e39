// What is counted, in small worlds worked out by hand: duplicate fetches, bytes, lost word; and what another entity may
// not change.
// Promise: each world has one answer, and the test prints nothing that it did not compute.
// Source: this project's semantics ("Load", "Determinism", "Why a read was stale").
#include <string>
#include "analysis/measure/measurement.hpp"
#include "tests/unit/scenario_sound.hpp"

namespace {

using namespace samples;
using stalemate::analysis::measure::Cause;
using stalemate::analysis::measure::run_and_measure;
using stalemate::analysis::measure::RunResult;

struct World {
  std::string data = R"("k": { "keys": 4, "size": "1KiB" })";
  std::string nodes = R"("s": "service", "w": "service", "c": "cache", "near": { "kind": "cache", "in_process": true },
    "db": { "kind": "origin", "read": "1ms", "write": "1ms" }, "bus": "bus")";
  std::string load;
  std::string strategy;

  RunResult run(std::uint64_t seed = 1) const {
    const std::string text = R"({ "title": "t", "duration": "100s", "warm_up": "0s", "network": { "latency": "1ms" },
      "data": { )" + data + R"( }, "nodes": { )" + nodes + R"( }, "load": [ )" + load + R"( ],
      "strategies": { "x": { "k": )" + strategy + " } } }";
    return run_and_measure(*plan_of(sound(text), "x").for_run(seed));
  }
};

std::string reads_at(const std::string& instants) {
  return R"({ "from": "s", "reads": "k", "key": 1, "at": [)" + instants + "] }";
}

std::string write_at(const std::string& instants) {
  return R"({ "from": "w", "writes": "k", "key": 1, "at": [)" + instants + "] }";
}

constexpr const char* cached = R"({ "cache": "c", "read": "cache-aside" })";
constexpr const char* tiers =
    R"([{ "cache": "near", "read": "cache-aside" }, { "cache": "c", "read": "cache-aside" }])";

}  // namespace

TEST_CASE("a fetch for another tier or another copy is no duplicate", "[counting]") {
  World world;
  world.load = reads_at(R"("1s", "20s")");
  world.strategy = tiers;
  CHECK(world.run().load.duplicate_fetches == 0);
  world.strategy = cached;
  world.load = reads_at(R"("1s", "1s", "1s")");
  CHECK(world.run().load.duplicate_fetches == 2);
}

TEST_CASE("bytes are those of the values that travel", "[counting]") {
  constexpr std::int64_t value = 1024;
  const auto bytes = [](const std::string& load, const std::string& strategy) {
    World world;
    world.load = load;
    world.strategy = strategy;
    return world.run().load.bytes;
  };
  CHECK(bytes(reads_at(R"("1s")"), cached) == 2 * value);  // the origin's answer, and the set
  CHECK(bytes(reads_at(R"("1s", "2s")"), cached) == 3 * value);
  CHECK(bytes(reads_at(R"("1s", "2s")"), R"({ "cache": "near", "read": "cache-aside" })") == value);
  CHECK(bytes(reads_at(R"("1s")"), R"({ "cache": "c", "read": "read-through" })") == 2 * value);  // origin, and cache
  CHECK(bytes(reads_at(R"("1s", "2s")"), R"({ "cache": "c", "read": "read-through" })") == 3 * value);
  const std::string writes = write_at(R"("1s")") + ", " + reads_at(R"("90s")");
  const std::string by_bus = R"("carry": "pub-sub", "bus": "bus" })";
  const std::int64_t read = 2 * value;
  CHECK(bytes(writes, R"({ "cache": "c", "read": "cache-aside", "write": "invalidate", )" + by_bus) == value + read);
  CHECK(bytes(writes, R"({ "cache": "c", "read": "cache-aside", "write": "update", )" + by_bus) ==
        value + 2 * value + value);  // the write, the published value and its delivery, and a hit
}

TEST_CASE("a class, a service or an instance more changes nothing for the others", "[counting]") {
  World world;
  world.nodes = R"("s": "service", "w": "service", "c": { "kind": "cache", "shards": 3, "capacity": { "entries": 30 } },
    "db": { "kind": "origin", "read": "1ms", "write": "1ms", "followers": 2, "read_from": "follower",
            "lag": { "exponential": "500ms" } })";
  world.data = R"("k": { "keys": 100 })";
  world.load = R"({ "name": "r", "from": "s", "reads": "k", "rate": "50/s" },
                  { "name": "w", "from": "w", "writes": "k", "rate": "5/s", "keys_like": "reads" })";
  world.strategy = R"({ "cache": "c", "read": "cache-aside", "write": "invalidate" })";
  const RunResult alone = world.run();
  CHECK(alone.total.staleness.stale > 100);
  const auto changes_nothing = [&](const RunResult& other) {
    const auto& of = other.classes.back();
    CHECK(of.staleness.stale == alone.total.staleness.stale);
    CHECK(other.load.caches.front().hits == alone.load.caches.front().hits);
    CHECK(other.load.caches.front().evictions == alone.load.caches.front().evictions);
  };
  World first = world;
  first.data = R"("idle": { "keys": 7 }, )" + world.data;
  changes_nothing(first.run());
  World crowded = world;
  crowded.nodes = R"("idle": { "kind": "service", "instances": 3 }, )" + world.nodes;
  changes_nothing(crowded.run());
}

TEST_CASE("word of which a second copy is still on its way is not lost", "[counting]") {
  World world;
  world.nodes = R"("s": "service", "w": "service", "c": "cache",
    "db": { "kind": "origin", "read": "1ms", "write": "1ms" },
    "bus": { "kind": "bus", "delay": "30s", "loss": "50%", "duplicates": "100%" })";
  world.load = reads_at(R"("1s", "15s", "16s", "17s", "80s", "81s")") + ", " + write_at(R"("10s")");
  world.strategy =
      R"({ "cache": "c", "read": "cache-aside", "write": "invalidate", "carry": "pub-sub", "bus": "bus" })";
  std::int64_t delayed = 0, lost = 0;
  for (std::uint64_t seed = 1; seed <= 24; ++seed) {
    const RunResult result = world.run(seed);
    const auto& causes = result.total.staleness.causes;
    const auto of = [&](Cause cause) { return causes[static_cast<std::size_t>(cause)]; };
    const bool all_lost = result.load.changes.lost == 1;
    CHECK(of(Cause::invalidation_lost) == (all_lost ? 5 : 0));
    CHECK(of(Cause::invalidation_in_flight) == (all_lost ? 0 : 3));
    ++(all_lost ? lost : delayed);
  }
  CHECK((delayed > 10 && lost > 1));  // three quarters, and one
}
