// What each cached class and tier earns: the same strategy without it, side by side.
// Promise: both are of the same seeds; a difference over seeds is that of the pairs, with its interval.
// Source: this project's semantics ("What each class and tier earns: reads saved, stale reads caused").
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "analysis/load/leave_out.hpp"
#include "analysis/measure/statistics.hpp"
#include "analysis/page/report.hpp"
#include "analysis/page/screen.hpp"
#include "analysis/page/standing.hpp"
#include "analysis/page/table.hpp"

namespace stalemate::analysis::page {

/// A strategy with all of its parts, or without one.
struct Earning {
  double origin_load = 0;  ///< Origin reads a second, mean over seeds.
  double stale = 0;        ///< Stale reads a run, mean over seeds.
  std::optional<double> read_mean_s;  ///< Latency: what a tier saves every read shows in the mean alone.
  std::optional<double> read_p99_s;
  Standing standing = Standing::undecided;
};
Earning earning_of(const StrategyReport& strategy);

struct LeaveOutRow {
  load::Omission omission;
  Earning with;
  std::optional<Earning> without;  ///< None: it cannot be left out.
  measure::Estimate saved;         ///< Origin reads a second that it saves, of pairs.
  std::string why_not;             ///< Why it cannot be left out.
};
/// Of the pairs of two strategies' runs.
measure::Estimate reads_saved(const StrategyReport& with, const StrategyReport& without);

struct LeaveOutReport {
  Report described;
  std::vector<LeaveOutRow> rows;
};

std::string leave_out_screen(const LeaveOutReport& report, ScreenOptions options);
std::string leave_out_markdown(const LeaveOutReport& report);
std::string leave_out_csv(const LeaveOutReport& report);
Json leave_out_json(const load::Scenario& scenario, const LeaveOutReport& report);

Table leave_out_table(const LeaveOutReport& report);
std::vector<std::string> leave_out_answer(const LeaveOutReport& report);

}  // namespace stalemate::analysis::page
