// A purge that leaves something of what it names, and one that takes more, are caught.
// Promise: first the healthy run, silent, then the broken one, with the sentence expected; the rules know tags by
// themselves.
// Source: TigerBeetle's canaries; FoundationDB's tests/negative.
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include "tests/negative/busy_world.hpp"
#include "tests/negative/checkers.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;

constexpr std::uint32_t shelves = 4;

const models::options::Registered<models::NamesAxis> forgets_tags(
    {.axis = {}, .name = "broken-tags", .promise = "Deletes the key alone."},
    [](const models::options::Values&, const models::Parts&) { return std::unique_ptr<models::Carrier>(); });

models::Blueprint tagged_world(const char* names) {
  models::Blueprint world = busy_world();
  world.classes[0].tags = {{"shelf", shelves}};
  policy_of(world).names = choose("names", names);
  return world;
}

/// After a change has come to a shard all keys of its shelf are gone there, and no other key went with it.
Violations purges_take_their_shelf(const Record& run) {
  Violations found;
  std::map<std::uint16_t, std::set<std::uint32_t>> held;
  const auto is_named = [](const sim::Fact& change, std::uint32_t key) {
    return key % shelves == change.key % shelves;
  };
  for (auto fact = run.facts.begin(); fact != run.facts.end(); ++fact) {
    if (kind_of(*fact) == FactKind::stored) held[fact->node].insert(fact->key);
    if (kind_of(*fact) == FactKind::removed) held[fact->node].erase(fact->key);
    if (kind_of(*fact) != FactKind::change_arrived) continue;
    auto next = fact + 1;
    for (; next != run.facts.end() && kind_of(*next) == FactKind::removed && next->node == fact->node; ++next) {
      const bool by_it = next->outcome == static_cast<std::uint8_t>(models::Removal::purged) ||
                         next->outcome == static_cast<std::uint8_t>(models::Removal::deleted);
      if (by_it && !is_named(*fact, next->key)) found.add(*next, "a purge took what bears another tag");
      if (by_it) held[fact->node].erase(next->key);
    }
    for (const std::uint32_t key : held[fact->node])
      if (is_named(*fact, key)) found.add(*fact, "a purge left what bears its tag");
  }
  return found;
}

/// Whatever was held is gone after a change.
Violations purges_take_all(const Record& run) {
  Violations found;
  std::map<std::uint16_t, std::set<std::uint32_t>> held;
  for (auto fact = run.facts.begin(); fact != run.facts.end(); ++fact) {
    if (kind_of(*fact) == FactKind::stored) held[fact->node].insert(fact->key);
    if (kind_of(*fact) == FactKind::removed) held[fact->node].erase(fact->key);
    if (kind_of(*fact) != FactKind::change_arrived) continue;
    for (auto next = fact + 1; next != run.facts.end() && kind_of(*next) == FactKind::removed; ++next)
      held[next->node].erase(next->key);
    if (!held[fact->node].empty()) found.add(*fact, "a purge of all left something");
  }
  return found;
}

}  // namespace

TEST_CASE("a purge by tags that leaves some of them, or takes others, is caught") {
  CHECK(purges_take_their_shelf(record(tagged_world("tags"))).empty());
  CHECK(check_every_rule(record(tagged_world("tags"))).empty());
  CHECK(purges_take_their_shelf(record(tagged_world("broken-tags"))).say("a purge left what bears its tag"));
  CHECK(purges_take_their_shelf(record(tagged_world("purge-all"))).say("a purge took what bears another tag"));
}

TEST_CASE("a purge of all that leaves something is caught") {
  CHECK(purges_take_all(record(tagged_world("purge-all"))).empty());
  CHECK(check_every_rule(record(tagged_world("purge-all"))).empty());
  CHECK(purges_take_all(record(tagged_world("tags"))).say("a purge of all left something"));
}
