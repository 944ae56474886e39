// Results as CSV: one row a run, with the command that gives it again; one column a figure, named by its JSON path. Of
// several seeds, behind them, two more a figure, the same in each row of a strategy: its mean and half its interval.
// Promise: columns in the order of the JSON, those of later runs after; a figure that does not apply is an empty cell.
// Source: RFC 4180; columns of mean and spread as hyperfine exports them.
// Departs: text that a spreadsheet would take for a formula is led by an apostrophe.
#pragma once
#include <string>
#include "analysis/page/report.hpp"

namespace stalemate::analysis::page {

std::string csv(const Report& report);
/// A text as one cell: quoted where it must be, and never a formula.
std::string csv_cell(std::string text);

}  // namespace stalemate::analysis::page
