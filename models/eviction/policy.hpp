// The seam of the eviction axis: which object leaves when the store is full.
// Promise: plain, synchronous bookkeeping over slot numbers; no time, no coroutine, no randomness that is not handed in.
// Source: Caffeine's simulator (a policy reads like its paper).
#pragma once
#include <cstdint>
#include <memory>
#include "models/options/registry.hpp"

namespace stalemate::models::eviction {

using Slot = std::uint32_t;
using Key = std::uint64_t;

/// One policy over the slots of one store. The store owns the index and the sizes; the policy owns the order.
class Policy {
 public:
  virtual ~Policy() = default;
  virtual void on_insert(Slot slot, Key key, std::int64_t size) = 0;  ///< A new object now lives in `slot`.
  virtual void on_hit(Slot slot) = 0;
  virtual void on_remove(Slot slot) = 0;  ///< Deleted or expired: leaves without having been chosen.
  virtual Slot evict() = 0;               ///< Chooses an object, forgets it and returns its slot. The store is not empty.
  virtual void clear() = 0;               ///< A flush or a cold restart.
};

/// `capacity` in the store's unit: objects, or bytes.
struct EvictionAxis {
  static constexpr const char* name = "eviction";
  using Make = std::unique_ptr<Policy> (*)(const options::Values& values, std::int64_t capacity);
};

}  // namespace stalemate::models::eviction
