// What reads took that was superseded already: from a follower, a stale entry, or another read's fetch.
// Promise: kept until the read ends, then among the last 65 536 ended, for stores that come after the answer. What a
// far side takes after its read has ended is among the last 262 144 taken: memory stays flat.
// Source: this project's semantics ("Why a read was stale", 1 and 4).
#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>
#include "analysis/measure/cause.hpp"

namespace stalemate::analysis::measure {

class TakenLog {
 public:
  struct Taken {
    Evidence evidence;
    std::uint64_t decided = 0;  ///< When the fate of the word was decided.
    std::uint64_t unflushed = 0;  ///< Until when the newer version was in a write buffer only.
    std::uint32_t version = 0;
    std::uint16_t node = 0;
  };

  void take(std::uint64_t operation, const Taken& taken);
  void join(std::uint64_t operation, std::uint64_t flight) { open(operation).joined = flight; }
  /// What the operation took at the node; null: nothing that was superseded.
  const Taken* find(std::uint64_t operation, std::uint32_t version, std::uint16_t node) const;
  /// The last that it took of this version, wherever.
  const Taken* find(std::uint64_t operation, std::uint32_t version) const;
  /// The operation whose fetch it joined.
  std::optional<std::uint64_t> joined(std::uint64_t operation) const;
  /// The read has been answered or has failed.
  void ended(std::uint64_t operation) {
    if (!open_.empty()) retire(operation);
  }

 private:
  struct Told {
    std::vector<Taken> taken;
    std::optional<std::uint64_t> joined;
  };
  static constexpr std::size_t remembered = 65'536;
  static constexpr std::size_t most_open = 262'144;
  Told& open(std::uint64_t operation);
  void retire(std::uint64_t operation);
  const Told* told(std::uint64_t operation) const;

  std::unordered_map<std::uint64_t, Told> open_;  ///< Never iterated, nor is the next.
  std::unordered_map<std::uint64_t, Told> ended_;
  std::deque<std::uint64_t> opened_;  ///< The oldest first; those that have ended among them.
  std::deque<std::uint64_t> order_;   ///< Of those that ended, the oldest first.
};

}  // namespace stalemate::analysis::measure
