#include "analysis/explain/wording.hpp"
#include <algorithm>
#include "analysis/explain/names.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::explain {
namespace {

using page::count_text;
using page::visible;

std::string count(std::int64_t value) { return count_text(static_cast<double>(value)); }

std::string quoted(const std::string& name) { return "\"" + visible(name) + "\""; }

std::string strategies(const Explanation& of) { return std::to_string(of.looked_at.size()) + " strategies"; }

std::string asked(const Explanation& of) { return of.asked.empty() ? "" : " (asked for: " + visible(of.asked) + ")"; }

/// All strategies that were run count, as all of them had none.
std::string none(const Explanation& of) {
  const bool several = of.looked_at.size() > 1;
  std::string text =
      "No stale read under " + (several ? "any of the " + strategies(of) : quoted(of.strategy)) + asked(of);
  if (!of.of_key.empty()) return text + ".";
  std::int64_t answered = several ? 0 : of.answered;
  for (const Explanation::Row& row : of.looked_at) answered += several ? row.answered : 0;
  return text + ": " + page::plural(answered, "answered read") + " looked at" + (several ? " in all." : ".");
}

std::string of_the_strategy(const Explanation& of) {
  const std::string under = "Under " + quoted(of.strategy) + ", ";
  if (!of.of_key.empty()) {
    const std::string reads = page::plural(of.stale, "read") + " of " + of.of_key + " came back stale";
    return under + reads + ", of " + count(of.stale_all) + " in all.";
  }
  const double share = of.answered > 0 ? static_cast<double>(of.stale) / static_cast<double>(of.answered) : 0;
  return under + count(of.stale) + " of " + page::plural(of.answered, "answered read") +
         (of.of_class.empty() ? "" : " of " + visible(of.of_class)) + " were stale (" + page::percent_text(share) +
         ").";
}

std::string phantoms(const Explanation& of) {
  return "Beside the stale reads, " + page::plural(of.phantom, "answer") +
         " under " + quoted(of.strategy) + " gave a write that was lost by then (staleness.phantom).";
}

}  // namespace

std::vector<std::string> how_many(const Explanation& of) {
  std::vector<std::string> paragraphs;
  if (of.stale == 0) {
    paragraphs.push_back(none(of));
    if (of.phantom > 0) paragraphs.push_back(phantoms(of));
    return paragraphs;
  }
  if (of.looked_at.size() > 1)
    paragraphs.push_back(of.matching == 0 ? "None of the " + strategies(of) + " has such a read."
                                          : "Of " + strategies(of) + ", " + quoted(of.strategy) + " has the most " +
                                                (of.asked.empty() ? "stale" : "such") + " reads: it is told here.");
  paragraphs.push_back(of_the_strategy(of));
  if (of.phantom > 0) paragraphs.push_back(phantoms(of));
  if (!of.asked.empty())
    paragraphs.push_back("Asked for: " + visible(of.asked) + ": " + (of.matching == 0 ? "none" : count(of.matching)) +
                         " of them.");
  return paragraphs;
}

std::vector<std::size_t> causes_by_count(const Explanation& of) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < of.causes.size(); ++i)
    if (of.causes[i] > 0) order.push_back(i);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return of.causes[a] > of.causes[b]; });
  return order;
}

std::string which(const Explanation& of) { return of.first_from ? "THE FIRST" : "THE OLDEST"; }

std::string among(const Explanation& of) {
  if (of.matching == 1) return "the only one";
  const std::string all = page::plural(of.matching, of.asked.empty() ? "stale read" : "such read");
  if (of.preferred > 0) return "of " + count(of.preferred) + " that broke their promise, among " + all;
  return "of " + all;
}

std::string the_read(const Explanation& of) {
  const measure::StaleRead& read = of.story->read;
  return "A read of " + of.story->key + " got " + version_text(read.version) + ", " + span_text(read.age()) +
         " after a newer one: " + std::string(measure::name_of(read.cause)) + ", " +
         std::string(measure::meaning_of(read.cause)) + ".";
}

std::vector<std::string> the_others(const Explanation& of) {
  std::vector<std::string> lines;
  for (const Explanation::Row& row : of.looked_at) {
    if (row.strategy == of.strategy) continue;
    lines.push_back(visible(row.strategy) + ": " +
                    (of.asks_more ? page::plural(row.matching, "such read")
                                  : count(row.stale) + " stale of " + count(row.answered)));
  }
  return lines;
}

}  // namespace stalemate::analysis::explain
