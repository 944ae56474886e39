#include "analysis/page/lines.hpp"
#include <algorithm>
#include <utility>
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

constexpr std::int64_t least_lines = 60;
constexpr std::int64_t label_columns = 8;

std::string row_line(const std::vector<std::string>& cells, const std::vector<std::int64_t>& widths) {
  std::string line = left(cells.front(), widths.front());
  for (std::size_t c = 1; c < cells.size(); ++c) line += std::string(gap, ' ') + left(cells[c], widths[c]);
  return line;
}

}  // namespace

Lines::Lines(std::int64_t width) : width_(std::max(least_lines, width)) {}

void Lines::add(const std::string& line) { text_ += line.substr(0, line.find_last_not_of(' ') + 1) + '\n'; }

void Lines::add_wrapped(const std::string& text) {
  for (const std::string& line : wrapped(text, width_)) add(line);
}

void Lines::add_labelled(std::string word, const std::string& text) {
  for (const std::string& line : wrapped(text, width_ - label_columns))
    add(left(std::exchange(word, ""), label_columns) + line);
}

void Lines::add_labelled(std::string word, const std::vector<std::string>& paragraphs) {
  for (const std::string& each : paragraphs) add_labelled(std::exchange(word, ""), each);
}

void Lines::add_command(const std::string& word, const std::string& command) {
  if (!command.empty()) add(left(word, label_columns) + command);
}

void Lines::add_table(Table table) {
  fit(table, width_);
  const auto widths = widths_of(table);
  std::vector<std::string> above, below;
  for (const Column& column : table.columns) {
    above.push_back(column.above);
    below.push_back(column.below);
  }
  add(row_line(above, widths));
  add(row_line(below, widths));
  for (const auto& row : table.cells) add(row_line(row, widths));
  if (!table.dropped.empty()) add_wrapped("no room here for: " + joined(table.dropped, ", "));
}

}  // namespace stalemate::analysis::page
