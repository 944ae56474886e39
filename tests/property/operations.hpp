// Who asked for what in a recorded run: the operations that happened once, what each wrote, and who made the write.
// Promise: from facts alone. An operation that was tried again, or of which a message came twice, is not plain: of it
// some facts are there more than once.
// Source: models/fact_kinds.hpp.
#pragma once
#include <map>
#include <set>
#include <tuple>
#include "tests/property/guarantee_checks.hpp"

namespace stalemate::tests::property {

/// A commit, or a change that is for it: operation, key, version.
using Told = std::tuple<std::uint64_t, std::uint32_t, std::uint32_t>;
inline Told told_of(const sim::Fact& fact) { return {fact.operation, fact.key, fact.version}; }

class Operations {
 public:
  explicit Operations(const Record& run) {
    for (const sim::Fact& fact : run.facts) {
      const bool is_hedge = fact.outcome == static_cast<std::uint8_t>(models::AttemptAs::hedge);
      const bool is_again = kind_of(fact) == FactKind::attempt && (fact.version > 0 || is_hedge);
      if (is_again || kind_of(fact) == FactKind::message_doubled) repeated_.insert(fact.operation);
      if (kind_of(fact) == FactKind::write_invoked) written_[fact.operation] = fact.key;
      if (kind_of(fact) == FactKind::committed) writers_[told_of(fact)] = static_cast<std::uint16_t>(fact.slot);
    }
  }
  bool is_plain(std::uint64_t operation) const { return repeated_.count(operation) == 0; }
  bool wrote(std::uint64_t operation, std::uint32_t key) const {
    const auto written = written_.find(operation);
    return written != written_.end() && written->second == key;
  }
  /// The key that it wrote, if it wrote.
  const std::uint32_t* key_of(std::uint64_t operation) const {
    const auto written = written_.find(operation);
    return written == written_.end() ? nullptr : &written->second;
  }
  /// Whether the tier's change for this commit is owed by who made it.
  bool is_owed(const Record& run, const Use& use, const sim::Fact& commit) const {
    const auto writer = writers_.find(told_of(commit));
    if (writer == writers_.end()) return false;
    const std::vector<std::string>& owed_by = use.tier.owed_by;
    const std::string& group = run.nodes.at(writer->second).group;
    return owed_by.empty() || std::find(owed_by.begin(), owed_by.end(), group) != owed_by.end();
  }

 private:
  std::set<std::uint64_t> repeated_;
  std::map<std::uint64_t, std::uint32_t> written_;
  std::map<Told, std::uint16_t> writers_;
};

inline bool moves_keys(const Record& run, const Use& use) {
  using Kind = models::Fault::Kind;
  return has_fault(run.blueprint, use.tier.cache, {Kind::add_shard, Kind::remove_shard});
}
inline bool is_told_by_origin(const Use& use) {
  return models::options::find_option("carry", use.tier.carry.name)->is_told_by_origin;
}
inline bool keeps_deleted(const models::Policy& tier) {
  for (const Choice& each : tier.stampede)
    for (const auto& [key, value] : each.values.all())
      if (key == "keep_deleted" && std::get<std::int64_t>(value) > 0) return true;
  return false;
}
inline const models::NodeSpec& cache_of(const Record& run, const Use& use) {
  const auto is_it = [&](const models::NodeSpec& node) { return node.name == use.tier.cache; };
  return *std::find_if(run.blueprint.nodes.begin(), run.blueprint.nodes.end(), is_it);
}
inline bool fails_over(const Blueprint& world) {
  return std::any_of(world.faults.begin(), world.faults.end(),
                     [](const models::Fault& fault) { return fault.kind == models::Fault::Kind::failover; });
}
inline bool is_call(const sim::Fact& failed, models::Verb verb) {
  return failed.version == static_cast<std::uint32_t>(verb);
}
/// A read leaves for the origin.
inline bool asks_origin(const sim::Fact& fact) {
  return kind_of(fact) == FactKind::message_sent && fact.outcome == static_cast<std::uint8_t>(models::Verb::read);
}

}  // namespace stalemate::tests::property
