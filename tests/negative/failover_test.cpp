// Facts of a failover that a broken model would have written: the ledger refuses them, or the figures show it.
// Promise: first the healthy story, then the broken one.
// Source: this project's semantics: numbers are never given twice, void are commits only.
#include <catch2/catch.hpp>
#include "sim/check.hpp"
#include "tests/analytic/worlds.hpp"
#include "tests/negative/record.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::sim::literals;
using models::FactKind;

/// A cache keeps the lost version; a later write makes the one after it.
Record toppled() {
  worlds::Backend backend;
  backend.origin().followers = 1;
  backend.origin().lag = models::Distribution::constant(50_ms);
  models::Fault& fault = backend.strikes(models::Fault::Kind::failover, "db");
  fault.at = models::Instant{} + 200_ms;
  fault.until = models::Instant{} + 300_ms;
  backend.cached("cache-aside", "invalidate").runs(1, 0);
  return record(backend.writes_at({180_ms, 400_ms}).reads_at({190_ms, 310_ms}).world);
}

}  // namespace

TEST_CASE("a leader that gives a number twice after a failover is caught") {
  Record run = toppled();
  CHECK(measure(run).total.staleness.phantom == 1);
  for (sim::Fact& fact : run.facts)
    if (kind_of(fact) == FactKind::committed && fact.version == 2) fact.version = 1;
  CHECK_THROWS_AS(measure(run), sim::InternalError);
}

TEST_CASE("a failover that loses what was never committed, or twice, is caught") {
  for (const bool twice : {false, true}) {
    Record run = toppled();
    const auto lost = std::find_if(run.facts.begin(), run.facts.end(),
                                   [](const sim::Fact& fact) { return kind_of(fact) == FactKind::voided; });
    REQUIRE(lost != run.facts.end());
    if (twice) {
      run.facts.insert(lost, *lost);
    } else {
      lost->version = 7;
    }
    CHECK_THROWS_AS(measure(run), sim::InternalError);
  }
}

TEST_CASE("a leader that keeps its losses to itself leaves phantoms uncounted") {
  Record run = toppled();
  CHECK(measure(run).total.writes.lost[0] == 1);
  std::erase_if(run.facts, [](const sim::Fact& fact) { return kind_of(fact) == FactKind::voided; });
  const auto result = measure(run);
  CHECK(result.total.staleness.phantom == 0);
  CHECK(result.total.writes.lost[0] == 0);
}

TEST_CASE("an answer that nobody has committed is counted") {
  Record run = toppled();
  CHECK(measure(run).total.staleness.uncommitted == 0);
  for (sim::Fact& fact : run.facts)
    if (kind_of(fact) == FactKind::read_answered) fact.version = 9;
  CHECK(measure(run).total.staleness.uncommitted == 2);
}
