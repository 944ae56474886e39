// A process that stands still, to the nanosecond: a garbage collection, a live migration, a host that is overbooked.
// Promise: what comes waits, what goes leaves late, and what was in service goes on where it stood.
// Source: the process pauses of Kleppmann, "How to do distributed locking" (2016), and Designing Data-Intensive
// Applications, chapter 8.
#include <catch2/catch.hpp>
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using analysis::measure::Cause;
using models::Fault;
using models::How;

Backend& paused(Backend& backend, const std::string& part, Duration from, Duration until) {
  during(backend.strikes(Fault::Kind::pause, part), from, until);
  return backend;
}

Backend slow_origin(const std::vector<Duration>& reads) {
  Backend backend;
  backend.cached("cache-aside", "invalidate").origin_read_takes(10_ms).reads_at(reads);
  return backend;
}

}  // namespace

TEST_CASE("Pause: a reader that stands still between its read and its set stores what was overwritten meanwhile") {
  Backend backend = slow_origin({10_ms, 200_ms});
  backend.writes_at({50_ms});
  const TimeLine told = time_line_of(paused(backend, "reader", 15_ms, 100_ms));
  check(told, {{10 * ms, 90 * ms, 0, How::miss, 0}, hit(200_ms, 0, 150_ms)});
  CHECK(told.because(Cause::fill_race) == 1);
}

TEST_CASE("Pause: service goes on where it stood, and what came meanwhile is served afterwards") {
  Backend backend = slow_origin({10_ms, 50_ms, 300_ms});
  backend.policy() = {};
  check(time_line_of(paused(backend, "db", 15_ms, 100_ms)), {{10 * ms, 95 * ms, 0, How::origin, 0},
                                                             {50 * ms, 60 * ms, 0, How::origin, 0},
                                                             {300 * ms, 10 * ms, 0, How::origin, 0}});
}

TEST_CASE("Pause: two that overlap are one") {
  Backend backend = slow_origin({5_ms});
  paused(backend, "db", 10_ms, 50_ms);
  check(time_line_of(paused(backend, "db", 30_ms, 80_ms)), {{5 * ms, 80 * ms, 0, How::miss, 0}});
}

TEST_CASE("Pause: a cache that stands still is given up after the timeout of its callers") {
  Backend backend = slow_origin({10_ms, 50_ms, 90_ms});
  backend.world.nodes[2].timeout = 20_ms;
  check(time_line_of(paused(backend, "cache", 40_ms, 100_ms)),
        {{10 * ms, 10 * ms, 0, How::miss, 0},
         {50 * ms, 30 * ms, 0, How::origin, 0}, {90 * ms, 10 * ms, 0, How::hit, 0}});
}

TEST_CASE("Pause: who stands still notices no timeout before it is over") {
  Backend backend = slow_origin({10_ms});
  backend.origin_read_takes(500_ms);
  backend.world.nodes[3].timeout = 20_ms;
  const RunResult result = paused(backend, "reader", 15_ms, 100_ms).run();
  CHECK(result.total.reads.failed == 1);
  Backend calm = slow_origin({10_ms});
  calm.origin_read_takes(60_ms);
  calm.world.nodes[3].timeout = 70_ms;
  check(time_line_of(paused(calm, "reader", 15_ms, 100_ms)), {{10 * ms, 90 * ms, 0, How::miss, 0}});
}

TEST_CASE("Pause: a crash ends it") {
  Backend backend = slow_origin({10_ms, 40_ms});
  paused(backend, "cache", 30_ms, 100_ms);
  during(backend.strikes(Fault::Kind::crash, "cache"), 32_ms, 35_ms);
  check(time_line_of(backend), {{10 * ms, 10 * ms, 0, How::miss, 0}, {40 * ms, 10 * ms, 0, How::miss, 0}});
}

TEST_CASE("Pause: a crash turns away what had come to it") {
  Backend backend = slow_origin({10_ms, 40_ms});
  backend.writes_at({50_ms});
  paused(backend, "cache", 30_ms, 100_ms);
  during(backend.strikes(Fault::Kind::crash, "cache"), 60_ms, 70_ms).keeps_content = true;
  const TimeLine told = time_line_of(backend.reads_at({120_ms}));
  REQUIRE(told.reads.size() == 3);
  CHECK(told.reads[1] == AnsweredRead{40 * ms, 30 * ms, 1, How::origin, 0});  // refused at 60 ms, then from the origin
  CHECK(told.reads[2] == AnsweredRead{120 * ms, 0, 0, How::hit, (70_ms).ns});
  CHECK(told.because(Cause::resurrected_node) == 1);
}

TEST_CASE("Pause: a follower that stands still applies nothing") {
  Backend backend;
  backend.reads_at({20_ms, 90_ms, 110_ms}).writes_at({10_ms});
  backend.origin().followers = 1;
  backend.origin().read_from = models::ReadFrom::follower;
  backend.origin().lag = Distribution::constant(5_ms);
  during(backend.strikes(Fault::Kind::pause, "db-follower-1"), 12_ms, 100_ms);
  const TimeLine told = time_line_of(backend);
  // The reads of 20 ms and 90 ms come to it when it goes on: what it applies then was due first.
  REQUIRE(told.reads.size() == 3);
  CHECK(told.reads[0].latency == 80 * ms);
  CHECK(told.reads[1].latency == 10 * ms);
  CHECK(told.reads[2] == AnsweredRead{110 * ms, 0, 1, How::origin, 0});
}
