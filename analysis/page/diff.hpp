// Two results side by side, as people and programs read them: what moved, by how much, whether it is shown.
// Promise: every figure of both is in the CSV and the JSON; the table has those that strategies are compared by.
// Source: this project's interface ("diff A B").
#pragma once
#include <string>
#include <vector>
#include "analysis/measure/changes.hpp"
#include "analysis/page/report.hpp"
#include "analysis/page/screen.hpp"
#include "analysis/page/table.hpp"

namespace stalemate::analysis::page {

struct DiffSide {
  std::string name;  ///< As typed.
  std::string title;
  std::string hash;  ///< Of its scenario.
  std::string tool;  ///< The version that ran it.
  std::string asked;  ///< Options that its runs were made with, such as --no-faults; empty: as the scenario has it.
};

struct DiffReport {
  Report told;  ///< Its tool and exit status.
  DiffSide before, after;
  measure::Changes changes;
  std::string command;  ///< That gives this again.
};

/// Sets the exit status: where `strict`, 1 if something moved that is shown or, of one seed, moved at all.
void conclude(DiffReport& report, bool strict);

std::string diff_screen(const DiffReport& report, ScreenOptions options);
std::string diff_markdown(const DiffReport& report);
std::string diff_csv(const DiffReport& report);
Json diff_json(const DiffReport& report);

}  // namespace stalemate::analysis::page
