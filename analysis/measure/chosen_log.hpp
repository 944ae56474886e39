// When reads were told the generation under which they look: a change that comes later was still due for them.
// Promise: an observer; the last 262 144 operations are remembered, so that memory stays flat.
// Source: this project's semantics ("Why a read was stale", 0).
#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>
#include "sim/facts.hpp"

namespace stalemate::analysis::measure {

class ChosenLog {
 public:
  void found(const sim::Fact& fact, std::uint64_t now) {
    std::vector<Chosen>& chosen = by_operation_[fact.operation];
    if (chosen.empty()) remember(fact.operation);
    chosen.push_back({now, fact.version, fact.node});
  }
  /// The last time that an operation was told this generation by that node.
  std::optional<std::uint64_t> when(std::uint64_t operation, std::uint16_t node, std::uint32_t generation) const {
    const auto found = by_operation_.find(operation);
    if (found == by_operation_.end()) return std::nullopt;
    std::optional<std::uint64_t> last;
    for (const Chosen& each : found->second)
      if (each.node == node && each.generation == generation) last = each.moment;
    return last;
  }

 private:
  struct Chosen {
    std::uint64_t moment;
    std::uint32_t generation;
    std::uint16_t node;
  };
  static constexpr std::size_t remembered = 262'144;
  void remember(std::uint64_t operation) {
    order_.push_back(operation);
    if (order_.size() <= remembered) return;
    by_operation_.erase(order_.front());
    order_.pop_front();
  }

  std::unordered_map<std::uint64_t, std::vector<Chosen>> by_operation_;  ///< Never iterated.
  std::deque<std::uint64_t> order_;                                      ///< The oldest first.
};

}  // namespace stalemate::analysis::measure
