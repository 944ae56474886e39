#include "analysis/page/outcome_words.hpp"
#include "analysis/page/over_seeds.hpp"
#include "analysis/page/reasons.hpp"

namespace stalemate::analysis::page {

std::string bound_text(const measure::Outcome& outcome) {
  using Relation = measure::Outcome::Relation;
  const char* const how = outcome.relation == Relation::at_most    ? "at most "
                          : outcome.relation == Relation::at_least ? "at least "
                                                                   : "";
  return how + figure_text(outcome.path, outcome.bound);
}

std::string actual_text(const measure::Outcome& outcome) {
  if (!outcome.actual) return "-";
  const std::string figure = figure_text(outcome.path, *outcome.actual);
  return outcome.half_width ? with_interval(figure, figure_text(outcome.path, *outcome.half_width)) : figure;
}

std::string held_word(const measure::Outcome& outcome) {
  if (outcome.verdict == measure::Verdict::undecided) return "? undecided";
  if (outcome.verdict == measure::Verdict::held) return "held";
  return outcome.is_promise ? "BROKEN" : "UNMET";
}

}  // namespace stalemate::analysis::page
