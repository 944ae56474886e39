// The pieces of a line: fields, numbers, times, the object that a key stands for.
// Promise: a number is read whole or refused, without locale; times are exact to the nanosecond and lie in 1970 to
// 2262. Source: std::from_chars; RFC 4180 (quotes); ISO 8601; XXH3 (xxHash 0.8). Departs: a quoted field holds no line
// break.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stalemate::analysis::traces {

constexpr std::int64_t ns_per_s = 1'000'000'000;
constexpr std::int64_t largest_size = std::int64_t{1} << 40;  ///< Of a key and of a value, in bytes.
constexpr int absent = -1;                                    ///< The number of a column that is not there.

/// 64 bits of XXH3 stand for the text: among 10^7 keys, two share them in one trace of 370 000.
/// `space` keeps equal texts of different key spaces apart.
std::uint64_t object_of(std::string_view key, std::uint64_t space = 0);

/// All digits, from 0.
bool read_count(std::string_view text, std::int64_t& count);

struct Stamp {
  std::int64_t ns = 0;
  bool whole_second = false;
};
/// "1795529388", "1795529388.855527", in units of `unit_ns`; digits beyond the nanosecond are cut.
std::optional<Stamp> read_stamp(std::string_view text, std::int64_t unit_ns);
/// "2026-11-24T12:00:00.5+01:00", with a blank for the T, without a zone (UTC) or with Z.
std::optional<Stamp> read_iso_date(std::string_view text);
/// "24/Nov/2026:12:00:00 +0000"
std::optional<Stamp> read_clf_date(std::string_view text);

/// Up to the separator; takes it and the separator off `rest`.
std::string_view take_field(std::string_view& rest, char separator);
/// From the last separator on.
std::string_view take_last_field(std::string_view& rest, char separator);
/// All fields of a line, quotes taken off. The texts of quoted quotes are kept in `unquoted`.
class FieldSplitter {
 public:
  /// False when a quote does not close.
  bool split(std::string_view line, char separator);
  const std::vector<std::string_view>& fields() const { return fields_; }

 private:
  bool take_quoted(std::string_view& rest, char separator);
  std::vector<std::string_view> fields_;
  std::string unquoted_;
};

std::string lower(std::string_view text);

}  // namespace stalemate::analysis::traces
