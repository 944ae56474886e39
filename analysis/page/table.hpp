// The table of strategies: what stands in it, and as how wide a text it fits.
// Promise: the strategy, its broken share, its oldest read and its verdict are always shown.
// Source: this project's interface.
#pragma once
#include <cstdint>
#include <string>
#include <vector>
#include "analysis/page/report.hpp"

namespace stalemate::analysis::page {

struct Column {
  std::string above;  ///< First line of the heading.
  std::string below;  ///< Second line.
  std::string title;  ///< On one line.
  int keep = 0;       ///< When room is short, the column with the least goes first; `always` stays.
  static constexpr int always = 100;
};

struct Table {
  std::vector<Column> columns;                  ///< The first is the strategy, the last the verdict.
  std::vector<std::vector<std::string>> cells;  ///< By row, by column.
  std::vector<std::vector<std::string>> plain;  ///< The same without half-widths.
  std::vector<std::string> dropped;             ///< Titles of the columns that had no room.
};

Table table_of(const Report& report);
/// Of several classes that promise: what share of the reads of each was older. No verdict stands in it.
Table class_table_of(const Report& report);
/// Whether some column shows half-widths.
bool has_intervals(const Table& table);
/// Drops half-widths, those of the least column first, then columns, then shortens names, until a line of the table is
/// at most `width` columns wide.
void fit(Table& table, std::int64_t width);
std::vector<std::int64_t> widths_of(const Table& table);

std::string busy_title(const std::string& origin);  ///< "db busy"
inline constexpr const char* hit_title = "hit ratio";

}  // namespace stalemate::analysis::page
