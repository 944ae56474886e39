// Keys that are not there: inserted, deleted, and kept as such in a cache, to the nanosecond.
// Promise: every read is compared whole, and so are the look-ups by outcome.
// Source: negative caching (RFC 2308); ipni/storetheindex #1344, where a 404 hid what had just been published; Uber's
// CacheFront, where "not found" was cached after the insert.
#include <cmath>
#include "tests/analytic/fact_log.hpp"
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using analysis::measure::Cause;
using models::How;

/// Each expiry, with values that live longer than 5 ms.
models::Choice expiry_of(const std::string& name, const Settings& negative) {
  Settings settings = negative;
  if (name == "adaptive") settings.insert(settings.end(), {{"min", 50 * ms}, {"max", 50 * ms}});
  if (name == "sliding") settings.push_back({"idle", 50 * ms});
  if (name == "soft-hard") settings.insert(settings.end(), {{"soft", 50 * ms}, {"hard", 90 * ms}});
  if (name == "ttl") settings.push_back({"ttl", 50 * ms});
  return option("expiry", name, settings);
}

/// A value lives 100 ms.
Backend keeping_absence_for(Duration negative, const char* write = "write-around") {
  Backend backend;
  backend.cached("cache-aside", write);
  backend.policy().expiry = option("expiry", "ttl", {{"ttl", 100 * ms}, {"negative", negative.ns}});
  return backend;
}

/// The key is not there until it is written.
Backend inserted(Backend backend, Duration at) {
  backend.world.classes[0].absent = 1;
  return backend.writes_at({at});
}

Backend& deletes_at(Backend& backend, Duration at) {
  backend.writes_at({at});
  backend.world.loads.back().name = "deletes";
  backend.world.loads.back().deletes = 1;
  return backend;
}

struct Lookups {
  std::int64_t hits, negatives, misses, fills, fills_refused;
  bool operator==(const Lookups&) const = default;
};

Lookups lookups_of(const TimeLine& told) {
  const auto& cache = told.measured.load.caches.front();
  return {cache.hits, cache.negatives, cache.misses, cache.fills, cache.fills_refused};
}

}  // namespace

TEST_CASE("What is kept as not there hides an insert until its own time is over") {
  const TimeLine told = time_line_of(inserted(keeping_absence_for(20_ms), 5_ms)
                                         .reads_at({0_ms, 4_ms, 19'999'999_ns, 20_ms, 119'999'999_ns, 120_ms}));
  check(told, {miss(0_ms, 0), hit(4_ms, 0), hit(19'999'999_ns, 0, 14'999'999_ns), miss(20_ms, 1),
               hit(119'999'999_ns, 1), miss(120_ms, 1)});
  CHECK(lookups_of(told) == Lookups{1, 2, 3, 3, 0});
  CHECK(told.because(Cause::ttl_window) == 1);
}

TEST_CASE("Unless it is said for how long, what is not there is not kept") {
  const TimeLine told = time_line_of(inserted(keeping_absence_for(0_ms), 5_ms).reads_at({0_ms, 4_ms, 5'000'001_ns}));
  check(told, {miss(0_ms, 0), miss(4_ms, 0), miss(5'000'001_ns, 1)});
  CHECK(lookups_of(told) == Lookups{0, 0, 3, 1, 0});
}

// Read at 4 ms and at 16 ms, it has not been left alone for 20 ms: a hit does not extend it.
TEST_CASE("Whatever ends values, what says that a key is not there lives for its own time, from its store on") {
  for (const char* expiry : {"adaptive", "none", "sliding", "soft-hard", "ttl"}) {
    INFO(expiry);
    Backend kept = inserted(keeping_absence_for(0_ms), 5_ms);
    kept.policy().expiry = expiry_of(expiry, {{"negative", 20 * ms}});
    check(time_line_of(kept.reads_at({0_ms, 4_ms, 16_ms, 19'999'999_ns, 20_ms, 60_ms})),
          {miss(0_ms, 0), hit(4_ms, 0), hit(16_ms, 0, 11_ms), hit(19'999'999_ns, 0, 14'999'999_ns), miss(20_ms, 1),
           hit(60_ms, 1)});
    Backend forgotten = inserted(keeping_absence_for(0_ms), 5_ms);
    forgotten.policy().expiry = expiry_of(expiry, {});
    check(time_line_of(forgotten.reads_at({0_ms, 4_ms, 16_ms, 60_ms})),
          {miss(0_ms, 0), miss(4_ms, 0), miss(16_ms, 1), hit(60_ms, 1)});
  }
}

// The origin says so at 0 ms, and it is stored at 8 ms.
TEST_CASE("What says that a key is not there inherits the age, too") {
  for (const char* expiry : {"adaptive", "soft-hard", "ttl"}) {
    INFO(expiry);
    Backend kept = inserted(keeping_absence_for(0_ms), 15_ms);
    kept.policy().expiry = expiry_of(expiry, {{"negative", 20 * ms}, {"age", std::string("inherited")}});
    check(time_line_of(kept.origin_read_takes(8_ms).reads_at({0_ms, 19'999'999_ns, 20_ms})),
          {{0, 8 * ms, 0, How::miss, 0}, hit(19'999'999_ns, 0, 4'999'999_ns), {20 * ms, 8 * ms, 1, How::miss, 0}});
  }
}

TEST_CASE("A delete by a writer that sets what it writes removes the value, or keeps that it is not there") {
  const auto reads = {0_ms, 15_ms, 16_ms, 21_ms};
  Backend forgetful = keeping_absence_for(0_ms, "update").writes_at({20_ms});
  const TimeLine forgotten = time_line_of(deletes_at(forgetful, 10_ms).reads_at(reads));
  check(forgotten, {miss(0_ms, 0), miss(15_ms, 1), miss(16_ms, 1), hit(21_ms, 2)});
  CHECK(lookups_of(forgotten) == Lookups{1, 0, 3, 2, 0});
  Backend keeping = keeping_absence_for(30_ms, "update").writes_at({20_ms});
  const TimeLine kept = time_line_of(deletes_at(keeping, 10_ms).reads_at(reads));
  check(kept, {miss(0_ms, 0), hit(15_ms, 1), hit(16_ms, 1), hit(21_ms, 2)});
  CHECK(lookups_of(kept) == Lookups{1, 2, 1, 3, 0});
}

TEST_CASE("A delete through the cache leaves nothing there, and the cache has been told") {
  Backend through = keeping_absence_for(0_ms, "write-through");
  const TimeLine told = time_line_of(deletes_at(through, 10_ms).reads_at({0_ms, 9_ms, 11_ms}));
  check(told, {miss(0_ms, 0), hit(9_ms, 0), miss(11_ms, 1)});
  CHECK(told.measured.total.staleness.windows.open == 0);
}

// The read takes what is there at 0 ms; the delete of the cache's entry comes at 5 ms, the fill at 10 ms.
TEST_CASE("A fill that was under way puts what is not there over the word of an insert") {
  Backend racing = inserted(keeping_absence_for(20_ms, "invalidate"), 5_ms);
  const TimeLine told = time_line_of(racing.origin_read_takes(10_ms).reads_at({0_ms, 12_ms, 29'999'999_ns, 30_ms}));
  check(told, {{0, 10 * ms, 0, How::miss, 0}, hit(12_ms, 0, 7_ms), hit(29'999'999_ns, 0, 24'999'999_ns),
               {30 * ms, 10 * ms, 1, How::miss, 0}});
  CHECK(told.because(Cause::fill_race) == 2);
}

TEST_CASE("What is refreshed and found to be gone is gone from the cache, too") {
  Backend soft;
  soft.cached("cache-aside", "write-around");
  soft.policy().expiry = option("expiry", "soft-hard", {{"soft", 10 * ms}, {"hard", 100 * ms}});
  const TimeLine told = time_line_of(deletes_at(soft, 5_ms).reads_at({0_ms, 12_ms, 13_ms}));
  check(told, {miss(0_ms, 0), {12 * ms, 0, 0, How::stale, 7 * ms}, miss(13_ms, 1)});
  CHECK(told.measured.load.caches.front().fills_refused == 1);
}

TEST_CASE("A follower without the insert says that the key is not there, and one with it does not") {
  Backend lagging = inserted(keeping_absence_for(20_ms), 5_ms);
  lagging.origin().followers = 1;
  lagging.origin().lag = Distribution::constant(50_ms);
  lagging.origin().read_from = models::ReadFrom::follower;
  const TimeLine told = time_line_of(lagging.reads_at({10_ms, 29'999'999_ns, 55_ms, 56_ms}));
  check(told, {{10 * ms, 0, 0, How::miss, 5 * ms}, hit(29'999'999_ns, 0, 24'999'999_ns), miss(55_ms, 1),
               hit(56_ms, 1)});
  CHECK(lookups_of(told) == Lookups{1, 1, 2, 2, 0});
}

// The delete of 100 ms dies with the leader.
TEST_CASE("A delete that a failover loses leaves the value where it was") {
  Backend failing = keeping_absence_for(20_ms);
  failing.origin().followers = 1;
  failing.origin().lag = Distribution::constant(50_ms);
  during(failing.strikes(models::Fault::Kind::failover, "db"), 120_ms, 130_ms);
  const TimeLine told = time_line_of(deletes_at(failing, 100_ms).reads_at({105_ms, 110_ms, 140_ms, 141_ms}));
  CHECK(lookups_of(told) == Lookups{1, 1, 2, 2, 0});
}

TEST_CASE("A delete in a write buffer comes to the origin as one") {
  Backend buffered;
  buffered.cached("cache-aside", "write-behind", {{"interval", 5 * ms}});
  buffered.policy().expiry = option("expiry", "ttl", {{"ttl", 100 * ms}, {"negative", 20 * ms}});
  const TimeLine told = time_line_of(deletes_at(buffered, 0_ms).reads_at({1_ms, 25_ms, 26_ms}));
  check(told, {hit(1_ms, 1), miss(25_ms, 1), hit(26_ms, 1)});
  CHECK(lookups_of(told) == Lookups{0, 2, 1, 2, 0});
}

TEST_CASE("So many keys are not there at first, and so many writes delete, as was said") {
  Backend many = keeping_absence_for(seconds_of(600));
  many.policy().expiry.values.set("ttl", seconds_of(600).ns);
  many.world.classes[0].keys = 4'000;
  many.world.classes[0].absent = 0.3;
  many.reads(1'000);
  many.world.loads.back().popularity.law = models::Popularity::Law::scan;
  const auto cache = time_line_of(many.runs(8, 4)).measured.load.caches.front();
  CHECK(static_cast<double>(cache.negatives) / static_cast<double>(cache.hits + cache.negatives) ==
        Approx(0.3).margin(4 * std::sqrt(0.3 * 0.7 / 4'000)));
  Backend written;
  written.updates(1'000).runs(4, 0);
  written.world.loads.back().deletes = 0.2;
  const auto commits = log_of(written).of(models::FactKind::committed);
  const auto deletes = std::count_if(commits.begin(), commits.end(), [](const sim::Fact& commit) {
    return models::CommittedAs::unpacked(commit.outcome).is_delete;
  });
  const auto all = static_cast<double>(commits.size());
  CHECK(static_cast<double>(deletes) / all == Approx(0.2).margin(4 * std::sqrt(0.2 * 0.8 / all)));
}
