// What a cache serves while its clock is wrong, to the nanosecond.
// Promise: every read is compared whole, with its cause.
// Source: Redis' EXPIRE: a key ends by the clock of its machine, also when that is set while the key is held.
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

/// Nobody tells the cache of the write at 10 ms.
Backend untold() {
  Backend backend;
  return backend.cached("cache-aside", "write-around").ttl(30_ms).writes_at({10_ms});
}

Backend& sets_clock(Backend& backend, models::Duration at, models::Duration by, bool ahead) {
  Fault& fault = backend.strikes(Fault::Kind::skew, "cache");
  fault.at = sim::Instant{} + at;
  fault.by = by;
  fault.ahead = ahead;
  return backend;
}

Backend set_back() {
  Backend backend = untold();
  return sets_clock(backend, 15_ms, 20_ms, false);
}

}  // namespace

TEST_CASE("A clock that is set back keeps what it holds for so much longer, and what comes after as long as ever") {
  const TimeLine told = time_line_of(
      set_back().reads_at({0_ms, 16_ms, 29'999'999_ns, 30_ms, 49'999'999_ns, 50_ms, 79'999'999_ns, 80_ms}));
  check(told, {{0, 0, 0, How::miss, 0},
               {16 * ms, 0, 0, How::hit, 6 * ms},
               {29'999'999, 0, 0, How::hit, 19'999'999},
               {30 * ms, 0, 0, How::hit, 20 * ms},
               {49'999'999, 0, 0, How::hit, 39'999'999},
               {50 * ms, 0, 1, How::miss, 0},
               {79'999'999, 0, 1, How::hit, 0},
               {80 * ms, 0, 1, How::miss, 0}});
  CHECK(told.because(Cause::ttl_window) == 2);
  CHECK(told.because(Cause::clock_skew) == 2);
  CHECK(told.measured.load.caches.front().hits == 5);
}

TEST_CASE("A clock that is set right again ends sooner what came meanwhile") {
  Backend backend = set_back();
  backend.world.faults.front().until = sim::Instant{} + 60_ms;
  check(time_line_of(backend.reads_at({0_ms, 50_ms, 59'999'999_ns, 60_ms, 89'999'999_ns, 90_ms})),
        {{0, 0, 0, How::miss, 0},
         {50 * ms, 0, 1, How::miss, 0},
         {59'999'999, 0, 1, How::hit, 0},
         {60 * ms, 0, 1, How::miss, 0},
         {89'999'999, 0, 1, How::hit, 0},
         {90 * ms, 0, 1, How::miss, 0}});
  Backend soon = set_back();
  soon.world.faults.front().until = sim::Instant{} + 25_ms;
  const TimeLine told = time_line_of(soon.reads_at({0_ms, 29'999'999_ns, 30_ms}));
  check(told, {{0, 0, 0, How::miss, 0}, {29'999'999, 0, 0, How::hit, 19'999'999}, {30 * ms, 0, 1, How::miss, 0}});
  CHECK(told.because(Cause::ttl_window) == 1);
}

TEST_CASE("A clock that is set forward ends at once what is over by it, and what it ended stays gone") {
  Backend backend = untold();
  sets_clock(backend, 15_ms, 10_ms, true);
  check(time_line_of(backend.reads_at({0_ms, 19'999'999_ns, 20_ms})),
        {{0, 0, 0, How::miss, 0}, {19'999'999, 0, 0, How::hit, 9'999'999}, {20 * ms, 0, 1, How::miss, 0}});
  Backend far = untold();
  sets_clock(far, 15_ms, 100_ms, true).world.faults.front().until = sim::Instant{} + 16_ms;
  check(time_line_of(far.reads_at({0_ms, 14'999'999_ns, 17_ms})),
        {{0, 0, 0, How::miss, 0}, {14'999'999, 0, 0, How::hit, 4'999'999}, {17 * ms, 0, 1, How::miss, 0}});
}

TEST_CASE("Of several jumps each counts, and what was over before stays over") {
  Backend twice = set_back();
  sets_clock(twice, 20_ms, 5_ms, false);
  const TimeLine told = time_line_of(twice.reads_at({0_ms, 54'999'999_ns, 55_ms}));
  check(told, {{0, 0, 0, How::miss, 0}, {54'999'999, 0, 0, How::hit, 44'999'999}, {55 * ms, 0, 1, How::miss, 0}});
  CHECK(told.because(Cause::clock_skew) == 1);
  Backend late = untold();
  sets_clock(late, 31_ms, 20_ms, false);
  check(time_line_of(late.reads_at({0_ms, 32_ms})), {{0, 0, 0, How::miss, 0}, {32 * ms, 0, 1, How::miss, 0}});
}

TEST_CASE("A hit that an entry slides with begins its time anew by the wrong clock as by the right one") {
  Backend backend = set_back();
  backend.policy().expiry = option("expiry", "sliding", {{"idle", 30 * ms}, {"at_most", 70 * ms}});
  const TimeLine told =
      time_line_of(backend.reads_at({0_ms, 40_ms, 69'999'999_ns, 70_ms, 89'999'999_ns, 90_ms, 119'999'999_ns}));
  // 40: overdue since 30, slides to 70; 69.9: slides to 90, by the limit of its clock; 70: the limit in truth.
  check(told, {{0, 0, 0, How::miss, 0},
               {40 * ms, 0, 0, How::hit, 30 * ms},
               {69'999'999, 0, 0, How::hit, 59'999'999},
               {70 * ms, 0, 0, How::hit, 60 * ms},
               {89'999'999, 0, 0, How::hit, 79'999'999},
               {90 * ms, 0, 1, How::miss, 0},
               {119'999'999, 0, 1, How::hit, 0}});
  CHECK(told.because(Cause::clock_skew) == 3);
  CHECK(told.because(Cause::ttl_window) == 1);
}

TEST_CASE("What a cache knows to be old it serves by policy, however wrong its clock") {
  Backend backend = set_back();
  backend.policy().stampede = {option("stampede", "stale-while-revalidate", {{"window", 20 * ms}})};
  backend.origin_read_takes(5_ms);
  const TimeLine told = time_line_of(backend.reads_at({0_ms, 34_ms, 35_ms, 54_ms, 55_ms, 61_ms}));
  check(told, {{0, 5 * ms, 0, How::miss, 0},
               {34 * ms, 0, 0, How::hit, 24 * ms},
               {35 * ms, 0, 0, How::hit, 25 * ms},
               {54 * ms, 0, 0, How::hit, 44 * ms},
               {55 * ms, 0, 0, How::stale, 45 * ms},
               {61 * ms, 0, 1, How::hit, 0}});
  CHECK(told.because(Cause::ttl_window) == 1);
  CHECK(told.because(Cause::clock_skew) == 2);
  CHECK(told.because(Cause::served_stale) == 1);
}

TEST_CASE("An overdue entry that is fetched anew early counts as a miss, and is still overdue when the fetch fails") {
  Backend backend = set_back();
  backend.policy().stampede = {option("stampede", "early-refresh", {{"beta", 1e6}})};
  backend.origin_read_takes(5_ms);
  backend.strikes(Fault::Kind::partition, "reader", "db").at = sim::Instant{} + 10_ms;
  const TimeLine told = time_line_of(backend.reads_at({0_ms, 40_ms}));
  CHECK(told.reads.back().version == 0);
  CHECK(told.because(Cause::clock_skew) == 1);
  CHECK(told.measured.load.caches.front().misses == 2);
}
