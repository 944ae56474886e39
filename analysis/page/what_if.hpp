// The standard faults side by side: strategy x fault, each promise kept or broken, and the number that shows it.
// Promise: over several seeds a cell is that of its worst seed, and names the command that runs that seed again; what
// was left out says why.
// Source: this project's interface ("--what-if standard").
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "analysis/load/what_if.hpp"
#include "analysis/page/report.hpp"
#include "analysis/page/screen.hpp"
#include "analysis/page/table.hpp"

namespace stalemate::analysis::page {

/// One strategy under one fault.
struct WhatIfCell {
  std::string strategy;
  bool is_baseline = false;
  measure::Outcome worst;  ///< Of all promises and seeds; undecided and without a text where no run has ended.
  std::uint64_t seed = 0;  ///< Which one was so.
  std::string digest;
  std::string reproduce;
  std::optional<double> oldest_s;    ///< The oldest answer of all seeds.
  std::optional<double> unanswered;  ///< The greatest share of reads without an answer.
  measure::Verdict verdict() const { return worst.verdict; }
  bool has_run() const { return !digest.empty(); }
};

struct WhatIfColumn {
  load::WhatIfFact fact;  ///< Without a name: as described.
  std::vector<WhatIfCell> cells;
  bool is_described() const { return fact.name.empty(); }
};

struct WhatIfReport {
  Report described;  ///< Its strategies are the rows, in their order.
  double at_s = 0;
  std::vector<WhatIfColumn> columns;  ///< As described first.
  std::vector<load::WhatIf> left_out;
};

/// The cells of one column; the runs are those of `scenario`, of any strategy, in any order.
std::vector<WhatIfCell> cells_of(const load::Scenario& scenario, const Report& described,
                                 const std::vector<Json>& runs);
/// The exit status is that of the system as described; `strict`: a promise that is not seen to be kept fails too.
void conclude(WhatIfReport& report, bool strict);

/// The cell of a cached strategy that is furthest beyond its bound under a standard fault; null: none is broken.
const WhatIfCell* worst_cell(const WhatIfReport& report);
std::string cell_text(const WhatIfCell& cell);  ///< "ok", "ok 0.4 %", "BROKEN 26 %", "? 43 %", "-"
std::vector<std::string> what_if_answer(const WhatIfReport& report);
std::vector<std::string> what_if_legend(const WhatIfReport& report);
std::string strikes_line(const WhatIfReport& report);  ///< When they strike, and what was left out.
std::vector<std::string> what_if_signature(const WhatIfReport& report);
Table what_if_table(const WhatIfReport& report);

std::string what_if_screen(const WhatIfReport& report, ScreenOptions options);
std::string what_if_markdown(const WhatIfReport& report);
std::string what_if_csv(const WhatIfReport& report);
Json what_if_json(const load::Scenario& scenario, const WhatIfReport& report);

}  // namespace stalemate::analysis::page
