// Time-lines by hand, to the nanosecond: a shard whose replica takes over, with what it had received by the crash.
// Promise: when it is there again; what it has and has not; why what it has is stale; what of only copies is lost.
// Source: Redis replication, which is asynchronous; this project's semantics (causes, rule 7; void commits).
#include <catch2/catch.hpp>
#include "tests/analytic/fact_log.hpp"
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using analysis::measure::Cause;
using models::Fault;
using models::FactKind;
using models::How;
using models::Loss;

constexpr models::Duration lag = 10_ms;

/// The shard has replicas, receives what it does 10 ms later, and is down from `from` until `until`.
Backend with_replicas(std::int64_t replicas, models::Duration from, models::Duration until) {
  Backend backend;
  backend.cached("cache-aside", "invalidate");
  backend.cache().replicas = replicas;
  backend.cache().replica_lag = Distribution::constant(lag);
  during(backend.strikes(Fault::Kind::crash, "cache"), from, until);
  return backend;
}

Backend alone(models::Duration crash) {
  Backend backend = with_replicas(1, crash, 40_s);
  backend.cached("cache-only", "cache-only");
  backend.world.classes[0].has_origin = false;
  return backend;
}

std::int64_t lost_in_crash(const TimeLine& told) {
  return told.measured.total.writes.lost[static_cast<std::size_t>(Loss::crash)];
}

}  // namespace

TEST_CASE("Replica: what it had received by the crash is there again 15 s later, though the old process is not") {
  Backend backend = with_replicas(1, 20_ms, 40_s);  // the fill of 10 ms is received in the instant of the crash
  backend.reads_at({10_ms, 15'020_ms, 41_s});
  check(time_line_of(backend), {miss(10_ms, 0), hit(15'020_ms, 0), hit(41_s, 0)});
  const FactLog log = log_of(backend);
  CHECK(log.at(FactKind::node_down) == Instants{20 * ms});
  CHECK(log.at(FactKind::taken_over) == Instants{15'020 * ms});
  CHECK(log.at(FactKind::node_up) == Instants{15'020 * ms});
}

TEST_CASE("Replica: until it has taken over the shard is down, and without one until the fault ends, then empty") {
  const auto reads = {10_ms, 15'019_ms, 15'021_ms, 39_s, 41_s};
  Backend one = with_replicas(1, 20_ms, 40_s), none = with_replicas(0, 20_ms, 40_s);
  const auto reads_of = [&](Backend& backend) {
    std::vector<How> how;
    for (const auto& each : time_line_of(backend.reads_at(reads)).reads) how.push_back(each.how);
    return how;
  };
  const How down = How::origin;
  CHECK(reads_of(one) == std::vector<How>{How::miss, down, How::hit, How::hit, How::hit});
  CHECK(reads_of(none) == std::vector<How>{How::miss, down, down, down, How::miss});
}

TEST_CASE("Replica: a fill that was on its way to it is lost") {
  Backend backend = with_replicas(1, 20_ms - models::Duration{1}, 40_s);
  check(time_line_of(backend.reads_at({10_ms, 16_s})), {miss(10_ms, 0), miss(16_s, 0)});
}

TEST_CASE("Replica: a delete that was on its way to it is lost, and what it should have ended is stale") {
  Backend backend = with_replicas(1, 109_ms, 40_s);
  const TimeLine told = time_line_of(backend.reads_at({10_ms, 105_ms, 16_s}).writes_at({100_ms}));
  // Read anew at 105 ms, after the delete: neither has been received.
  check(told, {miss(10_ms, 0), miss(105_ms, 1), hit(16_s, 0, 15'900_ms)});
  CHECK(told.because(Cause::invalidation_lost) == 1);
}

TEST_CASE("Replica: a delete that it has received holds, and one that comes while the shard is down does not come") {
  Backend received = with_replicas(1, 110_ms, 40_s);
  check(time_line_of(received.reads_at({10_ms, 16_s}).writes_at({100_ms})), {miss(10_ms, 0), miss(16_s, 1)});
  Backend meanwhile = with_replicas(1, 50_ms, 40_s);
  const TimeLine told = time_line_of(meanwhile.reads_at({10_ms, 16_s}).writes_at({100_ms}));
  check(told, {miss(10_ms, 0), hit(16_s, 0, 15'900_ms)});
  CHECK(told.because(Cause::resurrected_node) == 1);
}

TEST_CASE("Replica: a deleted value that is kept is kept by it too, if it has received the delete") {
  for (const bool has_received : {true, false}) {
    Backend backend = with_replicas(1, has_received ? 110_ms : 109_ms, 40_s);
    backend.origin_read_takes(10_ms).reads_at({10_ms, 16_s, 16'005_ms}).writes_at({100_ms});
    backend.policy().stampede = {option("stampede", "lease", {{"keep_deleted", 60'000 * ms}})};
    const TimeLine told = time_line_of(backend);
    REQUIRE(told.reads.size() == 3);
    CHECK(told.reads[1].version == (has_received ? 1U : 0U));
    CHECK(told.reads[2] == (has_received ? AnsweredRead{16'005 * ms, 0, 0, How::stale, 15'905 * ms}
                                         : hit(16'005_ms, 0, 15'905_ms)));
    CHECK(told.because(Cause::served_stale) == (has_received ? 1 : 0));
    CHECK(told.because(Cause::invalidation_lost) == (has_received ? 0 : 2));
  }
}

TEST_CASE("Replica: of two the one that has received most takes over, and lags of an operation are its own") {
  Backend backend = with_replicas(2, 15_ms, 40_s);
  backend.cache().replica_lag = Distribution::uniform(1_ms, 9_ms);  // within 5 ms for one of two, in some seeds
  int kept_by_one = 0, kept_by_two = 0;
  backend.reads_at({10_ms, 16_s});
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    backend.world.seed = seed;
    backend.cache().replicas = 1;
    const bool by_one = time_line_of(backend).reads.back().how == How::hit;
    backend.cache().replicas = 2;
    const bool by_two = time_line_of(backend).reads.back().how == How::hit;
    CHECK(by_two >= by_one);
    kept_by_one += by_one, kept_by_two += by_two;
  }
  CHECK(kept_by_one == Approx(100).margin(25));  // a half, and three quarters
  CHECK(kept_by_two == Approx(150).margin(25));
}

TEST_CASE("Replica: a restart is a failover too, and a flush that it has not received is undone") {
  Backend backend = with_replicas(1, 40_s, 41_s);
  backend.world.faults.clear();
  backend.strikes(Fault::Kind::flush, "cache").at = Instant{} + 50_ms;
  backend.strikes(Fault::Kind::restart, "cache").at = Instant{} + 55_ms;
  check(time_line_of(backend.reads_at({10_ms, 15'055_ms})), {miss(10_ms, 0), hit(15'055_ms, 0)});
  backend.world.faults[1].at = Instant{} + 60_ms;
  check(time_line_of(backend), {miss(10_ms, 0), {15'055 * ms, 0, 0, How::origin, 0}});
}

TEST_CASE("Replica: when the last process has gone nothing takes over, and who comes back is empty") {
  Backend backend = with_replicas(1, 20_ms, 40_s);
  during(backend.strikes(Fault::Kind::crash, "cache"), 1_s, 30_s);
  const FactLog log = log_of(backend.reads_at({10_ms, 31_s}));
  CHECK(log.of(FactKind::taken_over).empty());
  CHECK(log.at(FactKind::node_up) == Instants{30'000 * ms});
  check(time_line_of(backend), {miss(10_ms, 0), miss(31_s, 0)});
}

TEST_CASE("Replica: of an only copy it keeps what it has received, and the write that it has not is lost") {
  const auto told_with = [](models::Duration crash) {
    return time_line_of(alone(crash).reads_at({16_s}).writes_at({10_ms, 100_ms}));
  };
  const TimeLine kept = told_with(110_ms);
  CHECK(kept.reads.at(0).version == 2);
  CHECK(lost_in_crash(kept) == 0);
  const TimeLine older = told_with(109_ms);
  CHECK(older.reads.at(0).version == 1);
  CHECK(older.measured.total.staleness.stale == 0);  // the newer one is void
  CHECK(lost_in_crash(older) == 1);
  const TimeLine nothing = told_with(19_ms);  // the second is refused: the shard is down
  CHECK(lost_in_crash(nothing) == 1);
  CHECK(nothing.reads.at(0).version == 2);  // that it is not there
}
