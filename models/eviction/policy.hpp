// The seam of the eviction axis: which object leaves when the store is full.
// Promise: plain, synchronous bookkeeping over slot numbers; no coroutine, no time and no randomness but what is given.
// Source: Caffeine's simulator (a policy reads like its paper).
#pragma once
#include <cstdint>
#include <limits>
#include <memory>
#include "models/options/registry.hpp"
#include "sim/random.hpp"
#include "sim/time.hpp"

namespace stalemate::models::eviction {

using Slot = std::uint32_t;
using Key = std::uint64_t;
inline constexpr Slot no_slot = std::numeric_limits<Slot>::max();

/// What a policy may know of an object. `cost` is in the store's unit: 1, or the object's bytes.
struct Resident {
  Key key;
  std::int64_t cost;
};

/// The store, as a policy sees it: policies keep an order and marks, never a second copy of keys and sizes.
class Residents {
 public:
  virtual Resident at(Slot slot) const = 0;
  virtual void prefetch(Slot slot) const = 0;  ///< Hints that the slot, if it is one, is likely to go next.

 protected:
  ~Residents() = default;
};

/// One policy over the slots of one store. The store owns the index and the sizes; the policy owns the order.
class Policy {
 public:
  virtual ~Policy() = default;
  virtual void on_miss(const Resident&) {}  ///< An absent object is about to be inserted; room is made afterwards.
  virtual void on_insert(Slot slot, const Resident& object) = 0;  ///< A new object now lives in `slot`.
  virtual void on_hit(Slot slot) = 0;
  virtual void on_resize(Slot, std::int64_t /*cost_before*/, std::int64_t /*cost_after*/) {}
  virtual void on_remove(Slot slot, const Resident& object) = 0;  ///< Deleted or expired: leaves unchosen.
  /// Chooses an object, forgets it and returns its slot, which the store then empties. The store is not empty.
  virtual Slot evict(const Residents& residents) = 0;
  virtual void prefetch(Slot) const {}  ///< Hints that the slot may soon be hit.
  virtual void go_by(const sim::Instant& /*clock*/) {}  ///< Its owner's clock, which outlives it; else time stands.
  virtual void clear() = 0;             ///< A flush or a cold restart: nothing is remembered.
};

/// `capacity` is in the store's unit, `draws` names the store's own stream. Null when a parameter is outside the range
/// that its doc states.
struct EvictionAxis {
  static constexpr const char* name = "eviction";
  using Make = std::unique_ptr<Policy> (*)(const options::Values& values, std::int64_t capacity, sim::StreamKey draws);
};

}  // namespace stalemate::models::eviction
