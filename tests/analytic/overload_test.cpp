// Overload that outlives its cause: retries against a server that finishes dead work; a database behind a lost cache.
// Promise: D/D/1 runs are no draws, so they compare exactly; the database rows hold for every seed tried.
// Source: Bronson et al. 2021 (metastable failures); arithmetic of queues that grow by (offered - served) a second.
#include <catch2/catch.hpp>
#include "analysis/load/scenario.hpp"
#include "analysis/measure/measurement.hpp"
#include "tests/analytic/over_seeds.hpp"
#include "tests/analytic/stampede_worlds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::sim::literals;
using analysis::measure::RunResult;
using models::Distribution;
using models::Duration;
using models::Instant;

std::string among_seconds(const std::string& figure, int from, int to) {
  return figure + " in each second of [" + std::to_string(from) + ", " + std::to_string(to) + ")";
}

/// Prints and compares a figure that has to be the same in every second of a span.
template <class Series, class Value>
bool stays(const std::string& figure, Value expected, const Series& series, int from, int to) {
  auto actual = static_cast<Value>(series.at(static_cast<std::size_t>(from)));
  for (int second = from; second < to; ++second) {
    const auto value = static_cast<Value>(series.at(static_cast<std::size_t>(second)));
    if (value != expected) actual = value;
  }
  return equals(among_seconds(figure, from, to), expected, actual);
}

models::Load users(const char* name, double rate, Instant begins, Instant ends) {
  models::Load load = reads_from("users", name);
  load.to = "shop";
  load.shape = models::Load::Shape::constant;
  load.rate_per_s = rate;
  load.begins = begins;
  load.ends = ends;
  load.timeout = 1_s;
  return load;
}

struct Trigger {
  double load = 80;
  std::int64_t retries = 1;
  Duration length;                                  ///< From 5 s on, 150 a second in all.
  std::optional<Duration> patience = std::nullopt;  ///< The server drops at dequeue what has waited longer.
  std::optional<double> budget = std::nullopt;      ///< Of the retries.
  std::optional<models::CircuitBreaker> breaker = std::nullopt;
  enum class Drops { nobody, origin, service } drops = Drops::nobody;  ///< What its client no longer awaits.
};

/// 100 a second served, one at a time, first in first out; clients wait 1 s and retry at once.
RunResult triggered(const Trigger& trigger) {
  models::Blueprint world = bare_world();
  models::NodeSpec client;
  client.name = "users";
  client.kind = models::NodeSpec::Kind::client;
  world.nodes.push_back(client);
  models::OriginNode& origin = origin_of(world);
  origin.servers = 1;
  origin.read = Distribution::constant(10_ms);
  origin.queue_timeout = trigger.patience;
  if (trigger.drops == Trigger::Drops::origin) {
    origin.drops_abandoned = true;
    world.nodes[1].timeout = 1_s;  // the service gives up with its clients
  }
  if (trigger.drops == Trigger::Drops::service) {
    world.nodes[0].service.workers = 1;  // the line is there
    world.nodes[0].service.drops_abandoned = true;
  }
  const Instant begins = Instant{} + 5_s;
  world.loads = {users("base", trigger.load, {}, Instant::never()),
                 users("trigger", 150 - trigger.load, begins, begins + trigger.length)};
  for (models::Load& load : world.loads) {
    load.retries.max = trigger.retries;
    load.retries.budget = trigger.budget;
    load.breaker = trigger.breaker;
  }
  world.duration = 400_s;
  return analysis::measure::run_and_measure(std::move(world));
}

const std::vector<double>& attempts_of(const RunResult& result) { return result.load.origins[0].reads_series; }

TEST_CASE("a trigger of 1.9 seconds is forgotten") {
  // The line grows by 50 a second to 95 calls, which is 0.95 s: nobody times out.
  const RunResult result = triggered({.length = 1900_ms});
  CHECK(equals("failed requests", std::int64_t{0}, result.total.reads.failed));
  CHECK(stays("goodput, the base load", std::int64_t{80}, result.series.answered, 20, 400));
  CHECK(stays("attempts", 80.0, attempts_of(result), 20, 400));
}

TEST_CASE("a trigger of 2.4 seconds leaves the server at goodput zero for good", "[long]") {
  // The line passes 100 calls, the timeout; from then on every request is asked twice and answered late.
  const RunResult result = triggered({.length = 2400_ms});
  CHECK(stays("goodput", std::int64_t{0}, result.series.answered, 30, 400));
  CHECK(stays("attempts, (R+1) x 80", 160.0, attempts_of(result), 30, 400));
  CHECK(result.load.origins[0].queue_max > 60 * 300);
}

TEST_CASE("below capacity over attempts every trigger is forgotten", "[long]") {
  for (const auto& [load, retries] : std::vector<std::pair<double, std::int64_t>>{{40, 1}, {25, 2}, {18, 3}}) {
    const RunResult result = triggered({.load = load, .retries = retries, .length = 10_s});
    INFO("load " << load << ", retries " << retries);
    CHECK(result.total.reads.failed > 0);
    CHECK(stays("goodput, the base load", static_cast<std::int64_t>(load), result.series.answered, 380, 400));
  }
}

TEST_CASE("between capacity over attempts and capacity a long trigger stays", "[long]") {
  for (const auto& [load, retries] : std::vector<std::pair<double, std::int64_t>>{{55, 1}, {36, 2}, {28, 3}}) {
    const RunResult result = triggered({.load = load, .retries = retries, .length = 20_s});
    INFO("load " << load << ", retries " << retries);
    CHECK(stays("goodput", std::int64_t{0}, result.series.answered, 30, 400));
    CHECK(stays("attempts, (R+1) x load", load * static_cast<double>(retries + 1), attempts_of(result), 30, 400));
  }
}

TEST_CASE("dropping dead work at dequeue removes the state of goodput zero") {
  // What begins service within 0.98 s is answered within the timeout: no work is dead, and 100 a second exceed 80.
  for (const Duration length : {2400_ms, 20_s}) {
    const RunResult result = triggered({.length = length, .patience = 980_ms});
    CHECK(result.load.origins[0].refused > 0);
    CHECK(stays("goodput, the base load", std::int64_t{80}, result.series.answered, 60, 400));
    CHECK(stays("attempts", 80.0, attempts_of(result), 60, 400));
  }
}

// Of the base load 80 come a second and, of a timeout long enough to be kept by some, ever fewer twice: whoever is
// served in time asks no second time, and what is dropped takes no time.
TEST_CASE("dropping what nobody awaits any more lets goodput come back, at an origin and at a service") {
  for (const auto drops : {Trigger::Drops::origin, Trigger::Drops::service})
    for (const Duration length : {2400_ms, 20_s}) {
      const RunResult result = triggered({.length = length, .drops = drops});
      CHECK(result.load.abandoned.begin()->second > 0);
      CHECK(stays("goodput, the base load", std::int64_t{80}, result.series.answered, 200, 400));
    }
}

TEST_CASE("a retry budget below the room that the server has ends the storm, and one above it does not", "[long]") {
  // 80 (1 + budget) against 100 a second.
  const RunResult small = triggered({.length = 20_s, .budget = 0.2});
  CHECK(stays("goodput, the base load", std::int64_t{80}, small.series.answered, 390, 400));
  CHECK(stays("attempts", 80.0, attempts_of(small), 390, 400));
  const RunResult large = triggered({.length = 20_s, .budget = 0.3});
  CHECK(stays("goodput", std::int64_t{0}, large.series.answered, 30, 400));
  CHECK(stays("attempts, 1.3 x 80", 104.0, attempts_of(large), 100, 400));
}

TEST_CASE("a breaker that is open for longer than the line lets the server forget it") {
  // At its 20th failure the line is little above the timeout, 1 s: it is served while nobody asks.
  const models::CircuitBreaker breaker{.failures = 20, .open = 3_s};
  const RunResult result = triggered({.length = 20_s, .breaker = breaker});
  CHECK(result.total.reads.failures[static_cast<std::size_t>(models::Status::circuit_open)] > 0);
  CHECK(stays("goodput, the base load", std::int64_t{80}, result.series.answered, 60, 400));
  CHECK(stays("attempts", 80.0, attempts_of(result), 60, 400));
}

/// Nine reads in ten hit: every key is read once in two seconds and lives for eighteen.
struct Shop {
  double rate = 2700;
  std::int64_t line = -1;
  bool loses_cache = true;
  std::uint64_t seed = 1;
};
constexpr int steps = 20;  // the load grows in steps of 24 s, or its cold start would be the overload
constexpr int flushed_at = 24 * steps + 20;

models::Blueprint shop_world(const Shop& shop) {
  models::Blueprint world = cached_world(18_s, Distribution::constant(Duration{3'333'333}));
  world.classes[0].keys = static_cast<std::uint32_t>(2 * shop.rate);
  world.nodes[1].timeout = 1_s;  // the query times out, and what has timed out does not fill
  models::NodeSpec client;
  client.name = "users";
  client.kind = models::NodeSpec::Kind::client;
  world.nodes.push_back(client);
  origin_of(world).servers = 1;
  origin_of(world).queue_limit = shop.line;
  for (int step = 0; step < steps; ++step) {
    world.loads.push_back(users("step ", shop.rate / steps, Instant{} + 24_s * step, Instant::never()));
    world.loads.back().name += std::to_string(step);
  }
  if (shop.loses_cache)
    world.faults = {{.name = "cache lost",
                     .kind = models::Fault::Kind::flush,
                     .at = Instant{} + 1_s * flushed_at,
                     .node = "redis",
                     .from = {},
                     .to = {}}};
  world.duration = 1_s * (flushed_at + 200);
  world.warm_up = 1_s * (flushed_at - 20);
  world.seed = shop.seed;
  return world;
}

RunResult run_shop(const Shop& shop) { return analysis::measure::run_and_measure(shop_world(shop)); }

TEST_CASE("a database of 300 a second serves ten times as many behind nine hits in ten", "[long]") {
  // A cycle of a key: a miss, those that join it for the time D it takes, and rT hits.
  const auto runs = over_seeds(10, [](std::uint64_t seed) {
    models::Blueprint world = shop_world({.loses_cache = false, .seed = seed});
    world.strategy.policies[0].stampede = {choose("stampede", "coalesce")};
    const RunResult result = analysis::measure::run_and_measure(std::move(world));
    const auto& cache = result.load.caches[0];
    CHECK(result.total.reads.failed == 0);
    const auto& fetches = result.total.latency_by_how[static_cast<std::size_t>(models::How::miss)];
    const double cycle = 1 + 0.5 * fetches.mean() / 1e9 + 9;
    const auto lookups = static_cast<double>(cache.hits + cache.misses + cache.joined);
    return std::vector{static_cast<double>(cache.hits) / lookups * cycle / 10,
                       result.load.origins[0].reads_per_s.mean * cycle / 10};
  });
  CHECK(agrees("hit ratio rT/(1+rD+rT), rT 9, at D 0", 0.9, runs[0], 0.001));
  CHECK(agrees("database reads, a tenth of 2700 a second at D 0", 270, runs[1], 0.005));
}

TEST_CASE("above what the database serves alone the loss of the cache is the end", "[long]") {
  for (const double rate : {2700.0, 900.0})
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      const RunResult result = run_shop({.rate = rate, .seed = seed});
      INFO("rate " << rate << ", seed " << seed);
      CHECK(stays("failures before", std::int64_t{0}, result.series.failed, flushed_at - 20, flushed_at));
      CHECK(stays("goodput after", std::int64_t{0}, result.series.answered, flushed_at + 40, flushed_at + 200));
    }
}

TEST_CASE("below what the database serves alone the loss of the cache is survived", "[long]") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const RunResult result = run_shop({.rate = 290, .seed = seed});
    CHECK(equals("failed requests", std::int64_t{0}, result.total.reads.failed));
    CHECK(result.load.cache_dependency < 1);
  }
}

TEST_CASE("a queue bounded below the timeout lets the database fill the cache again", "[long]") {
  // 150 in line are half a second: everything served is still wanted, so 300 fills a second come through.
  for (const double rate : {1800.0, 900.0})
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      const RunResult result = run_shop({.rate = rate, .line = 150, .seed = seed});
      INFO("rate " << rate << ", seed " << seed);
      CHECK(result.total.reads.failed > 0);
      CHECK(stays("failures", std::int64_t{0}, result.series.failed, flushed_at + 100, flushed_at + 200));
    }
}

}  // namespace

// Requests of constant rates, so that each second asks for as much: 100 reads of 10 ms and 10 writes of 20 ms a second,
// of two services, on 2 servers, whatever a cache answers of it.
TEST_CASE("each calling service depends on the cache by what its own clients ask for") {
  const std::string text = R"({ "title": "Callers", "duration": "20s", "warm_up": "5s",
    "data":  { "price": { "keys": 10 } },
    "nodes": { "app": "client", "shop": "service", "catalogue": "service", "redis": "cache",
               "db": { "kind": "origin", "servers": 2, "read": "10ms", "write": "20ms" } },
    "load":  [ { "from": "app", "to": "shop", "reads": "price", "rate": "50/s", "arrivals": "constant" },
               { "from": "shop", "reads": "price", "rate": "50/s", "arrivals": "constant" },
               { "from": "catalogue", "writes": "price", "rate": "10/s", "arrivals": "constant",
                 "keys_like": "reads" } ],
    "strategies": { "cached": { "price": { "read": "cache-aside", "expiry": "10s" } } } })";
  analysis::load::Diagnostics diagnostics;
  const auto scenario = analysis::load::read_scenario(text, "callers.json", {}, diagnostics);
  INFO(diagnostics.render());
  REQUIRE(scenario);
  for (const auto& plan : scenario->strategies) {
    const RunResult result = analysis::measure::run_and_measure(*plan.for_run(1));
    const auto& callers = result.load.callers;
    REQUIRE(callers.size() == 2);
    CHECK(callers[0].name == "shop");
    CHECK(equals("of shop, 100 * 0.010 / 2", 0.5, callers[0].cache_dependency.value_or(-1)));
    CHECK(callers[1].name == "catalogue");
    CHECK(equals("of catalogue, 10 * 0.020 / 2", 0.1, callers[1].cache_dependency.value_or(-1)));
    CHECK(equals("of both", 0.6, result.load.cache_dependency.value_or(-1)));
  }
}
