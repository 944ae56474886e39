// A table of a page: the numbers beside every picture.
// Promise: a caption, headings with their scope, and a box of its own that scrolls and that the keyboard reaches; cells
// are text. Source: HTML, "Forming a table"; WCAG 2.2 (H43, H63).
#pragma once
#include <string>
#include <vector>
#include "analysis/page/table.hpp"

namespace stalemate::analysis::page {

struct Grid {
  std::string caption;
  std::vector<std::string> titles;             ///< The first column names its row.
  std::vector<std::vector<std::string>> rows;  ///< As many cells as titles.
  std::vector<std::size_t> wordy = {};         ///< Columns of words; the others hold figures, and stand to the right.
  std::vector<std::size_t> code = {};          ///< Columns of commands and digests.
};

std::string html_table(const Grid& grid);
/// Titles on one line each, full names, half-widths where there are any.
Grid grid_of(const Table& table, const std::string& caption);

}  // namespace stalemate::analysis::page
