// Shards that come and go: whose keys move, what is found afterwards, and what a lookup would return meanwhile.
// Promise: exact; by the time-line of one key, and by the ring itself for many.
// Source: consistent hashing (Karger et al. 1997); the definition of an inconsistency window.
#include <catch2/catch.hpp>
#include <algorithm>
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using analysis::measure::Cause;
using models::Fault;
using models::How;
using models::KeyId;

constexpr std::uint32_t keys = 20'000;

models::KeyNames names() {
  models::KeyNames made;
  made.add("item", 0);
  return made;
}

std::vector<std::uint32_t> owners(const models::Ring& ring) {
  std::vector<std::uint32_t> all;
  for (std::uint32_t key = 0; key < keys; ++key) all.push_back(ring.owner_of(KeyId{key}));
  return all;
}

double share_that_moved(const std::vector<std::uint32_t>& before, const std::vector<std::uint32_t>& after) {
  double moved = 0;
  for (std::uint32_t key = 0; key < keys; ++key) moved += before[key] != after[key];
  return moved / keys;
}

/// One key in a cache of two shards, one of which is off the ring from 50 ms to 150 ms; a write at 100 ms.
TimeLine without(const std::string& shard, bool keeps) {
  Backend backend;
  backend.cached("cache-aside", "invalidate").reads_at({10_ms, 60_ms, 120_ms, 200_ms}).writes_at({100_ms});
  backend.cache().shards = 2;
  Fault& fault = during(backend.strikes(Fault::Kind::remove_shard, shard), 50_ms, 150_ms);
  fault.keeps_content = keeps;
  return time_line_of(backend);
}

/// Of the two the one that has the key.
TimeLine without_owner(bool keeps) {
  TimeLine first = without("cache-1", keeps);
  if (first.reads[1].how == How::miss) return first;
  return without("cache-2", keeps);
}

}  // namespace

TEST_CASE("Ring: when a shard goes its keys move and no other's, and when it comes back they return") {
  const models::KeyNames named = names();
  models::Ring ring("cache", 5, 160, named);
  const auto before = owners(ring);
  ring.take_off(2);
  const auto meanwhile = owners(ring);
  for (std::uint32_t key = 0; key < keys; ++key) {
    CHECK(meanwhile[key] != 2);
    if (before[key] != 2) CHECK(meanwhile[key] == before[key]);
  }
  ring.take_off(2);
  ring.put_on(2);
  CHECK(owners(ring) == meanwhile);  // one of two that took it off
  ring.put_on(2);
  CHECK(owners(ring) == before);
}

TEST_CASE("Modulo: when a shard goes, n-1 of n keys move, where a ring moves one of n") {
  const models::KeyNames named = names();
  models::Ring modulo("cache", 5, 0, named), ring("cache", 5, 160, named);
  const auto by_modulo = owners(modulo), by_ring = owners(ring);
  modulo.take_off(4);
  ring.take_off(4);
  // Of 20 numbers modulo 5 and 4 four are alike: 0, 1, 2 and 3.
  CHECK(share_that_moved(by_modulo, owners(modulo)) == Approx(0.8).margin(0.01));
  CHECK(share_that_moved(by_ring, owners(ring)) == Approx(0.2).margin(0.03));
}

TEST_CASE("Remove a shard: one that comes back with its content serves what was deleted meanwhile") {
  const TimeLine told = without_owner(true);
  check(told, {miss(10_ms, 0), miss(60_ms, 0), miss(120_ms, 1), hit(200_ms, 0, 100_ms)});
  CHECK(told.because(Cause::resurrected_node) == 1);
  // Of the window that begins with the commit the shard was off the ring for 50 ms; it is open at the end.
  const auto& windows = told.measured.total.staleness.windows;
  CHECK(windows.count == 1);
  CHECK(windows.open == 1);
  CHECK(windows.total == 600_s - 150_ms);
}

TEST_CASE("Remove a shard: one that comes back empty serves nothing old") {
  const TimeLine told = without_owner(false);
  check(told, {miss(10_ms, 0), miss(60_ms, 0), miss(120_ms, 1), miss(200_ms, 1)});
  CHECK(told.measured.total.staleness.stale == 0);
}

TEST_CASE("Remove a shard: what keeps nothing is gone, and takes no late fill") {
  Backend backend;
  backend.cached("cache-aside", "invalidate").reads_at({10_ms, 200_ms}).writes_at({100_ms});
  backend.takes("db", "reader", 30_ms).takes("reader", "cache", 20_ms);
  backend.cache().shards = 2;
  // The set of the first read, which left at 60 ms, comes at 80 ms to the shard that had the key then.
  during(backend.strikes(Fault::Kind::remove_shard, "cache-1"), 70_ms, 150_ms);
  during(backend.strikes(Fault::Kind::remove_shard, "cache-2"), 151_ms, 160_ms);
  for (const AnsweredRead& read : time_line_of(backend).reads) CHECK(read.age == 0);
}

TEST_CASE("Deploy: a shard that a fault adds is no part of it") {
  Backend backend;
  backend.cached("cache-aside", "write-around").reads_at({10_ms});
  during(backend.strikes(Fault::Kind::add_shard, "cache"), 20_ms, 900_ms);
  Fault& deploy = backend.strikes(Fault::Kind::deploy, "cache");
  deploy.every = 100_ms;
  deploy.until = Instant{} + 1'000_ms;
  deploy.down = 10_ms;
  deploy.lasts = Distribution::constant(10_ms);
  const std::string name = deploy.name;
  Fault& after = backend.strikes(Fault::Kind::flush, "cache");
  models::Condition& when = after.when.emplace();
  when.of = models::Condition::Of::ends;
  when.what = name;
  models::World world(backend.runs(2, 0).world);
  world.run();
  const auto& faults = world.blueprint().faults;
  REQUIRE(faults[1].strikes.size() > 2);
  CHECK(faults[2].strikes.front().at == faults[1].strikes.front().until);
}

TEST_CASE("Add a shard: as many keys are missed as the ring gives it, and the old owner has them afterwards") {
  constexpr std::uint32_t few = 100;
  Backend backend;
  std::vector<Duration> at;
  for (std::uint32_t i = 0; i < 3 * few; ++i) at.push_back(Duration{(i + 1) * ms});
  backend.cached("cache-aside", "invalidate").keys(few, 0).reads_at(at);
  backend.world.loads[0].popularity = {models::Popularity::Law::scan};
  during(backend.strikes(Fault::Kind::add_shard, "cache"), 100'500_us, 200'500_us);
  const TimeLine told = time_line_of(backend);
  models::KeyNames named = names();
  const models::Ring ring("cache", 2, 160, named);
  std::int64_t moved = 0;
  for (std::uint32_t key = 0; key < few; ++key) moved += ring.owner_of(KeyId{key}) == 1;
  CHECK(moved > 20);
  CHECK(told.origin_reads == few + moved);
  CHECK(std::all_of(told.reads.begin() + 2 * few, told.reads.end(),
                    [](const AnsweredRead& read) { return read.how == How::hit; }));
}

TEST_CASE("Window: a shard that a fault adds answers from then on, and has not been away before") {
  Backend backend;
  backend.cached("cache-aside", "write-around").keys(64, 0).reads_at({10_ms}).writes_at({30_ms});
  const models::KeyNames named = names();
  const models::Ring ring("cache", 2, 160, named);
  std::uint32_t key = 0;
  while (ring.owner_of(KeyId{key}) == 0) ++key;
  backend.world.loads[0].fixed_key = backend.world.loads[1].fixed_key = key;
  during(backend.strikes(Fault::Kind::add_shard, "cache"), 5_ms, 500'000_ms);
  during(backend.strikes(Fault::Kind::crash, "cache"), 100_ms, 200_ms).keeps_content = true;
  const auto& windows = time_line_of(backend.runs(1, 0)).measured.total.staleness.windows;
  CHECK(windows.total == 970_ms - 100_ms);
}

TEST_CASE("Window: while its node is down no lookup would return anything") {
  Backend backend;
  backend.cached("cache-aside", "invalidate").reads_at({10_ms}).writes_at({30_ms, 150_ms});
  during(backend.strikes(Fault::Kind::crash, "cache"), 20_ms, 100_ms).keeps_content = true;
  const auto& windows = time_line_of(backend).measured.total.staleness.windows;
  CHECK(windows.count == 1);
  CHECK(windows.total == 50_ms);
  CHECK(windows.longest == 50_ms);
}
