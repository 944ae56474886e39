// What every trace format is read as: one request after another.
// Promise: a reader holds one buffer however long the trace, never throws on bad input, and counts what is odd in it.
// Source: libCacheSim's readers. Departs: errors are values that name the record; anomalies are reported; a request
// says whether it writes.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>
#include "analysis/traces/byte_source.hpp"

namespace stalemate::analysis::traces {

struct TraceRequest {
  std::int64_t time_ns = 0;
  std::uint64_t object = 0;
  std::int64_t size = 0;
  bool writes = false;
  bool whole_second = false;  ///< The stamp is known to its second only.
};

/// Something odd that does not stop a replay: how often, and where first. Records count from 1; those of a text format
/// are its lines.
struct Anomaly {
  static constexpr std::size_t shown = 5;

  std::string what;
  std::int64_t count = 0;
  std::int64_t first_record = 0;
  std::vector<std::int64_t> records = {};  ///< The first few.

  void add(std::int64_t record) {
    if (count++ == 0) first_record = record;
    if (records.size() < shown) records.push_back(record);
  }
};

/// What a trace tells of its requests. Known once the first request was asked for.
struct TraceFacts {
  bool has_times = true;
  bool has_sizes = true;
  bool tells_writes = false;  ///< Else every request counts as whatever its load does.
  bool is_text = false;       ///< Its records are lines.
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
  virtual TraceFacts facts() const { return {}; }
};

using OpenedTrace = std::variant<std::unique_ptr<TraceReader>, TraceError>;

}  // namespace stalemate::analysis::traces
