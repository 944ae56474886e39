// Alerts on what requests live through: quantiles of latency, and what canaries read.
// Promise: every firing and every time to detect is known beforehand, to the second.
// Source: nearest rank (this project's semantics); synthetic probes (Beyer et al. 2016, chapter 6).
#include <catch2/catch.hpp>
#include "analysis/measure/results_json.hpp"
#include "tests/analytic/worlds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using analysis::measure::Firing;
using models::Alert;
using models::Fault;
using Firings = std::vector<Firing>;

/// Over one second, above the bound.
void watch_requests(Backend& backend, Alert::Signal signal, const std::string& of, double bound, Duration over = 1_s) {
  const std::string name = "alert " + std::to_string(backend.world.alerts.size());
  backend.world.alerts.push_back(
      {.name = name, .signal = signal, .of = of, .above = true, .bound = bound, .over = over, .lasts = 0_s});
}

/// A hundred reads in each of 60 seconds, of 1 ms each; so many from second 20 on take 500 ms. One write a second.
Backend slow_reads(int slow) {
  Backend backend;
  std::vector<Duration> reads, writes;
  for (std::int64_t i = 0; i < 6'000; ++i) reads.push_back(Duration{i * 10 * ms});
  for (std::int64_t s = 0; s < 60; ++s) writes.push_back(Duration{s * 1'000 * ms + 205 * ms});
  backend.reads_at(reads).writes_at(writes).origin_read_takes(1_ms).runs(60, 10);
  Fault& fault = during(backend.strikes(Fault::Kind::slow, "db"), 19'995_ms, Duration{(19'995 + 10 * slow) * ms});
  fault.factor = 500;
  return backend;
}

Firings fired(Backend backend, Alert::Signal signal, const std::string& of = "", double bound = 0.1,
              Duration over = 1_s) {
  watch_requests(backend, signal, of, bound, over);
  return backend.run().alerts.at(0).fired;
}

/// A canary writes each second at .2 and reads back half a second after the answer; from 100 to 110 no delete arrives.
Backend with_canary() {
  Backend backend;
  std::vector<Duration> writes;
  for (std::int64_t s = 0; s < 200; ++s) writes.push_back(Duration{s * 1'000 * ms + 200 * ms});
  backend.writes_at(writes).cached("cache-aside", "invalidate").runs(200, 10);
  backend.world.give_up = 100_ms;
  models::Load& canary = backend.world.loads[0];
  canary.is_canary = true;
  canary.read_back = models::ReadBack{1, Distribution::constant(500_ms)};
  Fault& drop = during(backend.strikes(Fault::Kind::drop, "writer", "cache"), 100_s, 110_s);
  drop.invalidations_only = true;
  watch_requests(backend, Alert::Signal::canary_stale, "updates", 0.5);
  return backend;
}

}  // namespace

TEST_CASE("a quantile of latency is above its bound when its rank is, and no earlier") {
  // Of 100 reads and a write in the second, rank 100 of p99 is the 2nd from above, that of p99.9 the first.
  CHECK(fired(slow_reads(1), Alert::Signal::latency_p99).empty());
  CHECK(fired(slow_reads(2), Alert::Signal::latency_p99) == Firings{{21, 22}});
  CHECK(fired(slow_reads(1), Alert::Signal::latency_p999) == Firings{{21, 22}});
  CHECK(fired(slow_reads(5), Alert::Signal::latency_p95).empty());
  CHECK(fired(slow_reads(6), Alert::Signal::latency_p95) == Firings{{21, 22}});
  CHECK(fired(slow_reads(50), Alert::Signal::latency_p50).empty());
  CHECK(fired(slow_reads(2), Alert::Signal::latency_p99, "", 0.5).empty());  // not beyond the bound
  CHECK(fired(slow_reads(2), Alert::Signal::latency_p99, "", 0.499) == Firings{{21, 22}});
}

TEST_CASE("an alert on latency looks at the answers of its load, when they come") {
  CHECK(fired(slow_reads(2), Alert::Signal::latency_p99, "reads") == Firings{{21, 22}});
  CHECK(fired(slow_reads(2), Alert::Signal::latency_p99, "updates").empty());
  // Of 200 answers in two seconds two are not beyond rank 198; three are.
  CHECK(fired(slow_reads(2), Alert::Signal::latency_p99, "reads", 0.1, 2_s).empty());
  CHECK(fired(slow_reads(3), Alert::Signal::latency_p99, "reads", 0.1, 2_s) == Firings{{21, 23}});
  // Those of 20.50 to 20.54 are answered in the next second.
  Backend later = slow_reads(2);
  during(later.world.faults[0], 20'495_ms, 20'515_ms);
  CHECK(fired(later, Alert::Signal::latency_p99) == Firings{{22, 23}});
}

TEST_CASE("an alert on latency sees its fault after a second, and changes no fact") {
  Backend backend = slow_reads(2);
  const RunResult without = backend.run();
  watch_requests(backend, Alert::Signal::latency_p99, "", 0.1);
  const RunResult run = backend.run();
  REQUIRE(run.faults[0].incidents[0].seen_after[0]);
  CHECK(*run.faults[0].incidents[0].seen_after[0] == Approx(1.005));
  CHECK(run.digest == without.digest);
  CHECK(run.loads.empty());
}

TEST_CASE("a canary reads that its own deletes are lost, a second after they are") {
  const RunResult run = with_canary().run();
  // Answered when the delete is given up: read at 100.8, and after each of ten writes.
  CHECK(run.alerts[0].fired == Firings{{101, 111}});
  CHECK(run.alerts[0].false_alarms == 0);
  CHECK(run.faults[0].incidents[0].seen_after[0] == 1.0);
  REQUIRE(run.loads.size() == 1);
  CHECK(run.loads[0].canary->reads == 190);
  CHECK(run.loads[0].canary->stale == 10);
  CHECK(run.total.staleness.stale == 10);
}

TEST_CASE("a canary knows its own writes, and not what others have written since") {
  Backend backend;
  backend.cached("cache-aside", "invalidate").writes_at({1_s}).runs(3, 0);
  models::Load& canary = backend.world.loads[0];
  canary.name = "canary";
  canary.is_canary = true;
  canary.read_back = models::ReadBack{1, Distribution::constant(500_ms)};
  backend.reads_at({1'100_ms}).writes_at({1'200_ms});
  Fault& drop = during(backend.strikes(Fault::Kind::drop, "writer", "cache"), 1'150_ms, 1'300_ms);
  drop.invalidations_only = true;
  const RunResult run = backend.run();
  CHECK(run.total.staleness.stale == 1);
  CHECK(run.loads[0].canary->reads == 1);
  CHECK(run.loads[0].canary->stale == 0);
  CHECK_FALSE(run.loads[1].canary);
}

TEST_CASE("a canary without a read in the window tells nothing") {
  Backend backend = with_canary();
  backend.strikes(Fault::Kind::crash, "db").at = Instant{} + 150_s;
  backend.world.alerts[0].above = false;
  backend.world.alerts[0].bound = 1;
  // Less than all of them are stale, but for ten seconds, and until nobody reads any more.
  CHECK(backend.run().alerts[0].fired == Firings{{11, 101}, {111, 151}});
}

TEST_CASE("what a load and its canary and breaker came to is found by path, in a run and before it") {
  Backend backend = with_canary();
  backend.world.loads[0].breaker = models::CircuitBreaker{.failures = 9, .open = 1_s};
  using namespace analysis::measure;
  const auto run = run_json(backend.run(), {});
  CHECK(value_at(run, "loads.updates.canary.stale") == 10);
  CHECK(*value_at(run, "loads.updates.canary.ratio") == Approx(10.0 / 190));
  CHECK(value_at(run, "loads.updates.breaker.opened") == 0);
  CHECK(value_at(run, "loads.updates.shed.displaced") == 0);
  CHECK(value_at(run, "loads.updates.reads.answered") == 190);
  CHECK(run["loads"]["updates"]["priority"] == "normal");
  const auto before = empty_run_json(backend.world);
  for (const std::string& path : figure_paths(run)) {
    INFO(path);
    if (path.rfind("loads", 0) == 0) CHECK(has_figure(before, path));
  }
}
