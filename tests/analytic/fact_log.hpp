// All facts of a run, for tests that work out what happened when.
// Promise: facts in their order; nothing is judged.
// Source: models/fact_kinds.hpp.
#pragma once
#include <vector>
#include "tests/analytic/worlds.hpp"

namespace stalemate::tests::worlds {

using Instants = std::vector<std::int64_t>;

class FactLog final : public sim::FactReader {
 public:
  explicit FactLog(models::World& world) { world.facts().add_reader(this); }
  void read(std::span<const sim::Fact> all) override { facts.insert(facts.end(), all.begin(), all.end()); }
  std::vector<sim::Fact> of(models::FactKind kind) const {
    std::vector<sim::Fact> found;
    for (const sim::Fact& fact : facts)
      if (models::kind_of(fact) == kind) found.push_back(fact);
    return found;
  }
  /// Of the facts of a kind, in ns.
  Instants at(models::FactKind kind) const {
    Instants found;
    for (const sim::Fact& fact : of(kind)) found.push_back(fact.at.ns);
    return found;
  }
  std::vector<sim::Fact> facts;
};

inline FactLog log_of(const Blueprint& blueprint) {
  models::World world(blueprint);
  FactLog log(world);
  world.run();
  return log;
}
inline FactLog log_of(const Backend& backend) { return log_of(backend.world); }

}  // namespace stalemate::tests::worlds
