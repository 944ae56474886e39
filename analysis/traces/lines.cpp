#include "analysis/traces/lines.hpp"
#include <algorithm>
#include <cstring>

namespace stalemate::analysis::traces {
namespace {

constexpr std::size_t piece = std::size_t{1} << 16U;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

LineReader::Got LineReader::next(std::string_view& line) {
  for (std::size_t searched = 0;;) {
    const std::size_t held = filled_ - at_;
    const char* const begin = buffer_.data() + at_;
    const void* const end = held == searched ? nullptr : std::memchr(begin + searched, '\n', held - searched);
    if (end != nullptr) return give(line, static_cast<std::size_t>(static_cast<const char*>(end) - begin), 1);
    searched = held;
    if (held > longest_line) {
      is_skipping_ = true;
      at_ = filled_;
      searched = 0;
    }
    if (refill()) continue;
    if (source_->error() || (filled_ == at_ && !is_skipping_)) return Got::end;
    return give(line, filled_ - at_, 0);
  }
}

LineReader::Got LineReader::give(std::string_view& line, std::size_t length, std::size_t ending) {
  line = std::string_view(buffer_.data() + at_, length);
  at_ += length + ending;
  ++number_;
  if (number_ == 1 && line.starts_with(byte_order_mark)) line.remove_prefix(byte_order_mark.size());
  if (line.ends_with('\r')) line.remove_suffix(1);
  const bool is_too_long = std::exchange(is_skipping_, false) || length > longest_line;
  return is_too_long ? Got::too_long : Got::line;
}

// What is held moves to the front first, so that the buffer never outgrows a line and a piece.
bool LineReader::refill() {
  if (has_ended_) return false;
  std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(at_), buffer_.begin() + static_cast<std::ptrdiff_t>(filled_),
            buffer_.begin());
  filled_ -= at_;
  at_ = 0;
  if (buffer_.size() < filled_ + piece) buffer_.resize(filled_ + piece);
  const std::size_t got = source_->read(reinterpret_cast<unsigned char*>(buffer_.data() + filled_), piece);
  has_ended_ = got < piece;
  filled_ += got;
  return got > 0;
}

}  // namespace stalemate::analysis::traces
