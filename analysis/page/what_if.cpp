#include "analysis/page/what_if.hpp"
#include <algorithm>
#include "analysis/measure/results_json.hpp"
#include "analysis/page/figures.hpp"
#include "analysis/page/not_judged.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

using measure::Outcome;
using measure::Verdict;

constexpr double worth_telling = 0.01;

int rank(Verdict verdict) { return verdict == Verdict::broken ? 2 : verdict == Verdict::undecided ? 1 : 0; }

double beyond(const Outcome& outcome) { return outcome.actual.value_or(0) - outcome.bound; }

bool is_worse(const Outcome& outcome, const Outcome& other) {
  if (rank(outcome.verdict) != rank(other.verdict)) return rank(outcome.verdict) > rank(other.verdict);
  return beyond(outcome) > beyond(other);
}

void keep_greater(std::optional<double>& kept, std::optional<double> value) {
  if (value && (!kept || *value > *kept)) kept = value;
}

void take_run(WhatIfCell& cell, const Json& run, const Outcome& outcome) {
  if (cell.has_run() && !is_worse(outcome, cell.worst)) return;
  cell.worst = outcome;
  cell.seed = run.at("seed").get<std::uint64_t>();
  cell.digest = run.at("digest").get<std::string>();
  cell.reproduce = run.at("reproduce").get<std::string>();
}

using Cells = std::vector<const WhatIfCell*>;

/// Of one row, those of the faults; or with as described.
Cells row_of(const WhatIfReport& report, std::size_t row, bool with_described) {
  Cells cells;
  for (const WhatIfColumn& column : report.columns)
    if (with_described || !column.is_described()) cells.push_back(&column.cells[row]);
  return cells;
}

bool all(const Cells& cells, Verdict verdict) {
  return !cells.empty() && std::all_of(cells.begin(), cells.end(), [&](const WhatIfCell* each) {
    return each->has_run() && each->verdict() == verdict;
  });
}

std::string faults_text(const WhatIfReport& report) {
  const auto faults = static_cast<std::int64_t>(report.columns.size()) - 1;
  return faults == 1 ? "the one standard fault" : "each of the " + std::to_string(faults) + " standard faults";
}

std::string keeps_sentence(const WhatIfReport& report) {
  std::vector<std::string> keepers;
  bool without_cache = false;
  for (std::size_t row = 0; row < report.described.strategies.size(); ++row) {
    if (!all(row_of(report, row, true), Verdict::held)) continue;
    const StrategyReport& strategy = report.described.strategies[row];
    if (strategy.is_baseline) {
      without_cache = true;
    } else {
      keepers.push_back(in_quotes(strategy.name));
    }
  }
  const std::string where = "every promise, as described and under " + faults_text(report) + ".";
  if (!keepers.empty()) return joined(keepers, ", ") + (keepers.size() == 1 ? " keeps " : " keep ") + where;
  return "No cached strategy here is seen to keep " + where + (without_cache ? " Without a cache all are kept." : "");
}

std::string breaks_sentence(const WhatIfReport& report) {
  std::vector<std::string> names;
  for (std::size_t row = 0; row < report.described.strategies.size(); ++row)
    if (all(row_of(report, row, false), Verdict::broken))
      names.push_back(in_quotes(report.described.strategies[row].name));
  if (names.empty()) return "";
  return joined(names, ", ") + (names.size() == 1 ? " breaks" : " break") + " a promise under " +
         faults_text(report) + ".";
}

std::int64_t broken_rows(const WhatIfColumn& column) {
  return std::count_if(column.cells.begin(), column.cells.end(), [](const WhatIfCell& cell) {
    return !cell.is_baseline && cell.verdict() == Verdict::broken;
  });
}

std::string most_sentence(const WhatIfReport& report) {
  std::int64_t most = 0;
  for (const WhatIfColumn& column : report.columns)
    if (!column.is_described()) most = std::max(most, broken_rows(column));
  if (most == 0) return report.columns.size() > 1 ? "No standard fault breaks a promise." : "";
  std::vector<std::string> titles;
  for (const WhatIfColumn& column : report.columns)
    if (!column.is_described() && broken_rows(column) == most) titles.push_back(in_quotes(column.fact.title));
  const auto cached = std::count_if(report.described.strategies.begin(), report.described.strategies.end(),
                                    [](const StrategyReport& each) { return !each.is_baseline; });
  return "What breaks most: " + joined(titles, ", ") + (titles.size() == 1 ? ", for " : ", each for ") +
         std::to_string(most) + " of " + std::to_string(cached) + " cached.";
}

/// Where the most reads had no answer, among the cells of one verdict.
std::string unanswered_sentence(const WhatIfReport& report, Verdict verdict, double at_least, const char* start) {
  const WhatIfCell* most = nullptr;
  const WhatIfColumn* where = nullptr;
  for (const WhatIfColumn& column : report.columns)
    for (const WhatIfCell& cell : column.cells) {
      const bool is_meant = !cell.is_baseline && cell.has_run() && cell.verdict() == verdict;
      if (!is_meant || cell.unanswered.value_or(0) < at_least) continue;
      if (most != nullptr && *cell.unanswered <= *most->unanswered) continue;
      most = &cell;
      where = &column;
    }
  if (most == nullptr) return "";
  return std::string(start) + share_text(*most->unanswered) + " of the reads had no answer: " +
         in_quotes(most->strategy) + ", " + where->fact.title + ".";
}

}  // namespace

std::vector<WhatIfCell> cells_of(const load::Scenario& scenario, const Report& described,
                                 const std::vector<Json>& runs) {
  std::vector<WhatIfCell> cells;
  for (const StrategyReport& row : described.strategies) {
    WhatIfCell cell;
    cell.strategy = row.name;
    cell.is_baseline = row.is_baseline;
    const auto plan = std::find_if(scenario.strategies.begin(), scenario.strategies.end(),
                                   [&](const load::StrategyPlan& each) { return each.name == row.name; });
    for (const Json& run : runs) {
      if (plan == scenario.strategies.end() || run.at("strategy").get<std::string>() != row.name) continue;
      for (const Outcome& outcome : measure::judge(scenario, *plan, run))
        if (outcome.is_promise) take_run(cell, run, outcome);
      keep_greater(cell.oldest_s, measure::value_at(run, "staleness.age_s.max"));
      keep_greater(cell.unanswered, measure::unanswered_share({run}, "reads"));
    }
    cells.push_back(std::move(cell));
  }
  return cells;
}

void conclude(WhatIfReport& report, bool strict) {
  report.described.exit_reason = "as described, " + report.described.exit_reason;
  if (!strict || report.described.exit_status != 0) return;
  for (const WhatIfColumn& column : report.columns)
    for (const WhatIfCell& cell : column.cells) {
      if (column.is_described() || cell.verdict() == Verdict::held) continue;
      report.described.exit_status = 1;
      report.described.exit_reason = "a promise is not seen to be kept under a standard fault, and --strict";
      return;
    }
}

const WhatIfCell* worst_cell(const WhatIfReport& report) {
  const WhatIfCell* worst = nullptr;
  for (const WhatIfColumn& column : report.columns)
    for (const WhatIfCell& cell : column.cells) {
      if (cell.is_baseline || column.is_described() || cell.verdict() != Verdict::broken) continue;
      if (worst == nullptr || beyond(cell.worst) > beyond(worst->worst)) worst = &cell;
    }
  return worst;
}

std::string cell_text(const WhatIfCell& cell) {
  if (!cell.has_run()) return "-";
  const double share = cell.worst.actual.value_or(0);
  switch (cell.verdict()) {
    case Verdict::held: return share > 0 ? "ok " + share_text(share) : "ok";
    case Verdict::broken: return "BROKEN " + share_text(share);
    case Verdict::undecided: break;
  }
  return cell.unanswered ? "? " + share_text(*cell.unanswered) : "?";
}

std::vector<std::string> what_if_answer(const WhatIfReport& report) {
  std::vector<std::string> sentences = {
      keeps_sentence(report), breaks_sentence(report), most_sentence(report),
      unanswered_sentence(report, Verdict::undecided, 0, "Where too few reads were answered to tell, up to "),
      unanswered_sentence(report, Verdict::held, worth_telling, "No promise covers it, but where all are kept up to ")};
  std::erase(sentences, "");
  return sentences;
}

std::vector<std::string> what_if_legend(const WhatIfReport& report) {
  std::vector<std::string> lines = {
      "%: reads beyond a promise, of the class that is furthest beyond" +
      std::string(report.described.command.seeds > 1 ? ", in the worst seed" : "")};
  const auto is_open = [](const WhatIfCell& cell) { return cell.has_run() && cell.verdict() == Verdict::undecided; };
  if (std::any_of(report.columns.begin(), report.columns.end(), [&](const WhatIfColumn& column) {
        return std::any_of(column.cells.begin(), column.cells.end(), is_open);
      }))
    lines.emplace_back("?: so many reads had no answer that the others cannot speak for them");
  return lines;
}

std::string strikes_line(const WhatIfReport& report) {
  std::string text = "each alone instead of the scenario's faults, from " + clock_text(report.at_s) + " on";
  for (std::size_t i = 0; i < report.left_out.size(); ++i)
    text += (i == 0 ? "; left out: " : ", ") + report.left_out[i].fact.name + " (" + report.left_out[i].left_out + ")";
  const std::string excuses = judged_all_the_same(report.described);
  return excuses.empty() ? text : text + "; " + excuses;
}

std::vector<std::string> what_if_signature(const WhatIfReport& report) {
  const Report& described = report.described;
  return {plural(described.command.seeds, "seed"), "stalemate " + described.tool,
          "exit " + std::to_string(described.exit_status) + ": " + described.exit_reason};
}

Table what_if_table(const WhatIfReport& report) {
  Table table;
  table.columns.push_back({"", "strategy", "strategy", Column::always});
  for (const WhatIfColumn& column : report.columns) {
    const std::string name = column.is_described() ? "as-described" : column.fact.name;
    const std::size_t dash = name.find('-');
    table.columns.push_back({name.substr(0, dash), name.substr(dash + 1), column.fact.title, Column::always});
  }
  for (std::size_t row = 0; row < report.described.strategies.size(); ++row) {
    const StrategyReport& strategy = report.described.strategies[row];
    table.cells.push_back({visible(strategy.name) + (strategy.is_baseline ? " (baseline)" : "")});
    for (const WhatIfColumn& column : report.columns) table.cells.back().push_back(cell_text(column.cells[row]));
  }
  table.plain = table.cells;
  return table;
}

}  // namespace stalemate::analysis::page
