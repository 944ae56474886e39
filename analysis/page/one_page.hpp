// The answer on one page, for a design document: what is recommended, whether it keeps what is promised, at what cost,
// why, on which assumptions, what to alert on, and how to go back.
// Promise: every figure is one of this report; strings of a scenario are text in Markdown, YAML and PromQL; the same
// run gives the same bytes. Source: this project's interface; architecture decision records (Nygard 2011).
#pragma once
#include <string>
#include "analysis/load/scenario.hpp"
#include "analysis/page/report.hpp"

namespace stalemate::analysis::page {

std::string one_page(const load::Scenario& scenario, const Report& report);

}  // namespace stalemate::analysis::page
