// The numbers of versions that a leader's own counter does not tell: those void, and those in a write buffer.
// Promise: numbers of a key are given in commit order, wherever it commits, and never twice; nothing is kept of a key
// that no commit of either kind has touched.
// Source: this project's semantics ("Truth"). Departs: a number is the ledger's name for a commit, which models carry
// and do not compare.
#pragma once
#include <cstdint>
#include <unordered_map>
#include <vector>
#include "models/types.hpp"

namespace stalemate::models {

class VersionNumbers {
 public:
  /// For the next commit of a key that is at `current` with the leader.
  std::uint32_t next(KeyId key, std::uint32_t current) const;
  /// `number` has been given; the leader may hold a smaller one.
  void given(KeyId key, std::uint32_t number);

  /// `number`, given just now, is in a buffer, which will bring it to the leader.
  void hold(KeyId key, std::uint32_t number);
  /// In its buffer the earlier one is replaced by the later: it goes wherever that goes.
  void fold(KeyId key, std::uint32_t earlier, std::uint32_t later);
  /// The leader has it, and what was folded into it. False: it had it already.
  bool release(KeyId key, std::uint32_t number);
  /// Its buffer is lost: it is void, and so is what was folded into it. Those numbers, the earliest first.
  std::vector<std::uint32_t> lose(KeyId key, std::uint32_t number);

  void annul(KeyId key, std::uint32_t number);
  bool is_void(KeyId key, std::uint32_t number) const;
  /// Those above `after` up to `upto` that are neither void nor in a buffer.
  std::vector<std::uint32_t> with_leader(KeyId key, std::uint32_t after, std::uint32_t upto) const;
  /// The greatest number that is not void, of a key that is at `current` with the leader.
  std::uint32_t greatest(KeyId key, std::uint32_t current) const;

 private:
  struct Held {
    std::uint32_t number = 0;
    std::uint32_t bearer = 0;  ///< The one that its buffer will bring in its place.
  };
  struct Key {
    std::uint32_t highest = 0;  ///< The last number given, as far as it is known here.
    std::vector<Held> held = {};
    std::vector<std::uint32_t> voided = {};
  };
  const Key* find(KeyId key) const;
  std::unordered_map<std::uint32_t, Key> keys_;  // never iterated
};

}  // namespace stalemate::models
