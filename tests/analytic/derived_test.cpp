// Entries that are computed from others, to the nanosecond: their versions, their age, who tells their copies.
// Promise: every read is compared whole, with its cause; without the mechanism the cause is gone.
// Source: the semantics of this project ("A derived key", "dependency-missed"); a time-line by hand each.
#include <catch2/catch.hpp>
#include "models/dependents.hpp"
#include "tests/analytic/derived_worlds.hpp"
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using analysis::measure::Cause;
using models::Fault;
using models::How;

}  // namespace

TEST_CASE("A commit of what a page is computed from is a new version of the page, of which nobody tells") {
  Backend backend = page("key", {0_ms, 99_ms, 101_ms, 151_ms});
  const TimeLine told = time_line_of(backend.writes_at({100_ms, 150_ms}));
  check(told, {{0, 0, 0, How::miss, 0},
               {99 * ms, 0, 0, How::hit, 0},
               {101 * ms, 0, 0, How::hit, 1 * ms},
               {151 * ms, 0, 0, How::hit, 51 * ms}});
  CHECK(told.because(Cause::dependency_missed) == 2);
  CHECK(told.measured.total.staleness.lag_stale.max() == 2);
  CHECK(told.measured.total.writes.committed == 2);
}

TEST_CASE("Where its dependents are named the page is deleted too, after the item") {
  Backend backend = page("dependents", {0_ms, 105_ms, 119'999'999_ns, 120_ms, 125_ms});
  backend.takes("writer", "cache", 10_ms);
  const TimeLine told = time_line_of(backend.writes_at({100_ms}));
  // The item's delete is there at 110 and answered at once; the page's leaves then and is there at 120.
  check(told, {{0, 0, 0, How::miss, 0},
               {105 * ms, 0, 0, How::hit, 5 * ms},
               {119'999'999, 0, 0, How::hit, 19'999'999},
               {120 * ms, 0, 1, How::miss, 0},
               {125 * ms, 0, 1, How::hit, 0}});
  CHECK(told.because(Cause::invalidation_in_flight) == 2);
}

TEST_CASE("An item that is in no cache tells the page all the same, and itself nobody") {
  Backend backend = page("dependents", {0_ms, 109'999'999_ns, 110_ms});
  backend.policy().cache.clear();
  backend.policy().read = option("read", "none");
  const TimeLine told = time_line_of(backend.takes("writer", "cache", 10_ms).writes_at({100_ms}));
  check(told, {{0, 0, 0, How::miss, 0}, {109'999'999, 0, 0, How::hit, 9'999'999}, {110 * ms, 0, 1, How::miss, 0}});
  CHECK(told.because(Cause::invalidation_in_flight) == 1);
  CHECK(told.measured.load.changes.sent == 1);
}

TEST_CASE("A delete of the page that is lost is lost, and the item's own is not") {
  Backend backend = page("dependents", {0_ms, 130_ms});
  backend.takes("writer", "cache", 10_ms);
  backend.world.give_up = 20_ms;
  Fault& drop = backend.strikes(Fault::Kind::drop, "writer", "cache");
  drop.at = sim::Instant{} + 105_ms;
  drop.until = sim::Instant{} + 115_ms;
  const TimeLine told = time_line_of(backend.writes_at({100_ms}));
  CHECK(told.because(Cause::invalidation_lost) == 1);
  CHECK(told.measured.load.changes.sent == 2);
  CHECK(told.measured.load.changes.lost == 1);
}

TEST_CASE("Of what is derived the same is owed as of its sources: not by every writer, or by nobody") {
  Backend unowned = page("dependents", {0_ms, 101_ms});
  unowned.policy().owed_by = {"reader"};
  CHECK(time_line_of(unowned.writes_at({100_ms})).because(Cause::unowned_write) == 1);
  Backend around = page("key", {0_ms, 101_ms});
  around.policy().write = option("write", "write-around");
  CHECK(time_line_of(around.writes_at({100_ms})).because(Cause::ttl_window) == 1);
}

TEST_CASE("A slow fill of a page stores the old one after its delete, and a second delete ends it") {
  Backend backend = page("dependents", {0_ms, 30_ms, 60_ms});
  backend.takes("reader", "db", 10_ms).origin_read_takes(10_ms);
  const TimeLine raced = time_line_of(backend.writes_at({12_ms}));
  CHECK(raced.because(Cause::fill_race) == 2);
  backend.policy().write = option("write", "double-delete", {{"delay", 40 * ms}});
  const TimeLine twice = time_line_of(backend);
  CHECK(twice.because(Cause::fill_race) == 1);
  CHECK(twice.reads.back().version == 1);
}

TEST_CASE("Over a bus every process's copy of the page is told, by the writer itself its own alone") {
  Backend backend = page("dependents", {0_ms, 101_ms});
  backend.cache().in_process = true;
  CHECK(time_line_of(backend.writes_at({100_ms})).because(Cause::ttl_window) == 1);
  backend.world.nodes.push_back(node("bus", models::NodeSpec::Kind::bus));
  backend.policy().carry = option("carry", "pub-sub");
  backend.policy().bus = "bus";
  const TimeLine told = time_line_of(backend);
  CHECK(told.reads.back().version == 1);
  CHECK(told.measured.load.changes.arrived == 4);  // item and page, at both services
}

TEST_CASE("Where the page stands in two tiers the one behind is told, and each process tells its own copy") {
  Backend backend = page("dependents", {0_ms, 101_ms});
  backend.world.nodes.push_back(node("near", models::NodeSpec::Kind::cache));
  backend.world.nodes.back().cache.in_process = true;
  models::Policy& of_page = backend.world.strategy.policies[1];
  of_page.behind = {of_page};
  of_page.cache = "near";
  CHECK(time_line_of(backend.writes_at({100_ms})).because(Cause::tier_not_invalidated) == 1);
}

TEST_CASE("Each attempt of a write tells of its own commit of the page") {
  Backend backend = page("dependents", {0_ms, 500_ms});
  backend.takes("db", "writer", 20_ms);
  models::Load& writes = backend.writes_at({100_ms}).world.loads.back();
  writes.timeout = 10_ms;
  writes.retries = {1, models::Retries::Backoff::fixed, {}};
  // Committed at 100 and, given up at 110, at 110; told of at 120 and at 130: each the item and the page.
  const TimeLine told = time_line_of(backend);
  CHECK(told.measured.total.writes.committed == 2);
  CHECK(told.measured.load.changes.sent == 4);
  CHECK(told.measured.load.changes.arrived == 4);
  CHECK(told.reads.back().version == 2);
}

TEST_CASE("A write whose acknowledgement is lost tells neither") {
  Backend backend = page("dependents", {0_ms, 101_ms, 500_ms});
  backend.strikes(Fault::Kind::drop, "db", "writer").until = sim::Instant{} + 150_ms;
  CHECK(time_line_of(backend.writes_at({100_ms})).because(Cause::invalidation_lost) == 2);
}

TEST_CASE("A follower computes from what it has applied, and a failover takes the page back") {
  Backend backend = page("key", {105_ms, 151_ms});
  backend.world.strategy.policies[1].read = option("read", "none");
  backend.origin().followers = 1;
  backend.origin().lag = models::Distribution::constant(50_ms);
  backend.origin().read_from = models::ReadFrom::follower;
  const TimeLine told = time_line_of(backend.writes_at({100_ms}));
  check(told, {{105 * ms, 0, 0, How::origin, 5 * ms}, {151 * ms, 0, 1, How::origin, 0}});
  CHECK(told.because(Cause::replica_lag) == 1);
  Backend fails = backend;
  Fault& failover = fails.strikes(Fault::Kind::failover, "db");
  failover.at = sim::Instant{} + 110_ms;
  failover.until = sim::Instant{} + 120_ms;
  const TimeLine lost = time_line_of(fails);
  check(lost, {{105 * ms, 0, 0, How::origin, 5 * ms}, {151 * ms, 0, 0, How::origin, 0}});
  CHECK(lost.measured.total.writes.lost[0] == 1);  // the item's alone was a write
}

TEST_CASE("A page of before beside an item of after never was: they change in one moment") {
  Backend backend = page("key", {0_ms});
  backend.policy().read = option("read", "none");
  backend.policy().write = option("write", "write-around");
  models::Load& both = backend.world.loads.emplace_back(backend.world.loads.front());
  both.name = "both";
  both.reads.clear();
  both.at = {sim::Instant{} + 50_ms, sim::Instant{} + 101_ms};
  both.request.resize(2);
  both.request[0].reads = "item";
  both.request[1].reads = "page";
  const TimeLine told = time_line_of(backend.writes_at({100_ms}));
  CHECK(told.measured.requests.answered == 2);
  CHECK(told.measured.requests.torn == 1);
}

TEST_CASE("Keys belong together modulo the smaller number of them, through several classes, each once") {
  const std::vector<models::DataClass> classes = {class_of("report", 2, {"page", "item"}), class_of("item", 6),
                                                  class_of("page", 3, {"item"}), class_of("view", 5, {"page"})};
  const models::Dependents dependents(classes, {0, 2, 8, 11, 16});
  std::vector<std::uint32_t> changed;
  for (const models::DerivedKey& each : dependents.of(models::ClassId{1}, models::KeyId{2 + 4}))
    changed.push_back(index(each.key));
  std::sort(changed.begin(), changed.end());
  // Item 4: page 1 (9); report 0 by the item, report 1 by the page; views 1 and 4 (12, 15) by the page.
  CHECK(changed == std::vector<std::uint32_t>{0, 1, 9, 12, 15});
  CHECK_FALSE(dependents.has(models::ClassId{0}));
  auto circle = classes;
  circle[2].derived_from.push_back("report");
  CHECK_FALSE(models::derivation_order(circle).has_value());
}
