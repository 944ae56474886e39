// Facts that a broken model would have written, given to the judge of causes: each breakage changes the cause that it
// concerns, or stops the judge, so that a cause is never named for want of a fact.
// Promise: first the healthy story with its cause, then the broken one.
// Source: FoundationDB's tests/negative; the worlds are those of tests/analytic.
#include <catch2/catch.hpp>
#include "sim/check.hpp"
#include "tests/analytic/worlds.hpp"
#include "tests/negative/record.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::sim::literals;
using analysis::measure::Cause;
using analysis::measure::CauseCounts;
using models::FactKind;
using models::Fault;
using worlds::Backend;

CauseCounts causes_of(const Record& run) { return measure(run).total.staleness.causes; }

std::int64_t of(const CauseCounts& counts, Cause cause) { return counts[static_cast<std::size_t>(cause)]; }

/// The healthy story has the cause; after the breakage its reads have the other one.
template <class Break>
void check_moves(const Backend& backend, Cause healthy, Break break_it, Cause broken) {
  Record run = record(backend.world);
  const CauseCounts before = causes_of(run);
  CHECK(of(before, healthy) > 0);
  break_it(run.facts);
  const CauseCounts after = causes_of(run);
  CHECK(of(after, healthy) == 0);
  CHECK(of(after, broken) == of(before, broken) + of(before, healthy));
}

template <class Break>
void check_stops(const Backend& backend, Break break_it) {
  Record run = record(backend.world);
  CHECK_NOTHROW(causes_of(run));
  break_it(run.facts);
  CHECK_THROWS_AS(causes_of(run), sim::InternalError);
}

auto forgets(FactKind kind) {
  return [kind](Facts& facts) { std::erase_if(facts, [&](const sim::Fact& fact) { return kind_of(fact) == kind; }); };
}

Backend deleted(const std::vector<models::Duration>& reads) {
  Backend backend;
  return backend.cached("cache-aside", "invalidate").reads_at(reads).writes_at({100_ms});
}

Backend raced() {
  Backend backend;
  backend.cached("cache-aside", "invalidate").takes("reader", "db", 10_ms).origin_read_takes(10_ms);
  backend.takes("writer", "db", 10_ms).takes("writer", "cache", 2_ms);
  return backend.reads_at({0_ms, 25_ms}).writes_at({2_ms});
}

Backend followed() {
  Backend backend;
  backend.cached("none", "write-around").reads_at({105_ms}).writes_at({100_ms});
  backend.policy().cache.clear();
  backend.origin().followers = 1;
  backend.origin().lag = models::Distribution::constant(50_ms);
  backend.origin().read_from = models::ReadFrom::follower;
  return backend;
}

}  // namespace

TEST_CASE("a shard that does not tell what it heard makes a fill race look like word on its way") {
  check_moves(raced(), Cause::fill_race, forgets(FactKind::change_arrived), Cause::invalidation_in_flight);
}

TEST_CASE("a wire that does not tell what it lost makes lost word look due") {
  Backend lost = deleted({0_ms, 200_ms});
  lost.strikes(Fault::Kind::drop, "writer", "cache").until = models::Instant{} + 150_ms;
  check_moves(lost, Cause::invalidation_lost, forgets(FactKind::message_lost), Cause::invalidation_in_flight);
}

TEST_CASE("a node that does not tell what it missed makes it look due") {
  Backend down = deleted({0_ms, 300_ms});
  Fault& crash = down.strikes(Fault::Kind::crash, "cache");
  crash.at = models::Instant{} + 50_ms;
  crash.until = models::Instant{} + 200_ms;
  crash.keeps_content = true;
  check_moves(down, Cause::resurrected_node, forgets(FactKind::change_failed), Cause::invalidation_in_flight);
}

TEST_CASE("a store that hides who stored makes a reorder look like a fill race") {
  Backend late;
  late.cached("cache-aside", "update").reads_at({0_ms, 40_ms}).writes_at({10_ms, 15_ms});
  Fault& delay = late.strikes(Fault::Kind::delay, "writer", "cache");
  delay.by = 20_ms;
  delay.at = models::Instant{} + 5_ms;
  delay.until = models::Instant{} + 14_ms;
  const auto hide = [](Facts& facts) {
    for (sim::Fact& fact : facts)
      if (kind_of(fact) == FactKind::stored) fact.outcome = static_cast<std::uint8_t>(models::StoredAs::fill);
  };
  check_moves(late, Cause::write_reorder, hide, Cause::fill_race);
}

TEST_CASE("a buffer that does not tell that it holds the commit makes its origin look like one that lags") {
  Backend behind;
  behind.cached("cache-aside", "write-behind").writes_at({100_ms}).reads_at({200_ms, 900_ms});
  behind.strikes(Fault::Kind::flush, "cache").at = models::Instant{} + 150_ms;
  const auto hide = [](Facts& facts) {
    for (sim::Fact& fact : facts)
      if (kind_of(fact) == FactKind::committed) fact.outcome = 0;
  };
  check_moves(behind, Cause::unflushed_write, hide, Cause::replica_lag);
}

TEST_CASE("a cache that hides that its clock is wrong looks like one whose entries live that long") {
  Backend skewed;
  skewed.cached("cache-aside", "write-around").ttl(30_ms).writes_at({10_ms}).reads_at({0_ms, 35_ms, 40_ms});
  Fault& fault = skewed.strikes(Fault::Kind::skew, "cache");
  fault.at = models::Instant{} + 20_ms;
  fault.by = 20_ms;
  const auto hide = [](Facts& facts) {
    for (sim::Fact& fact : facts)
      if (kind_of(fact) == FactKind::lookup && models::is_overdue(fact)) fact.outcome = 0;
  };
  check_moves(skewed, Cause::clock_skew, hide, Cause::ttl_window);
}

TEST_CASE("a world that hides what its page is computed from makes it look like one that nobody owes anything") {
  Backend computed;
  computed.cached("cache-aside", "invalidate").writes_at({100_ms}).reads_at({0_ms, 105_ms, 300_ms});
  computed.world.loads.back().reads = "page";
  computed.world.classes.push_back(computed.world.classes[0]);
  computed.world.classes[1].name = "page";
  computed.world.classes[1].derived_from = {"item"};
  computed.world.strategy.policies.push_back(computed.policy());
  computed.world.strategy.policies[1].write = worlds::option("write", "write-around");
  Record run = record(computed.world);
  CHECK(of(causes_of(run), Cause::dependency_missed) == 2);
  run.blueprint.classes[1].derived_from.clear();
  CHECK(of(causes_of(run), Cause::ttl_window) == 2);
}

TEST_CASE("a cache that hides that it knew better looks like one whose entries live that long") {
  Backend known;
  known.cached("cache-aside", "write-around").ttl(30_ms).origin_read_takes(5_ms).writes_at({10_ms});
  known.policy().stampede = {
      worlds::option("stampede", "stale-while-revalidate", {{"window", models::Duration{100_ms}.ns}})};
  known.reads_at({0_ms, 50_ms});
  const auto hide = [](Facts& facts) {
    for (sim::Fact& fact : facts)
      if (kind_of(fact) == FactKind::lookup && models::has_found(fact)) fact.outcome = 0;
  };
  check_moves(known, Cause::served_stale, hide, Cause::ttl_window);
}

TEST_CASE("a strategy that is told wrongly moves the cause to where its words point") {
  Backend near;
  near.cached("cache-aside", "write-around").writes_at({100_ms}).reads_at({0_ms, 105_ms, 300_ms});
  near.world.nodes.push_back(worlds::node("near", models::NodeSpec::Kind::cache));
  near.world.nodes.back().cache.in_process = true;
  near.world.nodes.push_back(worlds::node("bus", models::NodeSpec::Kind::bus));
  near.policy().behind = {near.policy()};
  near.policy().cache = "near";
  near.policy().behind[0].write = worlds::option("write", "invalidate");
  Record run = record(near.world);
  CHECK(of(causes_of(run), Cause::tier_not_invalidated) == 2);
  models::Policy& told = run.blueprint.strategy.policies[0];
  told.behind[0].write = worlds::option("write", "write-around");
  CHECK(of(causes_of(run), Cause::ttl_window) == 2);
  told.write = worlds::option("write", "invalidate");
  told.carry = worlds::option("carry", "pub-sub");
  told.bus = "bus";  // that no fact names
  CHECK(of(causes_of(run), Cause::invalidation_in_flight) == 2);
}

TEST_CASE("a commit that hides its writer is judged as if another had written") {
  Backend owed = deleted({0_ms, 105_ms});
  owed.takes("writer", "cache", 10_ms);
  owed.policy().owed_by = {"writer"};
  const auto blame_the_reader = [](Facts& facts) {
    for (sim::Fact& fact : facts)
      if (kind_of(fact) == FactKind::committed) fact.slot = 0;
  };
  check_moves(owed, Cause::invalidation_in_flight, blame_the_reader, Cause::unowned_write);
}

TEST_CASE("a stale answer whose source no fact explains stops the judge") {
  check_stops(followed(), forgets(FactKind::origin_started));
  check_stops(deleted({0_ms, 105_ms}).takes("writer", "cache", 10_ms), [](Facts& facts) {
    for (sim::Fact& fact : facts)
      if (kind_of(fact) == FactKind::lookup) fact.operation = 0;
  });
}

TEST_CASE("a flight that does not tell who joined it stops the judge") {
  Backend joined;
  joined.cached("cache-aside", "write-around").ttl(1_ms).origin_read_takes(40_ms).writes_at({15_ms});
  joined.reads_at({0_ms, 35_ms}).stampede("coalesce");
  check_stops(joined, forgets(FactKind::joined));
}
