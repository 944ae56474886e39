#include "analysis/map/screen.hpp"
#include <algorithm>
#include "analysis/map/answer.hpp"
#include "analysis/page/lines.hpp"
#include "analysis/page/markdown.hpp"
#include "analysis/page/over_seeds.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::map {
namespace {

using page::Column;
using page::Table;
using page::visible;

constexpr std::size_t rows_on_a_screen = 60;

std::string with_half(const measure::Estimate& of, std::string (*text)(double)) {
  const auto half = of.half_width();
  return half ? page::with_interval(text(of.mean), *half == 0 ? "0" : text(*half)) : text(of.mean);
}

std::vector<std::string> row_of(const Map& map, const Place& place, bool with_intervals) {
  const Cell& cell = map.at(place.point, place.strategy);
  const auto& strategy = map.facts.strategies[place.strategy];
  std::vector<std::string> row = {visible(strategy.name) + (strategy.is_baseline ? " (baseline)" : "")};
  const bool is_flat = map.is_flat(place.strategy);
  for (const load::AxisValue& value : map.facts.points[place.point])
    row.push_back(is_flat ? "any" : visible(value.text));
  row.push_back(with_intervals ? with_half(cell.share(), page::percent_text) : page::percent_text(cell.share().mean));
  row.push_back(cell.oldest_s ? page::time_text(*cell.oldest_s) : "-");
  row.push_back(with_intervals ? with_half(cell.load(), page::rate_text) : page::rate_text(cell.load().mean));
  row.push_back(cell.read_p99_s ? page::time_text(*cell.read_p99_s) : "-");
  row.push_back(cell.verdict);
  return row;
}

/// The last part of a path, above which the rest stands.
Column axis_column(const std::string& path) {
  const std::string shown = visible(path);
  const std::size_t dot = shown.rfind('.');
  if (dot == std::string::npos) return {"", shown, shown, Column::always};
  return {page::shortened(shown.substr(0, dot), 24), shown.substr(dot + 1), shown, Column::always};
}

std::string axes_line(const Map& map) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < map.facts.axes.size(); ++i) {
    const auto& axis = map.facts.axes[i];
    const std::string first = map.facts.points.front()[i].text, last = map.facts.points.back()[i].text;
    const std::string range = map.facts.design == "grid" ? " from " + visible(first) + " to " + visible(last) : "";
    texts.push_back(visible(axis.path) + range + " (" + axis.scale + ")");
  }
  return texts.empty() ? "none: one point" : page::joined(texts, "; ");
}

std::string points_line(const Map& map) {
  const auto& facts = map.facts;
  std::string text = page::plural(static_cast<std::int64_t>(facts.points.size()), "point") + " (" + facts.design +
                     ") x " + page::plural(static_cast<std::int64_t>(facts.strategies.size()), "row") + " x " +
                     page::plural(facts.seeds, "seed");
  if (!map.shard.is_whole())
    text += "; of these shard " + std::to_string(map.shard.index) + " of " + std::to_string(map.shard.count);
  return text;
}

}  // namespace

Table table_of(const Map& map, const std::vector<Place>& places) {
  Table table;
  table.columns.push_back({"", "strategy", "strategy", Column::always});
  for (const auto& axis : map.facts.axes) table.columns.push_back(axis_column(axis.path));
  const std::string title = map.share_title();
  const std::size_t blank = title.find(' ');
  table.columns.push_back({title.substr(0, blank), title.substr(blank + 1), title, Column::always});
  table.columns.push_back({"oldest", "read", "oldest read", 3});
  table.columns.push_back({"origin", "reads/s", "origin reads/s", Column::always});
  table.columns.push_back({"read", "p99", "read p99", 1});
  table.columns.push_back({"", "", "verdict", Column::always});
  for (const Place& each : places) {
    table.cells.push_back(row_of(map, each, true));
    table.plain.push_back(row_of(map, each, false));
  }
  return table;
}

Ending ending_of(const Map& map, bool strict) {
  const auto has = [&](page::Standing standing) {
    return std::any_of(map.cells.begin(), map.cells.end(), [&](const Cell& cell) {
      return cell.has_run() && cell.standing == standing;
    });
  };
  if (map.missing > 0)
    return {strict ? 1 : 0, page::plural(map.missing, "run") + (map.missing == 1 ? " is missing" : " are missing")};
  if (map.facts.axes.empty() && has(page::Standing::broken)) return {1, "a promise is broken"};
  if (map.facts.axes.empty() && has(page::Standing::unmet)) return {1, "an expectation is not met"};
  if (strict && !all_hold(map)) return {1, "a strategy is not seen to hold at some point, and --strict"};
  return {0, "every run was made"};
}

std::vector<std::string> signature(const Map& map, const Ending& ending) {
  return {"stalemate " + map.facts.tool, "exit " + std::to_string(ending.status) + ": " + ending.reason};
}

std::string screen(const Map& map, const Ending& ending, page::ScreenOptions options) {
  page::Lines lines(options.width);
  lines.add_wrapped(visible(map.facts.title));
  lines.add_labelled("Varied", axes_line(map));
  lines.add_labelled("Runs", points_line(map));
  lines.add("");
  std::vector<Place> places = all_places(map);
  const std::size_t all = places.size();
  if (all > rows_on_a_screen) places = map.front;
  if (places.size() > rows_on_a_screen) places.resize(rows_on_a_screen);
  if (!places.empty()) lines.add_table(table_of(map, places));
  if (all > places.size())
    lines.add_wrapped("Of " + page::count_text(static_cast<double>(all)) +
                      " rows those on the front, which no other beats in both; -o x.csv has all.");
  lines.add("");
  lines.add_labelled("ANSWER", answer(map));
  lines.add_labelled("TRUST", trust(map));
  lines.add_command("AGAIN", visible(map.facts.command));
  lines.add("");
  lines.add_wrapped(page::joined(signature(map, ending), " \xC2\xB7 "));
  return lines.take();
}

std::string markdown(const Map& map, const Ending& ending) {
  std::string text = "# " + page::markdown_text(map.facts.title) + "\n\n";
  text += "Varied: " + page::markdown_text(axes_line(map)) + ". Runs: " + points_line(map) + ".\n\n";
  for (const std::string& each : answer(map)) text += "- " + page::markdown_text(each) + "\n";
  text += "\n" + page::table_rows(table_of(map, all_places(map))) + "\n";
  for (const std::string& each : trust(map)) text += page::markdown_text(each) + "\n";
  text += page::code_block("", map.facts.command);
  return text + "\n" + page::markdown_text(page::joined(signature(map, ending), " \xC2\xB7 ")) + "\n";
}

}  // namespace stalemate::analysis::map
