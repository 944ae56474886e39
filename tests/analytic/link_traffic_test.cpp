// Messages and bytes by the link that they take, worked out by hand.
// Promise: every message of a world is on a link that its test names, or the sums differ.
// Source: this project's semantics ("Load": messages and bytes per link).
#include <map>
#include <string>
#include "analysis/measure/measurement.hpp"
#include "tests/unit/scenario_sound.hpp"

namespace {

using namespace samples;
using stalemate::analysis::measure::LinkResult;
using stalemate::analysis::measure::RunResult;

constexpr std::int64_t value_bytes = 1024;

struct Linked {
  std::string links;
  std::string load;
  std::string strategy;

  RunResult run() const {
    const std::string text = R"({ "title": "t", "duration": "100s", "warm_up": "0s",
      "network": { "latency": "1ms" }, "links": [)" +
                             links + R"(],
      "data": { "k": { "keys": 4, "size": "1KiB" } },
      "nodes": { "users": "client", "shop": "service", "desk": "service", "edge": "cache", "redis": "cache",
                 "switch": "service", "db": { "kind": "origin", "read": "1ms", "write": "1ms" } },
      "load": [)" + load + R"(], "strategies": { "x": { "k": )" +
                             strategy + " } } }";
    return stalemate::analysis::measure::run_and_measure(*plan_of(sound(text), "x").for_run(1));
  }
};

/// "messages/values" of a link.
std::string on(const RunResult& run, const std::string& name) {
  for (const LinkResult& each : run.load.links)
    if (each.name == name) return std::to_string(each.messages) + "/" + std::to_string(each.bytes / value_bytes);
  return "none";
}

constexpr const char* twice_by_users =
    R"({ "from": "users", "to": "shop", "reads": "k", "key": 1, "at": ["1s", "2s"] })";
constexpr const char* aside = R"({ "cache": "redis", "read": "cache-aside" })";

}  // namespace

TEST_CASE("a link counts what crosses it, either way for itself", "[links]") {
  const RunResult run = Linked{"", twice_by_users, aside}.run();
  CHECK(on(run, "users -> shop") == "2/0");  // two questions
  CHECK(on(run, "shop -> users") == "2/2");  // two values
  CHECK(on(run, "shop -> redis") == "3/1");  // get, get, and the set with its value
  CHECK(on(run, "redis -> shop") == "2/1");  // a miss, and a hit with its value
  CHECK(on(run, "shop -> db") == "1/0");
  CHECK(on(run, "db -> shop") == "1/1");
  CHECK(run.load.messages == 11);
  CHECK(run.load.bytes == 5 * value_bytes);
  CHECK(run.load.links.size() == 6);
}

TEST_CASE("a message counts on every link of its way", "[links]") {
  const RunResult run =
      Linked{
          R"({ "between": ["shop", "switch"], "latency": "1ms" }, { "between": ["switch", "redis"], "latency": "1ms" },
      { "between": ["switch", "db"], "latency": "1ms" }, { "between": ["desk", "redis"], "latency": "1ms" })",
          twice_by_users, aside}
          .run();
  CHECK(on(run, "shop -> switch") == "4/1");
  CHECK(on(run, "switch -> redis") == "3/1");
  CHECK(on(run, "switch -> db") == "1/0");
  CHECK(on(run, "switch -> shop") == "3/2");
  CHECK(on(run, "desk -> redis") == "0/0");  // declared, and nobody talks over it
  CHECK(on(run, "shop -> redis") == "none");
  CHECK(run.load.messages == 11);
}

TEST_CASE("the answer of a cache goes to the one who asked it", "[links]") {
  const std::string two_services = std::string(R"({ "from": "shop", "reads": "k", "key": 1, "at": ["1s", "2s"] },
      { "from": "desk", "reads": "k", "key": 1, "at": ["3s", "4s", "5s"] })");
  const RunResult shared = Linked{"", two_services, aside}.run();
  CHECK(on(shared, "redis -> shop") == "2/1");
  CHECK(on(shared, "redis -> desk") == "3/3");
  // Behind a cache that reads through, that cache asks.
  const RunResult behind = Linked{"", two_services,
                                  R"([{ "cache": "edge", "read": "read-through", "expiry": "1500ms" },
          { "cache": "redis", "read": "cache-aside" }])"}
                               .run();
  CHECK(on(behind, "edge -> shop") == "2/2");
  CHECK(on(behind, "edge -> desk") == "3/3");
  CHECK(on(behind, "redis -> edge") == "3/2");  // at 1 s a miss; at 3 s and 5 s what the edge has let expire
  CHECK(on(behind, "redis -> shop") == "none");
  CHECK(on(behind, "db -> edge") == "1/1");
}

TEST_CASE("an answer that never comes carries nothing over its link", "[links]") {
  const std::string cut =
      R"({ "between": ["users", "shop"], "latency": "1ms" }, { "from": "shop", "to": "db", "latency": "1ms" },
      { "from": "db", "to": "shop", "latency": "1ms", "loss": "100%" })";
  const RunResult run = Linked{cut, twice_by_users, R"({ "read": "none" })"}.run();
  CHECK(on(run, "shop -> db") == "2/0");
  CHECK(on(run, "db -> shop") == "2/0");
  CHECK(on(run, "shop -> users") == "2/0");
  CHECK(run.load.bytes == 0);
}
