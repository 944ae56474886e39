// How far a strategy keeps its promises while one quantity is turned: the bounds, and what lies beyond them.
// Promise: a bound is a value that was tried and held, with its nearest neighbour that was tried and did not; what is
// undecided does not hold.
// Source: this project's interface ("--solve", "--find-capacity").
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "analysis/load/dial.hpp"
#include "analysis/measure/search.hpp"
#include "analysis/page/report.hpp"
#include "analysis/page/screen.hpp"
#include "analysis/page/table.hpp"

namespace stalemate::analysis::page {

/// One strategy at one position of the dial.
struct SolvePoint {
  double position = 0;
  measure::Verdict verdict = measure::Verdict::undecided;
  measure::Outcome worst;            ///< Of its promises and expectations.
  std::optional<double> oldest_s;    ///< The oldest answer of all seeds.
  double origin_load = 0;            ///< Origin reads a second, mean over seeds.
  std::optional<double> unanswered;  ///< Of its reads, share.
};

struct SolveRow {
  std::string strategy;
  std::vector<SolvePoint> points;  ///< By position.
  std::optional<measure::Held> held;

  const SolvePoint& at(double position) const;
};

struct SolveReport {
  Report told;  ///< Its title, promises, command and exit status; of its strategies one position's runs.
  load::Dial dial;
  std::vector<SolveRow> rows;
};

/// Of a strategy with its runs at a position.
SolvePoint solve_point(double position, const StrategyReport& strategy);
/// Sets the exit status: 1 where no strategy holds anywhere.
void conclude(SolveReport& report);

std::string solve_screen(const SolveReport& report, ScreenOptions options);
std::string solve_markdown(const SolveReport& report);
std::string solve_csv(const SolveReport& report);
Json solve_json(const load::Scenario& scenario, const SolveReport& report);

// What they are made of.
std::string solve_line(const SolveReport& report);  ///< "nodes.redis.capacity from 156 to 640000, by 17 runs"
Table solve_table(const SolveReport& report);
std::vector<std::string> solve_answer(const SolveReport& report);
/// Runs the best strategy at its bound; nothing where none holds.
std::string solve_next(const SolveReport& report);

}  // namespace stalemate::analysis::page
