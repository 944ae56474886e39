// What the results of several variants of a scenario have in common: how they begin, and how they end.
// Promise: the exit status and the command stand at the end of each.
// Source: this project's interface ("The screen that ends a run").
#pragma once
#include <string>
#include <vector>
#include "analysis/page/lines.hpp"
#include "analysis/page/report.hpp"

namespace stalemate::analysis::page {

/// How their JSON begins: format, tool, scenario, seeds.
Json json_heading(const char* format, const Report& report, const load::Scenario& scenario);

void add_heading(Lines& lines, const Report& report);
/// `next` is a command; empty: none.
void add_ending(Lines& lines, const std::vector<std::string>& answer, const Report& report,
                const std::string& next = "");

std::string markdown_heading(const Report& report);
std::string markdown_ending(const std::vector<std::string>& answer, const Report& report, const std::string& next = "");

}  // namespace stalemate::analysis::page
