// What stale data costs: time-lines by hand of each kind of act, and two closed formulas.
// Promise: every count and instant is compared exactly; shares within four standard errors over ten seeds.
// Source: this project's definitions of an act; check and use of a Poisson process: overtaken with 1 - exp(-u w).
#include <catch2/catch.hpp>
#include "tests/analytic/expectation.hpp"
#include "tests/analytic/figures.hpp"
#include "tests/analytic/worlds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using analysis::measure::ActResult;
using models::Act;

/// A harm costs 4.5.
Backend acting(Act::Kind kind, std::uint64_t seed = 1) {
  Backend backend(seed);
  backend.world.classes[0].act = Act{.kind = kind, .called = "", .costs = 4.5, .unit = "EUR"};
  return backend;
}

/// Its sessions write after every read, this long after it.
Backend deciding(Act::Kind kind, const std::vector<Duration>& reads, Duration pause) {
  Backend backend = acting(kind);
  models::Load& load = backend.reads_at(reads).world.loads[0];
  load.writes = "item";
  load.after_read = 1;
  load.think = Distribution::constant(pause);
  return backend;
}

ActResult act_of(const RunResult& run) {
  REQUIRE(run.classes[0].act);
  return *run.classes[0].act;
}
ActResult act_of(const Backend& backend) { return act_of(backend.run()); }

TEST_CASE("a stale read that is shown is a harm, and costs what the scenario says") {
  Backend backend = acting(Act::Kind::view).reads_at({0_ms, 5_ms, 15_ms, 25_ms}).writes_at({10_ms});
  CHECK(act_of(backend).harms() == 0);  // no cache
  CHECK(act_of(backend).amount() == 0.0);
  const ActResult cached = act_of(backend.cached("cache-aside", "write-around"));
  CHECK(cached.acts == 4);
  CHECK(cached.on_stale == 2);
  CHECK(cached.harms() == 2);
  CHECK(cached.amount() == 9.0);
  backend.world.classes[0].act->costs = std::nullopt;
  CHECK_FALSE(act_of(backend).amount());
  backend.world.classes[0].act = std::nullopt;
  CHECK_FALSE(backend.run().classes[0].act);
}

TEST_CASE("a write whose check was stale is an act on stale data") {
  Backend backend = deciding(Act::Kind::check_then_act, {0_ms, 20_ms}, 5_ms);
  CHECK(act_of(backend).harms() == 0);  // without a cache the second one reads what the first wrote
  const ActResult cached = act_of(backend.cached("cache-aside", "write-around"));
  CHECK(cached.acts == 2);
  CHECK(cached.on_stale == 1);
  CHECK(cached.overtaken == 0);
  CHECK(cached.amount() == 4.5);
}

TEST_CASE("a check that was current and is superseded before its act commits is overtaken, without any cache") {
  const Backend two_sessions = deciding(Act::Kind::check_then_act, {0_ms, 4_ms}, 10_ms);
  const RunResult run = two_sessions.run();
  CHECK(act_of(run).acts == 2);
  CHECK(act_of(run).on_stale == 0);
  CHECK(act_of(run).overtaken == 1);
  CHECK(act_of(run).amount() == 4.5);
  CHECK(run.classes[0].writes.lost_updates == 1);
  // What another writer commits between check and act counts alike; what it commits before or after does not.
  for (const auto& [at, overtaken] : {std::pair{3_ms, 1}, {10_ms, 1}, {12_ms, 0}}) {
    Backend one = deciding(Act::Kind::check_then_act, {1_ms}, 10_ms).writes_at({0_ms, at});
    CHECK(act_of(one).acts == 1);
    CHECK(act_of(one).overtaken == overtaken);
  }
}

TEST_CASE("a check that was stale is not overtaken besides, whatever comes after it") {
  Backend backend = deciding(Act::Kind::check_then_act, {0_ms, 20_ms}, 5_ms).writes_at({22_ms});
  const ActResult cached = act_of(backend.cached("cache-aside", "write-around"));
  CHECK(cached.on_stale == 1);
  CHECK(cached.overtaken == 0);
}

TEST_CASE("an act counts though its client had given up before it was committed") {
  Backend backend = deciding(Act::Kind::check_then_act, {0_ms, 1_ms}, 5_ms);
  backend.origin().write = Distribution::constant(50_ms);
  backend.world.loads[0].timeout = 20_ms;
  const RunResult run = backend.run();
  CHECK(run.classes[0].writes.failed == 2);
  CHECK(run.classes[0].writes.lost_updates == 0);  // of those that were answered
  CHECK(act_of(run).acts == 2);
  CHECK(act_of(run).overtaken == 1);
}

TEST_CASE("an act counts once, however often its write commits, and in the measured time alone") {
  Backend backend = deciding(Act::Kind::check_then_act, {0_ms, 4_ms, 100_ms}, 10_ms);
  backend.world.links.push_back({"reader", "db", Distribution::constant(1_ms), 0, true, {.duplicates = 1}});
  CHECK(act_of(backend).acts == 3);
  CHECK(act_of(backend).overtaken == 1);
  backend.runs(600, 0.05);
  CHECK(act_of(backend).acts == 1);
  CHECK(act_of(backend).overtaken == 0);
}

TEST_CASE("access is granted after a revocation until the cached yes is gone") {
  Backend backend = acting(Act::Kind::grant).reads_at({0_ms, 9_ms, 20_ms, 24_ms, 30_ms, 40_ms});
  backend.writes_at({10_ms, 22_ms, 35_ms}).cached("cache-aside", "write-around").ttl(25_ms);
  backend.world.classes[0].act->revokes = 1;
  const RunResult run = backend.run();
  const ActResult late = act_of(run);
  CHECK(late.acts == 6);
  CHECK(late.granted_after_revocation == 2);  // at 20 and 24; from 30 on the cache holds a no, though a stale one at 40
  CHECK(late.longest == 14_ms);               // from the first of the two revocations
  CHECK(late.amount() == 9.0);
  CHECK(run.total.staleness.stale == 3);
  backend.world.classes[0].act->revokes = 1e-12;
  CHECK(act_of(backend).granted_after_revocation == 0);  // all those commits grant
}

TEST_CASE("the same commits revoke under every strategy, and as many as the scenario says") {
  // Each 100 ms the entry is filled, at 20 ms the right changes, at 50 ms the entry is read.
  const auto late = [](const char* write, double revokes) {
    Backend backend = acting(Act::Kind::grant);
    backend.world.classes[0].act->revokes = revokes;
    std::vector<Duration> reads, writes;
    for (std::int64_t i = 0; i < 4000; ++i) {
      reads.push_back(Duration{i * 100 * ms});
      reads.push_back(Duration{i * 100 * ms + 50 * ms});
      writes.push_back(Duration{i * 100 * ms + 20 * ms});
    }
    backend.reads_at(reads).writes_at(writes).cached("cache-aside", write).ttl(80_ms);
    return act_of(backend);
  };
  const ActResult half = late("write-around", 0.5);
  // Too late where the commit before granted and this one revokes: never twice in a row, so that the variance is n/16.
  CHECK(std::abs(static_cast<double>(half.granted_after_revocation) - 1000) < largest_z * std::sqrt(4000 / 16.0));
  CHECK(half.longest == 30_ms);
  CHECK(late("write-around", 0.5).granted_after_revocation == half.granted_after_revocation);
  CHECK(late("invalidate", 0.5).granted_after_revocation == 0);
}

TEST_CASE("a unit is oversold when it is taken after the last one, by sessions that had both seen it") {
  Backend backend = deciding(Act::Kind::take, {0_ms, 4_ms, 20_ms, 50_ms}, 10_ms).writes_at({40_ms});
  backend.world.classes[0].act->stock = 1;
  const ActResult bare = act_of(backend);
  CHECK(bare.acts == 3);  // at 10, at 14, and after the restock at 60; the one who read at 20 saw that there was none
  CHECK(bare.overtaken == 1);
  CHECK(bare.units_oversold == 1);
  CHECK(bare.amount() == 4.5);
  const ActResult cached = act_of(backend.cached("cache-aside", "write-around"));
  CHECK(cached.acts == 4);  // all of them saw the unit of the beginning
  CHECK(cached.on_stale == 2);
  CHECK(cached.units_oversold == 2);  // at 14 and at 30; there is one again at 60
  backend.world.classes[0].act->stock = 3;
  CHECK(act_of(backend).units_oversold == 0);
}

TEST_CASE("who has read that nothing is left takes nothing, though there is some again by then") {
  Backend backend = deciding(Act::Kind::take, {0_ms, 20_ms, 40_ms}, 10_ms).writes_at({22_ms});
  backend.world.classes[0].act->stock = 1;
  const ActResult act = act_of(backend);
  CHECK(act.acts == 2);  // at 10, and at 50 the unit of the restock, which the write at 30 has left
  CHECK(act.overtaken == 0);
  CHECK(act.units_oversold == 0);
}

TEST_CASE("a write that commits twice is a duplicate action, and takes two units") {
  Backend once = acting(Act::Kind::once).writes_at({0_ms, 20_ms});
  once.world.links.push_back({"writer", "db", Distribution::constant(1_ms), 0, true, {.duplicates = 1}});
  CHECK(act_of(once).acts == 2);
  CHECK(act_of(once).duplicates == 2);
  CHECK(act_of(once).amount() == 9.0);
  Backend taking = deciding(Act::Kind::take, {0_ms}, 10_ms);
  taking.world.links.push_back({"reader", "db", Distribution::constant(1_ms), 0, true, {.duplicates = 1}});
  taking.world.classes[0].act->stock = 1;
  CHECK(act_of(taking).acts == 1);
  CHECK(act_of(taking).units_oversold == 1);
}

TEST_CASE("an act whose commit was lost stays an act, and what it took is there again") {
  Backend backend = deciding(Act::Kind::take, {0_ms, 500_ms}, 10_ms);
  backend.world.classes[0].act->stock = 1;
  backend.origin().followers = 1;
  backend.origin().lag = Distribution::constant(1_s);
  models::Fault& failover = backend.strikes(models::Fault::Kind::failover, "db");
  failover.at = Instant{} + 100_ms;
  failover.until = Instant{} + 200_ms;
  const RunResult run = backend.run();
  CHECK(run.classes[0].writes.lost[0] == 1);
  CHECK(act_of(run).acts == 2);
  CHECK(act_of(run).units_oversold == 0);
}

TEST_CASE("stale views under a time to live are the stale share of the reads, times their number", "[long]") {
  const double r = 10, u = 0.5, t = 2;
  const double stale = (1 + std::expm1(-u * t) / (u * t)) * r * t / (1 + r * t);
  const auto runs = over_seeds(seeds, [&](std::uint64_t seed) {
    Backend backend = acting(Act::Kind::view, seed);
    backend.cached("cache-aside", "write-around").ttl(2_s).reads(r).updates(u);
    const ActResult act = act_of(backend.runs(20'000, 20));
    return std::vector{over(act.on_stale, act.acts), *act.amount() / 19'980};
  });
  CHECK(agrees("stale views a view (1-(1-exp(-uT))/(uT)) rT/(1+rT)", stale, runs[0], 0.02));
  CHECK(agrees("4.5 a stale view, a second", 4.5 * r * stale, runs[1], 0.02));
}

TEST_CASE("without a cache an act is overtaken with 1 - exp(-u w), by writers and by the other acts alike", "[long]") {
  const double r = 5, share = 0.2, u = 0.3, w = 0.7;
  const auto runs = over_seeds(seeds, [&](std::uint64_t seed) {
    Backend backend = acting(Act::Kind::check_then_act, seed);
    models::Load& load = backend.reads(r).world.loads[0];
    load.writes = "item";
    load.after_read = share;
    load.think = Distribution::constant(seconds_of(w));
    const ActResult act = act_of(backend.updates(u).runs(20'000, 10));
    CHECK(act.on_stale == 0);
    return std::vector{over(act.overtaken, act.acts)};
  });
  CHECK(agrees("overtaken 1-exp(-(u+qr)w)", -std::expm1(-(u + share * r) * w), runs[0], 0.02));
}

}  // namespace
