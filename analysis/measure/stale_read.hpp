// One stale read as the judge saw it, for whoever wants to hear of each.
// Promise: told in the order of answers; a run that nobody asked to tell pays a comparison a stale read.
// Source: this project's semantics ("Staleness of one read").
#pragma once
#include <cstdint>
#include "analysis/measure/cause.hpp"
#include "models/types.hpp"

namespace stalemate::analysis::measure {

struct StaleRead {
  std::uint64_t operation = 0;
  sim::Instant invoked;
  sim::Instant answered;
  sim::Instant superseded;  ///< When the next version was committed.
  std::uint32_t key = 0;
  std::uint32_t version = 0;  ///< Answered.
  std::uint32_t next = 0;     ///< Superseded it.
  std::uint32_t current = 0;  ///< When it was invoked.
  std::uint32_t data_class = 0;
  std::uint16_t caller = 0;  ///< Where it was invoked.
  std::uint16_t node = 0;    ///< Whose copy answered.
  models::How how{};
  Cause cause{};
  bool breaks_promise = false;  ///< Older than its class promises, or behind what its own session had seen.
  sim::Duration age() const { return invoked - superseded; }
};

class StaleReads {
 public:
  virtual ~StaleReads() = default;
  virtual void tell(const StaleRead& read) = 0;
};

}  // namespace stalemate::analysis::measure
