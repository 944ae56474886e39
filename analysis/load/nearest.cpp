// The nearest known word: restricted Damerau-Levenshtein over code points.
// Promise: time grows with the product of the lengths, and words beyond `longest_word` are only compared by case.
// Source: Damerau 1964, Levenshtein 1966. Departs: see the header.
#include "analysis/load/nearest.hpp"
#include <algorithm>
#include <cstddef>
#include "analysis/load/diagnostics.hpp"

namespace stalemate::analysis::load {

namespace {

constexpr std::size_t longest_word = 64;
constexpr std::size_t candidates_shown = 10;
constexpr std::size_t shortest_beginning = 2;

std::vector<std::string_view> code_points(std::string_view text) {
  std::vector<std::string_view> points;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
    points.push_back(text.substr(at, end - at));
    at = end;
  }
  return points;
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

/// A third of the word, at least one edit, and never the whole word.
std::int64_t edits_allowed(const std::string& word) {
  const auto length = std::int64_t(code_points(word).size());
  return std::min(std::max<std::int64_t>(1, length / 3), length - 1);
}

std::optional<std::string> nearest_by_edits(const std::string& word, const std::vector<std::string>& candidates) {
  if (word.size() > longest_word) return std::nullopt;
  std::optional<std::string> best;
  std::int64_t best_distance = edits_allowed(word) + 1;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > longest_word) continue;
    const std::int64_t distance = edit_distance(word, lower(candidate));
    if (distance >= best_distance) continue;
    best = candidate;
    best_distance = distance;
  }
  return best;
}

}  // namespace

std::int64_t edit_distance(std::string_view from, std::string_view to) {
  const auto a = code_points(from);
  const auto b = code_points(to);
  std::vector<std::int64_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = std::int64_t(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = std::int64_t(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::int64_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      const bool is_swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (is_swap) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = last;
    std::swap(last, row);
  }
  return last[b.size()];
}

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string plain = lower(word);
  for (const std::string& candidate : candidates) {
    if (lower(candidate) == plain) return candidate;
  }
  if (const auto found = nearest_by_edits(plain, candidates)) return found;
  for (const std::string& candidate : candidates) {
    const std::string known = lower(candidate);
    const bool is_beginning = plain.size() >= shortest_beginning && known.starts_with(plain);
    const bool is_longer = known.size() > shortest_beginning && plain.starts_with(known);
    if (is_beginning || is_longer) return candidate;
  }
  return std::nullopt;
}

std::string mend_for(std::string_view word, const std::vector<std::string>& candidates) {
  if (const auto found = nearest(word, candidates)) return "did you mean " + in_quotes(*found) + "?";
  if (candidates.empty()) return {};
  std::string mend = "known here: ";
  for (std::size_t i = 0; i < std::min(candidates.size(), candidates_shown); ++i) {
    mend += (i > 0 ? ", " : "") + in_quotes(candidates[i]);
  }
  return mend + (candidates.size() > candidates_shown ? ", ..." : "");
}

}  // namespace stalemate::analysis::load
