// Diagnostics: collecting, sorting and rendering.
// Promise: one diagnostic is one line, whatever characters the user's text holds.
// Source: GNU coding standards, "Formatting Error Messages". Departs: see the header.
#include "analysis/load/diagnostics.hpp"
#include <algorithm>
#include <cstddef>
#include <numeric>

namespace stalemate::analysis::load {

namespace {

constexpr std::size_t quoted_at_most = 60;

bool is_control(unsigned char c) { return c < 0x20 || c == 0x7F; }

std::string escaped(unsigned char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  if (c == '\n') return "\\n";
  if (c == '\r') return "\\r";
  if (c == '\t') return "\\t";
  return std::string("\\u00") + digits[c >> 4U] + digits[c & 0xFU];
}

/// How many bytes from here on make a sign that is not seen but steers what is: C1 controls, direction marks, invisible
/// blanks; 0: none.
std::size_t steering_bytes(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto lies_in = [&](std::size_t i, unsigned low, unsigned high) { return byte(i) >= low && byte(i) <= high; };
  if (byte(0) == 0xC2) return lies_in(1, 0x80, 0x9F) || byte(1) == 0xAD ? 2 : 0;
  if (byte(0) == 0xD8) return byte(1) == 0x9C ? 2 : 0;
  if (byte(0) == 0xE2 && byte(1) == 0x80) return lies_in(2, 0x8B, 0x8F) || lies_in(2, 0xA8, 0xAE) ? 3 : 0;
  if (byte(0) == 0xE2 && byte(1) == 0x81) return lies_in(2, 0xA0, 0xAF) ? 3 : 0;
  return byte(0) == 0xEF && byte(1) == 0xBB && byte(2) == 0xBF ? 3 : 0;
}

/// The code point of two or three bytes of UTF-8 as "\u202e".
std::string escaped_point(std::string_view bytes) {
  unsigned code = static_cast<unsigned char>(bytes[0]) & (bytes.size() == 2 ? 0x1FU : 0x0FU);
  for (const char c : bytes.substr(1)) code = code << 6U | (static_cast<unsigned char>(c) & 0x3FU);
  std::string text = "\\u0000";
  for (std::size_t i = 5; i > 1; --i, code >>= 4U) text[i] = "0123456789abcdef"[code & 15U];
  return text;
}

bool continues_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

std::string on_one_line(std::string_view text) {
  std::string line;
  while (!text.empty()) {
    const auto byte = static_cast<unsigned char>(text.front());
    const std::size_t steering = steering_bytes(text), length = std::max<std::size_t>(1, steering);
    if (steering > 0) {
      line += escaped_point(text.substr(0, length));
    } else {
      line += is_control(byte) ? escaped(byte) : std::string(text.substr(0, 1));
    }
    text.remove_prefix(length);
  }
  return line;
}

std::string in_quotes(std::string_view text) {
  if (text.size() <= quoted_at_most) return '"' + on_one_line(text) + '"';
  std::size_t head = quoted_at_most / 2;
  while (head > 0 && continues_code_point(text[head])) --head;
  std::size_t tail = text.size() - quoted_at_most / 4;
  while (tail < text.size() && continues_code_point(text[tail])) ++tail;
  return '"' + on_one_line(text.substr(0, head)) + "..." + on_one_line(text.substr(tail)) + '"';
}

std::int32_t Diagnostics::file(std::string_view name) {
  const auto known = std::find(files_.begin(), files_.end(), name);
  if (known != files_.end()) return std::int32_t(known - files_.begin());
  files_.emplace_back(name);
  return std::int32_t(files_.size()) - 1;
}

const std::string& Diagnostics::file_name(std::int32_t file) const {
  static const std::string unknown = "?";
  return file >= 0 && std::size_t(file) < files_.size() ? files_[std::size_t(file)] : unknown;
}

void Diagnostics::add(Diagnostic diagnostic) {
  // Two strategies that share one wrong value must not report it twice.
  if (std::find(all_.begin(), all_.end(), diagnostic) != all_.end()) return;
  if (diagnostic.severity == Severity::error) ++errors_;
  all_.push_back(std::move(diagnostic));
}

void Diagnostics::error(Place place, std::string_view path, std::string message, std::string mend) {
  add({Severity::error, place, std::string(path), std::move(message), std::move(mend)});
}

void Diagnostics::warning(Place place, std::string_view path, std::string message, std::string mend) {
  add({Severity::warning, place, std::string(path), std::move(message), std::move(mend)});
}

std::vector<Diagnostic> Diagnostics::sorted() const {
  // Not std::stable_sort: clang refuses the deprecated buffer inside libstdc++ 12's.
  std::vector<std::size_t> order(all_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return all_[a].place != all_[b].place ? all_[a].place < all_[b].place : a < b;
  });
  std::vector<Diagnostic> list;
  for (const std::size_t i : order) list.push_back(all_[i]);
  return list;
}

std::string Diagnostics::text_of(Place place) const {
  std::string text = on_one_line(file_name(place.file));
  if (place.line > 0) text += ':' + std::to_string(place.line) + ':' + std::to_string(place.column);
  return text;
}

std::string Diagnostics::line_of(const Diagnostic& diagnostic) const {
  std::string line = text_of(diagnostic.place) + ": ";
  if (diagnostic.severity == Severity::warning) line += "warning: ";
  if (!diagnostic.path.empty()) line += on_one_line(diagnostic.path) + ": ";
  line += on_one_line(diagnostic.message);
  if (!diagnostic.mend.empty()) line += "; " + on_one_line(diagnostic.mend);
  return line;
}

std::string Diagnostics::render(std::int64_t at_most) const {
  std::string text;
  std::int64_t shown = 0;
  for (const Diagnostic& diagnostic : sorted()) {
    if (shown == at_most) break;
    text += line_of(diagnostic) + '\n';
    ++shown;
  }
  const std::int64_t left = std::int64_t(all_.size()) - shown;
  if (left > 0) text += "and " + std::to_string(left) + " more\n";
  return text;
}

}  // namespace stalemate::analysis::load
