#include "analysis/page/junit.hpp"
#include "analysis/page/markup.hpp"
#include "analysis/page/standing.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

using measure::Outcome;
using measure::Verdict;

struct Count {
  std::int64_t tests = 0, failures = 0, skipped = 0;
  void add(const Outcome& outcome) {
    ++tests;
    failures += outcome.verdict == Verdict::broken;
    skipped += outcome.verdict == Verdict::undecided;
  }
  std::string attributes() const {
    return " tests=\"" + std::to_string(tests) + "\" failures=\"" + std::to_string(failures) +
           "\" errors=\"0\" skipped=\"" + std::to_string(skipped) + "\"";
  }
};

std::string attribute(const char* name, const std::string& value) {
  return std::string(" ") + name + "=\"" + xml_text(value) + "\"";
}

std::string bound_text(const Outcome& outcome) {
  const char* const relation = outcome.relation == Outcome::Relation::at_most    ? "at most "
                               : outcome.relation == Outcome::Relation::at_least ? "at least "
                                                                                 : "";
  return relation + short_number(outcome.bound);
}

std::string found_text(const Outcome& outcome) {
  return outcome.path + ": " + (outcome.actual ? short_number(*outcome.actual) : "no figure") + ", wanted " +
         bound_text(outcome);
}

std::string case_of(const StrategyReport& strategy, const Outcome& outcome) {
  const std::string head =
      "    <testcase" + attribute("classname", strategy.name) + attribute("name", outcome.text);
  if (outcome.verdict == Verdict::held) return head + "/>\n";
  const std::string seeds = seeds_text(strategy, outcome);
  const std::string why = found_text(outcome) + (seeds.empty() ? "" : "; " + seeds);
  if (outcome.verdict == Verdict::undecided)
    return head + ">\n      <skipped" + attribute("message", "undecided: " + why) + "/>\n    </testcase>\n";
  const std::string again = strategy.runs.front().at("reproduce").get<std::string>();
  return head + ">\n      <failure" + attribute("message", why) + ">" + xml_text(again) +
         "</failure>\n    </testcase>\n";
}

}  // namespace

std::string junit(const Report& report) {
  Count all;
  std::string suites;
  for (const StrategyReport& strategy : report.strategies) {
    Count own;
    std::string cases;
    for (const Outcome& outcome : strategy.outcomes) {
      own.add(outcome);
      all.add(outcome);
      cases += case_of(strategy, outcome);
    }
    suites += "  <testsuite" + attribute("name", strategy.name) + own.attributes() + ">\n" + cases + "  </testsuite>\n";
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + attribute("name", report.title) +
         all.attributes() + ">\n" + suites + "</testsuites>\n";
}

}  // namespace stalemate::analysis::page
