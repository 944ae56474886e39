// Changes that name more than their key, to the nanosecond: by its tags, or all that a cache holds.
// Promise: every read is compared whole, with its cause; what is not named stays.
// Source: purging by surrogate key, and FLUSHALL; a time-line by hand each.
#include <catch2/catch.hpp>
#include "tests/analytic/derived_worlds.hpp"
#include "tests/analytic/explained.hpp"
#include "tests/analytic/fact_log.hpp"
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using analysis::measure::Cause;
using models::Fault;

/// Four items on two shelves, 0 and 2 on the one; item 0 is written at 100 ms.
Backend shelves(const char* names) {
  Backend backend;
  backend.cached("cache-aside", "invalidate").keys(4, 0).writes_at({100_ms});
  backend.world.loads.back().fixed_key = 0;
  backend.world.classes[0].tags = {{"shelf", 2}};
  backend.policy().names = option("names", names);
  return backend;
}

void read_key(Backend& backend, const char* of, std::uint32_t key, const std::vector<Duration>& at) {
  models::Load& load = backend.reads_at(at).world.loads.back();
  load.name = of + std::string(" ") + std::to_string(key);
  load.reads = of;
  load.fixed_key = key;
}

/// A page of items, on the same shelf as some of them: the item is written at 100 ms, and its word takes 10 ms.
Backend tagged_page(const std::vector<Duration>& reads, std::uint32_t items = 1, std::uint32_t shelf = 1) {
  Backend backend = page("tags", reads, items);
  for (models::DataClass& each : backend.world.classes) each.tags = {{"shelf", shelf}};
  return backend.takes("writer", "cache", 10_ms).writes_at({100_ms});
}

}  // namespace

TEST_CASE("Tags: a change deletes what bears a tag of its key, and nothing else") {
  Backend backend = shelves("tags");
  for (const std::uint32_t key : {0U, 1U, 2U}) read_key(backend, "item", key, {1_ms * key, 120_ms + 1_ms * key});
  const TimeLine told = time_line_of(backend);
  check(told, {miss(0_ms, 0), miss(1_ms, 0), miss(2_ms, 0), miss(120_ms, 1), hit(121_ms, 0), miss(122_ms, 0)});
  CHECK(told.measured.load.caches[0].purged == 1);  // item 0 was deleted as by any delete
  CHECK(told.measured.load.changes.sent == 1);
  CHECK(told.measured.total.staleness.windows.count == 0);
}

TEST_CASE("Tags: a kind of one name is the same in every class, and a class without it is not touched") {
  Backend backend = shelves("tags");
  for (const char* name : {"page", "note"}) {
    backend.world.classes.push_back(class_of(name, 2));
    backend.world.strategy.policies.push_back(backend.policy());
  }
  read_key(backend, "page", 0, {0_ms, 120_ms});
  read_key(backend, "note", 0, {1_ms, 121_ms});
  backend.world.classes[1].tags = {{"shelf", 2}};
  check(time_line_of(backend), {miss(0_ms, 0), miss(1_ms, 0), miss(120_ms, 0), hit(121_ms, 0)});
}

TEST_CASE("Purge-all: a change empties the cache, of every class, and by its key alone it does not") {
  for (const bool all : {true, false}) {
    Backend backend = shelves(all ? "purge-all" : "key");
    backend.world.classes.push_back(class_of("note", 1));
    backend.world.strategy.policies.push_back(backend.policy());
    read_key(backend, "item", 3, {0_ms, 120_ms});
    read_key(backend, "note", 0, {1_ms, 121_ms});
    const TimeLine told = time_line_of(backend);
    CHECK(told.reads[2] == (all ? miss(120_ms, 0) : hit(120_ms, 0)));
    CHECK(told.reads[3] == (all ? miss(121_ms, 0) : hit(121_ms, 0)));
    CHECK(told.measured.load.caches[0].purged == (all ? 2 : 0));
  }
}

TEST_CASE("Tags: a page is told by the word of its item, whose tag it bears") {
  const TimeLine told = time_line_of(tagged_page({0_ms, 105_ms, 109'999'999_ns, 110_ms, 115_ms}));
  check(told, {miss(0_ms, 0), hit(105_ms, 0, 5_ms), hit(109'999'999_ns, 0, 9'999'999_ns), miss(110_ms, 1),
               hit(115_ms, 1)});
  CHECK(told.because(Cause::invalidation_in_flight) == 2);
  CHECK(told.measured.load.changes.sent == 1);
  CHECK(told.measured.total.staleness.windows.count == 1);
  CHECK(told.measured.total.staleness.windows.total == 10_ms);
}

TEST_CASE("Tags: a page that bears none of its item is not told of it, and a purge of all names it") {
  Backend backend = tagged_page({0_ms, 120_ms}, 2, 2);  // the page of both items stands on the shelf of item 0
  backend.world.loads.back().fixed_key = 1;
  CHECK(time_line_of(backend).because(Cause::dependency_missed) == 1);
  backend.world.loads.back().fixed_key = 0;
  CHECK(time_line_of(backend).reads.back() == miss(120_ms, 1));
  backend.world.loads.back().fixed_key = 1;
  backend.policy().names = option("names", "purge-all");
  CHECK(time_line_of(backend).reads.back() == miss(120_ms, 1));
}

TEST_CASE("Tags: word of the item that is lost is lost for the page, though another key's comes later") {
  Backend backend = tagged_page({0_ms, 130_ms, 210_ms});
  during(backend.strikes(Fault::Kind::drop, "writer", "cache"), 95_ms, 115_ms);
  const TimeLine told = time_line_of(backend);
  CHECK(told.because(Cause::invalidation_lost) == 2);
  CHECK(told.measured.load.changes.lost == 1);
  Backend twice = tagged_page({0_ms, 130_ms, 210_ms});
  during(twice.strikes(Fault::Kind::drop, "writer", "cache"), 95_ms, 115_ms);
  twice.world.loads.back().at.push_back(sim::Instant{} + 150_ms);
  CHECK(time_line_of(twice).reads.back() == miss(210_ms, 2));
}

TEST_CASE("Tags: a slow fill of a page stores the old one after its item's delete") {
  Backend backend = page("tags", {0_ms, 30_ms, 60_ms});
  for (models::DataClass& each : backend.world.classes) each.tags = {{"shelf", 1}};
  backend.takes("reader", "db", 10_ms).origin_read_takes(10_ms).writes_at({12_ms});
  CHECK(time_line_of(backend).because(Cause::fill_race) == 2);
  Backend leased = backend;
  leased.world.strategy.policies[1].stampede = {option("stampede", "lease")};
  const TimeLine told = time_line_of(leased);  // the purge voids the token of the page, which is not held
  CHECK(told.because(Cause::fill_race) == 0);
  Backend held_off = backend;
  for (const char* names : {"tags", "purge-all"}) {
    held_off.policy().guard = option("guard", "hold-off", {{"time", 10 * ms}});
    held_off.policy().names = option("names", names);
    CHECK(time_line_of(held_off).because(Cause::fill_race) == 0);
  }
}

TEST_CASE("Tags: a delete that goes before its commit names the page too, and is too early for it") {
  Backend backend = tagged_page({0_ms, 115_ms, 130_ms});
  backend.policy().write = option("write", "invalidate-before");
  backend.origin().write = models::Distribution::constant(10_ms);
  const TimeLine told = time_line_of(backend);  // there at 110, committed at 120
  check(told, {miss(0_ms, 0), miss(115_ms, 0), hit(130_ms, 0, 10_ms)});
  CHECK(told.because(Cause::fill_race) == 1);
}

TEST_CASE("Tags: each shard is told, one after the other") {
  Backend backend = tagged_page({0_ms, 140_ms});
  backend.cache().shards = 3;
  const TimeLine told = time_line_of(backend);
  CHECK(told.reads.back() == miss(140_ms, 1));
  CHECK(told.measured.load.changes.arrived == 3);
  CHECK(log_of(backend).at(models::FactKind::change_arrived) == Instants{110 * ms, 120 * ms, 130 * ms});
}

TEST_CASE("Tags: to several shards a half of what is lost is not all or nothing, for each has a fate of its own") {
  Backend backend = tagged_page({0_ms});
  backend.cache().shards = 40;
  backend.strikes(Fault::Kind::drop, "writer", "cache").share = 0.5;
  backend.world.give_up = 20_ms;
  const auto changes = time_line_of(backend).measured.load.changes;
  CHECK(changes.sent == 40);
  CHECK(changes.lost > 8);
  CHECK(changes.arrived > 8);
}

TEST_CASE("Tags: over a bus the page in every process is told, by its writer itself the one in its own") {
  Backend backend = tagged_page({0_ms, 101_ms});
  backend.cache().in_process = true;
  CHECK(time_line_of(backend).because(Cause::ttl_window) == 1);
  backend.world.nodes.push_back(node("bus", models::NodeSpec::Kind::bus));
  backend.policy().carry = option("carry", "pub-sub");
  backend.policy().bus = "bus";
  const TimeLine told = time_line_of(backend);
  CHECK(told.reads.back() == miss(101_ms, 1));
  CHECK(told.measured.load.changes.arrived == 2);
}

TEST_CASE("Tags: the origin itself tells by them, whoever writes") {
  for (const char* carry : {"outbox", "change-capture"}) {
    Backend backend = tagged_page({0_ms, 109'999'999_ns, 110'000'001_ns});
    models::NodeSpec log = node("log", models::NodeSpec::Kind::bus);
    log.bus.log = models::LogPlan{};
    backend.world.nodes.push_back(log);
    const bool polls = std::string(carry) == "outbox";
    backend.policy().carry = option("carry", carry, {{polls ? "interval" : "delay", (polls ? 110 : 10) * ms}});
    backend.policy().bus = "log";
    const TimeLine told = time_line_of(backend);
    check(told, {miss(0_ms, 0), hit(109'999'999_ns, 0, 9'999'999_ns), miss(110'000'001_ns, 1)});
    CHECK(told.because(Cause::invalidation_in_flight) == 1);
  }
}

TEST_CASE("Tags: of a page the same is owed as of its items: not by every writer, by nobody, or behind") {
  Backend unowned = tagged_page({0_ms, 120_ms});
  unowned.policy().owed_by = {"reader"};
  CHECK(time_line_of(unowned).because(Cause::unowned_write) == 1);
  Backend elsewhere = tagged_page({0_ms, 120_ms});
  elsewhere.world.nodes.push_back(node("edge", models::NodeSpec::Kind::cache));
  elsewhere.world.strategy.policies[1].cache = "edge";
  CHECK(time_line_of(elsewhere).because(Cause::dependency_missed) == 1);
  Backend behind = tagged_page({0_ms, 120_ms});
  behind.world.nodes.push_back(node("near", models::NodeSpec::Kind::cache));
  models::Policy& of_page = behind.world.strategy.policies[1];
  of_page.behind = {of_page};
  of_page.cache = "near";
  CHECK(time_line_of(behind).because(Cause::tier_not_invalidated) == 1);
}

TEST_CASE("Tags: each attempt of a write has a word, and a page is judged by that of the attempt that changed it") {
  Backend backend = tagged_page({0_ms, 129'999'999_ns, 140_ms});
  backend.takes("db", "writer", 20_ms);
  models::Load& writes = backend.world.loads.back();
  writes.timeout = 10_ms;
  writes.retries = {1, models::Retries::Backoff::fixed, {}};
  // Committed at 100 and, given up at 110, at 110; told of at 130 and at 140.
  const TimeLine told = time_line_of(backend);
  CHECK(told.because(Cause::invalidation_in_flight) == 1);
  CHECK(told.measured.load.changes.sent == 2);
  CHECK(told.reads.back() == miss(140_ms, 2));
  Backend unheard = tagged_page({0_ms, 120_ms});
  unheard.strikes(Fault::Kind::drop, "db", "writer");
  const TimeLine lost = time_line_of(unheard);
  CHECK(lost.because(Cause::invalidation_lost) == 1);
  CHECK(lost.measured.load.changes.untold == 1);  // the item's alone: the page has no word of its own
}

TEST_CASE("Tags: explain follows the item's delete to the page's copy") {
  const analysis::explain::Story late = tests::explained::told(tagged_page({0_ms, 105_ms}).world);
  tests::explained::check_told(late, Cause::invalidation_in_flight,
                               {"db commits version 1 of page 0 with a write of item 0, written by writer.",
                                "Only now the delete for version 1 reaches cache, 10 ms after writer sent it.",
                                "So cache kept version 0 while the delete for version 1 was still on its way"});
  Backend backend = tagged_page({0_ms, 120_ms});
  backend.strikes(Fault::Kind::drop, "writer", "cache");
  tests::explained::check_told(
      tests::explained::told(backend.world), Cause::invalidation_lost,
      {"writer sends the delete for version 1 to cache; it was dropped by the loss \"fault.1\""});
}

TEST_CASE("Tags: a key shares its own with itself, and several kinds are told apart") {
  std::vector<models::DataClass> classes = {class_of("item", 6), class_of("page", 5)};
  classes[0].tags = {{"shelf", 4}, {"brand", 3}};
  classes[1].tags = {{"brand", 3}};
  const models::Tags tags(classes, {0, 6, 11});
  std::vector<std::uint32_t> named;
  tags.for_each_sharing(models::ClassId{0}, models::KeyId{5}, [&](models::KeyId key) { named.push_back(index(key)); });
  // Shelf 1: items 1 and 5; brand 2: items 2 and 5, and page 2 (8).
  CHECK(named == std::vector<std::uint32_t>{1, 5, 2, 5, 8});
  CHECK(tags.share(0, 5, 1, 8));
  CHECK_FALSE(tags.share(0, 5, 1, 7));
  CHECK_FALSE(tags.share(1, 6, 0, 1));
}

TEST_CASE("Tags: a shard that is off the ring is not told, and comes back with what it held") {
  Backend backend = tagged_page({0_ms, 200_ms});
  backend.cache().shards = 3;
  const models::World plan(backend.world);
  std::uint16_t shard = 0;
  while (plan.nodes()[shard].group != "cache") ++shard;
  std::int64_t came_back = 0;
  for (std::uint16_t each = shard; each < shard + 3; ++each) {  // of the three one has the page
    Backend leaves = backend;
    Fault& off = during(leaves.strikes(Fault::Kind::remove_shard, plan.nodes()[each].name), 90_ms, 150_ms);
    off.keeps_content = true;
    const TimeLine told = time_line_of(leaves);
    CHECK(told.measured.load.changes.sent == 2);
    came_back += told.because(Cause::resurrected_node);
  }
  CHECK(came_back == 1);
}
