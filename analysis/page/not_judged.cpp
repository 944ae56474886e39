#include "analysis/page/not_judged.hpp"
#include <algorithm>
#include <set>
#include "analysis/load/path.hpp"
#include "analysis/page/figures.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {

namespace {

/// What is promised to nobody.
std::string unread_sentence(const Report& report) {
  std::vector<std::string> unread;
  for (const PromiseFact& promise : report.promises) {
    const std::string path = promise.path();
    const auto is_it = [&](const measure::Outcome& outcome) { return outcome.is_promise && outcome.path == path; };
    const auto is_judged = [&](const StrategyReport& each) {
      return std::any_of(each.outcomes.begin(), each.outcomes.end(), is_it);
    };
    if (!report.strategies.empty() && std::none_of(report.strategies.begin(), report.strategies.end(), is_judged))
      unread.push_back(visible(promise.data_class));
  }
  return unread.empty() ? "" : "Nobody reads " + joined(unread, ", ") + ": what is promised of it is not judged.";
}

/// The classes whose promise says nothing of faults.
std::set<std::string> excused_classes(const Report& report) {
  std::set<std::string> classes;
  for (const PromiseFact& each : report.promises)
    if (!each.under_faults) classes.insert(each.data_class);
  for (const SessionPromise& each : report.session_promises)
    if (!each.under_faults) classes.insert(each.data_class);
  return classes;
}

/// Of the strategy that had the most of its reads under faults.
std::string excused_sentence(const Report& report, const std::string& data_class) {
  const std::string of = load::join("classes", data_class);
  double share = 0, over = 0, excused = 0;
  std::string strategy;
  for (const StrategyReport& each : report.strategies) {
    const double answered = sum(each, of + ".reads.answered");
    const double its_excused = sum(each, of + ".staleness.excused");
    const double its_over = sum(each, of + ".staleness.over_bound.excused");
    if (answered == 0 || its_excused == 0 || (!strategy.empty() && its_over <= over)) continue;
    strategy = each.name, share = its_excused / answered, over = its_over, excused = its_excused;
  }
  if (strategy.empty()) return "";
  const std::string reads = "the reads of " + visible(data_class);
  const std::string what = "Not judged: " + share_text(share) + " of " + reads +
                           " were under way while a fault was in force, of which its promise says nothing";
  if (over == 0) return what + ".";
  return what + "; under " + in_quotes(strategy) + " " + count_text(over) + " of those " + count_text(excused) +
         " were older than promised.";
}

}  // namespace

std::vector<std::string> not_judged_sentences(const Report& report) {
  std::vector<std::string> sentences = {unread_sentence(report)};
  for (const std::string& data_class : excused_classes(report))
    sentences.push_back(excused_sentence(report, data_class));
  std::erase(sentences, "");
  return sentences;
}

std::string judged_all_the_same(const Report& described) {
  std::vector<std::string> classes;
  for (const std::string& each : excused_classes(described)) classes.push_back(visible(each));
  return classes.empty() ? ""
                         : "what is promised of " + joined(classes, ", ") +
                               " says nothing under faults, and is judged under these as if it did";
}

}  // namespace stalemate::analysis::page
