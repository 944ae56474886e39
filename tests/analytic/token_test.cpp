// Tokens of leases and locks, to the nanosecond: when the next one is given, how often who has none asks, how long.
// Promise: every read is compared whole: instant, latency, version, how it was answered, age.
// Source: Nishtala et al., "Scaling Memcache at Facebook", NSDI 2013, 3.2.1; Redis SET key NX PX.
#include <catch2/catch.hpp>
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::How;

/// Only its holder fetches: a token of a lease or of a lock, whose time has another name in each.
struct Tokens {
  const char* name;
  const char* time;
  bool is_checked;  ///< With the set: what comes without the last one is refused.
};
constexpr Tokens both[] = {{"lease", "interval", true}, {"lock", "time", false}};

Backend fetching(const char* stampede, const Settings& settings, Duration fetch, const std::vector<Duration>& reads) {
  Backend backend;
  backend.cached("cache-aside", "invalidate").ttl(1_s).origin_read_takes(fetch).reads_at(reads);
  backend.policy().stampede = {option("stampede", stampede, settings)};
  return backend;
}

}  // namespace

TEST_CASE("Tokens: the next one is given when the time of one is over whose holder has died, and not sooner") {
  for (const Tokens& tokens : both)
    for (const auto& [time, latency] : {std::pair{30_ms, 32_ms}, std::pair{29'999'999_ns, 32_ms},
                                        std::pair{30'000'001_ns, 34_ms}, std::pair{11_ms, 14_ms}}) {
      // Given at 0; asked for at 8, 10, 12 and so on, and after the fetch of 10 answered.
      Backend backend = fetching(tokens.name, {{tokens.time, time.ns}, {"wait", 2 * ms}}, 10_ms, {0_ms, 8_ms});
      during(backend.strikes(models::Fault::Kind::crash, "reader"), 5_ms, 6_ms);
      check(time_line_of(backend), {{8 * ms, latency.ns, 0, How::miss, 0}});
    }
}

TEST_CASE("Tokens: one whose time ends during its fetch is not the last, and a lease refuses what it brings") {
  for (const Tokens& tokens : both) {
    // Asked for at 5, 15, 25 and 35, when the second is given; the first would have stored at 100.
    const Settings settings = {{tokens.time, 30 * ms}, {"wait", 10 * ms}};
    const TimeLine told = time_line_of(fetching(tokens.name, settings, 100_ms, {0_ms, 5_ms, 136_ms}));
    check(told, {{0, 100 * ms, 0, How::miss, 0}, {5 * ms, 130 * ms, 0, How::miss, 0}, hit(136_ms, 0)});
    CHECK(told.origin_reads == 2);
    CHECK(told.measured.load.caches.front().fills_refused == (tokens.is_checked ? 1 : 0));
  }
}

TEST_CASE("Tokens: who has none asks again after each wait, until the holder has stored") {
  for (const Tokens& tokens : both)
    for (const auto& [wait, latency] : {std::pair{7_ms, 21_ms}, std::pair{12_ms, 24_ms}, std::pair{20_ms, 20_ms}}) {
      // Asked for at 13, 20 and 27; at 18 and 30; at 26. Stored at 25.
      const TimeLine told = time_line_of(fetching(tokens.name, {{"wait", wait.ns}}, 25_ms, {0_ms, 6_ms}));
      check(told, {{0, 25 * ms, 0, How::miss, 0}, {6 * ms, latency.ns, 0, How::joined, 0}});
      CHECK(told.origin_reads == 1);
    }
}

TEST_CASE("Tokens: whose patience is over reads the origin and stores nothing") {
  for (const Tokens& tokens : both)
    for (const auto& [patience, latency] :
         {std::pair{0_ms, 100_ms}, std::pair{20_ms, 120_ms}, std::pair{20'000'001_ns, 130_ms}}) {
      // Asked for at 5 and, if there is any patience, at 15, 25 and 35.
      const Settings settings = {{"wait", 10 * ms}, {"patience", patience.ns}};
      const TimeLine told = time_line_of(fetching(tokens.name, settings, 100_ms, {0_ms, 5_ms}));
      check(told, {{0, 100 * ms, 0, How::miss, 0}, {5 * ms, latency.ns, 0, How::origin, 0}});
      CHECK(told.measured.load.caches.front().fills == 1);
    }
}
