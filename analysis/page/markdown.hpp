// Results as Markdown: the table of the screen, the answer, and how far to trust it.
// Promise: strings of a scenario are text: nothing in them becomes markup or breaks a table.
// Source: GitHub Flavored Markdown (tables, backslash escapes).
#pragma once
#include <string>
#include "analysis/page/report.hpp"

namespace stalemate::analysis::page {

std::string markdown(const Report& report);
/// The command that gives a result again, on one line; nothing for none.
std::string again_section(const std::string& command);

}  // namespace stalemate::analysis::page
