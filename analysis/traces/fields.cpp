#include "analysis/traces/fields.hpp"
#define XXH_INLINE_ALL
#include <xxhash.h>
#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace stalemate::analysis::traces {
namespace {

constexpr std::int64_t day_s = 86'400;
constexpr std::int64_t latest_ns = std::numeric_limits<std::int64_t>::max() / 2;  // and one may add two of them

/// Days since 1970-01-01 (Hinnant, "chrono-compatible low-level date algorithms"), for years from 1970.
std::int64_t days_from_civil(std::int64_t year, std::int64_t month, std::int64_t day) {
  year -= month <= 2;
  const std::int64_t era = year / 400;
  const std::int64_t of_era = year - era * 400;
  const std::int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146'097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719'468;
}

struct Date {
  std::int64_t year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, offset_s = 0;

  std::optional<std::int64_t> seconds() const {
    const bool is_sound = year >= 1970 && year < 2262 && month >= 1 && month <= 12 && day >= 1 && day <= 31 &&
                          hour < 24 && minute < 60 && second <= 60;
    if (!is_sound) return std::nullopt;
    const std::int64_t s = days_from_civil(year, month, day) * day_s + hour * 3600 + minute * 60 + second - offset_s;
    return s < 0 ? std::nullopt : std::optional(s);
  }
};

/// Takes `digits` digits off the front.
bool take_digits(std::string_view& text, std::size_t digits, std::int64_t& number) {
  if (text.size() < digits || !read_count(text.substr(0, digits), number)) return false;
  text.remove_prefix(digits);
  return true;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

bool take_clock(std::string_view& text, Date& date) {
  return take_digits(text, 2, date.hour) && take(text, ":") && take_digits(text, 2, date.minute) && take(text, ":") &&
         take_digits(text, 2, date.second);
}

/// "Z", "+01:00", "-0130" or nothing, to the end.
bool take_zone(std::string_view text, Date& date) {
  if (text.empty() || text == "Z") return true;
  const bool is_west = text.front() == '-';
  std::int64_t hours = 0, minutes = 0;
  if (!take(text, "+-") || !take_digits(text, 2, hours)) return false;
  take(text, ":");
  if (!take_digits(text, 2, minutes) || !text.empty()) return false;
  date.offset_s = (hours * 3600 + minutes * 60) * (is_west ? -1 : 1);
  return true;
}

/// Digits after a point, as parts of `unit_ns`.
bool read_fraction(std::string_view digits, std::int64_t unit_ns, std::int64_t& ns) {
  ns = 0;
  for (const char digit : digits) {
    if (digit < '0' || digit > '9') return false;
    unit_ns /= 10;
    ns += (digit - '0') * unit_ns;
  }
  return true;
}

std::int64_t month_named(std::string_view name) {
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::size_t at = name.size() == 3 ? months.find(name) : std::string_view::npos;
  return at == std::string_view::npos || at % 3 != 0 ? 0 : static_cast<std::int64_t>(at / 3) + 1;
}

}  // namespace

std::uint64_t object_of(std::string_view key, std::uint64_t space) {
  return XXH3_64bits_withSeed(key.data(), key.size(), space);
}

bool read_count(std::string_view text, std::int64_t& count) {
  const char* const end = text.data() + text.size();
  if (text.empty() || text.front() < '0' || text.front() > '9') return false;
  const auto [stop, error] = std::from_chars(text.data(), end, count);
  return error == std::errc{} && stop == end;
}

std::optional<Stamp> read_stamp(std::string_view text, std::int64_t unit_ns) {
  const std::size_t point = text.find('.');
  std::int64_t whole = 0, fraction_ns = 0;
  if (!read_count(text.substr(0, point), whole) || whole > latest_ns / unit_ns) return std::nullopt;
  const bool has_fraction = point != std::string_view::npos;
  if (has_fraction && !read_fraction(text.substr(point + 1), unit_ns, fraction_ns)) return std::nullopt;
  return Stamp{whole * unit_ns + fraction_ns, !has_fraction && unit_ns == ns_per_s};
}

std::optional<Stamp> read_iso_date(std::string_view text) {
  Date date;
  if (!take_digits(text, 4, date.year) || !take(text, "-") || !take_digits(text, 2, date.month)) return std::nullopt;
  if (!take(text, "-") || !take_digits(text, 2, date.day) || !take(text, "T ")) return std::nullopt;
  if (!take_clock(text, date)) return std::nullopt;
  const bool has_fraction = take(text, ".,");
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  std::int64_t fraction_ns = 0;
  if (has_fraction && !read_fraction(text.substr(0, digits), ns_per_s, fraction_ns)) return std::nullopt;
  if (has_fraction) text.remove_prefix(digits);
  if (!take_zone(text, date)) return std::nullopt;
  const auto seconds = date.seconds();
  if (!seconds || *seconds > latest_ns / ns_per_s) return std::nullopt;
  return Stamp{*seconds * ns_per_s + fraction_ns, !has_fraction};
}

std::optional<Stamp> read_clf_date(std::string_view text) {
  Date date;
  if (!take_digits(text, 2, date.day) || !take(text, "/")) return std::nullopt;
  date.month = month_named(take_field(text, '/'));
  if (!take_digits(text, 4, date.year) || !take(text, ":") || !take_clock(text, date)) return std::nullopt;
  take(text, " ");
  if (!take_zone(text, date)) return std::nullopt;
  const auto seconds = date.seconds();
  if (!seconds || *seconds > latest_ns / ns_per_s) return std::nullopt;
  return Stamp{*seconds * ns_per_s, true};
}

std::string_view take_field(std::string_view& rest, char separator) {
  const std::size_t at = rest.find(separator);
  const std::string_view field = rest.substr(0, at);
  rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 1);
  return field;
}

std::string_view take_last_field(std::string_view& rest, char separator) {
  const std::size_t at = rest.rfind(separator);
  const std::string_view field = rest.substr(at == std::string_view::npos ? 0 : at + 1);
  rest = rest.substr(0, at == std::string_view::npos ? 0 : at);
  return field;
}

bool FieldSplitter::split(std::string_view line, char separator) {
  fields_.clear();
  unquoted_.clear();
  unquoted_.reserve(line.size());  // so that views into it stay valid
  for (bool more = true; more;) {
    if (line.starts_with('"')) {
      if (!take_quoted(line, separator)) return false;
      more = line.starts_with(separator);
      if (more) line.remove_prefix(1);
      continue;
    }
    more = line.find(separator) != std::string_view::npos;
    fields_.push_back(take_field(line, separator));
  }
  return true;
}

bool FieldSplitter::take_quoted(std::string_view& rest, char separator) {
  const std::size_t begin = unquoted_.size();
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] != '"') {
      unquoted_ += rest[i];
    } else if (i + 1 < rest.size() && rest[i + 1] == '"') {
      unquoted_ += rest[i++];
    } else {
      fields_.push_back(std::string_view(unquoted_).substr(begin));
      rest.remove_prefix(i + 1);
      return rest.empty() || rest.front() == separator;
    }
  }
  return false;
}

std::string lower(std::string_view text) {
  std::string small(text);
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return small;
}

}  // namespace stalemate::analysis::traces
