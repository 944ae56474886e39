#include "analysis/traces/oracle_general.hpp"
#include <algorithm>
#include "analysis/traces/fields.hpp"
#include "analysis/traces/unpack.hpp"

namespace stalemate::analysis::traces {
namespace {

constexpr std::size_t buffer_records = 2'048;
constexpr std::int64_t none = -1;

// Byte by byte, so that the host's order and alignment do not matter; compilers make one load of it.
template <class Integer>
Integer little_endian(const unsigned char* bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(Integer); ++i) value |= std::uint64_t{bytes[i]} << (8 * i);
  return static_cast<Integer>(value);
}

}  // namespace

OracleGeneralReader::OracleGeneralReader(std::unique_ptr<ByteSource> source, std::string name)
    : source_(std::move(source)),
      name_(std::move(name)),
      buffer_(record_bytes * buffer_records),
      time_backwards_{"time runs backwards"},
      next_not_later_{"the next request of the object is not later"} {}

bool OracleGeneralReader::next(TraceRequest& request) {
  if (at_ == filled_ && !refill()) return false;
  decode(buffer_.data() + at_, request);
  at_ += record_bytes;
  return true;
}

std::size_t OracleGeneralReader::read(std::span<TraceRequest> batch) {
  std::size_t got = 0;
  while (got < batch.size() && (at_ < filled_ || refill())) {
    const std::size_t whole = std::min(batch.size() - got, (filled_ - at_) / record_bytes);
    for (std::size_t i = 0; i < whole; ++i, at_ += record_bytes) decode(buffer_.data() + at_, batch[got + i]);
    got += whole;
  }
  return got;
}

std::vector<Anomaly> OracleGeneralReader::anomalies() const {
  std::vector<Anomaly> found;
  for (const Anomaly* anomaly : {&time_backwards_, &next_not_later_})
    if (anomaly->count > 0) found.push_back(*anomaly);
  return found;
}

// Whole records only stay in the buffer; what is wrong behind them is told once they are used up.
bool OracleGeneralReader::refill() {
  if (ended_) return false;
  const std::size_t got = source_->read(buffer_.data(), buffer_.size());
  ended_ = got < buffer_.size();
  at_ = 0;
  filled_ = got - got % record_bytes;
  if (ended_) judge_end(got);
  return filled_ > 0;
}

void OracleGeneralReader::judge_end(std::size_t got) {
  const std::int64_t whole = record_ + static_cast<std::int64_t>(got / record_bytes);
  const std::size_t rest = got % record_bytes;
  if (source_->error()) {
    error_ = source_->error();
  } else if (rest != 0) {
    fail("record " + std::to_string(whole + 1) + " is cut off: " + std::to_string(rest) + " of 24 bytes");
  } else if (whole == 0) {
    fail("is empty; an oracleGeneral trace holds records of 24 bytes");
  }
}

void OracleGeneralReader::fail(const std::string& why) {
  error_ = TraceError{name_ + ": " + why};
  ended_ = true;
}

void OracleGeneralReader::decode(const unsigned char* record, TraceRequest& request) {
  const auto time_s = little_endian<std::uint32_t>(record);
  const auto next = little_endian<std::int64_t>(record + 16);
  request.time_ns = std::int64_t{time_s} * ns_per_s;
  request.object = little_endian<std::uint64_t>(record + 4);
  request.size = little_endian<std::uint32_t>(record + 12);
  request.writes = false;
  request.whole_second = true;
  ++record_;
  if (time_s < last_time_s_) [[unlikely]]
    time_backwards_.add(record_);
  last_time_s_ = std::max(last_time_s_, time_s);
  // Requests are numbered from 0 or from 1: "not later" is what is wrong under either.
  if (next < record_ && next != none) [[unlikely]]
    next_not_later_.add(record_);
}

OpenedTrace open_oracle_general(const std::string& path) {
  auto opened = open_file(path);
  if (auto* const error = std::get_if<TraceError>(&opened)) return std::move(*error);
  auto& source = std::get<std::unique_ptr<ByteSource>>(opened);
  return std::unique_ptr<TraceReader>(std::make_unique<OracleGeneralReader>(unpacked(std::move(source), path), path));
}

}  // namespace stalemate::analysis::traces
