// The second delete, to the nanosecond: what a slow reader has put back goes with it, if its writer lives on.
// Promise: every read is compared whole, the wrong entry's window and the causes are exact.
// Source: the time-line of the cache-aside race (tests/analytic/time_line_test.cpp) and a delete that is made again.
#include <catch2/catch.hpp>
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using analysis::measure::Cause;
using models::How;

/// Miss at 0, origin read at 10, commit at 12, delete at 14, set at 20; the second delete leaves at 34, arrives at 36.
Backend raced_by_delete(bool versioned = false) {
  Backend backend;
  backend.cached("cache-aside", "double-delete", {{"delay", 20 * ms}, {"versioned", versioned}});
  backend.takes("reader", "db", 10_ms).origin_read_takes(10_ms);
  backend.takes("writer", "db", 10_ms).takes("writer", "cache", 2_ms);
  return backend.writes_at({2_ms});
}

/// Commit at 10; the deletes take so long: the second leaves 20 after the first has come.
Backend deleted_twice(bool versioned, Duration takes) {
  Backend backend;
  backend.cached("cache-aside", "double-delete", {{"delay", 20 * ms}, {"versioned", versioned}});
  return backend.takes("writer", "cache", takes).writes_at({10_ms});
}

}  // namespace

TEST_CASE("Double delete: the second one ends what a slow reader has put back") {
  const TimeLine told = time_line_of(raced_by_delete().reads_at({0_ms, 25_ms, 35'999'999_ns, 36'000'001_ns}));
  check(told, {{0, 20 * ms, 0, How::miss, 0},
               {25 * ms, 0, 0, How::hit, 13 * ms},
               {35'999'999, 0, 0, How::hit, 23'999'999},
               {36'000'001, 20 * ms, 1, How::miss, 0}});
  CHECK(told.because(Cause::fill_race) == 2);
  const auto& windows = told.measured.total.staleness.windows;
  CHECK(windows.count == 1);
  CHECK(windows.total == 16_ms);
  CHECK(told.measured.load.changes.sent == 1);  // counted once a copy, however often it is sent
  CHECK(told.measured.load.changes.attempts == 2);
}

TEST_CASE("Double delete: versioned, the second one ends what a slow reader has put back as well") {
  const TimeLine told = time_line_of(raced_by_delete(true).reads_at({0_ms, 35'999'999_ns, 36'000'001_ns}));
  check(told, {{0, 20 * ms, 0, How::miss, 0},
               {35'999'999, 0, 0, How::hit, 23'999'999},
               {36'000'001, 20 * ms, 1, How::miss, 0}});
  CHECK(told.because(Cause::fill_race) == 1);
}

// The first comes at 12 and takes the old version away, the second at 34, when the new one is there.
TEST_CASE("Double delete: versioned, the second one leaves what was filled after the first") {
  for (const bool versioned : {false, true}) {
    const TimeLine told = time_line_of(deleted_twice(versioned, 2_ms).reads_at({5_ms, 13_ms, 33_ms, 35_ms}));
    check(told, {miss(5_ms, 0), miss(13_ms, 1), hit(33_ms, 1), versioned ? hit(35_ms, 1) : miss(35_ms, 1)});
    CHECK(told.measured.load.changes.attempts == 2);
  }
}

// The first comes at 20, when the new version is there, the second at 50.
TEST_CASE("Double delete: versioned, the first one leaves what is as new as its commit, too") {
  for (const bool versioned : {false, true}) {
    const TimeLine told = time_line_of(deleted_twice(versioned, 10_ms).reads_at({12_ms, 19_ms, 21_ms, 51_ms}));
    const AnsweredRead late = versioned ? hit(21_ms, 1) : miss(21_ms, 1);
    check(told, {miss(12_ms, 1), hit(19_ms, 1), late, versioned ? hit(51_ms, 1) : miss(51_ms, 1)});
  }
}

TEST_CASE("Double delete: the writer is answered before the second one, which dies with its node") {
  Backend backend = raced_by_delete();
  backend.strikes(models::Fault::Kind::crash, "writer").at = sim::Instant{} + 30_ms;
  const TimeLine told = time_line_of(backend.reads_at({0_ms, 40_ms, 500_ms}));
  CHECK(told.reads.back() == AnsweredRead{500 * ms, 0, 0, How::hit, 488 * ms});
  CHECK(told.measured.total.write_latency.max() == 12 * ms);
  CHECK(told.because(Cause::fill_race) == 2);
  CHECK(told.measured.total.staleness.windows.unbounded == 1);
}

TEST_CASE("Double delete: a first one that is lost is still to come again, and then is lost for good") {
  Backend once = raced_by_delete();
  once.world.give_up = 4_ms;
  models::Fault& cut = once.strikes(models::Fault::Kind::drop, "writer", "cache");
  cut.until = sim::Instant{} + 20_ms;
  // Lost at 12, noticed at 16, made again at 36, there at 38.
  const TimeLine told = time_line_of(once.reads_at({0_ms, 30_ms, 37'999'999_ns, 38'000'001_ns}));
  CHECK(told.reads.back() == AnsweredRead{38'000'001, 20 * ms, 1, How::miss, 0});
  CHECK(told.because(Cause::invalidation_in_flight) == 2);
  CHECK(told.measured.load.changes.lost == 0);
  cut.until = sim::Instant{} + 1000_ms;
  const TimeLine lost = time_line_of(once);
  CHECK(lost.reads.back() == AnsweredRead{38'000'001, 0, 0, How::hit, 26'000'001});
  CHECK(lost.because(Cause::invalidation_in_flight) == 1);  // until the second was lost, at 36
  CHECK(lost.because(Cause::invalidation_lost) == 2);
  CHECK(lost.measured.load.changes.lost == 1);
}

TEST_CASE("Double delete over a bus: the second publication has a fate of its own") {
  Backend backend = raced_by_delete();
  models::NodeSpec bus = node("bus", models::NodeSpec::Kind::bus);
  bus.bus.delay = models::Distribution::constant(1_ms);
  backend.world.nodes.push_back(bus);
  backend.policy().carry = option("carry", "pub-sub");
  backend.policy().bus = "bus";
  // Published at 12 and at 32, handed on 1 ms later, when the set of 20 is there.
  const TimeLine told = time_line_of(backend.reads_at({0_ms, 32'999'999_ns, 33'000'001_ns}));
  CHECK(told.reads[1] == AnsweredRead{32'999'999, 0, 0, How::hit, 20'999'999});
  CHECK(told.reads[2] == AnsweredRead{33'000'001, 20 * ms, 1, How::miss, 0});
  CHECK(told.measured.load.changes.attempts == 2);
}

TEST_CASE("Delete before the write: what is stored between the two stays, as a fill race") {
  Backend backend;
  backend.cached("cache-aside", "invalidate-before").takes("writer", "cache", 2_ms).takes("writer", "db", 10_ms);
  backend.writes_at({2_ms});
  // Deleted at 4, filled at 8 with the old version, committed at 14.
  const TimeLine told = time_line_of(backend.reads_at({0_ms, 3_ms, 8_ms, 14'000'001_ns, 500_ms}));
  check(told, {{0, 0, 0, How::miss, 0},
               {3 * ms, 0, 0, How::hit, 0},
               {8 * ms, 0, 0, How::miss, 0},
               {14'000'001, 0, 0, How::hit, 1},
               {500 * ms, 0, 0, How::hit, 486 * ms}});
  CHECK(told.because(Cause::fill_race) == 2);
  CHECK(told.measured.load.changes.sent == 1);
  CHECK(told.measured.load.changes.arrived == 1);
  CHECK(told.measured.total.staleness.windows.unbounded == 1);
}

TEST_CASE(
    "Delete before the write: one that is lost, late or finds its cache down is judged so once it has committed") {
  Backend backend;
  backend.cached("cache-aside", "invalidate-before").takes("writer", "cache", 2_ms).reads_at({0_ms, 20_ms, 60_ms});
  backend.writes_at({2_ms});
  backend.world.give_up = 4_ms;
  Backend lost = backend;
  lost.strikes(models::Fault::Kind::drop, "writer", "cache");
  CHECK(time_line_of(lost).because(Cause::invalidation_lost) == 2);
  Backend late = backend;
  late.world.nodes[2].timeout = 5_ms;  // the writer goes on; its delete arrives at 44
  late.strikes(models::Fault::Kind::delay, "writer", "cache").by = 40_ms;
  const TimeLine told = time_line_of(late);
  CHECK(told.because(Cause::invalidation_in_flight) == 1);
  CHECK(told.reads.back() == AnsweredRead{60 * ms, 0, 1, How::miss, 0});
  Backend down = backend;
  models::Fault& fault = down.strikes(models::Fault::Kind::crash, "cache");
  fault.at = sim::Instant{} + 1_ms;
  fault.until = sim::Instant{} + 10_ms;
  fault.keeps_content = true;
  CHECK(time_line_of(down).because(Cause::resurrected_node) == 2);
}
