#include "analysis/cli/table.hpp"
#include <algorithm>

namespace stalemate::analysis::cli {
namespace {

using Row = std::vector<std::string>;

std::size_t columns(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::vector<std::size_t> widths_of(const Table& table) {
  std::vector<std::size_t> widths;
  for (const std::string& cell : table.head) widths.push_back(columns(cell));
  for (const Row& row : table.rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns(row[i]));
  return widths;
}

std::string as_text(const Row& row, const std::vector<std::size_t>& widths, std::size_t words) {
  std::string line;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const std::string blanks(widths[i] - columns(row[i]), ' ');
    line += (i == 0 ? "" : "  ") + (i < words ? row[i] + blanks : blanks + row[i]);
  }
  return line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
}

std::string as_csv(const Row& row) {
  std::string line;
  for (std::size_t i = 0; i < row.size(); ++i) {
    std::string cell = row[i];
    if (cell.find_first_of(",\"\r\n") != std::string::npos) {
      for (std::size_t at = 0; (at = cell.find('"', at)) != std::string::npos; at += 2) cell.insert(at, 1, '"');
      cell = '"' + cell + '"';
    }
    line += (i == 0 ? "" : ",") + cell;
  }
  return line + "\r\n";
}

std::string as_markdown(const Row& row) {
  std::string line = "|";
  for (const std::string& cell : row) {
    std::string escaped;
    for (const char c : cell) escaped += std::string("|\\<`*_").find(c) == std::string::npos ? "" : "\\", escaped += c;
    line += " " + escaped + " |";
  }
  return line + "\n";
}

std::string markdown_rule(const Table& table) {
  std::string line = "|";
  for (std::size_t i = 0; i < table.head.size(); ++i) line += i < table.words ? " --- |" : " ---: |";
  return line + "\n";
}

}  // namespace

std::string write_table(const Table& table, Format format) {
  const auto widths = widths_of(table);
  const auto line = [&](const Row& row) {
    return format == Format::csv        ? as_csv(row)
           : format == Format::markdown ? as_markdown(row)
                                        : as_text(row, widths, table.words);
  };
  std::string text = line(table.head);
  if (format == Format::markdown) text += markdown_rule(table);
  for (const Row& row : table.rows) text += line(row);
  return text;
}

}  // namespace stalemate::analysis::cli
