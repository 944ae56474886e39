// The oracleGeneral format: little-endian records of 24 bytes: u32 time in s, u64 object, u32 size, i64 number of the
// object's next request (-1: none).
// Promise: read as a stream, the same on every machine; an empty trace and a cut last record are errors; a time before
// the latest so far and a next request that is not later are counted with the number of the first such record.
// Source: libCacheSim's oracleGeneral reader. Departs: a size of 0 is kept, not skipped.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "analysis/traces/reader.hpp"

namespace stalemate::analysis::traces {

constexpr std::size_t record_bytes = 24;

class OracleGeneralReader final : public TraceReader {
 public:
  /// `name` begins the error messages.
  OracleGeneralReader(std::unique_ptr<ByteSource> source, std::string name);

  bool next(TraceRequest& request) override;
  std::size_t read(std::span<TraceRequest> batch) override;
  std::optional<TraceError> error() const override { return at_ == filled_ ? error_ : std::nullopt; }
  std::vector<Anomaly> anomalies() const override;

 private:
  bool refill();
  void judge_end(std::size_t got);
  void fail(const std::string& why);
  void decode(const unsigned char* record, TraceRequest& request);

  std::unique_ptr<ByteSource> source_;
  std::string name_;
  std::vector<unsigned char> buffer_;
  std::size_t at_ = 0;
  std::size_t filled_ = 0;
  bool ended_ = false;
  std::int64_t record_ = 0;
  std::uint32_t last_time_s_ = 0;
  Anomaly time_backwards_;
  Anomaly next_not_later_;
  std::optional<TraceError> error_;
};

/// Opens a file of this format, packed or not.
OpenedTrace open_oracle_general(const std::string& path);

}  // namespace stalemate::analysis::traces
