// A plain table in each of the formats that a command offers.
// Promise: every row has as many cells as the head; numbers stand to the right.
// Source: RFC 4180 for CSV; GitHub Flavored Markdown.
#pragma once
#include <string>
#include <vector>
#include "analysis/cli/requests.hpp"

namespace stalemate::analysis::cli {

struct Table {
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;
  std::size_t words = 1;  ///< That many columns from the left hold words, the others numbers.
};

/// Any format but JSON.
std::string write_table(const Table& table, Format format);

}  // namespace stalemate::analysis::cli
