// Leader after write, to the nanosecond: for a time after its write a session's reads pass caches and followers by.
// Promise: every read is compared whole: instant, latency, version, how it was answered, age.
// Source: the automatic connection switching of Ruby on Rails.
#include <catch2/catch.hpp>
#include "tests/analytic/fact_log.hpp"
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::FactKind;
using models::How;
using models::WhyLeader;

/// The writer's acknowledgement takes 3 ms, reads 10 ms to the origin. The follower applies 100 ms after a commit.
Backend pinned(Duration time, const char* of = "key") {
  Backend backend;
  backend.cached("cache-aside", "write-around");
  backend.policy().guard = option("guard", "leader-after-write", {{"time", time.ns}, {"of", std::string(of)}});
  backend.takes("reader", "db", 10_ms).takes("db", "writer", 3_ms);
  backend.origin().followers = 1;
  backend.origin().lag = Distribution::constant(100_ms);
  backend.origin().read_from = models::ReadFrom::follower;
  return backend;
}

Backend& in_one_session(Backend& backend) {
  for (models::Load& load : backend.world.loads) load.sessions = 1;
  return backend;
}

}  // namespace

TEST_CASE("Leader after write: from the acknowledgement on, for its time, past a cache that holds an older one") {
  // Version 0 is cached at 10; version 1 is committed at 20 and acknowledged at 23; the leader answers until 63.
  Backend backend = pinned(40_ms);
  backend.writes_at({20_ms}).reads_at({0_ms, 22'999'999_ns, 23'000'001_ns, 62'999'999_ns, 63_ms});
  const TimeLine told = time_line_of(in_one_session(backend));
  check(told, {{0, 10 * ms, 0, How::miss, 0},
               {22'999'999, 0, 0, How::hit, 2'999'999},
               {23'000'001, 10 * ms, 1, How::origin, 0},
               {62'999'999, 10 * ms, 1, How::origin, 0},
               {63 * ms, 0, 0, How::hit, 43 * ms}});
  // What passes by is no look-up, and stores nothing.
  const auto& cache = told.measured.load.caches.front();
  CHECK(cache.hits == 2);
  CHECK(cache.misses == 1);
  CHECK(cache.fills == 1);
  const auto asked = log_of(backend).of(FactKind::leader_asked);
  REQUIRE(asked.size() == 2);
  CHECK(asked.front().outcome == static_cast<std::uint8_t>(WhyLeader::recent_write));
  CHECK(told.measured.total.staleness.sessions->read_your_writes == 1);  // at 63, when its time is over
}

TEST_CASE("Leader after write: another session is served as ever, and each write begins the time anew") {
  Backend backend = pinned(40_ms);
  backend.writes_at({20_ms, 50_ms}).reads_at({0_ms, 80_ms, 92'999'999_ns, 93_ms});
  in_one_session(backend);
  backend.reads_at({30_ms}).world.loads.back().name = "others";
  check(time_line_of(backend), {{0, 10 * ms, 0, How::miss, 0},
                                {30 * ms, 0, 0, How::hit, 10 * ms},
                                {80 * ms, 10 * ms, 2, How::origin, 0},
                                {92'999'999, 10 * ms, 2, How::origin, 0},
                                {93 * ms, 0, 0, How::hit, 73 * ms}});
}

TEST_CASE("Leader after write: of the class all its keys go to the leader, of the key only that one") {
  for (const char* of : {"class", "key"}) {
    Backend backend = pinned(40_ms, of);
    backend.world.classes[0].keys = 2;
    backend.writes_at({20_ms}).reads_at({0_ms, 30_ms});
    backend.world.loads[0].fixed_key = 1;
    backend.world.loads[1].fixed_key = 0;
    const TimeLine told = time_line_of(in_one_session(backend));
    const bool is_led = std::string(of) == "class";
    CHECK(told.reads.back() == AnsweredRead{30 * ms, is_led ? 10 * ms : 0, 0, is_led ? How::origin : How::hit, 0});
  }
}

TEST_CASE("Leader after write: from a client outside, through a cache that reads for it, and past a tier behind") {
  Backend backend = pinned(40_ms);
  backend.policy().read = option("read", "read-through");
  backend.world.nodes.push_back(node("far", models::NodeSpec::Kind::cache));
  models::Policy far = backend.policy();
  far.cache = "far";
  far.guard = option("guard", "none");
  backend.policy().behind = {far};
  backend.takes("far", "db", 10_ms).writes_at({20_ms}).reads_at({0_ms, 30_ms, 70_ms});
  backend.world.nodes.push_back(node("app", models::NodeSpec::Kind::client));
  backend.world.loads.back().from = "app";
  backend.world.loads.back().to = "reader";
  in_one_session(backend);
  check(time_line_of(backend), {{0, 10 * ms, 0, How::miss, 0},
                                {30 * ms, 10 * ms, 1, How::origin, 0},
                                {70 * ms, 0, 0, How::hit, 50 * ms}});
  // In the tier behind: a hit of the nearer one is one, and what misses there is read from the leader.
  std::swap(backend.policy().guard, backend.policy().behind.front().guard);
  backend.strikes(models::Fault::Kind::flush, "cache").at = sim::Instant{} + 25_ms;
  backend.takes("cache", "db", 10_ms);
  check(time_line_of(backend), {{0, 10 * ms, 0, How::miss, 0},
                                {30 * ms, 10 * ms, 1, How::origin, 0},
                                {70 * ms, 0, 1, How::hit, 0}});
}

TEST_CASE("Leader after write: a leader that is down fails the read") {
  Backend backend = pinned(40_ms);
  models::Fault& crash = backend.strikes(models::Fault::Kind::crash, "db");
  crash.at = sim::Instant{} + 25_ms;
  const TimeLine told = time_line_of(in_one_session(backend.writes_at({20_ms}).reads_at({0_ms, 30_ms})));
  CHECK(told.reads.size() == 1);
  CHECK(told.measured.total.reads.failed == 1);
}
