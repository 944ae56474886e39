// Remote markers, to the nanosecond: from before a write until its followers have it, misses are filled by the leader.
// Promise: every read is compared whole; which of them asked the leader is counted from facts.
// Source: Nishtala et al. 2013, section 4.
#include <catch2/catch.hpp>
#include "tests/analytic/fact_log.hpp"
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using analysis::measure::Cause;
using models::Fault;
using models::FactKind;
using models::How;

/// A write at 20 marks at 22, commits at 22, deletes at 24; its follower has it at 122 and tells the cache at 127.
/// Entries live for `ttl`; reads take 10 ms to the origin.
Backend marked(Duration ttl, Duration time = 1_s) {
  Backend backend;
  backend.cached("cache-aside", "invalidate").ttl(ttl);
  backend.policy().guard = option("guard", "remote-marker", {{"time", time.ns}});
  backend.takes("reader", "db", 10_ms).takes("cache", "db", 10_ms);
  backend.takes("writer", "cache", 2_ms).takes("db", "cache", 5_ms);
  for (const auto& [from, to] : {std::pair("reader", "cache"), std::pair("cache", "reader"), std::pair("db", "reader"),
                                 std::pair("writer", "db"), std::pair("db", "writer"), std::pair("cache", "writer")})
    backend.takes(from, to, 0_ms);
  backend.origin().followers = 1;
  backend.origin().lag = Distribution::constant(100_ms);
  backend.origin().read_from = models::ReadFrom::follower;
  return backend;
}

Instants asked_leader(const Backend& backend) { return log_of(backend).at(FactKind::leader_asked); }

}  // namespace

TEST_CASE("Remote marker: who misses beside it is filled by the leader, until the follower has told") {
  Backend backend = marked(20_ms);
  backend.writes_at({20_ms}).reads_at({0_ms, 21_ms, 23_ms, 30_ms, 50_ms, 70_ms, 126'999'999_ns, 127'000'001_ns});
  check(time_line_of(backend), {{0, 10 * ms, 0, How::miss, 0},
                                {21 * ms, 0, 0, How::hit, 0},
                                {23 * ms, 0, 0, How::hit, 1 * ms},  // the delete is on its way
                                {30 * ms, 10 * ms, 1, How::miss, 0},
                                {50 * ms, 0, 1, How::hit, 0},
                                {70 * ms, 10 * ms, 1, How::miss, 0},
                                {126'999'999, 10 * ms, 1, How::miss, 0},
                                {127'000'001, 10 * ms, 1, How::miss, 0}});
  CHECK(asked_leader(backend) == Instants{30 * ms, 70 * ms, 126'999'999});
  CHECK(log_of(backend).at(FactKind::marker) == Instants{22 * ms, 127 * ms});
  CHECK(log_of(backend).at(FactKind::write_answered) == Instants{24 * ms});
}

TEST_CASE("Remote marker: without it the next reader brings back what the follower still has") {
  Backend backend = marked(50_ms);
  backend.policy().guard = option("guard", "none");
  const TimeLine told = time_line_of(backend.writes_at({20_ms}).reads_at({30_ms, 50_ms}));
  check(told, {{30 * ms, 10 * ms, 0, How::miss, 10 * ms}, {50 * ms, 0, 0, How::hit, 30 * ms}});
  CHECK(told.because(Cause::replica_lag) == 2);
}

TEST_CASE("Remote marker: a cache that reads for its callers asks the leader as well") {
  Backend backend = marked(20_ms);
  backend.policy().read = option("read", "read-through");
  // What the origin answers comes to the cache 5 ms later.
  check(time_line_of(backend.writes_at({20_ms}).reads_at({30_ms})), {{30 * ms, 15 * ms, 1, How::miss, 0}});
}

TEST_CASE("Remote marker: of a write that failed it stays until its time is over") {
  Backend backend = marked(1_ms, 50_ms);
  Fault& crash = backend.strikes(Fault::Kind::crash, "db");
  crash.at = sim::Instant{} + 15_ms;
  crash.until = sim::Instant{} + 25_ms;
  crash.keeps_content = true;
  backend.writes_at({20_ms}).reads_at({30_ms, 71'999'999_ns, 72_ms});
  CHECK(time_line_of(backend).reads.size() == 3);
  CHECK(asked_leader(backend) == Instants{30 * ms, 71'999'999});
}

TEST_CASE("Remote marker: the last of several followers lifts it, and a lost word leaves it") {
  Backend backend = marked(1_ms);
  backend.origin().followers = 2;
  Fault& lag = backend.strikes(Fault::Kind::lag, "db-follower-2");
  lag.until = sim::Instant{} + 1_s;
  lag.by = 50_ms;
  backend.writes_at({20_ms}).reads_at({130_ms, 176'999'999_ns, 177'000'001_ns, 500_ms});
  CHECK(asked_leader(backend) == Instants{130 * ms, 176'999'999});
  Fault& drop = backend.strikes(Fault::Kind::drop, "db", "cache");
  drop.until = sim::Instant{} + 150_ms;
  CHECK(asked_leader(backend) == Instants{130 * ms, 176'999'999, 177'000'001, 500 * ms});
}

TEST_CASE("Remote marker: writes of one key that overlap share it, so that it goes too soon") {
  Backend backend = marked(1_ms);
  backend.writes_at({20_ms, 80_ms}).reads_at({100_ms, 130_ms});  // version 2 at 82, at the follower at 182
  const TimeLine told = time_line_of(backend);
  check(told, {{100 * ms, 10 * ms, 2, How::miss, 0}, {130 * ms, 10 * ms, 1, How::miss, 48 * ms}});
  CHECK(asked_leader(backend) == Instants{100 * ms});
}

TEST_CASE("Remote marker: a cache that is flushed forgets it") {
  Backend backend = marked(1_ms);
  backend.strikes(Fault::Kind::flush, "cache").at = sim::Instant{} + 25_ms;
  const TimeLine told = time_line_of(backend.writes_at({20_ms}).reads_at({30_ms}));
  check(told, {{30 * ms, 10 * ms, 0, How::miss, 8 * ms}});
  CHECK(told.because(Cause::replica_lag) == 1);
}

TEST_CASE("Remote marker: a cache that is down holds no write up") {
  Backend backend = marked(1_ms);
  Fault& crash = backend.strikes(Fault::Kind::crash, "cache");
  crash.until = sim::Instant{} + 500_ms;
  backend.writes_at({20_ms});
  CHECK(log_of(backend).at(FactKind::committed) == Instants{22 * ms});
  CHECK(log_of(backend).of(FactKind::write_answered).size() == 1);
}
