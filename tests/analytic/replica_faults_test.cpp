// Time-lines by hand, to the nanosecond: what each kind of fault makes of a shard with replicas, and what is beside it.
// Promise: who serves and from when, what it has, what figures say of it; a process that stands still is not replaced.
// Source: this project's glossary ("replica", "takeover") and semantics (causes, void commits).
#include <catch2/catch.hpp>
#include <numeric>
#include "analysis/measure/results_json.hpp"
#include "tests/analytic/fact_log.hpp"
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using analysis::measure::Cause;
using analysis::measure::TimeSpan;
using models::Fault;
using models::FactKind;
using models::How;

/// With one replica, which receives what is changed 10 ms later.
Backend replicated() {
  Backend backend;
  backend.cached("cache-aside", "invalidate");
  backend.cache().replicas = 1;
  backend.cache().replica_lag = Distribution::constant(10_ms);
  return backend;
}

Backend struck(Fault::Kind kind, models::Duration from, models::Duration until) {
  Backend backend = replicated();
  during(backend.strikes(kind, "cache"), from, until);
  return backend;
}

AnsweredRead uncached(models::Duration at, std::uint32_t version) { return {at.ns, 0, version, How::origin, 0}; }

/// An only copy on one of two shards. The shard goes at 50 ms; while nobody is there, at 1 s, the key moves to the
/// other, and back at `returns`.
Backend moving(const std::string& shard, models::Duration returns) {
  Backend backend = replicated();
  backend.cached("cache-only", "cache-only");
  backend.world.classes[0].has_origin = false;
  backend.cache().shards = 2;
  during(backend.strikes(Fault::Kind::crash, shard), 50_ms, 60_s);
  during(backend.strikes(Fault::Kind::remove_shard, shard), 1_s, returns).keeps_content = true;
  return backend;
}

/// A write at 10 ms, and a delete at 45 ms, which the replica has not received.
TimeLine deleted_and_moved(models::Duration returns, models::Duration read) {
  const auto with_owner = [&](const std::string& shard) {
    Backend backend = moving(shard, returns);
    backend.writes_at({10_ms}).writes_at({45_ms}).reads_at({read});
    backend.world.loads[1].name = "deletes";
    backend.world.loads[1].deletes = 1;
    return backend;
  };
  // The owner is the one whose crash leaves a replica to take over without a key.
  const auto is_owner = [](const FactLog& log) {
    const auto taken = log.of(FactKind::taken_over);
    return taken.size() == 1 && taken[0].slot > 0;
  };
  const Backend first = with_owner("cache-1");
  return time_line_of(is_owner(log_of(first)) ? first : with_owner("cache-2"));
}

std::int64_t lost(const TimeLine& told) {
  const auto& counts = told.measured.total.writes.lost;
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

}  // namespace

TEST_CASE("Replica: a process that is back before one has taken over, with all it had, goes on") {
  Backend backend = struck(Fault::Kind::crash, 15_ms, 2_s);
  backend.world.faults[0].keeps_content = true;
  backend.reads_at({10_ms, 1_s, 3_s, 16_s});
  check(time_line_of(backend), {miss(10_ms, 0), uncached(1_s, 0), hit(3_s, 0), hit(16_s, 0)});
  const FactLog log = log_of(backend);
  CHECK(log.at(FactKind::node_up) == Instants{2'000 * ms});
  CHECK(log.of(FactKind::taken_over).empty());
}

TEST_CASE("Replica: a process that is back in time without what it had is replaced all the same, with it it is not") {
  Backend backend = struck(Fault::Kind::crash, 20_ms, 2_s);
  CHECK(log_of(backend.reads_at({10_ms, 16_s})).at(FactKind::taken_over) == Instants{15'020 * ms});
  Backend restart = replicated();
  Fault& fault = restart.strikes(Fault::Kind::restart, "cache");
  fault.at = Instant{} + 15_ms;
  fault.keeps_content = true;
  check(time_line_of(restart.reads_at({10_ms, 16_ms})), {miss(10_ms, 0), hit(16_ms, 0)});
}

TEST_CASE("Replica: of those that wait for a successor the one that has kept all goes on only when all are back") {
  Backend backend = struck(Fault::Kind::crash, 15_ms, 2_s);
  backend.cache().replicas = 2;
  backend.world.faults[0].keeps_content = true;
  during(backend.strikes(Fault::Kind::crash, "cache"), 1_s, 3_s);
  CHECK(log_of(backend.reads_at({10_ms})).at(FactKind::node_up) == Instants{3'000 * ms});
}

TEST_CASE("Replica: a process that stands still is not replaced") {
  Backend backend = struck(Fault::Kind::pause, 20_ms, 40_s);
  const FactLog log = log_of(backend.reads_at({10_ms, 16_s}));
  CHECK(log.of(FactKind::taken_over).empty());
  check(time_line_of(backend), {miss(10_ms, 0), {16'000 * ms, 24'000 * ms, 0, How::hit, 0}});
}

TEST_CASE("Replica: in a deploy each shard waits for its successor, and one that keeps what it has does not") {
  Backend backend = replicated();
  Fault& deploy = backend.strikes(Fault::Kind::deploy, "cache");
  deploy.at = Instant{} + 20_ms;
  deploy.down = 2_s;
  CHECK(log_of(backend.reads_at({10_ms})).at(FactKind::node_up) == Instants{15'020 * ms});
  deploy.keeps_content = true;
  CHECK(log_of(backend).at(FactKind::node_up) == Instants{2'020 * ms});
}

TEST_CASE("Replica: a shard that is taken off the ring goes with its replicas, and comes back empty with them") {
  Backend backend = struck(Fault::Kind::remove_shard, 20_ms, 1_s);
  backend.cache().shards = 2;
  backend.world.faults[0].node = "cache-1";
  Backend other = backend;
  other.world.faults[0].node = "cache-2";
  for (Backend* each : {&backend, &other}) {
    const std::string shard = each->world.faults[0].node;
    during(each->strikes(Fault::Kind::crash, shard), 30_s, 31_s);
    const FactLog log = log_of(each->reads_at({10_ms, 2_s}));
    CHECK(log.at(FactKind::node_up) == Instants{1'000 * ms, 45'000 * ms});
    CHECK(log.at(FactKind::taken_over) == Instants{45'000 * ms});
  }
  const auto how = [](const Backend& of) { return time_line_of(of).reads.back().how; };
  CHECK((how(backend) == How::miss) != (how(other) == How::miss));  // whichever had the key
}

TEST_CASE("Replica: one that lags longer than the run takes over empty, and is warmed as any empty shard is") {
  Backend backend = struck(Fault::Kind::crash, 20_ms, 40_s);
  backend.cache().replica_lag = Distribution::constant(1'000_s);
  check(time_line_of(backend.reads_at({10_ms, 16_s})), {miss(10_ms, 0), miss(16_s, 0)});
  backend.policy().warm_up = option("warm_up", "preload", {{"top", std::int64_t{1}}});
  CHECK(log_of(backend).at(FactKind::preload) == Instants{0, 15'020 * ms});
  backend.cache().replica_lag = Distribution::constant(1_ms);
  CHECK(log_of(backend).at(FactKind::preload) == Instants{0});
}

TEST_CASE("Replica: what it had came twice by takeovers, and is as stale as it was") {
  Backend backend = struck(Fault::Kind::crash, 105_ms, 40_s);
  backend.cache().replicas = 2;
  during(backend.strikes(Fault::Kind::crash, "cache"), 20_s, 41_s);
  const TimeLine told = time_line_of(backend.reads_at({10_ms, 16_s, 36_s}).writes_at({100_ms}));
  check(told, {miss(10_ms, 0), hit(16_s, 0, 15'900_ms), hit(36_s, 0, 35'900_ms)});
  CHECK(told.because(Cause::invalidation_lost) == 2);
}

TEST_CASE("Replica: a copy that a cache within the process has taken from it is stale for its reason") {
  Backend backend = struck(Fault::Kind::crash, 105_ms, 40_s);
  models::NodeSpec local = node("local", models::NodeSpec::Kind::cache);
  local.cache.in_process = true;
  backend.world.nodes.push_back(local);
  const models::Policy shared = backend.policy();
  backend.policy() = {};
  backend.cached("cache-aside", "write-around").ttl(1_s);
  backend.policy().cache = "local";
  backend.policy().carry = option("carry", "inline");
  backend.policy().behind = {shared};
  const TimeLine told = time_line_of(backend.reads_at({10_ms, 16_s, 16'500_ms}).writes_at({100_ms}));
  check(told, {miss(10_ms, 0), hit(16_s, 0, 15'900_ms), hit(16'500_ms, 0, 16'400_ms)});
  CHECK(told.because(Cause::invalidation_lost) == 2);
}

// Flushed at 45 ms, read again at 46 ms for 20 ms, while a delete comes that finds nothing. Of all that the replica has
// received the first fill alone, of 30 ms: which was to be deleted.
TEST_CASE("Replica: which of two stores of a version it has, decides why that is stale") {
  Backend backend = struck(Fault::Kind::crash, 70_ms, 40_s);
  backend.cache().replica_lag = Distribution::constant(30_ms);
  backend.strikes(Fault::Kind::flush, "cache").at = Instant{} + 45_ms;
  backend.origin_read_takes(20_ms).reads_at({10_ms, 46_ms, 16_s}).writes_at({50_ms});
  const TimeLine told = time_line_of(backend);
  CHECK(told.reads.at(2) == hit(16_s, 0, 15'950_ms));
  CHECK(told.because(Cause::invalidation_lost) == 1);
  backend.world.faults[0].at = Instant{} + 96_ms;  // it has received the second one too
  CHECK(time_line_of(backend).because(Cause::fill_race) == 1);
}

TEST_CASE("Replica: an only copy that its key has left meanwhile does not come back with it, nor is its delete lost") {
  const TimeLine away = deleted_and_moved(50_s, 20_s);
  check(away, {miss(20_s, 2)});
  CHECK(lost(away) == 0);
  const TimeLine there = deleted_and_moved(2_s, 20_s);  // the key is back by then
  check(there, {hit(20_s, 1)});
  CHECK(lost(there) == 1);
}

TEST_CASE("Replica: takeovers, how long nobody was there, and what went with the process are figures of the cache") {
  Backend backend = struck(Fault::Kind::crash, 20_ms, 40_s);
  const auto figures = [&] {
    const auto result = backend.run();
    return analysis::measure::run_json(result, {"under test", 1, {}, ""})["load"]["cache"]["cache"];
  };
  backend.reads_at({10_ms, 16_s});
  auto cache = figures();
  CHECK(cache["takeovers"] == 1);
  CHECK(cache["not_replicated"] == 0);
  CHECK(cache["takeover_spans"].dump() == "[[0.02,15.02]]");
  backend.world.faults[0].at = Instant{} + 15_ms;
  cache = figures();
  CHECK(cache["not_replicated"] == 1);
  backend.runs(600, 15.016);  // by then all of it is over
  cache = figures();
  CHECK(cache["takeovers"] == 0);
  CHECK(cache["not_replicated"] == 0);
}

TEST_CASE("Replica: an entry of which it has an older version went with the process too") {
  Backend backend = replicated();
  backend.cached("cache-aside", "update").reads_at({10_ms, 16_s}).writes_at({100_ms});
  during(backend.strikes(Fault::Kind::crash, "cache"), 105_ms, 40_s);
  const TimeLine told = time_line_of(backend);
  check(told, {miss(10_ms, 0), hit(16_s, 0, 15'900_ms)});
  CHECK(told.because(Cause::invalidation_lost) == 1);
  CHECK(told.measured.load.caches[0].not_replicated == 1);
  CHECK(told.measured.load.caches[0].fills == 2);
}
