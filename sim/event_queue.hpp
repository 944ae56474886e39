// The event queue: a tournament tree over slots, each leaf one pending event, the root the earliest.
// Promise: events leave in the order of (time, sequence): equal times run in the order in which they were scheduled.
// Source: Knuth, TAOCP 3, 5.4.1 (tournament trees). Departs: the leaf of the popped event is left as a hole that the
// handler's first push fills, so that the common pop-push pair walks one path; no branch depends on a key. A
// payload with `expect()` is told when it is the earliest, to fetch what it will touch.
#pragma once
#include <cstdint>
#include <vector>
#include "sim/check.hpp"
#include "sim/time.hpp"

namespace stalemate::sim {

template <class Payload>
class EventQueue {
 public:
  /// Names a pending event until it is popped or cancelled.
  using Handle = std::uint32_t;
  struct Popped {
    Instant at;
    Payload payload;
  };

  EventQueue() : tree_(2 * leaves_, latest) { payloads_.resize(leaves_); }

  bool empty() const { return pending_ == 0; }
  std::size_t size() const { return pending_; }
  Instant next_at() {
    close_hole();
    return time_of(tree_[1]);
  }

  [[gnu::always_inline]] Handle push(Instant at, Payload payload) {
    const Handle slot = take_slot();
    payloads_[slot] = payload;
    write(slot, key_of(at, slot));
    ++pending_;
    return slot;
  }

  /// The earliest event. The queue is not empty.
  Popped pop() {
    close_hole();
    const Key winner = tree_[1];
    hole_ = slot_of(winner);
    has_hole_ = true;
    --pending_;
    return {time_of(winner), payloads_[hole_]};
  }

  /// Takes a pending event out. A handle that was popped must not be cancelled.
  void cancel(Handle slot) {
    write(slot, latest);
    free_.push_back(slot);
    --pending_;
  }

 private:
  // 128 bits: time above sequence above slot; a run has at most 2^40 events and 2^24 of them pending at once.
  __extension__ using Key = unsigned __int128;
  static constexpr int slot_bits = 24;
  static constexpr int fewest_levels = 4;
  static constexpr Key latest = ~Key{0};

  Key key_of(Instant at, Handle slot) {
    const std::uint64_t low = (sequence_++ << slot_bits) | slot;
    return (Key{static_cast<std::uint64_t>(at.ns)} << 64) | low;
  }
  static Instant time_of(Key key) { return {static_cast<std::int64_t>(static_cast<std::uint64_t>(key >> 64))}; }
  static Handle slot_of(Key key) { return static_cast<Handle>(key) & ((1u << slot_bits) - 1); }

  static Key earlier(Key a, Key b) {
#if defined(__clang__)
    return __builtin_unpredictable(a < b) ? a : b;  // else clang makes a mispredicted branch of it
#else
    return a < b ? a : b;
#endif
  }

  // Out of line: one copy stays in the instruction cache. Walks by byte offsets: the sibling's differs in one bit, and
  // no index is scaled at every level.
  [[gnu::noinline]] void write(Handle slot, Key key) {
    char* const tree = reinterpret_cast<char*>(tree_.data());
    const auto at = [tree](std::size_t offset) -> Key& { return *reinterpret_cast<Key*>(tree + offset); };
    std::size_t offset = (leaves_ + slot) * sizeof(Key);
    at(offset) = key;
    const auto climb = [&] {
      key = earlier(at(offset ^ sizeof(Key)), key);
      offset = offset / 2 & ~(sizeof(Key) - 1);
      at(offset) = key;
    };
    for (int level = 0; level < fewest_levels; ++level) climb();  // unrolled: there are at least this many
    while (offset > sizeof(Key)) climb();  // NOLINT(bugprone-infinite-loop): each climb halves the offset
    if constexpr (requires(const Payload& payload) { payload.expect(); }) {
      const Handle earliest = slot_of(key);  // of no pending event if there is none
      if (earliest < payloads_.size()) [[likely]] payloads_[earliest].expect();
    }
  }

  void close_hole() {
    if (!has_hole_) return;
    has_hole_ = false;
    write(hole_, latest);
    free_.push_back(hole_);
  }

  [[gnu::always_inline]] Handle take_slot() {
    if (has_hole_) {
      has_hole_ = false;
      return hole_;
    }
    if (!free_.empty()) {
      const Handle slot = free_.back();
      free_.pop_back();
      return slot;
    }
    if (top_ == leaves_) grow();
    return top_++;
  }

  void grow() {
    CHECK_INVARIANT(leaves_ < (std::size_t{1} << slot_bits));
    std::vector<Key> wider(4 * leaves_, latest);
    for (std::size_t i = 0; i < leaves_; ++i) wider[2 * leaves_ + i] = tree_[leaves_ + i];
    leaves_ *= 2;
    for (std::size_t i = leaves_ - 1; i >= 1; --i) wider[i] = earlier(wider[2 * i], wider[2 * i + 1]);
    tree_.swap(wider);
    payloads_.resize(leaves_);
  }

  std::size_t leaves_ = std::size_t{1} << fewest_levels;
  std::vector<Key> tree_;
  std::vector<Payload> payloads_;
  std::vector<Handle> free_;
  std::uint64_t sequence_ = 0;
  std::size_t pending_ = 0;
  Handle top_ = 0;
  Handle hole_ = 0;
  bool has_hole_ = false;
};

}  // namespace stalemate::sim
