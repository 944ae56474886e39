#include "analysis/page/over_seeds.hpp"
#include <algorithm>
#include <cctype>
#include <cstddef>
#include <optional>
#include "analysis/measure/statistics.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

using measure::Compared;
using measure::Difference;
using measure::Verdict;

/// Cached strategies that share the verdict of the first, which is one of them.
std::vector<const StrategyReport*> first_group(const Report& report) {
  std::vector<const StrategyReport*> group;
  for (const StrategyReport& each : report.strategies)
    if (!each.is_baseline && (group.empty() || group.front()->verdict == each.verdict)) group.push_back(&each);
  return group;
}

/// By what the rows of a group stand in order: of those that break a promise, by how often they do.
const Compared& measure_of(const Report& report, Verdict verdict) {
  const auto is_of_age = [](const PromiseFact& each) { return !each.is_of_loss; };
  const bool by_staleness =
      verdict == Verdict::broken && std::any_of(report.promises.begin(), report.promises.end(), is_of_age);
  return by_staleness ? report.comparison->staleness() : report.comparison->load();
}

bool is_same(const Difference& pair) { return pair.estimate.is_identical && pair.estimate.mean == 0; }

std::string sentence(const std::vector<std::string>& names, const std::string& what) {
  std::vector<std::string> all = names;
  const std::string last = all.back();
  all.pop_back();
  return joined(all, ", ") + " and " + last + ": " + what + ".";
}

std::string how_many_would_show(const std::vector<const Difference*>& pairs) {
  std::int64_t most = 0;
  for (const Difference* each : pairs) {
    if (!each->seeds_needed)
      return "more than " + count_text(static_cast<double>(measure::seeds_at_most)) + " would be needed to show one";
    most = std::max(most, *each->seeds_needed);
  }
  return about_text(most) + " seeds would show one of " + (pairs.size() > 1 ? "the least" : "this") + " size";
}

}  // namespace

std::string with_interval(const std::string& figure, const std::string& half_width) {
  constexpr std::string_view percent = " %";
  const std::string plus_minus = " \xC2\xB1";
  if (!figure.ends_with(percent)) return figure + plus_minus + half_width;
  const std::string unit(half_width.ends_with(percent) ? "" : percent);
  return figure.substr(0, figure.size() - percent.size()) + plus_minus + half_width + unit;
}

std::int64_t seeds_of(const Report& report) {
  std::size_t most = 0;
  for (const StrategyReport& each : report.strategies) most = std::max(most, each.runs.size());
  return static_cast<std::int64_t>(most);
}

std::string together_text(std::size_t runs) {
  return runs > 1 ? " in " + std::to_string(runs) + " runs together" : "";
}

std::string about_text(std::int64_t seeds) {
  const std::int64_t unit = seeds <= 20 ? 1 : seeds <= 100 ? 5 : seeds <= 1000 ? 10 : 100;
  const std::int64_t rounded = (seeds + unit - 1) / unit * unit;
  return "about " + count_text(static_cast<double>(rounded));
}

std::string no_difference_sentence(const Report& report) {
  const auto group = first_group(report);
  if (!report.comparison || group.size() < 2) return "";
  const Compared& compared = measure_of(report, group.front()->verdict);
  std::vector<std::string> alike = {in_quotes(group.front()->name)};
  std::vector<std::string> same = alike;
  std::vector<const Difference*> pairs;
  for (std::size_t i = 1; i < group.size(); ++i) {
    const Difference* pair = compared.between(group.front()->name, group[i]->name);
    if (pair == nullptr || pair->adjusted.is_shown) continue;
    (is_same(*pair) ? same : alike).push_back(in_quotes(group[i]->name));
    if (!is_same(*pair)) pairs.push_back(pair);
  }
  const std::string what = visible(compared.measure.title);
  const std::string seeds = plural(report.comparison->seeds, "seed");
  std::vector<std::string> sentences;
  if (same.size() > 1) sentences.push_back(sentence(same, what + " identical in " + seeds));
  if (alike.size() > 1)
    sentences.push_back(
        sentence(alike, "no difference shown in " + what + " over " + seeds + "; " + how_many_would_show(pairs)));
  return joined(sentences, " ");
}

std::string seeds_sentence(const Report& report) {
  const std::int64_t seeds = seeds_of(report);
  if (seeds <= 1) return "1 seed: no intervals (--seeds 20).";
  std::string text = plural(seeds, "seed") +
                     ": means, \xC2\xB1 half of their 95 % interval (Student's t); differences paired by seed, "
                     "adjusted after Holm; the oldest read is the oldest of all.";
  // How many seeds halve an interval is the same for every figure: any deviation will do.
  const auto enough = measure::seeds_to_halve(measure::Estimate{seeds, 0, 1, false});
  return enough ? text + " " + "To halve the intervals takes " + about_text(*enough) + " seeds." : text;
}

std::vector<std::string> advice_sentences(const Report& report) {
  std::vector<std::string> sentences;
  for (const measure::Advice& each : report.advice) {
    const std::string text = visible(each.text);
    sentences.push_back((text.empty() ? text : std::string(1, static_cast<char>(std::toupper(text.front())))) +
                        text.substr(std::min<std::size_t>(1, text.size())) + ": " + each.mend + ".");
  }
  return sentences;
}

}  // namespace stalemate::analysis::page
