// The legend of the table: what its short words and its dashes mean.
// Promise: a line stands there when, and only when, the table shows what it explains.
// Source: this project's interface.
#pragma once
#include <string>
#include <vector>
#include "analysis/page/table.hpp"

namespace stalemate::analysis::page {

/// Of the columns that had room.
std::vector<std::string> legend(const Report& report, const Table& table);

}  // namespace stalemate::analysis::page
