// Cuts: of one instance, of one shard, and of two nodes that others' messages pass between.
// Promise: each world has one answer, worked out by hand. Source: this project's models ("Faults").
#include <string>
#include "analysis/measure/measurement.hpp"
#include "tests/unit/scenario_sound.hpp"

namespace {

using namespace samples;
using stalemate::analysis::measure::RunResult;

struct Cut {
  std::string fault;
  std::string links = {};
  std::string strategy = R"({ "cache": "redis", "read": "cache-aside" })";

  RunResult run() const {
    const std::string text = R"({ "title": "t", "duration": "100s", "warm_up": "0s",
      "network": { "latency": "1ms" }, "links": [)" +
                             links + R"(],
      "data": { "k": { "keys": 64 } },
      "nodes": { "users": "client", "shop": { "kind": "service", "instances": 2 }, "switch": "service",
                 "redis": { "kind": "cache", "shards": 2 },
                 "db": { "kind": "origin", "read": "1ms", "write": "1ms" } },
      "load": [{ "from": "users", "to": "shop", "reads": "k", "key": 1, "at": ["11s", "12s", "13s", "14s"] },
               { "from": "users", "to": "shop", "reads": "k", "key": 2, "at": ["21s", "22s", "23s", "24s"] }],
      "faults": [)" + fault + R"(], "strategies": { "x": { "k": )" +
                             strategy + " } } }";
    return stalemate::analysis::measure::run_and_measure(*plan_of(sound(text), "x").for_run(1));
  }
};

std::string partition(const std::string& one, const std::string& other) {
  return R"({ "kind": "partition", "at": "0s", "between": [")" + one + R"(", ")" + other + R"("] })";
}

constexpr const char* over_the_switch = R"({ "between": ["users", "shop"], "latency": "1ms" },
    { "between": ["shop", "switch"], "latency": "1ms" }, { "between": ["switch", "redis"], "latency": "1ms" },
    { "between": ["switch", "db"], "latency": "1ms" })";

std::int64_t origin_reads(const RunResult& run) { return run.load.origins.at(0).reads; }
std::int64_t hits(const RunResult& run) { return run.load.caches.at(0).hits; }
std::int64_t failed(const RunResult& run) { return run.total.reads.failed; }

}  // namespace

// The balancer goes round: shop-1 reads at 11 s and 13 s, shop-2 at 12 s and 14 s; and so for the other key.
TEST_CASE("one instance is cut off: it alone goes to the origin", "[cut]") {
  CHECK(origin_reads(Cut{}.run()) == 2);
  for (const char* one : {"shop-1", "shop-2"}) {
    const RunResult run = Cut{partition(one, "redis")}.run();
    CHECK(origin_reads(run) == 2 + 4);
    CHECK(hits(run) == 2);
    CHECK(failed(run) == 0);
  }
  CHECK(origin_reads(Cut{partition("shop", "redis")}.run()) == 8);
}

// Reads at 11 to 14 s and 21 to 24 s.
TEST_CASE("a node that two faults hold down is up when the last of them ends", "[cut]") {
  const auto down = [](const std::string& on, const std::string& from, const std::string& to) {
    return R"({ "kind": "crash", "on": ")" + on + R"(", "at": ")" + from + R"(", "until": ")" + to + R"(" })";
  };
  const std::string uncached = R"({ "read": "none" })";
  CHECK(failed(Cut{down("db", "10s", "12.5s"), "", uncached}.run()) == 2);
  CHECK(failed(Cut{down("db", "10s", "12.5s") + ", " + down("db", "11.5s", "22.5s"), "", uncached}.run()) == 6);
  CHECK(failed(Cut{down("db", "11.5s", "22.5s") + ", " + down("db", "12.2s", "12.5s"), "", uncached}.run()) == 5);
  CHECK(failed(Cut{down("shop-1", "10s", "12.5s") + ", " + down("shop", "11.5s", "13.5s"), "", uncached}.run()) == 2);
}

TEST_CASE("one shard is cut off: its keys alone go to the origin", "[cut]") {
  const RunResult first = Cut{partition("shop", "redis-1")}.run();
  const RunResult second = Cut{partition("redis-2", "shop")}.run();
  CHECK(origin_reads(first) + origin_reads(second) == 2 * (1 + 4));
  CHECK(hits(first) + hits(second) == 2 * 3);
}

TEST_CASE("two nodes are cut that others pass between: what is for others passes", "[cut]") {
  CHECK(hits(Cut{"", over_the_switch}.run()) == 6);
  const RunResult pair = Cut{partition("shop", "redis"), over_the_switch}.run();
  CHECK(hits(pair) == 0);
  CHECK(origin_reads(pair) == 8);
  CHECK(failed(pair) == 0);
  const RunResult link = Cut{partition("shop", "switch"), over_the_switch}.run();
  CHECK(origin_reads(link) == 0);
  CHECK(failed(link) == 8);
}

TEST_CASE("one instance is cut off on the first link of its way", "[cut]") {
  const RunResult run = Cut{partition("shop-2", "redis"), over_the_switch}.run();
  CHECK(hits(run) == 2);
  CHECK(origin_reads(run) == 2 + 4);
  CHECK(failed(run) == 0);
}
