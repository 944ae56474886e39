// Keys with a generation in them, to the nanosecond: what a change leaves behind, who finds it all the same, and why.
// Promise: every read is compared whole, with its cause: one time-line for each cause that there can be.
// Source: this project's semantics ("Why a read was stale", 0); namespaces of memcached; a time-line by hand each.
#include <catch2/catch.hpp>
#include "tests/analytic/derived_worlds.hpp"
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

/// Items that are found by a generation; a new one takes 10 ms from the writer to the cache.
Backend keyed(const std::vector<Duration>& reads, const char* names = "version-key") {
  Backend backend;
  backend.cached("cache-aside", "invalidate").takes("writer", "cache", 10_ms);
  backend.policy().names = option("names", names);
  return backend.reads_at(reads);
}

/// Miss at 0, origin read at 10, commit at 12, the set of version 0 at 20; fills take 20 ms.
Backend race(const char* names, const std::vector<Duration>& reads) {
  Backend backend;
  backend.cached("cache-aside", "invalidate").takes("reader", "db", 10_ms).origin_read_takes(10_ms);
  backend.policy().names = option("names", names);
  return backend.reads_at(reads).writes_at({12_ms});
}

Backend page_by_generation(const std::vector<Duration>& reads) {
  Backend backend = page("version-key", reads);
  for (models::DataClass& each : backend.world.classes) each.tags = {{"shelf", 1}};
  backend.world.strategy.policies[1].names = option("names", "version-key");
  return backend.takes("writer", "cache", 10_ms).writes_at({100_ms});
}

void read_item(Backend& backend, std::uint32_t key, const std::vector<Duration>& at) {
  models::Load& load = backend.reads_at(at).world.loads.back();
  load.name = "item " + std::to_string(key);
  load.fixed_key = key;
}

AnsweredRead fill(Duration at, std::uint32_t version) { return {at.ns, 20 * ms, version, How::miss, 0}; }

}  // namespace

TEST_CASE("Version key: until the new generation has come the old entry is found, and then it is left behind") {
  const TimeLine told = time_line_of(keyed({0_ms, 105_ms, 109'999'999_ns, 110_ms, 115_ms}).writes_at({100_ms}));
  check(told, {miss(0_ms, 0), hit(105_ms, 0, 5_ms), hit(109'999'999_ns, 0, 9'999'999_ns), miss(110_ms, 1),
               hit(115_ms, 1)});
  CHECK(told.because(Cause::invalidation_in_flight) == 2);
  CHECK(told.measured.load.changes.sent == 1);
  CHECK(told.measured.load.caches[0].entries_max == 2);  // one that nobody finds
  CHECK(told.measured.total.staleness.windows.count == 1);
  CHECK(told.measured.total.staleness.windows.total == 10_ms);
  CHECK(told.measured.total.staleness.windows.open == 0);
}

TEST_CASE("Version key: what a slow reader stores after the change is found by nobody") {
  const TimeLine told = time_line_of(race("version-key", {0_ms, 30_ms, 60_ms}));
  check(told, {fill(0_ms, 0), fill(30_ms, 1), hit(60_ms, 1)});
  CHECK(told.measured.total.staleness.windows.count == 0);
  CHECK(time_line_of(race("key", {0_ms, 30_ms, 60_ms})).because(Cause::fill_race) == 2);
}

TEST_CASE("Version key: a generation that begins before the commit takes in what is old") {
  Backend backend = keyed({0_ms, 115_ms, 130_ms});
  backend.policy().write = option("write", "invalidate-before");
  backend.origin().write = models::Distribution::constant(10_ms);
  const TimeLine told = time_line_of(backend.writes_at({100_ms}));  // there at 110, committed at 120
  check(told, {miss(0_ms, 0), miss(115_ms, 0), hit(130_ms, 0, 10_ms)});
  CHECK(told.because(Cause::fill_race) == 1);
}

TEST_CASE("Version key: a read that chose its generation before the new one came, and looked up after it") {
  Backend backend;
  backend.cached("cache-aside", "invalidate").takes("writer", "cache", 20_ms).takes("reader", "cache", 10_ms);
  backend.policy().names = option("names", "version-key");
  // Committed at 90, there at 110; chosen at 105, looked up at 115.
  const TimeLine told = time_line_of(backend.reads_at({0_ms, 95_ms}).writes_at({90_ms}));
  CHECK(told.reads.back() == AnsweredRead{95 * ms, 20 * ms, 0, How::hit, 5 * ms});
  CHECK(told.because(Cause::invalidation_in_flight) == 1);
}

TEST_CASE("Version key: a new generation that is lost leaves the old one, whatever is read") {
  Backend backend = keyed({0_ms, 130_ms});
  backend.strikes(Fault::Kind::drop, "writer", "cache");
  const TimeLine told = time_line_of(backend.writes_at({100_ms}));
  CHECK(told.because(Cause::invalidation_lost) == 1);
  CHECK(told.measured.total.staleness.windows.unbounded == 1);
}

TEST_CASE("Version key: a cache that is down when it comes goes on with the old one, or begins anew without content") {
  for (const bool keeps : {true, false}) {
    Backend backend = keyed({0_ms, 130_ms});
    Fault& crash = during(backend.strikes(Fault::Kind::crash, "cache"), 105_ms, 115_ms);
    crash.keeps_content = keeps;
    const TimeLine told = time_line_of(backend.writes_at({100_ms}));
    CHECK(told.because(Cause::resurrected_node) == (keeps ? 1 : 0));
    CHECK(told.reads.back() == (keeps ? hit(130_ms, 0, 30_ms) : miss(130_ms, 1)));
  }
}

TEST_CASE("Version key: under the new generation a follower's old value is stored as any other") {
  Backend backend = keyed({0_ms, 120_ms, 200_ms});
  backend.origin().followers = 1;
  backend.origin().lag = models::Distribution::constant(50_ms);
  backend.origin().read_from = models::ReadFrom::follower;
  const TimeLine told = time_line_of(backend.writes_at({100_ms}));
  check(told, {miss(0_ms, 0), {120 * ms, 0, 0, How::miss, 20 * ms}, hit(200_ms, 0, 100_ms)});
  CHECK(told.because(Cause::replica_lag) == 2);
}

TEST_CASE("Version key: who owes nothing moves nothing on, nor does a writer in another process") {
  Backend unowned = keyed({0_ms, 130_ms});
  unowned.policy().owed_by = {"reader"};
  CHECK(time_line_of(unowned.writes_at({100_ms})).because(Cause::unowned_write) == 1);
  Backend each = keyed({0_ms, 130_ms});
  each.cache().in_process = true;
  CHECK(time_line_of(each.writes_at({100_ms})).because(Cause::ttl_window) == 1);
  each.world.nodes.push_back(node("bus", models::NodeSpec::Kind::bus));
  each.policy().carry = option("carry", "pub-sub");
  each.policy().bus = "bus";
  const TimeLine told = time_line_of(each);  // each process has a generation of its own
  CHECK(told.reads.back() == miss(130_ms, 1));
  CHECK(told.measured.load.changes.arrived == 2);
}

TEST_CASE("Version key: an entry that served beyond its time, by a wrong clock, is so for its own time") {
  Backend backend = keyed({0_ms, 130_ms});
  backend.ttl(100_ms);
  backend.strikes(Fault::Kind::drop, "writer", "cache");
  Fault& skew = during(backend.strikes(Fault::Kind::skew, "cache"), 50_ms, 1_s);
  skew.by = 80_ms;
  CHECK(time_line_of(backend.writes_at({90_ms})).because(Cause::clock_skew) == 1);
}

TEST_CASE("Version key: keys with one tag are left behind together, others are not, and nothing is removed") {
  Backend backend = keyed({});
  backend.keys(4, 0).writes_at({100_ms}).world.loads.back().fixed_key = 0;
  backend.world.classes[0].tags = {{"shelf", 2}};
  for (const std::uint32_t key : {0U, 1U, 2U}) read_item(backend, key, {1_ms * key, 120_ms + 1_ms * key});
  const TimeLine told = time_line_of(backend);
  check(told, {miss(0_ms, 0), miss(1_ms, 0), miss(2_ms, 0), miss(120_ms, 1), hit(121_ms, 0), miss(122_ms, 0)});
  CHECK(told.measured.load.caches[0].purged == 0);
  CHECK(told.measured.load.caches[0].entries_max == 5);
}

TEST_CASE("Version key: what is left behind takes the room of others until it is evicted") {
  for (const bool by_generation : {true, false}) {
    Backend backend = keyed({}, by_generation ? "version-key" : "key");
    backend.cache().capacity_entries = 2;
    backend.keys(2, 0).writes_at({100_ms}).world.loads.back().fixed_key = 0;
    for (const std::uint32_t key : {0U, 1U}) read_item(backend, key, {1_ms * key, 120_ms + 1_ms * key});
    const TimeLine told = time_line_of(backend);  // without tags the class has one generation
    CHECK(told.reads.back() == (by_generation ? miss(121_ms, 0) : hit(121_ms, 0)));
    CHECK(told.measured.load.caches[0].evictions == (by_generation ? 2 : 0));
  }
}

TEST_CASE("Version key: misses under two generations neither share a fetch nor wait for each other's") {
  for (const char* stampede : {"coalesce", "lease", "lock"}) {
    Backend backend = race("version-key", {0_ms, 15_ms, 40_ms});
    backend.stampede(stampede);
    const TimeLine told = time_line_of(backend);
    check(told, {fill(0_ms, 0), fill(15_ms, 1), hit(40_ms, 1)});
    CHECK(told.measured.load.duplicate_fetches == 0);
  }
}

TEST_CASE("Version key: a page is told by the generation of its item, if its key has that in it") {
  const TimeLine told = time_line_of(page_by_generation({0_ms, 109'999'999_ns, 110_ms, 115_ms}));
  check(told, {miss(0_ms, 0), hit(109'999'999_ns, 0, 9'999'999_ns), miss(110_ms, 1), hit(115_ms, 1)});
  CHECK(told.because(Cause::invalidation_in_flight) == 1);
  Backend lost = page_by_generation({0_ms, 120_ms});
  lost.strikes(Fault::Kind::drop, "writer", "cache");
  CHECK(time_line_of(lost).because(Cause::invalidation_lost) == 1);
  Backend plain = page_by_generation({0_ms, 120_ms});
  plain.world.strategy.policies[1].names = option("names", "key");
  CHECK(time_line_of(plain).because(Cause::dependency_missed) == 1);
  Backend other = page_by_generation({0_ms, 120_ms});
  other.world.classes[1].tags = {{"aisle", 1}};
  CHECK(time_line_of(other).because(Cause::dependency_missed) == 1);
  Backend behind = page_by_generation({0_ms, 120_ms});
  behind.world.nodes.push_back(node("near", models::NodeSpec::Kind::cache));
  models::Policy& of_page = behind.world.strategy.policies[1];
  of_page.behind = {of_page};
  of_page.cache = "near";
  of_page.names = option("names", "key");
  CHECK(time_line_of(behind).because(Cause::tier_not_invalidated) == 1);
}

TEST_CASE("Version key: dependents that are found by a generation have one of their own, which is moved on") {
  Backend backend = page("dependents", {0_ms, 119'999'999_ns, 120_ms});
  backend.world.strategy.policies[1].names = option("names", "version-key");
  const TimeLine told = time_line_of(backend.takes("writer", "cache", 10_ms).writes_at({100_ms}));
  check(told, {miss(0_ms, 0), hit(119'999'999_ns, 0, 19'999'999_ns), miss(120_ms, 1)});
  CHECK(told.because(Cause::invalidation_in_flight) == 1);
}

TEST_CASE("Version key: the origin itself moves it on, by a log") {
  Backend backend = keyed({0_ms, 109'999'999_ns, 110'000'001_ns});
  models::NodeSpec log = node("log", models::NodeSpec::Kind::bus);
  log.bus.log = models::LogPlan{};
  backend.world.nodes.push_back(log);
  backend.policy().carry = option("carry", "change-capture", {{"delay", 10 * ms}});
  backend.policy().bus = "log";
  const TimeLine told = time_line_of(backend.writes_at({100_ms}));
  check(told, {miss(0_ms, 0), hit(109'999'999_ns, 0, 9'999'999_ns), miss(110'000'001_ns, 1)});
  CHECK(told.because(Cause::invalidation_in_flight) == 1);
}

TEST_CASE("Version key: a shard that loses the generation leaves behind what every other one holds") {
  Backend backend = keyed({});
  backend.cache().shards = 3;
  backend.keys(8, 0);
  const models::World plan(backend.world);
  std::uint16_t shard = 0;
  while (plan.nodes()[shard].group != "cache") ++shard;
  const std::uint16_t holder = plan.holder_of_generation(shard, 0);
  backend.strikes(Fault::Kind::flush, plan.nodes()[holder].name).at = sim::Instant{} + 50_ms;
  for (std::uint32_t key = 0; key < 8; ++key) read_item(backend, key, {0_ms, 40_ms, 100_ms});
  CHECK(time_line_of(backend).origin_reads == 16);
}

TEST_CASE("Version key: explain tells which generation was chosen, and where the new one was") {
  const Backend backend = keyed({0_ms, 105_ms}).writes_at({100_ms});
  tests::explained::check_told(tests::explained::told(backend.world), Cause::invalidation_in_flight,
                               {"reader asks cache for the generation of item 0: it is 1.",
                                "db commits version 1, written by writer.",
                                "Only now the new generation for version 1 reaches cache, 10 ms after writer sent it.",
                                "So cache kept version 0 while the new generation for version 1 was still on its way"});
  Backend early = keyed({0_ms, 115_ms, 130_ms});
  early.policy().write = option("write", "invalidate-before");
  early.origin().write = models::Distribution::constant(10_ms);
  tests::explained::check_told(tests::explained::told(early.writes_at({100_ms}).world), Cause::fill_race,
                               {"it holds nothing under generation 2.",
                                "version 0 was put into cache, under the new generation, after the new generation for "
                                "version 1 had come and gone"});
}
