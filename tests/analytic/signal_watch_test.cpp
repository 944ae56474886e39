// Faults that wait for a signal: the world sees it at the instant at which the alert on it fires.
// Promise: the world's own count and the measurement's agree to the second, in worlds that differ by seed.
// Source: this project's semantics ("Alerts"); its models ("Faults").
#include <catch2/catch.hpp>
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::Alert;
using models::Condition;
using models::Fault;

Fault& waits_for(Backend& backend, const Alert& alert, Duration after) {
  Fault& fault = backend.strikes(Fault::Kind::flush, "cache");
  fault.when = Condition{Condition::Of::signal, "", 1, after, alert};
  return fault;
}

/// A short time to live, misses that wait for each other, and a database that is away from 100 s to 130 s.
Backend busy(std::uint64_t seed, const char* stampede) {
  Backend backend(seed);
  backend.keys(50, 0.9).reads(20).updates(1).cached("cache-aside", "invalidate").ttl(10_s).stampede(stampede);
  backend.origin_read_takes(80_ms).takes("reader", "db", 5_ms).runs(200, 10);
  backend.world.nodes[3].timeout = 300_ms;
  during(backend.strikes(Fault::Kind::crash, "db"), 100_s, 130_s);
  return backend;
}

const std::vector<Alert> alerts = {
    {.name = "misses", .signal = Alert::Signal::hit_ratio, .of = "cache", .bound = 0.6, .over = 3_s, .lasts = 1_s},
    {.name = "hits", .signal = Alert::Signal::hit_ratio, .of = "cache", .above = true, .bound = 0.75, .over = 2_s},
    {.name = "reads", .signal = Alert::Signal::origin_reads_per_s, .of = "db", .above = true, .bound = 11, .over = 2_s},
    {.name = "errors", .signal = Alert::Signal::error_ratio, .of = "", .above = true, .bound = 0.2, .over = 5_s}};

TEST_CASE("When: a signal strikes at the instant at which the alert on it fires first") {
  int struck = 0;
  for (std::uint64_t seed = 1; seed <= 6; ++seed)
    for (const char* const stampede : {"coalesce", "lock", "lease"})
      for (const Alert& alert : alerts) {
        Backend backend = busy(seed, stampede);
        backend.world.alerts.push_back(alert);
        waits_for(backend, alert, 500_ms);
        const RunResult run = backend.run();
        INFO(seed << " " << stampede << " " << alert.name);
        const auto& strikes = run.struck.back().strikes;
        const auto& fired = run.alerts.front().fired;
        REQUIRE(strikes.size() == (fired.empty() ? 0 : 1));
        if (fired.empty()) continue;
        ++struck;
        CHECK(strikes.front().first == fired.front().from_s + 0.5);
      }
  CHECK(struck > 40);
}

TEST_CASE("When: a signal is looked at from the end of the warm-up on") {
  Backend backend;
  backend.reads_at({500_ms, 1'500_ms, 12'500_ms}).cached("cache-aside", "invalidate").runs(20, 10);
  Alert alert{.name = "a", .signal = Alert::Signal::origin_reads_per_s, .of = "db", .above = true, .bound = 0.5};
  alert.over = 1_s;
  waits_for(backend, alert, 0_s);
  CHECK(backend.run().struck.back().strikes.empty());  // it was read in the warm-up, and is in the cache
  backend.ttl(3_s);
  const auto strikes = backend.run().struck.back().strikes;
  REQUIRE(strikes.size() == 1);
  CHECK(strikes.front().first == 13);
}

/// From 10 s to 20 s, since what it waits for is at 4 s.
Fault waiting_spike() {
  Fault fault;
  fault.name = "spike";
  fault.kind = Fault::Kind::spike;
  fault.load = "reads";
  fault.factor = 5;
  fault.when = Condition{Condition::Of::begins, "first", 1, 6_s};
  fault.lasts = models::Distribution::constant(10_s);
  return fault;
}

std::vector<std::int64_t> arrivals_of(Backend backend, bool waits) {
  Fault& first = backend.strikes(Fault::Kind::flush, "cache");
  first.name = "first";
  first.at = Instant{} + 4_s;
  Fault spike = waiting_spike();
  if (!waits) {
    spike.when.reset();
    during(spike, 10_s, 20_s);
  }
  backend.world.faults.push_back(spike);
  std::vector<std::int64_t> at;
  for (const AnsweredRead& read : time_line_of(backend).reads) at.push_back(read.at);
  return at;
}

TEST_CASE("When: a spike that nobody knew of moves the requests as one does that is known ahead") {
  Backend poisson;
  poisson.reads(3).runs(40, 0);
  CHECK(arrivals_of(poisson, true) == arrivals_of(poisson, false));
  CHECK(arrivals_of(poisson, true).size() > 170);
  Backend rare;  // the spike begins and ends between two requests of its own pace
  rare.reads(0.05).runs(120, 0);
  CHECK(arrivals_of(rare, true) == arrivals_of(rare, false));
  Backend constant = poisson;
  constant.world.loads[0].shape = models::Load::Shape::constant;
  constant.world.loads[0].curve = {{3_s, 2}, {4_s, 0.5}};
  CHECK(arrivals_of(constant, true) == arrivals_of(constant, false));
  Backend ending = constant;  // without the spike the next request would come after the load's end
  ending.world.loads[0].curve.clear();
  ending.world.loads[0].rate_per_s = 0.08;
  ending.world.loads[0].ends = Instant{} + 12_s;
  CHECK(arrivals_of(ending, true) == arrivals_of(ending, false));
  CHECK(arrivals_of(ending, true).size() == 2);
}

TEST_CASE("When: a key turns hot once what it waits for holds") {
  Backend backend;
  backend.keys(1000, 0.5).reads(20).runs(30, 0).cached("cache-aside", "invalidate");
  Fault hot = waiting_spike();
  hot.kind = Fault::Kind::hot_key;
  hot.key = 7;
  Fault& first = backend.strikes(Fault::Kind::flush, "cache");
  first.name = "first";
  first.at = Instant{} + 4_s;
  backend.world.faults.push_back(hot);
  for (const AnsweredRead& read : time_line_of(backend).reads) {
    const bool is_hot = read.at >= 10'000 * ms && read.at < 20'000 * ms;
    if (is_hot && read.at >= 10'500 * ms) CHECK(read.how == models::How::hit);
  }
}

}  // namespace
