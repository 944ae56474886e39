// Time-lines by hand: what followers must have before a write counts, and what a failover then loses.
// Promise: to the nanosecond; what was acknowledged semi-synchronously, or committed synchronously, is not lost.
// Source: semi-synchronous replication of MySQL (AFTER_COMMIT) and synchronous_commit of PostgreSQL.
#include <catch2/catch.hpp>
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::Fault;
using models::How;
using Mode = models::Replication::Mode;

/// A write takes 4 ms; followers receive it 3 ms later, and apply it 50 ms after its commit.
Backend replicated(Mode mode, std::int64_t followers = 2) {
  Backend backend;
  models::OriginNode& db = backend.origin();
  db.write = Distribution::constant(4_ms);
  db.followers = followers;
  db.lag = Distribution::constant(50_ms);
  if (mode == Mode::async) return backend.runs(3, 0);
  db.replication = {mode, Distribution::constant(3_ms), true, 1, 20_ms};
  return backend.runs(3, 0);
}

Backend& topples(Backend& backend, Duration at) {
  during(backend.strikes(Fault::Kind::failover, "db"), at, at + 30_ms);
  return backend;
}

AnsweredRead from_db(Duration at, std::uint32_t version) { return {at.ns, 0, version, How::origin, 0}; }

std::int64_t lost_writes(const TimeLine& told) { return told.measured.total.writes.lost[0]; }
std::int64_t failed(const TimeLine& told) { return told.measured.total.writes.failed; }

}  // namespace

TEST_CASE("Semi-sync: a write is seen when it commits, and acknowledged when a follower has received it") {
  Backend backend = replicated(Mode::semi_sync);
  const TimeLine told = time_line_of(backend.writes_at({10_ms}).reads_at({13_ms, 15_ms}));
  check(told, {from_db(13_ms, 0), from_db(15_ms, 1)});
  CHECK(told.measured.total.write_latency.max() == (7_ms).ns);
}

TEST_CASE("Sync: a write is seen when a follower has received it, and not before") {
  Backend backend = replicated(Mode::sync);
  const TimeLine told = time_line_of(backend.writes_at({10_ms}).reads_at({15_ms, 18_ms}));
  check(told, {from_db(15_ms, 0), from_db(18_ms, 1)});
  CHECK(told.measured.total.write_latency.max() == (7_ms).ns);
}

TEST_CASE("Sync: it waits for as many as it needs, and the slowest of them decides") {
  Backend backend = replicated(Mode::sync);
  backend.origin().replication.needs = 2;
  backend.origin().replication.patience = 1_s;
  during(backend.strikes(Fault::Kind::pause, "db-follower-2"), 12_ms, 40_ms);
  const TimeLine told = time_line_of(backend.writes_at({10_ms}).reads_at({39_ms, 41_ms}));
  check(told, {from_db(39_ms, 0), from_db(41_ms, 1)});
  CHECK(told.measured.total.write_latency.max() == (30_ms).ns);
}

TEST_CASE("Failover: async loses what no follower has applied, semi-sync nothing that one has received") {
  Backend async = replicated(Mode::async), semi = replicated(Mode::semi_sync);
  const TimeLine without = time_line_of(topples(async.writes_at({10_ms}).reads_at({100_ms}), 20_ms));
  check(without, {from_db(100_ms, 0)});
  CHECK(lost_writes(without) == 1);
  const TimeLine with = time_line_of(topples(semi.writes_at({10_ms}).reads_at({100_ms}), 20_ms));
  check(with, {from_db(100_ms, 1)});
  CHECK(lost_writes(with) == 0);
}

TEST_CASE("Failover: what no follower has received is lost semi-synchronously, and synchronously it is not made") {
  Backend semi = replicated(Mode::semi_sync), sync = replicated(Mode::sync);
  const TimeLine committed = time_line_of(topples(semi.writes_at({10_ms}).reads_at({15_ms, 100_ms}), 16_ms));
  check(committed, {from_db(15_ms, 1), from_db(100_ms, 0)});
  CHECK(lost_writes(committed) == 1);
  CHECK(failed(committed) == 1);
  const TimeLine never = time_line_of(topples(sync.writes_at({10_ms}).reads_at({15_ms, 100_ms}), 16_ms));
  check(never, {from_db(15_ms, 0), from_db(100_ms, 0)});
  CHECK(lost_writes(never) == 0);
  CHECK(failed(never) == 1);
}

TEST_CASE("Semi-sync: without a follower the leader waits for its timeout once, and again when one has caught up") {
  Backend backend = replicated(Mode::semi_sync, 1);
  during(backend.strikes(Fault::Kind::crash, "db-follower-1"), 0_ms, 100_ms);
  const auto latencies = [&](const std::vector<Duration>& writes) {
    Backend each = backend;
    return time_line_of(each.writes_at(writes)).measured.total.write_latency;
  };
  CHECK(latencies({10_ms}).max() == (24_ms).ns);
  const auto of_three = latencies({10_ms, 50_ms, 200_ms});  // 24 ms, 4 ms, 7 ms
  CHECK(of_three.mean() == Approx(35e6 / 3));
}

TEST_CASE("Sync: a write that no follower has received in time fails, and is never made") {
  Backend backend = replicated(Mode::sync, 1);
  during(backend.strikes(Fault::Kind::crash, "db-follower-1"), 0_ms, 100_ms);
  const TimeLine told = time_line_of(backend.writes_at({10_ms, 20_ms}).reads_at({99_ms, 200_ms}));
  check(told, {from_db(99_ms, 0), from_db(200_ms, 0)});
  CHECK(failed(told) == 2);
  CHECK(told.measured.total.time_to_failure.max() == (24_ms).ns);
}

TEST_CASE("Sync: without a follower no write is made until one is back") {
  Backend backend = replicated(Mode::sync, 1);
  backend.origin().replication.patience = 1_s;
  during(backend.strikes(Fault::Kind::crash, "db-follower-1"), 0_ms, 100_ms);
  const TimeLine told = time_line_of(backend.writes_at({10_ms, 20_ms}).reads_at({99_ms, 101_ms}));
  check(told, {from_db(99_ms, 0), from_db(101_ms, 2)});
  CHECK(told.measured.total.write_latency.max() == (90_ms).ns);
}

TEST_CASE("Apply: a follower applies one commit after the other, and lags the more the more is written") {
  Backend backend;
  backend.writes_at({0_ms, 1_ms, 2_ms}).reads_at({9_ms, 11_ms, 21_ms, 31_ms});
  backend.origin().followers = 1;
  backend.origin().read_from = models::ReadFrom::follower;
  backend.origin().apply = Distribution::constant(10_ms);
  const TimeLine told = time_line_of(backend);
  std::vector<std::uint32_t> versions;
  for (const AnsweredRead& read : told.reads) versions.push_back(read.version);
  CHECK(versions == std::vector<std::uint32_t>{0, 1, 2, 3});
}

TEST_CASE("Nearest: each asks the node that is nearest to it, and the leader of equals") {
  Backend backend;
  backend.origin().followers = 2;
  backend.origin().read_from = models::ReadFrom::nearest;
  backend.reads_at({10_ms});
  CHECK(time_line_of(backend).reads[0].latency == 0);
  for (const auto& [node, latency] : {std::pair{"db", 20_ms}, {"db-follower-1", 5_ms}, {"db-follower-2", 1_ms}})
    backend.takes("reader", node, latency).takes(node, "reader", latency);
  CHECK(time_line_of(backend).reads[0].latency == 2 * ms);
  backend.world.classes[0].read_from = models::ReadFrom::leader;
  CHECK(time_line_of(backend).reads[0].latency == 40 * ms);
}

TEST_CASE("Class: its reads and writes take times of their own at its origin") {
  Backend backend;
  backend.origin_read_takes(10_ms).reads_at({0_ms}).writes_at({100_ms});
  backend.world.classes[0].origin_read = Distribution::constant(80_ms);
  backend.world.classes[0].origin_write = Distribution::constant(7_ms);
  const TimeLine told = time_line_of(backend);
  CHECK(told.reads[0].latency == 80 * ms);
  CHECK(told.measured.total.write_latency.max() == (7_ms).ns);
}
