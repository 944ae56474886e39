#include "analysis/page/words.hpp"
#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <set>

namespace stalemate::analysis::page {
namespace {

std::string fixed(double value, int decimals) {
  std::array<char, 400> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals);
  return {buffer.data(), end.ptr};
}

std::string without_zeros(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string grouped(std::string digits) {
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3; at -= 3) digits.insert(at - 3, 1, ' ');
  return digits;
}

bool starts_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool begins_with_unit(std::string_view text) {
  for (const std::string_view unit : {"s", "ms", "us", "ns", "min", "h"}) {
    if (!text.starts_with(unit)) continue;
    const auto after = text.size() > unit.size() ? static_cast<unsigned char>(text[unit.size()]) : ' ';
    if (after < 0x80 && std::isalnum(after) == 0) return true;
  }
  return false;
}

/// A blank between digits groups them, and one before a percent sign or a unit of time belongs to its figure: no line
/// ends there.
bool is_within_figure(const std::string& text, std::size_t blank) {
  if (blank == 0 || blank + 1 >= text.size() || !is_digit(text[blank - 1])) return false;
  const std::string_view after = std::string_view(text).substr(blank + 1);
  return is_digit(after.front()) || after.front() == '%' || begins_with_unit(after);
}

std::size_t end_of_word(const std::string& text, std::size_t from) {
  std::size_t end = text.find(' ', from);
  while (end != std::string::npos && is_within_figure(text, end)) end = text.find(' ', end + 1);
  return std::min(end, text.size());
}

std::string first_columns(const std::string& text, std::int64_t count) {
  std::size_t at = 0;
  for (; at < text.size(); ++at)
    if (starts_code_point(text[at]) && count-- == 0) break;
  return text.substr(0, at);
}

std::string last_columns(const std::string& text, std::int64_t count) {
  return text.substr(first_columns(text, columns(text) - count).size());
}

std::string shortened_to_tail(const std::string& text, std::int64_t width, std::int64_t tail) {
  if (columns(text) <= width) return text;
  return first_columns(text, width - 1 - tail) + "\xE2\x80\xA6" + last_columns(text, tail);
}

/// Bytes beyond printable ASCII in octal, as every printf takes them.
std::string printed(std::string_view word) {
  std::string text = "\"$(printf '";
  for (const char c : word) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\'') {
      text += "\\047";
    } else if (c == '\\' || c == '%') {
      text += std::string(2, c);
    } else if (byte >= 0x20 && byte < 0x7F) {
      text += c;
    } else {
      for (const unsigned shift : {6U, 3U, 0U}) text += (shift == 6 ? "\\" : "") + std::to_string(byte >> shift & 7U);
    }
  }
  return text + "')\"";
}

}  // namespace

std::string count_text(double value) { return grouped(fixed(std::round(value), 0)); }

std::string rate_text(double per_second) {
  if (per_second >= 9.95 || per_second == 0) return count_text(per_second);
  return without_zeros(fixed(per_second, per_second >= 0.995 ? 1 : 2));
}

std::string percent_text(double share) {
  if (share > 0 && share < 0.00005) return "<0.01 %";
  if (share < 1 && share > 0.99995) return ">99.99 %";
  return fixed(100 * share, 2) + " %";
}

std::string whole_percent_text(double share) {
  if (share > 0 && share < 0.005) return "<1 %";
  if (share < 1 && share >= 0.995) return ">99 %";
  return fixed(100 * share, 0) + " %";
}

std::string share_text(double share) {
  if (share < 1 && share >= 0.9995) return percent_text(share);
  return short_number(100 * share) + " %";
}

std::string time_text(double seconds) {
  if (seconds == 0) return "0 s";
  if (seconds < 0.0009995) return without_zeros(fixed(seconds * 1e6, seconds < 0.00000995 ? 1 : 0)) + "us";
  if (seconds < 0.9995) return without_zeros(fixed(seconds * 1e3, seconds < 0.00995 ? 1 : 0)) + "ms";
  if (seconds < 999.5) return without_zeros(fixed(seconds, seconds < 9.95 ? 1 : 0)) + " s";
  if (seconds < 5990) return fixed(seconds / 60, 0) + " min";
  return without_zeros(fixed(seconds / 3600, 1)) + " h";
}

std::string clock_text(double seconds) {
  const auto milliseconds = static_cast<std::int64_t>(std::round(seconds * 1000));
  const std::int64_t whole = milliseconds / 1000;
  const auto two = [](std::int64_t value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  const std::string hours = whole >= 3600 ? std::to_string(whole / 3600) + ':' : "";
  const std::int64_t minutes = whole / 60 % 60;
  std::string text = hours + (hours.empty() ? std::to_string(minutes) : two(minutes)) + ':' + two(whole % 60);
  const std::string rest = without_zeros(fixed(static_cast<double>(milliseconds % 1000) / 1000, 3));
  return rest == "0" ? text : text + rest.substr(1);
}

std::string short_number(double value) {
  if (value == 0) return "0";
  const int magnitude = static_cast<int>(std::floor(std::log10(std::abs(value))));
  if (magnitude >= 3) return count_text(value);
  return without_zeros(fixed(value, std::max(0, 2 - magnitude)));
}

std::string plural(std::int64_t count, std::string_view one) {
  return count_text(static_cast<double>(count)) + ' ' + std::string(one) + (count == 1 ? "" : "s");
}

std::string in_quotes(const std::string& name) { return '"' + visible(name) + '"'; }

std::int64_t columns(std::string_view text) { return std::count_if(text.begin(), text.end(), starts_code_point); }

std::string markdown_text(const std::string& text) {
  std::string safe;
  for (const char c : visible(text)) {
    if (c == '<') {
      safe += "&lt;";
    } else if (c == '&') {
      safe += "&amp;";
    } else if (c == '@') {
      safe += "&#64;";
    } else {
      if (std::string_view("\\`*_{}[]|#>~!$").find(c) != std::string_view::npos) safe += '\\';
      safe += c;
    }
  }
  return safe;
}

std::string shortened(const std::string& text, std::int64_t width) {
  return shortened_to_tail(text, width, (width - 1) / 3);
}

// The tail grows until no two that differ look alike, or to all there is.
std::vector<std::string> shortened_apart(const std::vector<std::string>& names, std::int64_t width) {
  const std::size_t different = std::set<std::string>(names.begin(), names.end()).size();
  std::vector<std::string> shown;
  for (std::int64_t tail = (width - 1) / 3; tail < width; ++tail) {
    shown.clear();
    for (const std::string& name : names) shown.push_back(shortened_to_tail(name, width, tail));
    if (std::set<std::string>(shown.begin(), shown.end()).size() == different) return shown;
  }
  return shown;
}

std::string left(const std::string& text, std::int64_t width) {
  return text + std::string(static_cast<std::size_t>(std::max<std::int64_t>(0, width - columns(text))), ' ');
}

std::string right(const std::string& text, std::int64_t width) {
  return std::string(static_cast<std::size_t>(std::max<std::int64_t>(0, width - columns(text))), ' ') + text;
}

std::vector<std::string> wrapped(const std::string& text, std::int64_t width) {
  width = std::max<std::int64_t>(1, width);  // each line takes something of a word, or this would never end
  std::vector<std::string> lines;
  std::string line;
  const auto end_line = [&] {
    if (!line.empty()) lines.push_back(std::move(line));
    line.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = end_of_word(text, at);
    std::string word = text.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    if (!line.empty() && columns(line) + 1 + columns(word) > width) end_line();
    for (; columns(word) > width; word = word.substr(first_columns(word, width).size()))
      lines.push_back(first_columns(word, width));
    line += (line.empty() ? "" : " ") + word;
  }
  end_line();
  return lines;
}

// POSIX shell, 2.2.2 (single quotes) and 2.6.3 (command substitution).
std::string shell_word(const std::string& word) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-./=:,@+%").find(c) != std::string_view::npos;
  };
  if (!word.empty() && std::all_of(word.begin(), word.end(), is_plain)) return word;
  if (!word.ends_with('\n') && visible(word) != word) return printed(word);
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + '\'';
}

std::string joined(const std::vector<std::string>& items, std::string_view between) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : std::string(between)) + item;
  return text;
}

}  // namespace stalemate::analysis::page
