// Time-lines by hand, to the nanosecond: a class that no origin has, so that what its cache loses is lost.
// Promise: when a write commits; which reads miss what was lost, by what; an expiry as it was asked for is no loss.
// Source: this project's semantics (truth, void commits); an absence is a version, so a loss gives the next number.
#include <catch2/catch.hpp>
#include <numeric>
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
using models::Loss;

Backend alone(const std::vector<models::Duration>& reads, const std::vector<models::Duration>& writes) {
  Backend backend;
  backend.cached("cache-only", "cache-only").reads_at(reads).writes_at(writes).runs(1, 0);
  backend.world.classes[0].has_origin = false;
  return backend;
}

/// A further load of the first, for another key of the class.
models::Load& of_key(Backend& backend, std::size_t load, std::uint32_t key, const std::vector<models::Duration>& at) {
  models::Load& made = backend.world.loads.emplace_back(backend.world.loads[load]);
  made.name += " of " + std::to_string(key);
  made.fixed_key = key;
  made.at.clear();
  for (const models::Duration each : at) made.at.push_back(Instant{} + each);
  return made;
}

Backend& slides(Backend& backend, models::Duration idle) {
  backend.policy().expiry = option("expiry", "sliding", {{"idle", idle.ns}});
  return backend;
}

Fault& at(Backend& backend, Fault::Kind kind, models::Duration when) {
  Fault& fault = backend.strikes(kind, "cache");
  fault.at = Instant{} + when;
  return fault;
}

std::int64_t sum(const analysis::measure::LossCounts& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

/// Writes that were lost by this, and the reads that missed them; by nothing else any.
void check_lost(const RunResult& result, Loss how, std::int64_t writes, std::int64_t reads) {
  CHECK(result.total.writes.lost[static_cast<std::size_t>(how)] == writes);
  CHECK(result.total.reads.data_lost[static_cast<std::size_t>(how)] == reads);
  CHECK(sum(result.total.writes.lost) == writes);
  CHECK(sum(result.total.reads.data_lost) == reads);
}

/// Of two shards the one that has the key is off the ring from 50 ms to 150 ms, and keeps what it has.
TimeLine without(const Backend& backend, const std::string& shard) {
  Backend world = backend;
  world.cache().shards = 2;
  during(world.strikes(Fault::Kind::remove_shard, shard), 50_ms, 150_ms).keeps_content = true;
  return time_line_of(world);
}

}  // namespace

TEST_CASE("Sole copy: a write commits when it comes to its shard, and a key without one is not there") {
  Backend backend = alone({10_ms, 19_ms, 22_ms}, {20_ms});
  backend.takes("writer", "cache", 3_ms).takes("reader", "cache", 2_ms);
  const FactLog log = log_of(backend);
  CHECK(log.at(FactKind::committed) == Instants{23 * ms});
  CHECK(log.at(FactKind::write_answered) == Instants{23 * ms});
  const TimeLine told = time_line_of(backend);
  using models::How;
  check(told, {{10 * ms, 2 * ms, 0, How::miss, 0},
               {19 * ms, 2 * ms, 0, How::miss, 0},
               {22 * ms, 2 * ms, 1, How::hit, 0}});
  CHECK(told.origin_reads == 0);
  check_lost(told.measured, Loss::eviction, 0, 0);
}

TEST_CASE("Sole copy: what a writer has deleted is not there, and is not lost") {
  Backend backend = alone({20_ms, 40_ms, 60_ms}, {10_ms, 50_ms});
  of_key(backend, 1, 0, {30_ms}).deletes = 1;
  const TimeLine told = time_line_of(backend);
  check(told, {hit(20_ms, 1), miss(40_ms, 2), hit(60_ms, 3)});
  CHECK(told.measured.total.writes.committed == 3);
  check_lost(told.measured, Loss::eviction, 0, 0);
}

TEST_CASE("Sole copy: what is evicted is lost, until its key is written again") {
  Backend backend = alone({}, {});
  backend.world.classes[0].keys = 2;
  backend.cache().capacity_entries = 1;
  of_key(backend, 1, 0, {10_ms, 50_ms});
  of_key(backend, 1, 1, {20_ms});
  of_key(backend, 0, 0, {15_ms, 30_ms, 40_ms, 60_ms});
  const TimeLine told = time_line_of(backend);
  check(told, {hit(15_ms, 1), miss(30_ms, 2), miss(40_ms, 2), hit(60_ms, 3)});
  check_lost(told.measured, Loss::eviction, 2, 2);
  CHECK(told.measured.total.reads.keys_lost == 1);
  CHECK(told.measured.total.writes.committed == 3);
  CHECK(told.measured.total.staleness.stale == 0);
}

TEST_CASE("Sole copy: an entry that expires as was asked is no loss") {
  Backend backend = alone({20_ms, 50_ms}, {10_ms, 60_ms});
  const TimeLine told = time_line_of(backend.ttl(30_ms));
  check(told, {hit(20_ms, 1), miss(50_ms, 2)});
  check_lost(told.measured, Loss::eviction, 0, 0);
}

TEST_CASE("Sole copy: what a flush takes is missed for as long as it would have lived") {
  Backend backend = alone({30_ms, 50_ms}, {10_ms});
  at(backend.ttl(30_ms), Fault::Kind::flush, 20_ms);
  const TimeLine told = time_line_of(backend);
  check(told, {miss(30_ms, 2), miss(50_ms, 2)});
  check_lost(told.measured, Loss::flush, 1, 1);
}

TEST_CASE("Sole copy: where an entry slides each read that misses it would have put its end off") {
  Backend backend = alone({30_ms, 55_ms, 90_ms}, {10_ms});
  at(slides(backend, 30_ms), Fault::Kind::restart, 20_ms);
  check_lost(time_line_of(backend).measured, Loss::crash, 1, 2);
}

TEST_CASE("Sole copy: a shard that is down fails its reads and writes, and what it keeps is not lost") {
  Backend backend = alone({10_ms, 30_ms, 50_ms}, {5_ms, 35_ms});
  Fault& crash = during(backend.strikes(Fault::Kind::crash, "cache"), 20_ms, 40_ms);
  crash.keeps_content = true;
  const TimeLine told = time_line_of(backend);
  check(told, {hit(10_ms, 1), hit(50_ms, 1)});
  CHECK(told.measured.total.reads.failed == 1);
  CHECK(told.measured.total.writes.failed == 1);
  check_lost(told.measured, Loss::crash, 0, 0);
}

TEST_CASE("Sole copy: an end that comes too soon by a clock that was set is a loss") {
  Backend backend = alone({30_ms, 70_ms}, {10_ms});
  Fault& skew = at(backend.ttl(50_ms), Fault::Kind::skew, 20_ms);
  skew.by = 100_ms;
  skew.ahead = true;
  check_lost(time_line_of(backend).measured, Loss::clock, 1, 1);
}

TEST_CASE("Sole copy: a key that moves is lost, and turns up again with its shard, stale") {
  const Backend backend = alone({20_ms, 60_ms, 120_ms, 200_ms}, {10_ms, 100_ms});
  TimeLine told = without(backend, "cache-1");
  if (told.reads[1].how == models::How::hit) told = without(backend, "cache-2");
  // The move at 50 ms is version 2, the write at 100 ms 3, and its own move 4.
  check(told, {hit(20_ms, 1), miss(60_ms, 2), hit(120_ms, 3), hit(200_ms, 1, 150_ms)});
  check_lost(told.measured, Loss::moved, 2, 1);
  CHECK(told.because(Cause::resurrected_node) == 1);
}

TEST_CASE("Sole copy: a shard that a key has left meanwhile refuses what was on its way") {
  Backend backend = alone({}, {40_ms});
  backend.takes("writer", "cache", 20_ms);
  const std::int64_t failed = without(backend, "cache-1").measured.total.writes.failed +
                              without(backend, "cache-2").measured.total.writes.failed;
  CHECK(failed == 1);
}

TEST_CASE("Sole copy: a value that is larger than its cache fails its write") {
  Backend backend = alone({20_ms}, {10_ms});
  backend.world.classes[0].value_bytes = 1'000;
  backend.cache().capacity_bytes = 999;
  const TimeLine told = time_line_of(backend);
  check(told, {miss(20_ms, 0)});
  CHECK(told.measured.total.writes.failed == 1);
  CHECK(told.measured.total.writes.committed == 0);
}

TEST_CASE("Sole copy: that a key has gone between a read and the write that follows is nobody's lost update") {
  Backend backend = alone({}, {10_ms});
  models::Load& session = of_key(backend, 0, 0, {15_ms});
  session.writes = "item";
  session.after_read = 1;
  session.think = Distribution::constant(20_ms);
  at(backend, Fault::Kind::flush, 20_ms);
  const RunResult result = backend.run();
  CHECK(result.total.writes.committed == 2);
  CHECK(result.total.writes.lost_updates == 0);
}
