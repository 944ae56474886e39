// The lines of a text, one after another.
// Promise: memory is bounded by the longest line allowed, 1 MiB; a longer line is skipped and told; LF and CRLF end a
// line, and so does the end of the text; after an error of the source the last, unfinished line is not given.
// Source: POSIX "line".
#pragma once
#include <memory>
#include <string_view>
#include <utility>
#include <vector>
#include "analysis/traces/byte_source.hpp"

namespace stalemate::analysis::traces {

inline constexpr std::size_t longest_line = std::size_t{1} << 20U;

class LineReader {
 public:
  enum class Got : std::uint8_t { line, too_long, end };
  explicit LineReader(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}
  /// The line is valid until the next call.
  Got next(std::string_view& line);
  /// Of the line given last, from 1.
  std::int64_t number() const { return number_; }
  std::optional<TraceError> error() const { return source_->error(); }

 private:
  bool refill();
  Got give(std::string_view& line, std::size_t length, std::size_t ending);

  std::unique_ptr<ByteSource> source_;
  std::vector<char> buffer_;
  std::size_t at_ = 0;
  std::size_t filled_ = 0;
  std::int64_t number_ = 0;
  bool has_ended_ = false;
  bool is_skipping_ = false;  ///< The head of a line that is too long was thrown away.
};

}  // namespace stalemate::analysis::traces
