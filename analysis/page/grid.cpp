#include "analysis/page/grid.hpp"
#include <algorithm>
#include <iterator>
#include "analysis/page/markup.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

constexpr std::int64_t name_on_one_line = 32;

bool is_among(const std::vector<std::size_t>& chosen, std::size_t column) {
  return std::find(chosen.begin(), chosen.end(), column) != chosen.end();
}

std::string cell(const Grid& grid, std::size_t column, const std::string& text) {
  if (column == 0)
    return std::string("<th scope=\"row\"") + (columns(text) > name_on_one_line ? " class=\"long\"" : "") + ">" +
           xml_text(text) + "</th>";
  if (is_among(grid.code, column)) return "<td class=\"w\"><code>" + xml_text(text) + "</code></td>";
  // A verdict that is bad news is bold as well as a word.
  constexpr const char* bad_news[] = {"BROKEN", "UNMET", "CONTRADICTED", "MISSING", "nobody"};
  const bool is_bad = std::any_of(std::begin(bad_news), std::end(bad_news),
                                  [&](const char* word) { return text.starts_with(word); });
  const std::string words = is_bad ? "<strong>" + xml_text(text) + "</strong>" : xml_text(text);
  return (is_among(grid.wordy, column) ? "<td class=\"w\">" : "<td>") + words + "</td>";
}

}  // namespace

std::string html_table(const Grid& grid) {
  std::string text = "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"" + xml_text(grid.caption) +
                     "\">\n<table>\n<caption>" + xml_text(grid.caption) + "</caption>\n<thead><tr>";
  for (std::size_t c = 0; c < grid.titles.size(); ++c) {
    const bool is_wordy = c == 0 || is_among(grid.wordy, c) || is_among(grid.code, c);
    text += std::string("<th scope=\"col\"") + (is_wordy ? " class=\"w\"" : "") + ">" + xml_text(grid.titles[c]) +
            "</th>";
  }
  text += "</tr></thead>\n<tbody>\n";
  for (const auto& row : grid.rows) {
    text += "<tr>";
    for (std::size_t c = 0; c < row.size(); ++c) text += cell(grid, c, row[c]);
    text += "</tr>\n";
  }
  return text + "</tbody>\n</table>\n</div>\n";
}

Grid grid_of(const Table& table, const std::string& caption) {
  Grid grid{caption, {}, table.cells};
  for (const Column& column : table.columns) grid.titles.push_back(column.title);
  for (std::size_t c = 1; c < grid.titles.size(); ++c)
    if (grid.titles[c] == "verdict") grid.wordy.push_back(c);
  return grid;
}

}  // namespace stalemate::analysis::page
