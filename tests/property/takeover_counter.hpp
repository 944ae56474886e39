// Counts takeovers and what went with the process, and looks whether only copies are found where and as they are.
// Promise: from facts alone; it shares nothing with analysis/measure. Whatever a shard finds of a key that no origin
// has is what there is of it then, or what it kept when the key had left it; what it does not find is nowhere.
// Source: this project's glossary ("replica", "only copy").
#pragma once
#include <map>
#include <set>
#include <tuple>
#include <vector>
#include "models/world.hpp"

namespace stalemate::tests::property {

class TakeoverCounter final : public sim::FactReader {
 public:
  explicit TakeoverCounter(models::World& world)
      : world_(world), from_(models::Instant{} + world.blueprint().warm_up) {
    world.facts().add_reader(this);
  }
  void read(std::span<const sim::Fact> facts) override {
    for (const sim::Fact& fact : facts) follow(fact);
  }
  std::int64_t takeovers = 0;
  std::int64_t not_replicated = 0;
  std::int64_t sole_lookups = 0;
  std::int64_t misplaced = 0;  ///< Lookups of only copies that found what is not, or not what is.

 private:
  struct Version {
    bool is_absent = true;
    bool is_void = false;
  };
  void follow(const sim::Fact& fact) {
    using models::FactKind;
    switch (models::kind_of(fact)) {
      case FactKind::taken_over: takeovers += fact.at >= from_; return;
      case FactKind::stored:
        not_replicated += !held_.insert({fact.node, fact.slot}).second && models::is_by_replica(fact) && counts(fact);
        return;
      case FactKind::removed:
        held_.erase({fact.node, fact.slot});
        not_replicated += fact.outcome == static_cast<std::uint8_t>(models::Removal::not_replicated) && counts(fact);
        return;
      case FactKind::committed:
        versions_[fact.key].push_back({models::CommittedAs::unpacked(fact.outcome).is_delete, false});
        return;
      case FactKind::voided: versions_[fact.key].at(fact.version - 1).is_void = true; return;
      case FactKind::sole_ended:
        versions_[fact.key].push_back({true, false});
        if (static_cast<models::SoleEnd>(fact.outcome) == models::SoleEnd::moved)
          left_.insert({fact.node, fact.key, fact.slot});
        return;
      case FactKind::lookup:
        if (!world_.blueprint().classes[world_.class_of(fact.key)].has_origin) look_up(fact);
        return;
      default: return;
    }
  }
  bool counts(const sim::Fact& fact) const { return fact.at >= from_; }
  /// The latest that is not void; 0: none was ever made.
  std::uint32_t current(std::uint32_t key) {
    const std::vector<Version>& versions = versions_[key];
    auto number = static_cast<std::uint32_t>(versions.size());
    while (number > 0 && versions[number - 1].is_void) --number;
    return number;
  }
  void look_up(const sim::Fact& lookup) {
    ++sole_lookups;
    const std::uint32_t there = current(lookup.key);
    const bool is_absent = there == 0 || versions_[lookup.key][there - 1].is_absent;
    const bool was_left = left_.count({lookup.node, lookup.key, lookup.version}) > 0;
    const bool is_right = models::has_found(lookup) ? (lookup.version == there && !is_absent) || was_left : is_absent;
    misplaced += !is_right;
  }

  const models::World& world_;
  models::Instant from_;
  std::set<std::pair<std::uint16_t, std::uint32_t>> held_;  ///< Nodes and slots.
  std::map<std::uint32_t, std::vector<Version>> versions_;
  std::set<std::tuple<std::uint16_t, std::uint32_t, std::uint32_t>> left_;  ///< Node, key, version.
};

}  // namespace stalemate::tests::property
