#include "analysis/page/solve.hpp"
#include <algorithm>
#include "analysis/page/figures.hpp"
#include "analysis/page/standing.hpp"
#include "analysis/page/words.hpp"
#include "sim/check.hpp"

namespace stalemate::analysis::page {
namespace {

using measure::Outcome;
using measure::Verdict;

/// An end of what holds that lies within the range.
struct Bound {
  const SolveRow* row = nullptr;
  bool is_largest = false;
  double holds_at = 0, fails_at = 0;
};

std::vector<Bound> bounds_of(const SolveRow& row) {
  std::vector<Bound> bounds;
  if (!row.held) return bounds;
  if (row.held->fails_below) bounds.push_back({&row, false, row.held->from, *row.held->fails_below});
  if (row.held->fails_above) bounds.push_back({&row, true, row.held->to, *row.held->fails_above});
  return bounds;
}

std::string failure_text(const SolvePoint& point) {
  const Outcome& worst = point.worst;
  if (point.verdict == Verdict::broken) {
    const bool is_share = worst.is_promise && worst.actual;
    return visible(worst.text) + (is_share ? ": " + share_text(*worst.actual) + " beyond it" : "");
  }
  if (worst.straddles) return visible(worst.text) + ": more seeds are needed to tell";
  if (point.unanswered.value_or(0) > measure::unanswered_at_most)
    return share_text(*point.unanswered) + " of the reads had no answer";
  return visible(worst.text) + ": nothing to judge it by";
}

std::string load_text(const SolvePoint& point) { return rate_text(point.origin_load); }
std::string oldest_text(const SolvePoint& point) { return point.oldest_s ? time_text(*point.oldest_s) : "-"; }

std::vector<std::string> bound_cells(const SolveReport& report, const Bound& bound) {
  const SolvePoint& holds = bound.row->at(bound.holds_at);
  const SolvePoint& fails = bound.row->at(bound.fails_at);
  return {visible(bound.row->strategy),
          bound.is_largest ? "up to" : "from",
          report.dial.text_at(bound.holds_at),
          load_text(holds),
          oldest_text(holds),
          report.dial.text_at(bound.fails_at),
          failure_text(fails)};
}

std::vector<std::string> plain_cells(const SolveReport& report, const SolveRow& row) {
  if (!row.held) {
    const SolvePoint& nearest = row.points.front();
    return {visible(row.strategy), "nowhere", "-", "-", "-", report.dial.text_at(nearest.position),
            failure_text(nearest)};
  }
  const SolvePoint& least = row.points.front();
  const SolvePoint& most = row.points.back();
  return {visible(row.strategy), "everywhere", "-", load_text(least) + " to " + load_text(most),
          oldest_text(least) + " to " + oldest_text(most), "-", ""};
}

/// All of it, or the rate or the users of one: more is then what is wanted.
bool turns_load(const SolveReport& report) {
  const std::string& name = report.dial.name();
  const bool is_amount = name.ends_with(".rate") || name.ends_with(".users");
  return report.dial.is_factor() || (name.starts_with("load.") && is_amount);
}

/// What to choose, were all else alike: the bound with the least load on the origins; when the load itself is turned,
/// the highest.
std::optional<Bound> best_bound(const SolveReport& report) {
  const auto is_better = [&](const Bound& one, const Bound& other) {
    if (turns_load(report)) return one.holds_at > other.holds_at;
    return one.row->at(one.holds_at).origin_load < other.row->at(other.holds_at).origin_load;
  };
  std::optional<Bound> best;
  for (const SolveRow& row : report.rows)
    for (const Bound& bound : bounds_of(row))
      if (!best || is_better(bound, *best)) best = bound;
  return best;
}

std::string held_sentence(const SolveReport& report, const SolveRow& row) {
  const std::string name = in_quotes(row.strategy);
  const std::string what = visible(report.dial.name());
  if (!row.held)
    return name + " holds nowhere in the range; at " + report.dial.text_at(row.points.front().position) + ": " +
           failure_text(row.points.front()) + ".";
  const auto bounds = bounds_of(row);
  if (bounds.empty()) return name + " holds everywhere in the range: " + what + " does not decide it.";
  std::string text = name + " holds ";
  for (const Bound& bound : bounds)
    text += std::string(bound.is_largest ? "up to " : "from ") + report.dial.text_at(bound.holds_at) +
            (bounds.size() > 1 && &bound == &bounds.front() ? " " : "");
  text += ", and fails at " + report.dial.text_at(bounds.back().fails_at) + ".";
  if (row.held->is_ragged) text += " It holds at values further off too, not at all between.";
  return text;
}

}  // namespace

const SolvePoint& SolveRow::at(double position) const {
  const auto found =
      std::find_if(points.begin(), points.end(), [&](const SolvePoint& each) { return each.position == position; });
  CHECK_INVARIANT(found != points.end());
  return *found;
}

SolvePoint solve_point(double position, const StrategyReport& strategy) {
  SolvePoint point{position, strategy.verdict, {}, greatest(strategy, "staleness.age_s.max"), origin_load(strategy),
                   measure::unanswered_share(strategy.runs, "reads")};
  const auto rank = [](const Outcome& outcome) {
    return outcome.verdict == Verdict::broken ? 2 : outcome.verdict == Verdict::undecided ? 1 : 0;
  };
  for (const Outcome& outcome : strategy.outcomes)
    if (point.worst.text.empty() || rank(outcome) > rank(point.worst)) point.worst = outcome;
  return point;
}

void conclude(SolveReport& report) {
  const bool holds = std::any_of(report.rows.begin(), report.rows.end(),
                                 [](const SolveRow& row) { return row.held.has_value(); });
  report.told.exit_status = holds ? 0 : 1;
  report.told.exit_reason = holds ? "it holds somewhere" : "it holds nowhere";
}

std::string solve_line(const SolveReport& report) {
  std::size_t points = 0;
  for (const SolveRow& row : report.rows) points += row.points.size();
  const load::DialRange& range = report.dial.range();
  const bool is_written = report.dial.position() && !report.dial.is_factor();
  const std::string written = is_written ? ", written as " + report.dial.text_at(*report.dial.position()) : "";
  return visible(report.dial.name()) + " from " + report.dial.text_at(range.least) + " to " +
         report.dial.text_at(range.most) + written + "; " +
         plural(static_cast<std::int64_t>(points) * report.told.command.seeds, "run");
}

Table solve_table(const SolveReport& report) {
  Table table;
  table.columns = {{"", "strategy", "strategy", Column::always}, {"", "holds", "holds", Column::always},
                   {"", "value", "value", Column::always},       {"origin", "reads/s", "origin reads/s", 3},
                   {"oldest", "read", "oldest read", 2},         {"fails", "at", "fails at", Column::always},
                   {"", "by", "by", 1}};
  for (const SolveRow& row : report.rows) {
    const auto bounds = bounds_of(row);
    for (const Bound& bound : bounds) table.cells.push_back(bound_cells(report, bound));
    if (bounds.empty()) table.cells.push_back(plain_cells(report, row));
  }
  table.plain = table.cells;
  return table;
}

std::vector<std::string> solve_answer(const SolveReport& report) {
  std::vector<std::string> sentences;
  for (const SolveRow& row : report.rows) sentences.push_back(held_sentence(report, row));
  if (const auto best = best_bound(report); best && report.rows.size() > 1) {
    const std::string what = turns_load(report) ? "The highest load: " : "The least load at such a bound: ";
    sentences.push_back(what + in_quotes(best->row->strategy) + " at " + report.dial.text_at(best->holds_at) +
                        ", with " + load_text(best->row->at(best->holds_at)) + " origin reads a second.");
  }
  if (report.told.command.seeds == 1)
    sentences.emplace_back("One seed: another moves each bound by what chance moves it (--seeds 20).");
  return sentences;
}

std::string solve_next(const SolveReport& report) {
  const auto best = best_bound(report);
  if (!best) return "";
  const CommandFact& of = report.told.command;
  std::vector<std::string> words = of.start;
  words.insert(words.end(), {"--strategy", best->row->strategy});
  words.insert(words.end(), of.faults.begin(), of.faults.end());
  words.insert(words.end(), of.sets.begin(), of.sets.end());
  for (const std::string& set : report.dial.sets_at(best->holds_at)) words.insert(words.end(), {"--set", set});
  std::vector<std::string> shown;
  for (const std::string& word : words) shown.push_back(visible(shell_word(word)));
  return joined(shown, " ");
}

}  // namespace stalemate::analysis::page
