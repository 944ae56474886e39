// The time-line: for each strategy the share of reads over their bound, over time, in letters.
// Promise: the same without colour; blank where nothing was read; empty when no strategy ever broke its bound.
// Source: this project's interface. Departs: one row a fault below the clock, so that faults may overlap.
#pragma once
#include <cstdint>
#include <string>
#include <vector>
#include "analysis/page/report.hpp"

namespace stalemate::analysis::page {

/// Of the first seed. Lines of at most `width` columns.
std::vector<std::string> timeline(const Report& report, std::int64_t width);

}  // namespace stalemate::analysis::page
