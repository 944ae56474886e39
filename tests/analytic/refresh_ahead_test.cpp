// Refresh-ahead, to the nanosecond: a hit late in an entry's time has it fetched anew, and nobody waits for that.
// Promise: every read is compared whole: instant, latency, version, how it was answered, age.
// Source: refresh-ahead caching (Oracle Coherence).
#include <catch2/catch.hpp>
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::How;

/// Entries live for 100 ms, and are fetched anew, in 10 ms, by a hit after 60.
Backend world() {
  Backend backend;
  backend.cached("refresh-ahead", "write-around").ttl(100_ms).origin_read_takes(10_ms);
  backend.policy().read = option("read", "refresh-ahead", {{"factor", 0.6}});
  return backend;
}

}  // namespace

TEST_CASE("Refresh-ahead: a hit late in an entry's time has it fetched anew, an earlier one leaves it alone") {
  // Stored at 10, so due from 70; the fetch of 70 takes its version at once and stores it at 80: it is due from 140.
  const std::vector<Duration> reads = {0_ms, 69'999'999_ns, 70_ms, 79'999'999_ns, 80_ms, 139'999'999_ns, 181_ms};
  const TimeLine told = time_line_of(world().writes_at({50_ms}).reads_at(reads));
  check(told, {{0, 10 * ms, 0, How::miss, 0},
               hit(69'999'999_ns, 0, 19'999'999_ns),
               hit(70_ms, 0, 20_ms),
               hit(79'999'999_ns, 0, 29'999'999_ns),
               hit(80_ms, 1),
               hit(139'999'999_ns, 1),
               {181 * ms, 10 * ms, 1, How::miss, 0}});
  CHECK(told.origin_reads == 3);
  CHECK(told.measured.load.caches.front().hits == 5);
  CHECK(told.measured.load.caches.front().misses == 2);
}

TEST_CASE("Refresh-ahead: a key that is read often enough never misses again") {
  std::vector<Duration> reads;
  for (std::int64_t at = 0; at < 2'000; at += 5) reads.push_back(Duration{at * ms});
  const TimeLine told = time_line_of(world().reads_at(reads));
  // Misses at 0 and 5, before the first fill; then one fetch every 70 ms: 60 until it is due, 10 for the fetch.
  CHECK(told.measured.load.caches.front().misses == 2);
  CHECK(told.origin_reads == 2 + (2'000 - 10) / 70);
}

TEST_CASE("Refresh-ahead: a failed fetch leaves the entry to its end") {
  Backend backend = world();
  models::Fault& cut = backend.strikes(models::Fault::Kind::crash, "db");
  cut.at = Instant{} + 50_ms;
  cut.keeps_content = true;
  const TimeLine told = time_line_of(backend.reads_at({0_ms, 80_ms, 109'999'999_ns, 110_ms}));
  check(told, {{0, 10 * ms, 0, How::miss, 0}, hit(80_ms, 0), hit(109'999'999_ns, 0)});
  CHECK(told.measured.total.reads.failed == 1);
}

TEST_CASE("Refresh-ahead under a lease: who has no token leaves the fetch to who has") {
  Backend backend = world();
  backend.stampede("lease");
  const TimeLine told = time_line_of(backend.reads_at({0_ms, 80_ms, 82_ms, 84_ms, 95_ms}));
  CHECK(told.origin_reads == 2);
  CHECK(told.reads.back() == hit(95_ms, 0));
  CHECK(told.measured.load.caches.front().fills_refused == 0);
}
