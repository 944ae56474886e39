// What every trace format is read as: one request after another.
// Promise: a reader holds one buffer however long the trace, never throws on bad input, and counts what is odd in it.
// Source: libCacheSim's readers. Departs: errors are values that name the record; anomalies are reported.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "analysis/traces/byte_source.hpp"

namespace stalemate::analysis::traces {

struct TraceRequest {
  std::int64_t time_ns = 0;
  std::uint64_t object = 0;
  std::int64_t size = 0;
};

/// Something odd that does not stop a replay: how often, and where first (records count from 1).
struct Anomaly {
  std::string what;
  std::int64_t count = 0;
  std::int64_t first_record = 0;
};

class TraceReader {
 public:
  virtual ~TraceReader() = default;
  /// The next request; false at the end of the trace or at an error.
  virtual bool next(TraceRequest& request) = 0;
  /// Fills up to batch.size() requests; fewer only at the end or at an error.
  virtual std::size_t read(std::span<TraceRequest> batch) {
    std::size_t got = 0;
    while (got < batch.size() && next(batch[got])) ++got;
    return got;
  }
  /// Why reading stopped before the end, if it did.
  virtual std::optional<TraceError> error() const = 0;
  virtual std::vector<Anomaly> anomalies() const = 0;  ///< Those that occurred.
};

}  // namespace stalemate::analysis::traces
