// Results as Markdown: the table of the screen, the answer, and how far to trust it.
// Promise: strings of a scenario are text: nothing in them becomes markup or breaks a table.
// Source: GitHub Flavored Markdown (tables, backslash escapes).
#pragma once
#include <string>
#include "analysis/page/grid.hpp"
#include "analysis/page/report.hpp"
#include "analysis/page/table.hpp"

namespace stalemate::analysis::page {

std::string markdown(const Report& report);
/// The command that gives a result again, on one line; nothing for none.
std::string again_section(const std::string& command);
/// A command under a title, on one line; nothing for none.
std::string command_section(const std::string& title, const std::string& command);
/// A block of code, with the language that it is in, or none.
std::string code_block(const std::string& language, const std::string& text);
/// A table, each column by its title on one line.
std::string table_rows(const Table& table);
/// A table of a page, without its caption; commands and digests as code.
std::string table_rows(const Grid& grid);
/// A command or a digest within a line.
std::string code_span(const std::string& text);

}  // namespace stalemate::analysis::page
