// How an entry ends, to the nanosecond: sliding, served as stale while it is fetched anew, fetched early.
// Promise: every read is compared whole; the chance of an early fetch over 4 000 independent entries.
// Source: RFC 5861, section 3; sliding and absolute expiration of ASP.NET's IDistributedCache; XFetch (Vattani,
// Chierichetti & Lowenstein 2015): with r left of an entry whose fetch took d, a hit fetches with chance exp(-r/(beta
// d)).
#include <catch2/catch.hpp>
#include <cmath>
#include <iostream>
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using analysis::measure::Cause;
using models::How;

/// Nobody tells the cache of a write.
Backend untold() {
  Backend backend;
  return backend.cached("cache-aside", "write-around");
}

Backend revalidating() {
  Backend backend = untold();
  backend.ttl(10_ms).origin_read_takes(5_ms).writes_at({8_ms});
  backend.policy().stampede = {option("stampede", "stale-while-revalidate", {{"window", 20 * ms}})};
  return backend;
}

/// Fresh to 15 ms, usable to 35 ms, as above.
Backend soft_hard() {
  Backend backend = untold();
  backend.origin_read_takes(5_ms).writes_at({8_ms});
  backend.policy().expiry = option("expiry", "soft-hard", {{"soft", 10 * ms}, {"hard", 30 * ms}});
  return backend;
}

Backend sliding(std::int64_t idle, std::int64_t at_most) {
  Backend backend = untold();
  backend.policy().expiry = option("expiry", "sliding", {{"idle", idle}, {"at_most", at_most}});
  return backend.writes_at({1_ms});
}

/// Set at 20 ms by a fetch of 20 ms, over at 120 ms; read again at 90 ms, when 30 ms are left.
Backend early(double beta) {
  Backend backend = untold();
  backend.ttl(100_ms).origin_read_takes(20_ms).reads_at({0_ms, 90_ms});
  backend.policy().stampede = {option("stampede", "early-refresh", {{"beta", beta}})};
  return backend;
}

/// The keys in turn: all are stored at the first instant, and read again at the others, an equal share at each.
Backend& read_in_turn(Backend& backend, std::size_t keys, const std::vector<Duration>& again, Duration first = 0_ms) {
  backend.world.classes[0].keys = static_cast<std::uint32_t>(keys);
  std::vector<Duration> at(keys, first);
  for (const Duration instant : again) at.insert(at.end(), keys / again.size(), instant);
  backend.reads_at(at).world.loads.back().popularity.law = models::Popularity::Law::scan;
  return backend;
}

/// All keys at each of the instants.
Backend& read_all(Backend& backend, std::size_t keys, const std::vector<Duration>& instants) {
  backend.world.classes[0].keys = static_cast<std::uint32_t>(keys);
  std::vector<Duration> at;
  for (const Duration instant : instants) at.insert(at.end(), keys, instant);
  backend.reads_at(at).world.loads.back().popularity.law = models::Popularity::Law::scan;
  return backend;
}

/// Of the reads at an instant.
std::int64_t count_of(How how, Duration at, const TimeLine& told) {
  return std::count_if(told.reads.begin(), told.reads.end(),
                       [&](const AnsweredRead& read) { return read.at == at.ns && read.how == how; });
}

/// Of so many independent entries; four standard errors.
bool has_chance(double chance, std::int64_t seen, double entries) {
  std::cout << "Expectation " << chance << "\nActual " << static_cast<double>(seen) / entries << '\n';
  const double error = std::sqrt(chance * (1 - chance) / entries);
  return std::abs(static_cast<double>(seen) / entries - chance) < 4 * error;
}

/// Set at 20 ms by a fetch of 20 ms, over at 120 ms; read again at 90 ms, when 30 ms are left.
bool has_chance_of_early_fetch(double beta) {
  constexpr int entries = 4'000;
  Backend backend = untold();
  backend.ttl(100_ms).origin_read_takes(20_ms);
  backend.policy().stampede = {option("stampede", "early-refresh", {{"beta", beta}})};
  const TimeLine told = time_line_of(read_in_turn(backend, entries, {90_ms}));
  return has_chance(std::exp(-30.0 / (20.0 * beta)), count_of(How::miss, 90_ms, told), entries);
}

/// Stored a second after the start, it lives 100 ms, unless that is shortened.
Backend jittered(const std::string& expiry, double jitter) {
  Backend backend = untold();
  Settings settings = {{"jitter", jitter}};
  if (expiry == "ttl") settings.push_back({"ttl", 100 * ms});
  if (expiry == "sliding") settings.push_back({"idle", 100 * ms});
  if (expiry == "adaptive") settings.insert(settings.end(), {{"share", 0.5}, {"min", 10 * ms}, {"max", 100 * ms}});
  backend.policy().expiry = option("expiry", expiry, settings);
  return backend;
}

void check_even_jitter(const std::string& expiry, double jitter) {
  constexpr std::size_t keys = 10'000;
  constexpr Duration first = 1'000_ms;
  const auto after = [&](double share) {
    return first + Duration{static_cast<std::int64_t>((1 - share * jitter) * 1e8)};
  };
  const std::vector<double> shares = {0.9, 0.7, 0.5, 0.3, 0.1};  // of the jitter, before the end of the whole time
  std::vector<Duration> instants;
  for (const double share : shares) instants.push_back(after(share));
  Backend within = jittered(expiry, jitter);
  const TimeLine told = time_line_of(read_in_turn(within, keys, instants, first));
  for (std::size_t i = 0; i < shares.size(); ++i)
    CHECK(has_chance(shares[i], count_of(How::hit, instants[i], told), keys / 5.0));
  const Duration soonest = after(1) - 1_ns;
  Backend edges = jittered(expiry, jitter);
  const TimeLine at_edges = time_line_of(read_in_turn(edges, 1'000, {soonest, first + 100_ms}, first));
  CHECK(count_of(How::hit, soonest, at_edges) == 500);
  CHECK(count_of(How::miss, first + 100_ms, at_edges) == 500);
}

}  // namespace

TEST_CASE("Stale while revalidate: the old value is served at once, and fetched anew beside, once") {
  const TimeLine told =
      time_line_of(revalidating().reads_at({0_ms, 14_ms, 15_ms, 17_ms, 21_ms, 49'999'999_ns, 100_ms}));
  check(told, {{0, 5 * ms, 0, How::miss, 0},
               {14 * ms, 0, 0, How::hit, 6 * ms},
               {15 * ms, 0, 0, How::stale, 7 * ms},
               {17 * ms, 0, 0, How::stale, 9 * ms},
               {21 * ms, 0, 1, How::hit, 0},
               {49'999'999, 0, 1, How::stale, 0},
               {100 * ms, 5 * ms, 1, How::miss, 0}});
  CHECK(told.origin_reads == 4);
  CHECK(told.because(Cause::ttl_window) == 1);
  CHECK(told.because(Cause::served_stale) == 2);
  const auto& cache = told.measured.load.caches.front();
  CHECK(cache.hits == 2);
  CHECK(cache.stale == 3);
  CHECK(cache.misses == 2);
}

TEST_CASE("Stale while revalidate: beyond the window a read misses") {
  check(time_line_of(revalidating().reads_at({0_ms, 34'999'999_ns})),
        {{0, 5 * ms, 0, How::miss, 0}, {34'999'999, 0, 0, How::stale, 26'999'999}});
  check(time_line_of(revalidating().reads_at({0_ms, 35_ms})),
        {{0, 5 * ms, 0, How::miss, 0}, {35 * ms, 5 * ms, 1, How::miss, 0}});
}

TEST_CASE("Stale while revalidate by the cache itself, and when the fetch fails") {
  Backend through = revalidating();
  through.policy().read = option("read", "read-through");
  check(time_line_of(through.reads_at({0_ms, 17_ms, 23_ms})),
        {{0, 5 * ms, 0, How::miss, 0}, {17 * ms, 0, 0, How::stale, 9 * ms}, {23 * ms, 0, 1, How::hit, 0}});
  Backend cut = revalidating();
  cut.strikes(models::Fault::Kind::partition, "reader", "db").at = sim::Instant{} + 10_ms;
  check(time_line_of(cut.reads_at({0_ms, 17_ms, 30_ms})),
        {{0, 5 * ms, 0, How::miss, 0}, {17 * ms, 0, 0, How::stale, 9 * ms}, {30 * ms, 0, 0, How::stale, 22 * ms}});
}

TEST_CASE("Soft and hard ends: between them the old value is served at once, and fetched anew beside, once") {
  const TimeLine told = time_line_of(soft_hard().reads_at({0_ms, 14_ms, 15_ms, 17_ms, 21_ms, 49'999'999_ns, 100_ms}));
  check(told, {{0, 5 * ms, 0, How::miss, 0},
               {14 * ms, 0, 0, How::hit, 6 * ms},
               {15 * ms, 0, 0, How::stale, 7 * ms},
               {17 * ms, 0, 0, How::stale, 9 * ms},
               {21 * ms, 0, 1, How::hit, 0},
               {49'999'999, 0, 1, How::stale, 0},
               {100 * ms, 5 * ms, 1, How::miss, 0}});
  CHECK(told.origin_reads == 4);
  CHECK(told.because(Cause::ttl_window) == 1);
  CHECK(told.because(Cause::served_stale) == 2);
  CHECK(told.measured.load.caches.front().stale == 3);
  check(time_line_of(soft_hard().reads_at({0_ms, 34'999'999_ns})),
        {{0, 5 * ms, 0, How::miss, 0}, {34'999'999, 0, 0, How::stale, 26'999'999}});
  check(time_line_of(soft_hard().reads_at({0_ms, 35_ms})),
        {{0, 5 * ms, 0, How::miss, 0}, {35 * ms, 5 * ms, 1, How::miss, 0}});
}

// Stored at 5 ms: whatever the draw, the soft end is not after 15 ms and the hard end is at 35 ms.
TEST_CASE("Jitter moves the soft end alone: the hard end stays where it is") {
  bool is_early = false;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Backend backend = soft_hard();
    backend.world.seed = seed;
    backend.policy().expiry.values.set("jitter", 0.9);
    is_early |= time_line_of(backend.reads_at({0_ms, 14_ms})).reads.back().how == How::stale;
    Backend later = soft_hard();
    later.world.seed = seed;
    later.policy().expiry.values.set("jitter", 0.9);
    const TimeLine told = time_line_of(later.reads_at({0_ms, 34'999'999_ns}));
    CHECK(told.reads.back().how == How::stale);
  }
  CHECK(is_early);
}

TEST_CASE("Soft and hard ends: no stampede control stands before what is served") {
  Backend locked = soft_hard();
  locked.policy().stampede = {option("stampede", "lock", {{"wait", 1 * ms}})};
  const TimeLine told = time_line_of(locked.reads_at({0_ms, 16_ms, 17_ms, 23_ms}));
  check(told, {{0, 5 * ms, 0, How::miss, 0},
               {16 * ms, 0, 0, How::stale, 8 * ms},
               {17 * ms, 0, 0, How::stale, 9 * ms},
               {23 * ms, 0, 1, How::hit, 0}});
  CHECK(told.origin_reads == 2);
}

TEST_CASE("An entry that slides lives on with each hit, and with a limit no longer than that") {
  const auto reads = {0_ms, 9_ms, 18_ms, 24'999'999_ns, 25_ms, 40_ms};
  check(time_line_of(sliding(10 * ms, 25 * ms).reads_at(reads)), {{0, 0, 0, How::miss, 0},
                                                                  {9 * ms, 0, 0, How::hit, 8 * ms},
                                                                  {18 * ms, 0, 0, How::hit, 17 * ms},
                                                                  {24'999'999, 0, 0, How::hit, 23'999'999},
                                                                  {25 * ms, 0, 1, How::miss, 0},
                                                                  {40 * ms, 0, 1, How::miss, 0}});
  check(time_line_of(sliding(10 * ms, 0).reads_at(reads)), {{0, 0, 0, How::miss, 0},
                                                            {9 * ms, 0, 0, How::hit, 8 * ms},
                                                            {18 * ms, 0, 0, How::hit, 17 * ms},
                                                            {24'999'999, 0, 0, How::hit, 23'999'999},
                                                            {25 * ms, 0, 0, How::hit, 24 * ms},
                                                            {40 * ms, 0, 1, How::miss, 0}});
}

TEST_CASE("A hit fetches early with the chance exp(-r/(beta d))") {
  for (const double beta : {0.6, 1.0, 3.0, 10.0}) CHECK(has_chance_of_early_fetch(beta));
}

TEST_CASE("Jitter shortens the life of an entry evenly by up to its share, and by no more") {
  for (const char* expiry : {"ttl", "sliding", "adaptive"})
    for (const double jitter : {0.25, 0.5}) {
      INFO(expiry);
      check_even_jitter(expiry, jitter);
    }
}

// Half of the idle times are above 75 ms: these entries live on at 75 ms, and as surely at 150 ms; of the others, which
// are stored anew at 75 ms, half.
TEST_CASE("An entry that slides keeps the idle time that was drawn at its store") {
  constexpr std::size_t keys = 4'000;
  Backend backend = jittered("sliding", 0.5);
  const TimeLine told = time_line_of(read_all(backend, keys, {0_ms, 75_ms, 150_ms}));
  CHECK(has_chance(0.5, count_of(How::hit, 75_ms, told), keys));
  CHECK(has_chance(0.75, count_of(How::hit, 150_ms, told), keys));
}

// Read at 40 ms, none has been left alone for its idle time at 75 ms, but half have been there for their longest.
TEST_CASE("Jitter shortens the longest life of an entry that slides, too") {
  constexpr std::size_t keys = 4'000;
  Backend backend = jittered("sliding", 0.5);
  backend.policy().expiry.values.set("at_most", 100 * ms);
  const TimeLine told = time_line_of(read_all(backend, keys, {0_ms, 40_ms, 75_ms}));
  CHECK(count_of(How::hit, 40_ms, told) == keys);
  CHECK(has_chance(0.5, count_of(How::hit, 75_ms, told), keys));
}

// Half of no time is below the least, 10 ms.
TEST_CASE("Jitter does not take an adaptive entry below its least time") {
  Backend backend = jittered("adaptive", 0.9);
  const TimeLine told = time_line_of(read_in_turn(backend, 1'000, {9'999'999_ns, 10_ms}));
  CHECK(count_of(How::hit, 9'999'999_ns, told) == 500);
  CHECK(count_of(How::miss, 10_ms, told) == 500);
}

TEST_CASE("An early fetch takes its time, counts as a miss, and falls back on the entry") {
  const TimeLine told = time_line_of(early(1'000'000).writes_at({50_ms}));
  check(told, {{0, 20 * ms, 0, How::miss, 0}, {90 * ms, 20 * ms, 1, How::miss, 0}});
  CHECK(told.measured.load.caches.front().misses == 2);
  Backend down = early(1'000'000);
  down.strikes(models::Fault::Kind::crash, "db").at = sim::Instant{} + 60_ms;
  const TimeLine fallen = time_line_of(down.writes_at({50_ms}));
  check(fallen, {{0, 20 * ms, 0, How::miss, 0}, {90 * ms, 0, 0, How::hit, 40 * ms}});
  CHECK(fallen.because(Cause::ttl_window) == 1);
}
