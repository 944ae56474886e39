// Replays the reads of a trace through one store for its hit ratio alone: no simulated time, no network, no expiry.
// Promise: memory grows with what the store holds, never with the length of the trace; the counts are exact integers.
// Source: libCacheSim's simulator. Departs: an object keeps the size of the request that stored it; one that is larger
// than the store is a miss each time and never stored.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>
#include "analysis/traces/reader.hpp"
#include "models/eviction/store.hpp"
#include "models/options/registry.hpp"

namespace stalemate::analysis::traces {

struct EvictionSetup {
  std::string policy;                                           ///< An option of the axis "eviction"; "" if unbounded.
  std::vector<std::pair<std::string, std::string>> parameters;  ///< As a scenario writes them; the rest by default.
  models::eviction::Capacity capacity;
};

struct ReplayResult {
  std::int64_t requests = 0;  ///< Reads, or all if the trace does not tell.
  std::int64_t writes = 0;    ///< Not replayed: a cache alone does not say what a write does to it.
  std::int64_t misses = 0;
  std::int64_t bytes_requested = 0;
  std::int64_t bytes_missed = 0;
  std::int64_t evictions = 0;
  std::int64_t not_admitted = 0;  ///< Misses of objects larger than the store.
  std::int64_t objects_held = 0;  ///< At the end.
  std::int64_t used_max = 0;      ///< In the unit of the capacity.
  TraceFacts facts;               ///< Without sizes the bytes mean nothing, and a capacity in bytes is refused.
  std::vector<Anomaly> anomalies;
};

std::variant<ReplayResult, TraceError> replay(TraceReader& reader, const EvictionSetup& setup);

}  // namespace stalemate::analysis::traces
