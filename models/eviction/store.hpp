// The bookkeeping of one cache: what it holds, in which slot, and who leaves when room is needed.
// Promise: room is made before an object enters, so what is held never exceeds the capacity; nothing depends on
// addresses; a store costs only what it holds, whatever its capacity. Plain and synchronous.
// Source: the split of libCacheSim's cache and policy. Departs: one store for all policies, which see slots only.
#pragma once
#include <cstdint>
#include <limits>
#include <memory>
#include <utility>
#include <vector>
#include "models/eviction/index.hpp"
#include "models/eviction/policy.hpp"
#include "sim/check.hpp"

namespace stalemate::models::eviction {

/// How much a store may hold, and of what.
struct Capacity {
  enum class Unit : std::uint8_t { objects, bytes, unbounded };
  Unit unit = Unit::unbounded;
  std::int64_t amount = std::numeric_limits<std::int64_t>::max();

  static constexpr Capacity objects(std::int64_t amount) { return {Unit::objects, amount}; }
  static constexpr Capacity bytes(std::int64_t amount) { return {Unit::bytes, amount}; }
  static constexpr Capacity unbounded() { return {}; }
};

/// For a store of keys alone.
struct NoPayload {};

template <class Payload>
class Store final : private Residents {
 public:
  /// Without a bound no policy is needed: null never evicts.
  Store(Capacity capacity, std::unique_ptr<Policy> policy) : capacity_(capacity), policy_(std::move(policy)) {
    CHECK_INVARIANT(capacity_.amount >= 0);
    CHECK_INVARIANT(policy_ != nullptr || capacity_.unit == Capacity::Unit::unbounded);
  }

  /// The object's slot, or no_slot. Looking is no hit: see touch.
  Slot find(Key key) const {
    return index_.find(key, [this](Slot slot) { return records_[slot].key; });
  }

  /// The object was used.
  void touch(Slot slot) {
    if (policy_) policy_->on_hit(slot);
  }

  /// Stores an object, evicting until it fits; `on_evict(slot)` is told of each object just before it goes and must not
  /// change the store. Returns no_slot for an object that is larger than the store. A key that is held is touched
  /// and resized, and keeps its payload.
  template <class OnEvict>
  Slot insert(Key key, std::int64_t size, OnEvict&& on_evict) {
    const Slot held = find(key);
    if (held == no_slot) return insert_absent(key, size, on_evict);
    touch(held);
    return resize(held, size, on_evict);
  }

  /// The same for a key that a lookup has just missed.
  template <class OnEvict>
  Slot insert_absent(Key key, std::int64_t size, OnEvict&& on_evict) {
    CHECK_INVARIANT(size >= 0);
    const std::int64_t cost = cost_of(size);
    if (cost > capacity_.amount) return no_slot;
    if (policy_) policy_->on_miss({key, cost});
    while (!has_room_for(cost)) evict_one(on_evict);
    const Slot slot = fill_slot(key, size);
    if (policy_) policy_->on_insert(slot, {key, cost});
    return slot;
  }

  /// Gives an object another size. Returns no_slot when it had to leave: it is larger than the store, or was chosen.
  template <class OnEvict>
  Slot resize(Slot slot, std::int64_t size, OnEvict&& on_evict) {
    CHECK_INVARIANT(size >= 0);
    if (cost_of(size) > capacity_.amount) {
      on_evict(slot);
      remove(slot);
      return no_slot;
    }
    if (cost_of(size) == cost_of(records_[slot].size)) return set_size(slot, size), slot;
    set_size(slot, 0);  // room is made as for a new object, not for the difference
    while (!has_room_for(cost_of(size)))
      if (evict_one(on_evict) == slot) return no_slot;
    return set_size(slot, size), slot;
  }

  void remove(Slot slot) {
    if (policy_) policy_->on_remove(slot, at(slot));
    empty_slot(slot);
  }

  /// A flush: everything goes, and on_evict is told of nothing.
  void clear() {
    index_.clear();
    records_.clear();
    first_free_ = no_slot;
    size_ = bytes_ = 0;
    if (policy_) policy_->clear();
  }

  Payload& payload(Slot slot) { return records_[slot].payload; }
  const Payload& payload(Slot slot) const { return records_[slot].payload; }
  Key key_of(Slot slot) const { return records_[slot].key; }
  std::int64_t size_of(Slot slot) const { return records_[slot].size; }

  std::int64_t size() const { return size_; }    ///< Objects held.
  std::int64_t bytes() const { return bytes_; }  ///< Their sizes, summed.
  std::int64_t used() const { return capacity_.unit == Capacity::Unit::objects ? size_ : bytes_; }
  const Capacity& capacity() const { return capacity_; }

  /// Hints that `key` will be looked up soon; then, when that hint has had time to act, that its slot will be visited.
  void prefetch(Key key) const { index_.prefetch(key); }
  void prefetch_slot(Key key) const {
    const Slot slot = index_.guess(key);
    if (slot == no_slot) return;
    __builtin_prefetch(&records_[slot]);
    if (policy_) policy_->prefetch(slot);
  }

  /// Visits all objects in slot order; `visit(slot)` may remove the one it is given.
  template <class Visit>
  void for_each(Visit&& visit) {
    for (Slot slot = 0; slot < records_.size(); ++slot)
      if (records_[slot].size >= 0) visit(slot);
  }

 private:
  /// A free slot has size -1, and its key is the next free slot.
  struct Record {
    Key key;
    std::int64_t size;
    [[no_unique_address]] Payload payload;
  };

  Resident at(Slot slot) const override { return {records_[slot].key, cost_of(records_[slot].size)}; }
  void prefetch(Slot slot) const override {
    if (slot != no_slot) __builtin_prefetch(&records_[slot]);
  }
  std::int64_t cost_of(std::int64_t size) const { return capacity_.unit == Capacity::Unit::objects ? 1 : size; }
  bool has_room_for(std::int64_t cost) const { return used() <= capacity_.amount - cost; }

  template <class OnEvict>
  Slot evict_one(OnEvict& on_evict) {
    CHECK_INVARIANT(policy_ != nullptr && size_ > 0);
    const Slot victim = policy_->evict(*this);
    on_evict(victim);
    empty_slot(victim);
    return victim;
  }

  Slot fill_slot(Key key, std::int64_t size) {
    Slot slot = first_free_;
    if (slot == no_slot) {
      CHECK_INVARIANT(records_.size() < most_slots);
      slot = static_cast<Slot>(records_.size());
      records_.push_back({key, size, Payload{}});
    } else {
      first_free_ = static_cast<Slot>(records_[slot].key);
      records_[slot] = {key, size, Payload{}};
    }
    index_.insert(key, slot);
    ++size_;
    bytes_ += size;
    return slot;
  }

  void empty_slot(Slot slot) {
    Record& record = records_[slot];
    CHECK_INVARIANT(record.size >= 0);
    index_.erase(record.key, slot);
    --size_;
    bytes_ -= record.size;
    record = {first_free_, -1, Payload{}};
    first_free_ = slot;
  }

  void set_size(Slot slot, std::int64_t size) {
    Record& record = records_[slot];
    if (policy_) policy_->on_resize(slot, cost_of(record.size), cost_of(size));
    bytes_ += size - record.size;
    record.size = size;
  }

  static constexpr std::size_t most_slots = 1'500'000'000;  // what an index of 2^31 entries takes

  Capacity capacity_;
  std::unique_ptr<Policy> policy_;
  Index index_;
  std::vector<Record> records_;
  Slot first_free_ = no_slot;
  std::int64_t size_ = 0;
  std::int64_t bytes_ = 0;
};

}  // namespace stalemate::models::eviction
