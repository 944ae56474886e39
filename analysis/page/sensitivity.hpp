// Which guess flips the decision: each moved by half and by double, and the load nudged by a hundredth.
// Promise: a flip is told with the value at which it was seen and the nearest at which it was not.
// Source: this project's interface ("Honesty about numbers"); one-at-a-time sensitivity analysis. Departs: two guesses
// are not moved together, so what they flip together is not seen.
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "analysis/page/decision.hpp"
#include "analysis/page/screen.hpp"
#include "analysis/page/table.hpp"

namespace stalemate::analysis::page {

/// One guess moved one way.
struct Moved {
  double factor = 1;
  std::string value;  ///< "150us"
  Decision decision;
  std::string refused;  ///< Why the format does not allow the value; empty: it does.
  bool flips = false;
  std::string flips_at;  ///< The nearest value at which the decision was seen to be another; empty: none.
  std::string holds_at;  ///< The furthest at which it was the same.
};

struct SensitivityRow {
  std::string name;     ///< Its path, or "the load".
  std::string written;  ///< "300us"
  bool is_nudge = false;
  Moved down, up;
};

struct SensitivityReport {
  Report described;
  Decision decision;
  std::vector<SensitivityRow> rows;
  struct LeftOut {
    std::string name;
    std::string why;
  };
  std::vector<LeftOut> left_out;
};

/// The exit status is that of the system as described; `strict`: a guess that flips the decision fails too.
void conclude(SensitivityReport& report, bool strict);

std::string sensitivity_screen(const SensitivityReport& report, ScreenOptions options);
std::string sensitivity_markdown(const SensitivityReport& report);
std::string sensitivity_csv(const SensitivityReport& report);
Json sensitivity_json(const load::Scenario& scenario, const SensitivityReport& report);

Table sensitivity_table(const SensitivityReport& report);
std::vector<std::string> sensitivity_answer(const SensitivityReport& report);

}  // namespace stalemate::analysis::page
