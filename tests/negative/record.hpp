// A recorded run: all facts of one world in order, and who its nodes are. What checkers read and breakages tamper with.
// Promise: a plain value; the world is gone. For small worlds: 32 bytes a fact are kept.
// Source: this project's fact stream.
#pragma once
#include <string>
#include <vector>
#include "analysis/measure/measurement.hpp"
#include "models/world.hpp"

namespace stalemate::tests {

using models::FactKind;
using models::kind_of;
using Facts = std::vector<sim::Fact>;

struct Record {
  Facts facts;
  std::vector<models::NodeInfo> nodes;
  models::Blueprint blueprint;
  std::uint64_t digest = 0;

  bool is(const sim::Fact& fact, models::NodeInfo::Kind kind) const { return nodes[fact.node].kind == kind; }
};

/// Keeps every fact of a world that has not run yet.
class Recorder final : public sim::FactReader {
 public:
  explicit Recorder(models::World& world) { world.facts().add_reader(this); }
  void read(std::span<const sim::Fact> facts) override { facts_.insert(facts_.end(), facts.begin(), facts.end()); }
  Facts take() { return std::move(facts_); }

 private:
  Facts facts_;
};

inline Record record(const models::Blueprint& blueprint) {
  models::World world(blueprint);
  Recorder recorder(world);
  world.run();
  const std::uint64_t digest = world.facts().digest();
  return {recorder.take(), world.nodes(), blueprint, digest};
}

/// Measures facts as if a world with this record's nodes had emitted them.
inline analysis::measure::RunResult measure(const Record& of) {
  models::World stage(of.blueprint);
  analysis::measure::Measurement measurement(stage);
  for (const sim::Fact& fact : of.facts) stage.facts().emit(fact);
  return measurement.result();
}

}  // namespace stalemate::tests
