// A ghost queue: keys of objects that left, remembered in the order in which they left.
// Promise: costs of what is remembered never exceed the capacity; 24 bytes a key and its index entry.
// Source: the history lists of ARC (Megiddo and Modha, FAST 2003) and S3-FIFO (SOSP 2023).
#pragma once
#include <cstdint>
#include <vector>
#include "models/eviction/index.hpp"
#include "models/eviction/slot_lists.hpp"

namespace stalemate::models::eviction {

class Ghost {
 public:
  explicit Ghost(std::int64_t capacity) : capacity_(capacity) {}

  /// Remembers an object that is not yet remembered, forgetting the oldest until it fits.
  void add(const Resident& object) {
    if (object.cost > capacity_) return;
    while (used_ > capacity_ - object.cost) forget(order_.back());
    const Slot slot = free_slot();
    objects_[slot] = object;
    index_.insert(object.key, slot);
    order_.push_front(slot);
    used_ += object.cost;
  }

  /// Whether `key` was remembered; it no longer is.
  bool take(Key key) {
    const Slot slot = index_.find(key, [this](Slot at) { return objects_[at].key; });
    if (slot == no_slot) return false;
    forget(slot);
    return true;
  }

  std::int64_t used() const { return used_; }
  void forget_oldest() {
    if (!order_.empty()) forget(order_.back());
  }

  void clear() {
    index_.clear();
    order_.clear();
    objects_.clear();
    first_free_ = no_slot;
    used_ = 0;
  }

 private:
  void forget(Slot slot) {
    index_.erase(objects_[slot].key, slot);
    order_.unlink(slot);
    used_ -= objects_[slot].cost;
    objects_[slot].key = first_free_;
    first_free_ = slot;
  }

  Slot free_slot() {
    if (first_free_ == no_slot) {
      objects_.push_back({});
      return static_cast<Slot>(objects_.size() - 1);
    }
    const Slot slot = first_free_;
    first_free_ = static_cast<Slot>(objects_[slot].key);
    return slot;
  }

  std::int64_t capacity_;
  std::int64_t used_ = 0;
  Index index_;
  SlotLists<> order_;
  std::vector<Resident> objects_;  // the key of a free one is the next free one
  Slot first_free_ = no_slot;
};

}  // namespace stalemate::models::eviction
