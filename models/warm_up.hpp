// Warm-ups: what is done when a copy comes up empty, and the operations that it is done by.
// Promise: no client has asked for it: it is nobody's request, and nobody waits for it; it dies with its node.
// Source: the dump and load of a warm-up (memcached's and MySQL's buffer pools), state transfer of in-memory grids.
#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>
#include "models/types.hpp"

namespace stalemate::models {

class CacheShard;

class WarmUp {
 public:
  enum class Comes : std::uint8_t { at_first, back };  ///< When the run begins, or after an absence.
  virtual ~WarmUp() = default;
  /// The copy is empty. What an earlier beginning has left undone stays so.
  virtual void begin(Comes comes) = 0;
  /// The peer that was asked has been reached. How many bytes it gives.
  virtual std::int64_t reach(CacheShard& /*peer*/) { return 0; }
};

/// Numbers for the operations of one warm-up: they go on when it begins anew.
class OperationNumbers {
 public:
  /// `skipped`: operations that do not happen, sorted.
  OperationNumbers(std::uint64_t source, const std::vector<std::uint64_t>& skipped)
      : next_(source << operation_bits), skipped_(&skipped) {}
  OperationId next() { return OperationId{next_++}; }
  bool skips(OperationId operation) const {
    return !skipped_->empty() && std::binary_search(skipped_->begin(), skipped_->end(), number(operation));
  }

 private:
  std::uint64_t next_;
  const std::vector<std::uint64_t>* skipped_;
};

}  // namespace stalemate::models
