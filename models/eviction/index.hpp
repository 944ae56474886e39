// From keys to slots: open addressing over one array of eight-byte entries.
// Promise: no tombstones (lookups stay short however long a run is); grows with what it holds; offers no iteration,
// so the order of a hash table reaches no result.
// Source: linear probing with backward-shift deletion (Knuth, TAOCP 6.4, algorithm R).
// Departs: an entry holds 32 bits of the key's hash, and the key itself stands in the caller's slot, so that growth
// touches no key.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>
#include "models/eviction/policy.hpp"
#include "sim/check.hpp"
#include "sim/random.hpp"

namespace stalemate::models::eviction {

class Index {
 public:
  Index() { clear(); }

  /// The slot of `key`, or no_slot; `key_at(slot)` tells the key that a slot holds.
  template <class KeyAt>
  Slot find(Key key, const KeyAt& key_at) const {
    const std::uint32_t tag = tag_of(key);
    for (std::uint32_t at = home(tag);; at = next(at)) {
      const Entry entry = entries_[at];
      if (entry.slot == no_slot) return no_slot;
      if (entry.tag == tag && key_at(entry.slot) == key) return entry.slot;
    }
  }

  /// The key must be absent.
  void insert(Key key, Slot slot) {
    if (++held_ > most_held()) grow();
    place({tag_of(key), slot});
  }

  /// The key must be present, in that slot.
  void erase(Key key, Slot slot) {
    std::uint32_t hole = home(tag_of(key));
    while (entries_[hole].slot != slot) {
      CHECK_INVARIANT(entries_[hole].slot != no_slot);
      hole = next(hole);
    }
    close(hole);
    --held_;
  }

  /// Hints that `key` will be looked up soon.
  void prefetch(Key key) const { __builtin_prefetch(&entries_[home(tag_of(key))]); }

  /// The first candidate for `key`, unchecked: what a lookup will most likely visit.
  Slot guess(Key key) const { return entries_[home(tag_of(key))].slot; }

  void clear() {
    entries_.assign(least_entries, Entry{0, no_slot});
    held_ = 0;
  }

 private:
  struct Entry {
    std::uint32_t tag;
    Slot slot;
  };
  static constexpr std::size_t least_entries = 16;

  // One round of a folded multiplication: keys that count up, or are multiples of a power of two, spread.
  static std::uint32_t tag_of(Key key) {
    return static_cast<std::uint32_t>(sim::folded_product(key ^ 0x2d358dccaa6c78a5u, 0x8bb84b93962eacc9u) >> 32);
  }

  // The tag as a fraction of the table (Lemire 2019): a table that grows by half wastes less than one that doubles.
  std::uint32_t home(std::uint32_t tag) const {
    return static_cast<std::uint32_t>(std::uint64_t{tag} * entries_.size() >> 32);
  }
  std::uint32_t next(std::uint32_t at) const { return at + 1 == entries_.size() ? 0 : at + 1; }
  std::uint32_t distance(std::uint32_t from, std::uint32_t to) const {
    return static_cast<std::uint32_t>(to >= from ? to - from : to + entries_.size() - from);
  }
  std::uint64_t most_held() const { return entries_.size() / 4 * 3; }

  void place(Entry entry) {
    std::uint32_t at = home(entry.tag);
    while (entries_[at].slot != no_slot) at = next(at);
    entries_[at] = entry;
  }

  // Whatever follows the hole moves into it unless that would put it before its home.
  void close(std::uint32_t hole) {
    for (std::uint32_t at = next(hole); entries_[at].slot != no_slot; at = next(at)) {
      if (distance(home(entries_[at].tag), at) < distance(hole, at)) continue;
      entries_[hole] = entries_[at];
      hole = at;
    }
    entries_[hole].slot = no_slot;
  }

  void grow() {
    std::vector<Entry> old(entries_.size() + entries_.size() / 2, Entry{0, no_slot});
    CHECK_INVARIANT(old.size() <= no_slot);
    old.swap(entries_);
    for (const Entry& entry : old)
      if (entry.slot != no_slot) place(entry);
  }

  std::vector<Entry> entries_;
  std::uint64_t held_ = 0;
};

}  // namespace stalemate::models::eviction
