// Hold-off, to the nanosecond: what was fetched before a delete is refused after it, until the time is over.
// Promise: every read is compared whole: instant, latency, version, how it was answered, age.
// Source: the time-line of the cache-aside race (tests/analytic/double_delete_test.cpp), and memcached's timed delete.
#include <catch2/catch.hpp>
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using analysis::measure::Cause;
using models::How;

/// Miss at 0, origin read at 10, commit at 12, delete at 14, the set of version 0 at 20; fills take 20 ms.
Backend race(Duration hold_off, const std::vector<Duration>& writes = {2_ms}) {
  Backend backend;
  backend.cached("cache-aside", "invalidate");
  backend.policy().guard = option("guard", "hold-off", {{"time", hold_off.ns}});
  backend.takes("reader", "db", 10_ms).origin_read_takes(10_ms);
  backend.takes("writer", "db", 10_ms).takes("writer", "cache", 2_ms);
  return backend.writes_at(writes);
}

}  // namespace

TEST_CASE("Hold-off: what a slow reader brings after a delete is refused while it lasts") {
  // Held off from 14 on; of three fills only that which comes when the time is over is stored.
  const TimeLine told = time_line_of(race(40_ms).reads_at({0_ms, 25_ms, 33'999'999_ns, 60_ms}));
  check(told, {{0, 20 * ms, 0, How::miss, 0},
               {25 * ms, 20 * ms, 1, How::miss, 0},
               {33'999'999, 20 * ms, 1, How::miss, 0},
               {60 * ms, 20 * ms, 1, How::miss, 0}});
  CHECK(told.measured.total.staleness.windows.count == 0);
  const TimeLine over = time_line_of(race(40_ms).reads_at({34_ms, 60_ms}));
  CHECK(over.reads.back() == AnsweredRead{60 * ms, 0, 1, How::hit, 0});  // its set came at 54, the first that is kept
}

TEST_CASE("Hold-off: one that is over before the slow reader's set lets it in") {
  const TimeLine told = time_line_of(race(6_ms).reads_at({0_ms, 25_ms}));
  CHECK(told.reads.back() == AnsweredRead{25 * ms, 0, 0, How::hit, 13 * ms});
  CHECK(told.because(Cause::fill_race) == 1);
  const TimeLine longer = time_line_of(race(6'000'001_ns).reads_at({0_ms, 25_ms}));
  CHECK(longer.reads.back() == AnsweredRead{25 * ms, 20 * ms, 1, How::miss, 0});
}

TEST_CASE("Hold-off: each delete begins it anew, and a lost one begins nothing") {
  const TimeLine told = time_line_of(race(8_ms, {2_ms, 9_ms}).reads_at({0_ms, 25_ms}));  // 14 to 22, 21 to 29
  CHECK(told.reads.back() == AnsweredRead{25 * ms, 20 * ms, 2, How::miss, 0});
  Backend lost = race(40_ms);
  lost.strikes(models::Fault::Kind::drop, "writer", "cache");
  CHECK(time_line_of(lost.reads_at({0_ms, 25_ms})).because(Cause::invalidation_lost) == 1);
}

TEST_CASE("Hold-off: a flush of the cache forgets it") {
  Backend backend = race(40_ms);
  backend.strikes(models::Fault::Kind::flush, "cache").at = sim::Instant{} + 15_ms;
  CHECK(time_line_of(backend.reads_at({0_ms, 25_ms})).because(Cause::fill_race) == 1);
}

TEST_CASE("Hold-off over a bus: it begins when the delete arrives") {
  Backend backend = race(40_ms);
  models::NodeSpec bus = node("bus", models::NodeSpec::Kind::bus);
  bus.bus.delay = models::Distribution::constant(4_ms);
  backend.world.nodes.push_back(bus);
  backend.policy().carry = option("carry", "pub-sub");
  backend.policy().bus = "bus";
  const TimeLine told = time_line_of(backend.reads_at({0_ms, 35_ms, 36_ms, 80_ms}));  // from 16 to 56
  check(told, {{0, 20 * ms, 0, How::miss, 0},
               {35 * ms, 20 * ms, 1, How::miss, 0},
               {36 * ms, 20 * ms, 1, How::miss, 0},
               {80 * ms, 0, 1, How::hit, 0}});
}
