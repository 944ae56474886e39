// Deleted values that are kept for those who get no token, to the nanosecond: who takes them, until when, what ends
// them, and what they are counted as.
// Promise: every read is compared whole: instant, latency, version, how it was answered, age.
// Source: Nishtala et al., "Scaling Memcache at Facebook", NSDI 2013, 3.2.1 ("stale values").
#include <catch2/catch.hpp>
#include "tests/analytic/explained.hpp"
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using analysis::measure::Cause;
using models::Fault;
using models::How;

/// Version 0 is there from `fetch` on; it is deleted by each write.
Backend deleted(const char* stampede, Duration kept, Duration fetch, const std::vector<Duration>& writes) {
  Backend backend;
  backend.cached("cache-aside", "invalidate").origin_read_takes(fetch).writes_at(writes);
  backend.policy().stampede = {option("stampede", stampede, {{"keep_deleted", kept.ns}, {"wait", 10 * ms}})};
  return backend;
}

AnsweredRead missed(Duration at, Duration latency, std::uint32_t version) {
  return {at.ns, latency.ns, version, How::miss, 0};
}
AnsweredRead joined(Duration at, Duration latency, std::uint32_t version) {
  return {at.ns, latency.ns, version, How::joined, 0};
}
AnsweredRead stale(Duration at, Duration age) { return {at.ns, 0, 0, How::stale, age.ns}; }

}  // namespace

TEST_CASE("Deleted values: who gets no token takes them at once, until another has filled") {
  for (const char* each : {"lease", "lock"}) {
    INFO(each);
    Backend backend = deleted(each, 1_s, 10_ms, {20_ms});
    const TimeLine told = time_line_of(backend.reads_at({0_ms, 21_ms, 22_ms, 30_ms, 32_ms}));  // filled at 31
    check(told, {missed(0_ms, 10_ms, 0), missed(21_ms, 10_ms, 1), stale(22_ms, 2_ms), stale(30_ms, 10_ms),
                 hit(32_ms, 1)});
    CHECK(told.origin_reads == 2);
    CHECK(told.because(Cause::served_stale) == 2);
    CHECK(told.measured.total.staleness.stale == 2);
    const auto& cache = told.measured.load.caches.front();
    CHECK(cache.stale == 2);
    CHECK(cache.misses == 2);
    CHECK(cache.joined == 0);
    CHECK(cache.hits == 1);
    // A look-up would have returned it from the delete to the fill.
    CHECK(told.measured.total.staleness.windows.count == 1);
    CHECK(told.measured.total.staleness.windows.total == 11_ms);
  }
}

TEST_CASE("Deleted values: without them the others wait for the fill") {
  for (const char* each : {"lease", "lock"}) {
    Backend backend = deleted(each, 0_ms, 10_ms, {20_ms});
    const TimeLine told = time_line_of(backend.reads_at({0_ms, 21_ms, 22_ms, 30_ms, 32_ms}));  // asks again at 32, 40
    check(told, {missed(0_ms, 10_ms, 0), missed(21_ms, 10_ms, 1), joined(22_ms, 10_ms, 1), joined(30_ms, 10_ms, 1),
                 hit(32_ms, 1)});
    CHECK(told.measured.total.staleness.stale == 0);
    CHECK(told.measured.total.staleness.windows.count == 0);
  }
}

TEST_CASE("Deleted values: they are over when their time is, and no sooner") {
  for (const char* each : {"lease", "lock"}) {
    Backend backend = deleted(each, 5_ms, 20_ms, {20_ms});
    // Filled at 41; from 25 on the others wait, and ask again at 35 and 45.
    const TimeLine told = time_line_of(backend.reads_at({0_ms, 21_ms, 24'999'999_ns, 25_ms}));
    check(told, {missed(0_ms, 20_ms, 0), missed(21_ms, 20_ms, 1), stale(24'999'999_ns, 4'999'999_ns),
                 joined(25_ms, 20_ms, 1)});
    CHECK(told.measured.total.staleness.windows.total == 5_ms);
  }
}

TEST_CASE("Deleted values: none outlives the time that its entry had") {
  Backend backend = deleted("lease", 1_s, 20_ms, {30_ms});
  backend.ttl(15_ms);  // stored at 20, so until 35
  const TimeLine told = time_line_of(backend.reads_at({0_ms, 31_ms, 34_ms, 35_ms}));  // filled at 51
  check(told, {missed(0_ms, 20_ms, 0), missed(31_ms, 20_ms, 1), stale(34_ms, 4_ms), joined(35_ms, 20_ms, 1)});
}

TEST_CASE("Deleted values: a second delete voids the lease, not the lock, and keeps nothing longer") {
  const std::vector<Duration> reads = {0_ms, 21_ms, 24'500'000_ns, 24'800'000_ns, 25_ms};
  Backend leased = deleted("lease", 5_ms, 20_ms, {20_ms, 24_ms});
  // The first holder's set is refused at 41; the second fills at 44.5.
  const TimeLine by_lease = time_line_of(leased.reads_at(reads));
  check(by_lease, {missed(0_ms, 20_ms, 0), missed(21_ms, 20_ms, 1), missed(24'500'000_ns, 20_ms, 2),
                   stale(24'800'000_ns, 4'800'000_ns), joined(25_ms, 20_ms, 2)});
  CHECK(by_lease.measured.load.caches.front().fills_refused == 1);
  Backend locked = deleted("lock", 5_ms, 20_ms, {20_ms, 24_ms});
  const TimeLine by_lock = time_line_of(locked.reads_at(reads));  // the one holder brings version 1 at 41
  check(by_lock, {missed(0_ms, 20_ms, 0), missed(21_ms, 20_ms, 1), stale(24'500'000_ns, 4'500'000_ns),
                  stale(24'800'000_ns, 4'800'000_ns), {25 * ms, 20 * ms, 1, How::joined, 1 * ms}});
}

TEST_CASE("Deleted values: a flush, a crash, a purge and an eviction end them") {
  const std::vector<Duration> reads = {0_ms, 21_ms, 22_ms, 24_ms};
  const auto last_of = [&](const Backend& backend) {
    const TimeLine told = time_line_of(backend);
    const auto is_last = [](const AnsweredRead& read) { return read.at == 24 * ms; };
    return *std::find_if(told.reads.begin(), told.reads.end(), is_last);
  };
  CHECK(last_of(deleted("lease", 1_s, 20_ms, {20_ms}).reads_at(reads)) == stale(24_ms, 4_ms));
  for (const Fault::Kind kind : {Fault::Kind::flush, Fault::Kind::restart}) {
    Backend backend = deleted("lease", 1_s, 20_ms, {20_ms});
    backend.strikes(kind, "cache").at = Instant{} + 23_ms;  // the token is gone too: it fetches itself
    CHECK(last_of(backend.reads_at(reads)) == missed(24_ms, 20_ms, 1));
  }
  // It has its room and its turn as before: a fill of the other key takes the place of the only entry.
  Backend full = deleted("lease", 1_s, 20_ms, {20_ms}).keys(2, 0);
  full.cache().capacity_entries = 1;
  full.reads_at(reads);
  for (models::Load& load : full.world.loads) load.fixed_key = 0;
  full.world.loads.push_back(full.world.loads.back());
  full.world.loads.back().name = "the other";
  full.world.loads.back().fixed_key = 1;
  full.world.loads.back().at = {Instant{} + 3_ms};  // filled at 23
  CHECK(last_of(full) == joined(24_ms, 20_ms, 1));
  // A purge of all takes what was kept along, and voids the token.
  Backend purged = deleted("lease", 1_s, 20_ms, {20_ms}).reads_at(reads);
  models::DataClass other = purged.world.classes[0];
  other.name = "other";
  purged.world.classes.push_back(other);
  models::Policy all = purged.policy();
  all.names = option("names", "purge-all");
  purged.world.strategy.policies.push_back(all);
  purged.world.loads.push_back(purged.world.loads.front());
  purged.world.loads.back().name = "purges";
  purged.world.loads.back().writes = "other";
  purged.world.loads.back().at = {Instant{} + 23_ms};
  CHECK(last_of(purged) == missed(24_ms, 20_ms, 1));
}

TEST_CASE("Deleted values: they take room, so that the cache evicts as if they had not been deleted") {
  // Three keys are read and deleted, and a fourth is read, in a cache of three: one of them has to go.
  const auto evictions = [](Duration kept) {
    Backend backend = deleted("lease", kept, 0_ms, {10_ms, 11_ms, 12_ms}).keys(4, 0);
    backend.cache().capacity_entries = 3;
    backend.reads_at({1_ms, 2_ms, 3_ms, 20_ms});
    const models::Load writes = backend.world.loads[0], reads = backend.world.loads[1];
    backend.world.loads.clear();
    for (std::uint32_t key = 0; key < 4; ++key)
      for (const models::Load* of : {&reads, &writes}) {
        if (key >= of->at.size()) continue;
        models::Load& load = backend.world.loads.emplace_back(*of);
        load.name += std::to_string(key);
        load.fixed_key = key;
        load.at = {of->at[key]};
      }
    return backend.run().load.caches.front().evictions;
  };
  CHECK(evictions(1_s) == 1);
  CHECK(evictions(0_ms) == 0);
}

TEST_CASE("Deleted values: a farther tier gives what it keeps, and the copy before it was born superseded") {
  Backend backend = deleted("lease", 1_s, 10_ms, {20_ms});
  backend.world.nodes.push_back(node("near", models::NodeSpec::Kind::cache));
  models::Policy far = backend.policy();
  backend.policy() = {};
  backend.policy().cache = "near";
  backend.policy().read = option("read", "cache-aside");
  backend.policy().carry = option("carry", "inline");
  backend.policy().expiry = option("expiry", "ttl", {{"ttl", 11 * ms}});
  backend.policy().behind = {far};
  // Read to 10 and near until 21; 22 has the far token until 32; 23 takes version 0 from there, near until 32.
  const TimeLine told = time_line_of(backend.reads_at({0_ms, 22_ms, 23_ms, 30_ms}));
  REQUIRE(told.reads.size() == 4);
  CHECK(told.reads[2].version == 0);
  CHECK(told.reads[3] == hit(30_ms, 0, 10_ms));
  CHECK(told.because(Cause::served_stale) == 2);
}

TEST_CASE("explain: a value was deleted and given all the same, and by which read it was to be fetched") {
  Backend backend = deleted("lease", 1_s, 10_ms, {20_ms});
  backend.reads_at({0_ms, 21_ms, 22_ms});
  const auto story = explained::told(backend.world);
  explained::check_told(story, Cause::served_stale,
                        {"writer's delete for version 1 reaches cache",
                         "reader asks cache for item 0: it holds version 0, which was deleted, and serves it as stale "
                         "while another read fetches it anew",
                         "So cache served version 0 although it had been deleted: it keeps what was deleted for a"});
}
