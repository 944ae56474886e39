// Counts by key, for the few keys whose count is not zero at any one time.
// Promise: memory and cache lines in proportion to those keys, not to all; offers no iteration.
// Source: linear probing with backward-shift deletion (Knuth, TAOCP 6.4, algorithm R).
#pragma once
#include <cstdint>
#include <vector>
#include "sim/random.hpp"

namespace stalemate::analysis::measure {

class KeyCounts {
 public:
  KeyCounts() { clear(); }

  /// One more; the count that it makes.
  std::uint32_t add(std::uint64_t key) {
    std::size_t at = find(key);
    if (entries_[at].count == 0 && ++held_ * 2 > entries_.size()) {
      grow();
      at = find(key);
    }
    entries_[at].key = key;
    return ++entries_[at].count;
  }

  /// One less; nothing if there is none.
  void subtract(std::uint64_t key) {
    const std::size_t at = find(key);
    if (entries_[at].count == 0) return;
    --entries_[at].count;
    if (entries_[at].count > 0) return;
    --held_;
    close(at);
  }

  void clear() {
    entries_.assign(64, Entry{});
    held_ = 0;
  }

 private:
  struct Entry {
    std::uint64_t key = 0;
    std::uint32_t count = 0;  ///< 0: free.
  };

  std::size_t mask() const { return entries_.size() - 1; }
  std::size_t home(std::uint64_t key) const { return sim::folded_product(key, 0x9e3779b97f4a7c15U) & mask(); }
  std::size_t find(std::uint64_t key) const {
    std::size_t at = home(key);
    while (entries_[at].count != 0 && entries_[at].key != key) at = (at + 1) & mask();
    return at;
  }

  // Whatever follows the hole moves into it unless that would put it before its home.
  void close(std::size_t hole) {
    for (std::size_t at = (hole + 1) & mask(); entries_[at].count != 0; at = (at + 1) & mask()) {
      const std::size_t moved = (at - home(entries_[at].key)) & mask();
      if (moved < ((at - hole) & mask())) continue;
      entries_[hole] = entries_[at];
      hole = at;
    }
    entries_[hole].count = 0;
  }

  void grow() {
    std::vector<Entry> old(entries_.size() * 2);
    old.swap(entries_);
    for (const Entry& entry : old)
      if (entry.count != 0) entries_[find(entry.key)] = entry;
  }

  std::vector<Entry> entries_;  ///< A power of two of them, at most half of it in use.
  std::size_t held_ = 0;
};

}  // namespace stalemate::analysis::measure
