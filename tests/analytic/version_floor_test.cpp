// Version floors, to the nanosecond: a session takes nothing older than its own last write, or than what it has read.
// Promise: every read is compared whole: instant, latency, version, how it was answered, age.
// Source: read your writes and monotonic reads (Terry et al. 1994).
#include <catch2/catch.hpp>
#include "tests/analytic/fact_log.hpp"
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::FactKind;
using models::How;
using models::Status;

models::Choice floor_of(const char* what) { return option("guard", "version-floor", {{"of", std::string(what)}}); }

/// A read at the origin takes 10 ms on its way there; the writer's commit is known to it at once. All are one session.
Backend guarded(const std::string& read = "cache-aside", const std::string& write = "write-around") {
  Backend backend;
  backend.cached(read, write);
  backend.policy().guard = floor_of("writes");
  for (const char* from : {"reader", "cache"}) backend.takes(from, "db", 10_ms);
  return backend;
}

Backend& one_session(Backend& backend) {
  for (models::Load& load : backend.world.loads) load.sessions = 1;
  return backend;
}

/// Reads of somebody else, whom no session binds.
Backend& others_read_at(Backend& backend, const std::vector<Duration>& at) {
  Backend with = backend;
  with.reads_at(at).world.loads.back().name = "others";
  return backend = with;
}

Backend& lags(Backend& backend, Duration lag) {
  backend.origin().followers = 1;
  backend.origin().lag = Distribution::constant(lag);
  backend.origin().read_from = models::ReadFrom::follower;
  return backend;
}

std::int64_t leaders_asked(const Backend& backend) {
  return static_cast<std::int64_t>(log_of(backend).of(FactKind::leader_asked).size());
}

const auto& sessions_of(const TimeLine& told) { return *told.measured.total.staleness.sessions; }

}  // namespace

TEST_CASE("Version floor: an entry below the session's own write is a miss to it, and serves the others") {
  // Filled at 10; version 1 at 20, which the session knows at once; its own read at 25 fills it at 35.
  for (const char* read : {"cache-aside", "read-through"}) {
    Backend backend = guarded(read);
    backend.writes_at({20_ms}).reads_at({0_ms, 15_ms, 25_ms, 40_ms});
    one_session(backend);
    const TimeLine told = time_line_of(others_read_at(backend, {30_ms, 35'000'001_ns}));
    check(told, {{0, 10 * ms, 0, How::miss, 0},
                 {15 * ms, 0, 0, How::hit, 0},
                 {25 * ms, 10 * ms, 1, How::miss, 0},
                 {30 * ms, 0, 0, How::hit, 10 * ms},
                 {35'000'001, 0, 1, How::hit, 0},
                 {40 * ms, 0, 1, How::hit, 0}});
    CHECK(told.measured.load.caches.front().misses == 2);
    CHECK(told.measured.load.caches.front().hits == 4);
    CHECK(sessions_of(told).read_your_writes == 0);
    CHECK(leaders_asked(backend) == 0);
  }
}

TEST_CASE("Version floor: without it the session goes back behind its own write") {
  Backend backend = guarded();
  backend.policy().guard = option("guard", "none");
  const TimeLine told = time_line_of(one_session(backend.writes_at({20_ms}).reads_at({0_ms, 25_ms})));
  CHECK(told.reads.back() == AnsweredRead{25 * ms, 0, 0, How::hit, 5 * ms});
  CHECK(sessions_of(told).read_your_writes == 1);
}

TEST_CASE("Version floor: a write counts from its acknowledgement on, as its session learns it") {
  Backend backend = guarded();
  backend.takes("db", "writer", 5_ms).writes_at({20_ms}).reads_at({0_ms, 24'999'999_ns, 25'000'001_ns});
  const TimeLine told = time_line_of(one_session(backend));
  check(told, {{0, 10 * ms, 0, How::miss, 0},
               {24'999'999, 0, 0, How::hit, 4'999'999},
               {25'000'001, 10 * ms, 1, How::miss, 0}});
  CHECK(sessions_of(told).read_your_writes == 0);
}

TEST_CASE("Version floor: it goes with the session from instance to instance, also from a client outside") {
  for (const bool from_outside : {false, true}) {
    Backend backend = guarded();
    backend.world.nodes[0].service.instances = 2;
    backend.cache().in_process = true;
    backend.writes_at({20_ms}).reads_at({0_ms, 1_ms, 25_ms, 26_ms, 40_ms, 41_ms});
    if (from_outside) {
      backend.world.nodes.push_back(node("app", models::NodeSpec::Kind::client));
      backend.world.loads.back().from = "app";
      backend.world.loads.back().to = "reader";
    }
    check(time_line_of(one_session(backend)), {{0, 10 * ms, 0, How::miss, 0},
                                               {1 * ms, 10 * ms, 0, How::miss, 0},
                                               {25 * ms, 10 * ms, 1, How::miss, 0},
                                               {26 * ms, 10 * ms, 1, How::miss, 0},
                                               {40 * ms, 0, 1, How::hit, 0},
                                               {41 * ms, 0, 1, How::hit, 0}});
  }
}

TEST_CASE("Version floor: what a follower gives below it is asked of the leader, which fills") {
  // 10 ms to the follower, which is at version 0 still, and 10 ms more to the leader.
  for (const char* read : {"cache-aside", "read-through"}) {
    Backend backend = guarded(read);
    lags(backend, 100_ms).writes_at({20_ms}).reads_at({25_ms, 50_ms, 300_ms});
    check(time_line_of(one_session(backend)), {{25 * ms, 20 * ms, 1, How::miss, 0},
                                               {50 * ms, 0, 1, How::hit, 0},
                                               {300 * ms, 0, 1, How::hit, 0}});
    const FactLog log = log_of(backend);
    CHECK(log.of(FactKind::stored).size() == 1);
    REQUIRE(log.at(FactKind::leader_asked) == Instants{35 * ms});
    CHECK(log.of(FactKind::leader_asked).front().version == 0);
  }
}

TEST_CASE("Version floor: a read that goes past a cache which is down keeps to it") {
  Backend backend = guarded();
  models::Fault& crash = backend.strikes(models::Fault::Kind::crash, "cache");
  crash.at = Instant{} + 15_ms;
  const TimeLine told = time_line_of(one_session(lags(backend, 100_ms).writes_at({20_ms}).reads_at({25_ms})));
  check(told, {{25 * ms, 20 * ms, 1, How::origin, 0}});
}

TEST_CASE("Version floor: who has joined a fetch that brings too little asks the leader itself") {
  // Somebody else's fetch takes version 0 at 25 and brings it at 35; the commit is at 26.
  Backend backend = guarded();
  backend.stampede("coalesce").origin_read_takes(10_ms).writes_at({26_ms}).reads_at({30_ms, 60_ms});
  const TimeLine told = time_line_of(others_read_at(one_session(backend), {15_ms}));
  check(told, {{15 * ms, 20 * ms, 0, How::miss, 0},
               {30 * ms, 25 * ms, 1, How::origin, 0},
               {60 * ms, 20 * ms, 1, How::miss, 0}});
  CHECK(leaders_asked(backend) == 1);
}

TEST_CASE("Version floor: a tier behind that does not keep to it is passed by") {
  // The farther cache has version 0 from 10 on, the nearer lost it at 15.
  Backend backend = guarded();
  backend.world.nodes.push_back(node("far", models::NodeSpec::Kind::cache));
  backend.strikes(models::Fault::Kind::flush, "cache").at = Instant{} + 15_ms;
  models::Policy far = backend.policy();
  far.cache = "far";
  backend.policy().behind = {far};
  backend.writes_at({20_ms}).reads_at({0_ms, 25_ms, 40_ms});
  one_session(backend);
  const std::vector<AnsweredRead> expected{
      {0, 10 * ms, 0, How::miss, 0}, {25 * ms, 10 * ms, 1, How::miss, 0}, {40 * ms, 0, 1, How::hit, 0}};
  check(time_line_of(backend), expected);  // the farther one misses
  CHECK(leaders_asked(backend) == 0);
  backend.policy().behind.front().guard = option("guard", "none");
  const TimeLine told = time_line_of(backend);  // the farther one gives version 0
  CHECK(told.reads.at(1).version == 1);
  CHECK(told.reads.at(1).latency == 10 * ms);
  CHECK(leaders_asked(backend) == 1);
}

TEST_CASE("Version floor: of what was read as well, where it says so") {
  // An update of somebody else at 20, which the session reads at 25; the cache loses it, and the follower lacks it.
  const auto told_of = [](const char* what) {
    Backend backend = guarded("cache-aside", "update");
    backend.policy().guard = floor_of(what);
    backend.strikes(models::Fault::Kind::flush, "cache").at = Instant{} + 30_ms;
    lags(backend, 100_ms).reads_at({25_ms, 35_ms});
    one_session(backend).writes_at({20_ms});
    return time_line_of(backend);
  };
  const TimeLine writes = told_of("writes");
  check(writes, {{25 * ms, 0, 1, How::hit, 0}, {35 * ms, 10 * ms, 0, How::miss, 15 * ms}});
  CHECK(sessions_of(writes).monotonic_reads == 1);
  const TimeLine both = told_of("writes and reads");
  check(both, {{25 * ms, 0, 1, How::hit, 0}, {35 * ms, 20 * ms, 1, How::miss, 0}});
  CHECK(sessions_of(both).monotonic_reads == 0);
}

TEST_CASE("Version floor: what has lapsed below it stands in for nothing") {
  Backend backend = guarded();
  backend.ttl(10_ms).policy().fallback = {option("fallback", "stale-if-error", {{"age", (1_s).ns}})};
  models::Fault& crash = backend.strikes(models::Fault::Kind::crash, "db");
  crash.at = Instant{} + 22_ms;
  crash.until = Instant{} + 200_ms;
  crash.keeps_content = true;
  backend.writes_at({15_ms}).reads_at({0_ms, 30_ms});
  const TimeLine told = time_line_of(others_read_at(one_session(backend), {50_ms}));
  check(told, {{0, 10 * ms, 0, How::miss, 0}, {50 * ms, 10 * ms, 0, How::stale, 35 * ms}});
  CHECK(told.measured.total.reads.failures[static_cast<std::size_t>(Status::refused)] == 1);
}

TEST_CASE("Version floor: when a failover has lost the write its session gets what the leader has") {
  Backend backend = guarded();
  models::Fault& fault = backend.strikes(models::Fault::Kind::failover, "db");
  fault.at = Instant{} + 25_ms;
  fault.until = Instant{} + 30_ms;
  lags(backend, 100_ms).writes_at({20_ms}).reads_at({40_ms, 80_ms});
  const TimeLine told = time_line_of(one_session(backend));
  check(told, {{40 * ms, 20 * ms, 0, How::miss, 0}, {80 * ms, 20 * ms, 0, How::miss, 0}});
  CHECK(sessions_of(told).read_your_writes == 0);
}
