// Time-lines by hand, to the nanosecond: the fill race, a lagging follower, a late delete, coalescing, TTL edges.
// Promise: every read is compared whole: instant, latency, version, how it was answered, age.
// Source: the definitions of a stale read and of its age; RFC 9111, 4.2 (fresh while age is below the lifetime).
#include <catch2/catch.hpp>
#include "tests/analytic/expectation.hpp"
#include "tests/analytic/story.hpp"
#include "tests/analytic/worlds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::Fault;
using models::How;

constexpr std::int64_t us = 1'000;

struct Told {
  std::vector<AnsweredRead> reads;
  std::int64_t origin_reads;
  std::int64_t expired_at;
  std::int64_t refused_fills;
};

/// Runs, prints what is expected beside what came, and lets the simulator's own judge say whether it agrees.
Told tell(const Backend& backend) {
  models::World world(backend.world);
  analysis::measure::Measurement measurement(world);
  Story story(world);
  world.run();
  const RunResult measured = measurement.result();
  std::int64_t stale = 0, oldest = 0;
  for (const AnsweredRead& read : story.reads) stale += read.age > 0, oldest = std::max(oldest, read.age);
  CHECK(measured.total.staleness.stale == stale);
  CHECK(measured.total.staleness.age_stale.max() == oldest);
  return {story.reads, story.origin_reads, story.expired_at, story.refused_fills};
}

/// In the order of invocation.
void check_reads(Told told, const std::vector<AnsweredRead>& expected) {
  std::stable_sort(told.reads.begin(), told.reads.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  REQUIRE(told.reads.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    std::cout << "Expectation " << expected[i] << " (by hand)\nActual " << told.reads[i] << " [exact]\n";
    CHECK(told.reads[i] == expected[i]);
  }
}

Backend cached_for(models::Duration ttl) {
  Backend backend;
  return backend.cached("cache-aside", "invalidate").ttl(ttl);
}

/// Miss at 0, origin read at 10, commit at 12, delete at 14, set at 20.
Backend race() {
  Backend backend = cached_for(100_ms);
  backend.takes("reader", "db", 10_ms).origin_read_takes(10_ms);
  backend.takes("writer", "db", 10_ms).takes("writer", "cache", 2_ms);
  return backend.writes_at({2_ms});
}

/// A follower that applies 50 ms after the commit answers the reads. The answer to the first delete is lost: the writer
/// gives up after 49 ms, pauses 10 ms and sends a second one, 59 ms after the first.
Backend lagging_follower(const std::vector<models::Duration>& reads) {
  Backend backend;
  backend.cached("cache-aside", "invalidate").reads_at(reads).writes_at({100_ms});
  backend.policy().carry = option("carry", "inline", {{"retries", std::int64_t{1}}, {"pause", 10 * ms}});
  backend.world.give_up = 49_ms;
  backend.takes("writer", "cache", 1_ms);
  Fault& deaf = backend.strikes(Fault::Kind::drop, "cache", "writer");
  deaf.until = Instant{} + 110_ms;
  backend.origin().followers = 1;
  backend.origin().lag = Distribution::constant(50_ms);
  backend.origin().read_from = models::ReadFrom::follower;
  return backend;
}

/// Commit at 100, a read at 105 fills the new version, the delete for it arrives at 110.
Backend late_delete(bool versioned) {
  Backend backend;
  backend.cached("cache-aside", "invalidate", {{"versioned", versioned}}).takes("writer", "cache", 10_ms);
  return backend.reads_at({105_ms, 109_ms, 115_ms, 116_ms}).writes_at({100_ms});
}

Backend burst(models::Duration fetch, models::Duration ttl, const std::vector<models::Duration>& reads) {
  Backend backend = cached_for(ttl);
  return backend.origin_read_takes(fetch).reads_at(reads);
}

}  // namespace

TEST_CASE("Race: a set that comes after the delete serves the old version until its TTL ends") {
  const Told told = tell(race().reads_at({0_ms, 25_ms, 119_ms, 119'999'999_ns, 120_ms}));
  CHECK(equals<std::int64_t>("expiry at 120 ms", 120 * ms, told.expired_at));
  check_reads(told, {{0, 20 * ms, 0, How::miss, 0},
                     {25 * ms, 0, 0, How::hit, 13 * ms},
                     {119 * ms, 0, 0, How::hit, 107 * ms},
                     {119'999'999, 0, 0, How::hit, 107'999'999},
                     {120 * ms, 20 * ms, 1, How::miss, 0}});
}

TEST_CASE("Race with a lease: the set after the delete is refused and the next read misses") {
  const Told told = tell(race().stampede("lease").reads_at({0_ms, 25_ms, 60_ms}));
  CHECK(equals<std::int64_t>("fills refused", 1, told.refused_fills));
  check_reads(told, {{0, 20 * ms, 0, How::miss, 0}, {25 * ms, 20 * ms, 1, How::miss, 0}, {60 * ms, 0, 1, How::hit, 0}});
}

TEST_CASE("Race with a lock: a delete does not void it, so that the set is taken") {
  const Told told = tell(race().stampede("lock").reads_at({0_ms, 25_ms}));
  CHECK(told.refused_fills == 0);
  check_reads(told, {{0, 20 * ms, 0, How::miss, 0}, {25 * ms, 0, 0, How::hit, 13 * ms}});
}

TEST_CASE("Lock: others wait for the store, or go on and store nothing") {
  // Asked again at 16 and 26.
  check_reads(tell(burst(25_ms, 100_ms, {0_ms, 6_ms, 60_ms}).stampede("lock")),
              {{0, 25 * ms, 0, How::miss, 0}, {6 * ms, 20 * ms, 0, How::joined, 0}, {60 * ms, 0, 0, How::hit, 0}});
  Backend going_on = burst(25_ms, 30_ms, {0_ms, 5_ms, 50_ms, 56_ms});
  going_on.policy().stampede = {option("stampede", "lock", {{"others", std::string("go-on")}})};
  check_reads(tell(going_on), {{0, 25 * ms, 0, How::miss, 0},
                               {5 * ms, 25 * ms, 0, How::origin, 0},
                               {50 * ms, 0, 0, How::hit, 0},  // of the store at 25, over at 55
                               {56 * ms, 25 * ms, 0, How::miss, 0}});
}

TEST_CASE("Lock: one whose holder has died is free again after its time") {
  Backend backend = burst(10_ms, 100_ms, {0_ms, 8_ms});
  backend.policy().stampede = {option("stampede", "lock", {{"time", 20 * ms}})};
  Fault& crash = backend.strikes(Fault::Kind::crash, "reader");
  crash.at = Instant{} + 5_ms;
  crash.until = Instant{} + 6_ms;
  // Asked at 8 and 18, when the lock of 0 was held; at 28 it is free, and the fetch takes 10.
  check_reads(tell(backend), {{8 * ms, 30 * ms, 0, How::miss, 0}});
}

TEST_CASE("Race, two commits: the age counts from the first version that superseded the one read") {
  // Lookup at 1.003, origin read begins at 5.003 and takes 7; set at 14.503. Commits at 9 and 13.5, deletes 0.25 later.
  Backend backend = cached_for(40_ms);
  backend.takes("reader", "cache", 1003_us).takes("cache", "reader", 500_us);
  backend.takes("reader", "db", 3500_us).takes("db", "reader", 1497_us).origin_read_takes(7_ms);
  backend.takes("writer", "db", {}).takes("writer", "cache", 250_us).writes_at({9_ms, 13'500_us});
  backend.reads_at({0_ms, 20_ms, 54_ms, 56_ms});
  const Told told = tell(backend);
  check_reads(told, {{0, 13'500 * us, 0, How::miss, 0},
                     {20 * ms, 1503 * us, 0, How::hit, 11 * ms},
                     {54 * ms, 13'500 * us, 2, How::miss, 0},
                     {56 * ms, 13'500 * us, 2, How::miss, 0}});
  CHECK(equals<std::int64_t>("expiry seen by the lookup at 55.003 ms", 55'003 * us, told.expired_at));
}

TEST_CASE("Lagging follower: a delete before replication lets the old version back in until the second delete") {
  const Told told =
      tell(lagging_follower({90_ms, 100'500_us, 105_ms, 149_ms, 155_ms, 159'999'999_ns, 160'000'001_ns, 170_ms}));
  check_reads(told, {{90 * ms, 0, 0, How::miss, 0},
                     {100'500 * us, 0, 0, How::hit, 500 * us},
                     {105 * ms, 0, 0, How::miss, 5 * ms},
                     {149 * ms, 0, 0, How::hit, 49 * ms},
                     {155 * ms, 0, 0, How::hit, 55 * ms},
                     {159'999'999, 0, 0, How::hit, 59'999'999},
                     {160'000'001, 0, 1, How::miss, 0},
                     {170 * ms, 0, 1, How::hit, 0}});
}

TEST_CASE("Lagging follower: a first read after replication fills the new version") {
  check_reads(tell(lagging_follower({151_ms, 165_ms})),
              {{151 * ms, 0, 1, How::miss, 0}, {165 * ms, 0, 1, How::miss, 0}});
}

TEST_CASE("Late delete: unversioned it removes the entry that already has the new version") {
  check_reads(tell(late_delete(false)), {{105 * ms, 0, 1, How::miss, 0},
                                         {109 * ms, 0, 1, How::hit, 0},
                                         {115 * ms, 0, 1, How::miss, 0},
                                         {116 * ms, 0, 1, How::hit, 0}});
}

TEST_CASE("Late delete: versioned it keeps the entry that already has the new version") {
  check_reads(tell(late_delete(true)), {{105 * ms, 0, 1, How::miss, 0},
                                        {109 * ms, 0, 1, How::hit, 0},
                                        {115 * ms, 0, 1, How::hit, 0},
                                        {116 * ms, 0, 1, How::hit, 0}});
}

TEST_CASE("Late delete: versioned it still removes an older entry") {
  Backend backend;
  backend.cached("cache-aside", "invalidate", {{"versioned", true}}).takes("writer", "cache", 10_ms);
  check_reads(tell(backend.reads_at({90_ms, 109_ms, 111_ms}).writes_at({100_ms})),
              {{90 * ms, 0, 0, How::miss, 0}, {109 * ms, 0, 0, How::hit, 9 * ms}, {111 * ms, 0, 1, How::miss, 0}});
}

TEST_CASE("Coalescing: one fetch answers everybody who came while it was under way") {
  const Told told = tell(burst(100_ms, 50_ms, {0_ms, 10_ms, 20_ms, 30_ms, 120_ms}).stampede("coalesce"));
  CHECK(equals<std::int64_t>("origin reads", 1, told.origin_reads));
  check_reads(told, {{0, 100 * ms, 0, How::miss, 0},
                     {10 * ms, 90 * ms, 0, How::joined, 0},
                     {20 * ms, 80 * ms, 0, How::joined, 0},
                     {30 * ms, 70 * ms, 0, How::joined, 0},
                     {120 * ms, 0, 0, How::hit, 0}});
}

TEST_CASE("Without coalescing each miss fetches") {
  const Told told = tell(burst(100_ms, 50_ms, {0_ms, 10_ms, 20_ms, 30_ms, 120_ms}));
  CHECK(equals<std::int64_t>("origin reads", 4, told.origin_reads));
  check_reads(told, {{0, 100 * ms, 0, How::miss, 0},
                     {10 * ms, 100 * ms, 0, How::miss, 0},
                     {20 * ms, 100 * ms, 0, How::miss, 0},
                     {30 * ms, 100 * ms, 0, How::miss, 0},
                     {120 * ms, 0, 0, How::hit, 0}});
}

TEST_CASE("Coalescing: who joins a fetch that began before a commit reads a stale value, with its age") {
  // Fetch from 0 to 40 has the old version; commit at 15; a read at 35 joins it. TTL 30 from 40; the delete at 15 found
  // nothing.
  Backend backend = burst(40_ms, 30_ms, {0_ms, 35_ms, 69_ms, 70_ms, 75_ms});
  const Told told = tell(backend.stampede("coalesce").writes_at({15_ms}));
  CHECK(equals<std::int64_t>("origin reads", 2, told.origin_reads));
  check_reads(told, {{0, 40 * ms, 0, How::miss, 0},
                     {35 * ms, 5 * ms, 0, How::joined, 20 * ms},
                     {69 * ms, 0, 0, How::hit, 54 * ms},
                     {70 * ms, 40 * ms, 1, How::miss, 0},
                     {75 * ms, 35 * ms, 1, How::joined, 0}});
}

TEST_CASE("TTL edge: fresh while the age is below the TTL") {
  check_reads(tell(burst({}, 10_ms, {0_ms, 9_ms, 10_ms})),
              {{0, 0, 0, How::miss, 0}, {9 * ms, 0, 0, How::hit, 0}, {10 * ms, 0, 0, How::miss, 0}});
  check_reads(tell(burst({}, 7_ms, {3_ms, 9'999'999_ns, 10_ms, 16'999'999_ns, 17_ms})),
              {{3 * ms, 0, 0, How::miss, 0},
               {9'999'999, 0, 0, How::hit, 0},
               {10 * ms, 0, 0, How::miss, 0},
               {16'999'999, 0, 0, How::hit, 0},
               {17 * ms, 0, 0, How::miss, 0}});
}

TEST_CASE("Limit: of five misses two fetch at once, the others in turn, and a crash gives all turns back") {
  Backend backend = burst(10_ms, 100_ms, {0_ms, 0_ms, 0_ms, 0_ms, 0_ms, 40_ms, 60_ms, 60_ms});
  backend.policy().stampede = {option("stampede", "limit", {{"fetches", std::int64_t{2}}})};
  backend.policy().expiry = option("expiry", "ttl", {{"ttl", 1 * ms}});
  models::Fault& crash = backend.strikes(Fault::Kind::crash, "reader");
  crash.at = Instant{} + 45_ms;
  crash.until = Instant{} + 50_ms;
  const Told told = tell(backend);
  check_reads(told, {{0, 10 * ms, 0, How::miss, 0},
                     {0, 10 * ms, 0, How::miss, 0},
                     {0, 20 * ms, 0, How::miss, 0},
                     {0, 20 * ms, 0, How::miss, 0},
                     {0, 30 * ms, 0, How::miss, 0},
                     {60 * ms, 10 * ms, 0, How::miss, 0},
                     {60 * ms, 10 * ms, 0, How::miss, 0}});
}
