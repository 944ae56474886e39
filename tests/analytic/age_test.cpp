// Entries that go by the age of their value, to the nanosecond.
// Promise: every read is compared whole, and what the cache refused.
// Source: RFC 9111, sections 4.2.2 (a tenth of the time since Last-Modified) and 4.2.3 (the age adds up over caches).
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::How;

/// Lives a share of its value's age, 5 ms to 50 ms. Nobody tells the cache of a write.
Backend adaptive(double share = 0.1) {
  Backend backend;
  backend.cached("cache-aside", "write-around");
  backend.policy().expiry = option("expiry", "adaptive", {{"share", share}, {"min", 5 * ms}, {"max", 50 * ms}});
  return backend;
}

/// Two instances, asked in turn: each has a cache of its own, before a shared one whose entries live 20 ms.
Backend two_tiers(Duration near, const char* age) {
  Backend backend;
  backend.world.nodes[0].service.instances = 2;
  models::NodeSpec local = node("local", models::NodeSpec::Kind::cache);
  local.cache.in_process = true;
  backend.world.nodes.push_back(local);
  backend.cached("cache-aside", "write-around").ttl(20_ms).writes_at({1_ms});
  const models::Policy shared = backend.policy();
  backend.policy().cache = "local";
  backend.policy().expiry = option("expiry", "ttl", {{"ttl", near.ns}, {"age", std::string(age)}});
  backend.policy().behind = {shared};
  return backend;
}

/// What the origin gives takes so long to come.
Backend inheriting(Duration fetch, const char* expiry, Settings settings) {
  Backend backend;
  backend.cached("cache-aside", "write-around").origin_read_takes(fetch);
  settings.push_back({"age", std::string("inherited")});
  backend.policy().expiry = option("expiry", expiry, settings);
  return backend;
}

}  // namespace

TEST_CASE("An adaptive entry lives a tenth of the time for which its value had stood") {
  const TimeLine told = time_line_of(
      adaptive().writes_at({100_ms, 204_ms}).reads_at({200_ms, 209'999'999_ns, 210_ms, 214'999'999_ns, 215_ms}));
  check(told, {miss(200_ms, 1), hit(209'999'999_ns, 1, 5'999'999_ns), miss(210_ms, 2), hit(214'999'999_ns, 2),
               miss(215_ms, 2)});
}

TEST_CASE("An adaptive entry lives that share of the time for which its value had stood that was asked for") {
  for (const auto& [share, ends] : {std::pair{0.25, 225_ms}, std::pair{0.4375, 243'750'000_ns}}) {
    const Duration just_before = ends - 1_ns;  // it had stood for 100 ms
    check(time_line_of(adaptive(share).writes_at({100_ms}).reads_at({200_ms, just_before, ends})),
          {miss(200_ms, 1), hit(just_before, 1), miss(ends, 1)});
  }
}

TEST_CASE("An adaptive entry lives no shorter than its least time and no longer than its greatest") {
  check(time_line_of(adaptive().reads_at({0_ms, 4'999'999_ns, 5_ms})),
        {miss(0_ms, 0), hit(4'999'999_ns, 0), miss(5_ms, 0)});
  check(time_line_of(adaptive().reads_at({1'000_ms, 1'049'999'999_ns, 1'050_ms})),
        {miss(1'000_ms, 0), hit(1'049'999'999_ns, 0), miss(1'050_ms, 0)});
}

// Committed at 100 ms, read at 200 ms, stored at 220 ms: it had stood for 120 ms.
TEST_CASE("The time that a fetch takes is part of its value's age") {
  Backend slow = adaptive();
  slow.origin_read_takes(20_ms).writes_at({100_ms});
  check(time_line_of(slow.reads_at({200_ms, 231'999'999_ns, 232_ms})),
        {{200 * ms, 20 * ms, 1, How::miss, 0}, hit(231'999'999_ns, 1), {232 * ms, 20 * ms, 1, How::miss, 0}});
}

TEST_CASE("A follower knows when what it has was committed, and not only when it came there") {
  Backend lagging = adaptive();
  lagging.origin().followers = 1;
  lagging.origin().lag = Distribution::constant(50_ms);
  lagging.origin().read_from = models::ReadFrom::follower;
  check(time_line_of(lagging.writes_at({100_ms}).reads_at({200_ms, 209'999'999_ns, 210_ms})),
        {miss(200_ms, 1), hit(209'999'999_ns, 1), miss(210_ms, 1)});
}

// The leader dies with the commit of 100 ms; what its successor has was committed at 20 ms.
TEST_CASE("After a failover a value is as old as what is left of it") {
  Backend failing = adaptive();
  failing.origin().followers = 1;
  failing.origin().lag = Distribution::constant(50_ms);
  during(failing.strikes(models::Fault::Kind::failover, "db"), 120_ms, 130_ms);
  check(time_line_of(failing.writes_at({20_ms, 100_ms}).reads_at({220_ms, 239'999'999_ns, 240_ms})),
        {miss(220_ms, 1), hit(239'999'999_ns, 1), miss(240_ms, 1)});
}

TEST_CASE("What a writer sets is new: it lives the least time") {
  Backend updated = adaptive();
  updated.policy().write = option("write", "update");
  check(time_line_of(updated.writes_at({100_ms}).reads_at({104'999'999_ns, 105_ms})),
        {hit(104'999'999_ns, 1), miss(105_ms, 1)});
}

// The second instance fills at 19 ms from a copy that the origin gave at 0 ms.
TEST_CASE("Tiers that restart the age serve for both times to live, tiers that inherit it for one") {
  const auto reads = {0_ms, 19_ms, 19'500'000_ns, 30_ms, 38_ms, 38'999'999_ns, 39_ms, 39_ms};
  check(time_line_of(two_tiers(20_ms, "restarted").reads_at(reads)),
        {miss(0_ms, 0), hit(19_ms, 0, 18_ms), hit(19'500'000_ns, 0, 18'500'000_ns), hit(30_ms, 0, 29_ms),
         miss(38_ms, 1), hit(38'999'999_ns, 0, 37'999'999_ns), hit(39_ms, 1), hit(39_ms, 1)});
  check(time_line_of(two_tiers(20_ms, "inherited").reads_at(reads)),
        {miss(0_ms, 0), hit(19_ms, 0, 18_ms), hit(19'500'000_ns, 0, 18'500'000_ns), miss(30_ms, 1), hit(38_ms, 1),
         hit(38'999'999_ns, 1), hit(39_ms, 1), hit(39_ms, 1)});
}

TEST_CASE("A copy that is older than the nearer time to live is passed on and not stored") {
  const auto reads = {0_ms, 10_ms, 11_ms, 12_ms};
  const TimeLine told = time_line_of(two_tiers(5_ms, "inherited").reads_at(reads));
  check(told, {miss(0_ms, 0), hit(10_ms, 0, 9_ms), hit(11_ms, 0, 10_ms), hit(12_ms, 0, 11_ms)});
  CHECK(told.origin_reads == 1);
  std::int64_t refused = 0;
  for (const auto& cache : told.measured.load.caches) refused += cache.fills_refused;
  CHECK(refused == 3);
  CHECK(time_line_of(two_tiers(5_ms, "restarted").reads_at(reads)).measured.load.caches.front().fills_refused == 0);
}

// Taken at 0 ms, stored at 8 ms.
TEST_CASE("An inherited age has the time of the fetch in it") {
  Backend slow;
  slow.cached("cache-aside", "write-around").origin_read_takes(8_ms);
  slow.policy().expiry = option("expiry", "ttl", {{"ttl", 20 * ms}, {"age", std::string("inherited")}});
  check(time_line_of(slow.reads_at({0_ms, 19'999'999_ns, 20_ms})),
        {{0, 8 * ms, 0, How::miss, 0}, hit(19'999'999_ns, 0), {20 * ms, 8 * ms, 0, How::miss, 0}});
}

// Taken at 0 ms and at 10 ms, stored 5 ms later.
TEST_CASE("Soft and hard ends that inherit the age count from when the origin gave the value") {
  const auto soft_hard = [] {
    return inheriting(5_ms, "soft-hard", {{"soft", 10 * ms}, {"hard", 30 * ms}}).writes_at({8_ms});
  };
  check(time_line_of(soft_hard().reads_at({0_ms, 9'999'999_ns, 10_ms, 19'999'999_ns, 20_ms})),
        {{0, 5 * ms, 0, How::miss, 0}, hit(9'999'999_ns, 0, 1'999'999_ns), {10 * ms, 0, 0, How::stale, 2 * ms},
         hit(19'999'999_ns, 1), {20 * ms, 0, 1, How::stale, 0}});
  check(time_line_of(soft_hard().reads_at({0_ms, 29'999'999_ns})),
        {{0, 5 * ms, 0, How::miss, 0}, {29'999'999, 0, 0, How::stale, 21'999'999}});
  check(time_line_of(soft_hard().reads_at({0_ms, 30_ms})),
        {{0, 5 * ms, 0, How::miss, 0}, {30 * ms, 5 * ms, 1, How::miss, 0}});
}

// The shared tier has what the origin gave at 0 ms; each instance fills from that, until 15 ms to keep it as stale.
TEST_CASE("A copy past its soft end is stored to be served as stale, and one past its hard end is not stored") {
  Backend tiers = two_tiers(5_ms, "inherited");
  tiers.policy().expiry =
      option("expiry", "soft-hard", {{"soft", 5 * ms}, {"hard", 15 * ms}, {"age", std::string("inherited")}});
  const TimeLine told = time_line_of(tiers.reads_at({0_ms, 10_ms, 11_ms, 12_ms, 16_ms}));
  check(told, {miss(0_ms, 0), hit(10_ms, 0, 9_ms), {11 * ms, 0, 0, How::stale, 10 * ms},
               {12 * ms, 0, 0, How::stale, 11 * ms}, hit(16_ms, 0, 15_ms)});
  CHECK(told.origin_reads == 1);
  std::int64_t refused = 0;
  for (const auto& cache : told.measured.load.caches) refused += cache.fills_refused;
  CHECK(refused == 1);
}

// Committed at 100 ms and given at 200 ms: two fifths of 100 ms, and not of the 120 ms when it was stored.
TEST_CASE("An adaptive entry that inherits the age lives that share of the time until the origin gave it, from then") {
  const Settings settings = {{"share", 0.4}, {"min", 5 * ms}, {"max", 50 * ms}};
  check(time_line_of(
            inheriting(20_ms, "adaptive", settings).writes_at({100_ms}).reads_at({200_ms, 239'999'999_ns, 240_ms})),
        {{200 * ms, 20 * ms, 1, How::miss, 0}, hit(239'999'999_ns, 1), {240 * ms, 20 * ms, 1, How::miss, 0}});
}

// A tenth of 100 ms is over when it comes, 20 ms after it was given.
TEST_CASE("An adaptive entry that has inherited as much age as it would live is not stored") {
  const Settings settings = {{"share", 0.1}, {"min", 5 * ms}, {"max", 50 * ms}};
  const TimeLine told =
      time_line_of(inheriting(20_ms, "adaptive", settings).writes_at({100_ms}).reads_at({200_ms, 220_ms}));
  check(told, {{200 * ms, 20 * ms, 1, How::miss, 0}, {220 * ms, 20 * ms, 1, How::miss, 0}});
}
