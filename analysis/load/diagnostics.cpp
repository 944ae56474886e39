// Diagnostics: collecting, sorting and rendering.
// Promise: one diagnostic is one line, whatever characters the user's text holds.
// Source: GNU coding standards, "Formatting Error Messages". Departs: see the header.
#include "analysis/load/diagnostics.hpp"
#include <algorithm>
#include <cstddef>
#include <numeric>
#include "analysis/load/visible.hpp"

namespace stalemate::analysis::load {

namespace {

constexpr std::size_t quoted_at_most = 60;

bool continues_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

std::string in_quotes(std::string_view text) {
  if (text.size() <= quoted_at_most) return '"' + visible(text) + '"';
  std::size_t head = quoted_at_most / 2;
  while (head > 0 && continues_code_point(text[head])) --head;
  std::size_t tail = text.size() - quoted_at_most / 4;
  while (tail < text.size() && continues_code_point(text[tail])) ++tail;
  return '"' + visible(text.substr(0, head)) + "..." + visible(text.substr(tail)) + '"';
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
  std::string text = visible(file_name(place.file));
  if (place.line > 0) text += ':' + std::to_string(place.line) + ':' + std::to_string(place.column);
  return text;
}

std::string Diagnostics::line_of(const Diagnostic& diagnostic) const {
  std::string line = text_of(diagnostic.place) + ": ";
  if (diagnostic.severity == Severity::warning) line += "warning: ";
  if (!diagnostic.path.empty()) line += visible(diagnostic.path) + ": ";
  line += visible(diagnostic.message);
  if (!diagnostic.mend.empty()) line += "; " + visible(diagnostic.mend);
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
