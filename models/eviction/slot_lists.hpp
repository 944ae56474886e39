// Doubly linked lists threaded through slot numbers; each slot is in at most one of them.
// Promise: every step is O(1) and without a branch; 8 bytes a slot; grows as slots are first used.
// Source: the circular list with a sentinel (Knuth, TAOCP 2.2.5).
// Departs: 32-bit indices instead of pointers, so that growth may move the array.
#pragma once
#include <cstdint>
#include <vector>
#include "models/eviction/policy.hpp"

namespace stalemate::models::eviction {

/// `lists` circular lists over one array: its first nodes are the sentinels, slot s is node s + lists.
template <std::uint32_t lists = 1>
class SlotLists {
 public:
  SlotLists() { clear(); }

  void push_front(Slot slot, std::uint32_t list = 0) {
    const std::uint32_t node = slot + lists;
    if (node >= nodes_.size()) nodes_.resize(node + std::size_t{1});
    const std::uint32_t first = nodes_[list].older;
    nodes_[node] = {list, first};
    nodes_[first].newer = node;
    nodes_[list].older = node;
  }

  void unlink(Slot slot) {
    const auto [newer, older] = nodes_[slot + lists];
    nodes_[newer].older = older;
    nodes_[older].newer = newer;
  }

  bool empty(std::uint32_t list = 0) const { return nodes_[list].newer == list; }
  Slot back(std::uint32_t list = 0) const { return slot_of(nodes_[list].newer); }  ///< The oldest, or no_slot.
  Slot newer(Slot slot) const { return slot_of(nodes_[slot + lists].newer); }  ///< One nearer the front, or no_slot.

  void prefetch(Slot slot) const { __builtin_prefetch(nodes_.data() + slot + lists); }

  void clear() {
    nodes_.resize(lists);
    for (std::uint32_t list = 0; list < lists; ++list) nodes_[list] = {list, list};
  }

 private:
  struct Node {
    std::uint32_t newer;
    std::uint32_t older;
  };
  static Slot slot_of(std::uint32_t node) { return node < lists ? no_slot : node - lists; }

  std::vector<Node> nodes_;
};

}  // namespace stalemate::models::eviction
