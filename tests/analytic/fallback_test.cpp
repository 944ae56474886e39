// Fallbacks, to the nanosecond: what a read comes to when the cache, or what lies behind it, gives no answer.
// Promise: every answered read is compared whole; those that fail are counted by their reason.
// Source: stale-if-error (RFC 5861, 4), the negative caching of failures (RFC 2308, 7), and the bulkhead.
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
using models::Status;

models::Choice stale_if_error(Duration age) { return option("fallback", "stale-if-error", {{"age", age.ns}}); }

Fault& down(Backend& backend, const std::string& node, Duration from, Duration until) {
  Fault& crash = during(backend.strikes(Fault::Kind::crash, node), from, until);
  crash.keeps_content = true;
  return crash;
}

/// Entries live for 10 ms; version 1 is committed at 5 ms; the origin is down from 8 to 60.
Backend outage(const std::string& read = "cache-aside", const std::string& write = "write-around") {
  Backend backend;
  backend.cached(read, write).ttl(10_ms).origin_read_takes(1_ms);
  backend.policy().fallback = {stale_if_error(20_ms)};
  down(backend, "db", 8_ms, 60_ms);
  return backend.writes_at({5_ms});
}

std::int64_t failed(const TimeLine& told, Status why) {
  return told.measured.total.reads.failures[static_cast<std::size_t>(why)];
}

}  // namespace

TEST_CASE("Stale if error: what has lapsed answers where the fetch fails, and no longer than its age") {
  // Filled at 1, fresh until 11, kept until 31.
  for (const char* read : {"cache-aside", "read-through"}) {
    const TimeLine told = time_line_of(outage(read).reads_at({0_ms, 6_ms, 12_ms, 30'999'999_ns, 31_ms, 61_ms}));
    check(told, {{0, 1 * ms, 0, How::miss, 0},
                 {6 * ms, 0, 0, How::hit, 1 * ms},
                 {12 * ms, 0, 0, How::stale, 7 * ms},
                 {30'999'999, 0, 0, How::stale, 25'999'999},
                 {61 * ms, 1 * ms, 1, How::miss, 0}});
    CHECK(failed(told, Status::refused) == 1);
    CHECK(told.because(Cause::served_stale) == 2);
    CHECK(told.because(Cause::ttl_window) == 1);
    const auto& cache = told.measured.load.caches.front();
    CHECK(cache.hits == 1);
    CHECK(cache.stale == 2);
    CHECK(cache.misses == 3);
    // A look-up without a failure would not have returned it: the window is over with its time.
    CHECK(told.measured.total.staleness.windows.longest == 6_ms);
  }
}

TEST_CASE("Stale if error: where the fetch succeeds the lapsed entry is no answer") {
  Backend backend = outage();
  backend.world.faults.clear();
  const TimeLine told = time_line_of(backend.reads_at({0_ms, 12_ms, 14_ms}));
  check(told, {{0, 1 * ms, 0, How::miss, 0}, {12 * ms, 1 * ms, 1, How::miss, 0}, {14 * ms, 0, 1, How::hit, 0}});
  CHECK(told.measured.load.caches.front().misses == 2);
  CHECK(told.measured.load.caches.front().stale == 0);
}

TEST_CASE("Stale if error: a delete ends it, and so does an update, which begins it anew") {
  const TimeLine deleted = time_line_of(outage("cache-aside", "invalidate").reads_at({0_ms, 12_ms}));
  CHECK(deleted.reads.size() == 1);
  CHECK(failed(deleted, Status::refused) == 1);
  const TimeLine updated = time_line_of(outage("cache-aside", "update").reads_at({0_ms, 34_ms, 35_ms}));
  CHECK(updated.reads.back() == AnsweredRead{34 * ms, 0, 1, How::stale, 0});  // stored at 5, kept until 35
  CHECK(failed(updated, Status::refused) == 1);
}

TEST_CASE("Stale if error: whoever has joined a fetch that fails has an entry of his own look-up") {
  Backend backend = outage();
  backend.stampede("coalesce");
  backend.world.faults.clear();
  during(backend.strikes(Fault::Kind::partition, "reader", "db"), 8_ms, 60_ms);
  const TimeLine told = time_line_of(backend.reads_at({0_ms, 12_ms, 13_ms}));
  check(told, {{0, 1 * ms, 0, How::miss, 0},
               {12 * ms, 1000 * ms, 0, How::stale, 7 * ms},
               {13 * ms, 999 * ms, 0, How::stale, 8 * ms}});
  const auto& cache = told.measured.load.caches.front();
  CHECK(cache.stale == 2);
  CHECK(cache.joined == 0);
  CHECK(cache.misses == 1);
}

TEST_CASE("Stale if error counts from the end of an entry's time, be it put off by reads or served as stale before") {
  Backend sliding = outage();
  sliding.policy().expiry = option("expiry", "sliding", {{"idle", (10_ms).ns}});
  const TimeLine put_off = time_line_of(sliding.reads_at({0_ms, 6_ms, 35'999'999_ns, 36_ms}));  // ends at 16
  CHECK(put_off.reads.back() == AnsweredRead{35'999'999, 0, 0, How::stale, 30'999'999});
  CHECK(failed(put_off, Status::refused) == 1);

  Backend stale = outage();
  stale.policy().stampede.push_back(option("stampede", "stale-while-revalidate", {{"window", (5_ms).ns}}));
  const TimeLine served = time_line_of(stale.reads_at({0_ms, 12_ms, 16_ms, 30'999'999_ns, 31_ms}));
  check(served, {{0, 1 * ms, 0, How::miss, 0},
                 {12 * ms, 0, 0, How::stale, 7 * ms},
                 {16 * ms, 0, 0, How::stale, 11 * ms},
                 {30'999'999, 0, 0, How::stale, 25'999'999}});
  CHECK(failed(served, Status::refused) == 1);
  CHECK(served.measured.load.caches.front().stale == 3);
}

TEST_CASE("Stale if error: a flush forgets it") {
  Backend flushed = outage();
  flushed.strikes(Fault::Kind::flush, "cache").at = Instant{} + 11'500'000_ns;
  CHECK(time_line_of(flushed.reads_at({0_ms, 12_ms})).reads.size() == 1);
}

TEST_CASE("Stale if error: the cache's clock says when it ends") {
  Backend backend = outage();
  Fault& skew = backend.strikes(Fault::Kind::skew, "cache");
  skew.at = Instant{} + 12_ms;  // lapsed since 11: 19 ms are left, of which the jump takes 9
  skew.by = 9_ms;
  skew.ahead = true;
  const TimeLine told = time_line_of(backend.reads_at({0_ms, 21'999'999_ns, 22_ms}));
  CHECK(told.reads.back() == AnsweredRead{21'999'999, 0, 0, How::stale, 16'999'999});
  CHECK(failed(told, Status::refused) == 1);
}

TEST_CASE("Error entries: while the cache remembers a failure no miss of the key fetches") {
  for (const char* read : {"cache-aside", "read-through"}) {
    Backend backend;
    backend.cached(read, "write-around").ttl(5_ms);
    backend.policy().fallback = {option("fallback", "error-entries", {{"time", (10_ms).ns}})};
    backend.origin().rate_limit = {.per_s = 50, .burst = 1};
    // Refused at 5, since the next one may come at 20; remembered until 15; refused once more; again until 25.
    const TimeLine told = time_line_of(backend.reads_at({0_ms, 5_ms, 6_ms, 14'999'999_ns, 15_ms, 24_ms, 25_ms}));
    check(told, {{0, 0, 0, How::miss, 0}, {25 * ms, 0, 0, How::miss, 0}});
    CHECK(told.measured.load.origins.front().refused == 2);
    CHECK(failed(told, Status::rate_limited) == 2);
    CHECK(failed(told, Status::origin_error) == 3);
  }
}

TEST_CASE("Error entries, to the nanosecond: remembered from the failure on, and ended by a store") {
  Backend backend;
  backend.cached("cache-aside", "update");
  backend.policy().fallback = {option("fallback", "error-entries", {{"time", (10_ms).ns}})};
  down(backend, "db", 0_ms, 5_ms);
  // It fails at 1 and is remembered until 11, though the origin is back at 5; an update at 20 needs no fetch.
  const TimeLine told = time_line_of(backend.reads_at({1_ms, 6_ms, 10'999'999_ns, 11_ms}));
  check(told, {{11 * ms, 0, 0, How::miss, 0}});
  CHECK(failed(told, Status::refused) == 1);
  CHECK(failed(told, Status::origin_error) == 2);
  Backend updated = backend;
  updated.world.loads.clear();
  const TimeLine stored = time_line_of(updated.reads_at({1_ms, 6_ms, 8_ms}).writes_at({7_ms}));
  check(stored, {{8 * ms, 0, 1, How::hit, 0}});
  // Of a miss, an error, which is no answer of the cache, and a hit.
  CHECK(stored.measured.load.caches.front().hit_ratio_series.front() == 0.5);
}

TEST_CASE("Error entries: who waits for a token fails with the fetch that it was given for") {
  Backend backend;
  backend.cached("cache-aside", "write-around").stampede("lease");
  backend.policy().fallback = {option("fallback", "error-entries", {{"time", (50_ms).ns}})};
  backend.origin_read_takes(1_ms);
  during(backend.strikes(Fault::Kind::partition, "reader", "db"), 0_ms, 1_ms);
  // The first fetch is lost, and known to be at 1000; the other asks every 10 ms, at 1002 for the last time.
  const TimeLine told = time_line_of(backend.reads_at({0_ms, 992_ms}));
  CHECK(told.reads.empty());
  CHECK(failed(told, Status::unreachable) == 1);
  CHECK(failed(told, Status::origin_error) == 1);
  CHECK(told.origin_reads == 0);
  CHECK(told.measured.total.time_to_failure.max() == (1000_ms).ns);
}

TEST_CASE("Stale if error around error entries: a remembered failure lets the lapsed entry answer at once") {
  Backend backend = outage();
  backend.policy().fallback = {option("fallback", "error-entries", {{"time", (50_ms).ns}}), stale_if_error(20_ms)};
  backend.world.faults.clear();
  Fault& cut = backend.strikes(Fault::Kind::partition, "reader", "db");
  cut.at = Instant{} + 8_ms;
  backend.world.give_up = 5_ms;
  const TimeLine told = time_line_of(backend.reads_at({0_ms, 12_ms, 20_ms, 40_ms}));
  check(told, {{0, 1 * ms, 0, How::miss, 0},
               {12 * ms, 5 * ms, 0, How::stale, 7 * ms},
               {20 * ms, 0, 0, How::stale, 15 * ms}});
  CHECK(failed(told, Status::origin_error) == 1);
  CHECK(told.measured.load.caches.front().stale == 2);
  CHECK(told.measured.load.caches.front().errors == 1);
}

TEST_CASE("Without its cache a read goes to the origin, within the limit of each node, and one more is shed") {
  Backend backend;
  backend.cached("cache-aside", "write-around").origin_read_takes(10_ms);
  down(backend, "cache", 0_ms, 100_ms);
  backend.policy().fallback = {option("fallback", "origin", {{"limit", std::int64_t{1}}})};
  const TimeLine told = time_line_of(backend.reads_at({0_ms, 9'999'999_ns, 10_ms, 101_ms}));
  check(told, {{0, 10 * ms, 0, How::origin, 0},
               {10 * ms, 10 * ms, 0, How::origin, 0},
               {101 * ms, 10 * ms, 0, How::miss, 0}});
  CHECK(failed(told, Status::shed) == 1);
}

TEST_CASE("Without its cache a read fails fast, or goes to the origin, as its policy says") {
  const auto read_at = [](const char* read, const char* fallback) {
    Backend backend;
    backend.cached(read, "write-around");
    if (*fallback != '\0') backend.policy().fallback = {option("fallback", fallback)};
    down(backend, "cache", 0_ms, 100_ms);
    return time_line_of(backend.reads_at({1_ms}));
  };
  for (const char* read : {"cache-aside", "read-through"}) {
    const TimeLine fast = read_at(read, "fail-fast");
    CHECK(fast.origin_reads == 0);
    CHECK(failed(fast, Status::refused) == 1);
    check(read_at(read, "origin"), {{1 * ms, 0, 0, How::origin, 0}});
  }
  CHECK(read_at("cache-aside", "").reads.size() == 1);
  CHECK(read_at("read-through", "").reads.empty());
}

TEST_CASE("A cache that could not reach the origin has answered: its callers do not ask the origin themselves") {
  Backend backend;
  backend.cached("read-through", "write-around");
  backend.policy().fallback = {option("fallback", "origin")};
  down(backend, "db", 0_ms, 100_ms);
  const TimeLine told = time_line_of(backend.reads_at({1_ms}));
  CHECK(told.reads.empty());
  CHECK(told.measured.load.messages == 2 * 2);  // to the cache and to the origin, with their answers
}
