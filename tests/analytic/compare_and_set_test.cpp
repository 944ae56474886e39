// Sets that overtake each other on their way to the cache, to the nanosecond: compared by version, and as they come.
// Promise: every read is compared whole, with its cause; both write options see the same messages.
// Source: Thomas' write rule (ACM TODS 1979): an update that is older than what is there is ignored.
#include <catch2/catch.hpp>
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using analysis::measure::Cause;

/// Version 1 is committed at 10 ms and its set comes at 31 ms; version 2 at 15 ms and at 16 ms.
Backend overtaken(const char* write) {
  Backend backend;
  backend.cached("cache-aside", write).takes("writer", "cache", 1_ms).writes_at({10_ms, 15_ms});
  during(backend.strikes(models::Fault::Kind::delay, "writer", "cache"), 9_ms, 12_ms).by = 20_ms;
  return backend;
}

}  // namespace

TEST_CASE("Compare-and-set: a set replaces what is older, and a late one of an older version changes nothing") {
  const TimeLine told =
      time_line_of(overtaken("compare-and-set").reads_at({0_ms, 15'999'999_ns, 16'000'001_ns, 32_ms, 1_s}));
  check(told, {miss(0_ms, 0), hit(15'999'999_ns, 0, 5'999'999_ns), hit(16'000'001_ns, 2), hit(32_ms, 2), hit(1_s, 2)});
  CHECK(told.because(Cause::invalidation_in_flight) == 1);
  CHECK(told.measured.load.caches.front().changes_arrived == 2);
}

TEST_CASE("Update: a late set of an older version is taken, and stays") {
  const TimeLine told = time_line_of(overtaken("update").reads_at({0_ms, 16'000'001_ns, 30'999'999_ns, 32_ms, 1_s}));
  check(told, {miss(0_ms, 0), hit(16'000'001_ns, 2), hit(30'999'999_ns, 2), hit(32_ms, 1, 17_ms), hit(1_s, 1, 985_ms)});
  CHECK(told.because(Cause::write_reorder) == 2);
}

TEST_CASE("Compare-and-set: an entry that is gone cannot be compared with") {
  Backend backend = overtaken("compare-and-set");
  backend.ttl(10_ms);  // version 2 is there from 16 ms to 26 ms
  const TimeLine told = time_line_of(backend.reads_at({25'999'999_ns, 32_ms, 40'999'999_ns, 41_ms}));
  check(told, {hit(25'999'999_ns, 2), hit(32_ms, 1, 17_ms), hit(40'999'999_ns, 1, 25'999'999_ns), miss(41_ms, 2)});
  CHECK(told.because(Cause::write_reorder) == 2);
}
