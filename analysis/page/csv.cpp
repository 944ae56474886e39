#include "analysis/page/csv.hpp"
#include <algorithm>
#include "analysis/measure/number.hpp"
#include "analysis/measure/results_json.hpp"
#include "analysis/page/over_seeds.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

constexpr const char* end_of_line = "\r\n";

std::string number_of(const std::optional<double>& value) { return value ? measure::number_text(*value) : ""; }

std::string figure(const Json& run, const std::string& path) {
  return number_of(measure::value_at(run, path));
}

/// The names that the comparison has for them in the JSON, without the strategy, which the row tells.
std::string interval_head(const std::vector<std::string>& paths) {
  std::string text;
  for (const std::string& path : paths)
    text += ',' + csv_cell("comparison.means." + path) + ',' + csv_cell("comparison.half_widths." + path);
  return text;
}

std::string intervals(const StrategyReport& strategy, const std::vector<std::string>& paths) {
  const Json half_widths = measure::half_widths_json(strategy.runs);
  std::string text;
  for (const std::string& path : paths) {
    const auto half_width = half_widths.find(path);
    const bool has_interval = half_width != half_widths.end() && half_width->is_number();
    text += ',' + number_of(measure::mean_at(strategy.runs, path)) + ',';
    if (has_interval) text += measure::number_text(half_width->get<double>());
  }
  return text;
}

std::vector<std::string> all_paths(const Report& report) {
  std::vector<std::string> paths;
  for (const StrategyReport& strategy : report.strategies)
    for (const std::string& path : measure::figure_paths(strategy.runs.front()))
      if (std::find(paths.begin(), paths.end(), path) == paths.end()) paths.push_back(path);
  return paths;
}

}  // namespace

std::string csv_cell(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
    text.insert(0, 1, '\'');
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

std::string csv(const Report& report) {
  const auto paths = all_paths(report);
  std::string text = "strategy,seed,digest,reproduce";
  for (const std::string& path : paths) text += ',' + csv_cell(path);
  const bool has_intervals = seeds_of(report) > 1;
  if (has_intervals) text += interval_head(paths);
  text += end_of_line;
  for (const StrategyReport& strategy : report.strategies) {
    const std::string over_seeds = has_intervals ? intervals(strategy, paths) : "";
    for (const Json& run : strategy.runs) {
      text += csv_cell(strategy.name) + ',' + std::to_string(run.at("seed").get<std::uint64_t>()) + ',' +
              run.at("digest").get<std::string>() + ',' + csv_cell(run.at("reproduce").get<std::string>());
      for (const std::string& path : paths) text += ',' + figure(run, path);
      text += over_seeds + end_of_line;
    }
  }
  return text;
}

}  // namespace stalemate::analysis::page
