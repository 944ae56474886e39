// What things are called in a story: nodes, keys, versions, moments, faults.
// Promise: every name is fit to be shown; a moment has as many digits as tell it from its neighbours.
// Source: this project's interface.
#pragma once
#include <string>
#include <vector>
#include "models/world.hpp"

namespace stalemate::analysis::explain {

/// "0:59.870" to the given number of decimals of a second, 3 to 9; cut, not rounded, as a clock shows it.
std::string moment_text(sim::Instant at, int decimals);
/// As many decimals as tell moments that differ apart, 3, 6 or 9.
int decimals_for(std::vector<sim::Instant> moments);
/// "358 s", "12 ms", "0.4 ms": how long something took.
std::string span_text(sim::Duration span);

class Names {
 public:
  explicit Names(const models::World& world) : nodes_(world.nodes()), world_(world) {}
  std::string node(std::uint16_t node) const;
  const models::NodeInfo& info(std::uint16_t node) const { return nodes_[node]; }
  std::string key(std::uint32_t key) const;  ///< "price 17"
  std::size_t class_of(std::uint32_t key) const;
  /// The strike that began last before `at`.
  std::string fault(std::size_t fault, sim::Instant at) const;       ///< the partition "wire cut" of 4:00 to 5:30
  std::string fault_does(std::size_t fault, sim::Instant at) const;  ///< nothing passes between a and b until 5:30
  std::string clock_after(std::size_t fault) const;  ///< of a skew that ends: the clock of redis is set back by 5 s

 private:
  const std::vector<models::NodeInfo>& nodes_;
  const models::World& world_;
};

/// "shop's", "accounts'"
std::string possessive(const std::string& name);
/// What a cache is told of a commit by: "delete", "update", "write" (through it).
std::string word_for(const models::Policy& policy);
std::string version_text(std::uint32_t version);  ///< "version 7"

}  // namespace stalemate::analysis::explain
