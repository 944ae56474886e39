// A hit on what stands under another generation than the one that was chosen is caught.
// Promise: first the healthy run, silent, then its facts as a broken model would have written them.
// Source: TigerBeetle's canaries; FoundationDB's tests/negative.
#include <catch2/catch.hpp>
#include <map>
#include <utility>
#include "tests/negative/busy_world.hpp"
#include "tests/negative/checkers.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;

models::Blueprint world_by_generation() {
  models::Blueprint world = busy_world();
  world.classes[0].tags = {{"shelf", 4}};
  policy_of(world).names = choose("names", "version-key");
  return world;
}

/// A hit finds what was stored under the generation that its read was told last; each begins above all before.
Violations hits_stand_under_the_generation_chosen(const Record& run) {
  Violations found;
  std::map<std::pair<std::uint16_t, std::uint32_t>, std::uint32_t> under;  // by node and slot
  std::map<std::uint64_t, std::uint32_t> chosen;                           // by operation
  std::map<std::pair<std::uint16_t, std::uint32_t>, std::uint32_t> current;  // by node and group
  std::uint32_t next = 0;
  for (const sim::Fact& fact : run.facts) {
    if (kind_of(fact) == FactKind::stored_under) next = fact.version;
    if (kind_of(fact) == FactKind::stored) under[{fact.node, fact.slot}] = std::exchange(next, 0);
    if (kind_of(fact) == FactKind::generation_found) {
      chosen[fact.operation] = fact.version;
      if (current[{fact.node, fact.slot}] != fact.version) found.add(fact, "a generation was told that is over");
    }
    if (kind_of(fact) == FactKind::generation_set) {
      std::uint32_t& number = current[{fact.node, fact.slot}];
      if (fact.version <= number) found.add(fact, "a generation begins that was there before");
      number = fact.version;
    }
    if (is_hit(fact) && under[{fact.node, fact.slot}] != chosen[fact.operation])
      found.add(fact, "a hit on what stands under another generation");
  }
  return found;
}

/// As if every tenth fact of a kind had told the first generation.
Violations with_first_generation_in(FactKind kind) {
  Record run = record(world_by_generation());
  int seen = 0;
  for (sim::Fact& fact : run.facts)
    if (kind_of(fact) == kind && ++seen % 10 == 0) fact.version = 1;
  return hits_stand_under_the_generation_chosen(run);
}

}  // namespace

TEST_CASE("an entry that is found under another generation is caught") {
  const Record healthy = record(world_by_generation());
  CHECK(hits_stand_under_the_generation_chosen(healthy).empty());
  CHECK(with_first_generation_in(FactKind::stored_under).say("a hit on what stands under another generation"));
  CHECK(with_first_generation_in(FactKind::generation_found).say("a generation was told that is over"));
  CHECK(with_first_generation_in(FactKind::generation_set).say("a generation begins that was there before"));
}
