#include "analysis/map/export.hpp"
#include <algorithm>
#include <set>
#include "analysis/map/answer.hpp"
#include "analysis/map/each_made.hpp"
#include "analysis/measure/number.hpp"
#include "analysis/measure/results_forms.hpp"
#include "analysis/measure/results_json.hpp"
#include "analysis/page/csv.hpp"
#include "analysis/page/report.hpp"

namespace stalemate::analysis::map {
namespace {

using page::Json;
using store::StoredRun;
using store::SweepFacts;

constexpr const char* end_of_row = "\r\n";

/// In the order in which runs have them first.
std::vector<std::string> figures_in(const store::SweepStore& store, std::optional<store::StoreError>& why) {
  std::vector<std::string> paths;
  std::set<std::string> known;
  std::vector<std::string> last;  // few runs have other figures than the one before
  const auto of_run = [](const StoredRun& run) { return measure::figure_paths(Json::parse(run.figures)); };
  why = each_made<std::vector<std::string>>(store, of_run, [&](std::vector<std::string>&& own) {
    if (own == last) return;
    for (const std::string& path : own)
      if (known.insert(path).second) paths.push_back(path);
    last = std::move(own);
  });
  return paths;
}

std::string held_text(const std::optional<bool>& held) { return !held ? "" : *held ? "yes" : "no"; }

Json held_json(const std::optional<bool>& held) { return held ? Json(*held) : Json(nullptr); }

/// Each axis as it is set, and as a number: seconds, bytes, a second, or as it is.
std::string head_of(const SweepFacts& facts, const std::vector<std::string>& paths) {
  std::string head = "point";
  for (const SweepFacts::Axis& axis : facts.axes)
    head += ',' + page::csv_cell(axis.path) + ',' + page::csv_cell(axis.path + " as a number");
  head += ",strategy,seed,digest,held";
  for (const std::string& path : paths) head += ',' + page::csv_cell(path);
  return head + end_of_row;
}

std::string row_of(const SweepFacts& facts, const StoredRun& run, const std::vector<load::Path>& paths) {
  const sweep::RunPlace place = facts.numbers().place_of(run.number);
  std::string row = std::to_string(place.point);
  for (const load::AxisValue& value : facts.points[static_cast<std::size_t>(place.point)])
    row += ',' + page::csv_cell(value.text) + ',' + measure::number_text(value.position);
  row += ',' + page::csv_cell(facts.strategies[static_cast<std::size_t>(place.strategy)].name) + ',' +
         std::to_string(facts.first_seed + static_cast<std::uint64_t>(place.seed)) + ',' + run.digest + ',' +
         held_text(run.held);
  const Json figures = Json::parse(run.figures);
  for (const load::Path& path : paths) {
    const auto value = measure::value_at(figures, path);
    row += ',' + (value ? measure::number_text(*value) : "");
  }
  return row + end_of_row;
}

Json axes_json(const SweepFacts& facts) {
  Json axes = Json::array();
  for (const SweepFacts::Axis& axis : facts.axes) axes.push_back({{"path", axis.path}, {"scale", axis.scale}});
  return axes;
}

Json strategies_json(const SweepFacts& facts) {
  Json strategies = Json::array();
  for (const SweepFacts::Strategy& each : facts.strategies) strategies.push_back(each.name);
  return strategies;
}

std::string member(const char* name, const Json& value) {
  return "  " + Json(name).dump() + ": " + value.dump(-1, ' ', false, Json::error_handler_t::replace) + ",\n";
}

Json estimate_json(const measure::Estimate& of) {
  return {{"mean", measure::figure(of.mean)}, {"half_width", measure::figure(of.half_width())}};
}

/// Where it stands, and what it comes to over its seeds.
Json cell_json(const Map& map, const Place& place) {
  const Cell& cell = map.at(place.point, place.strategy);
  return {{"point", place.point},
          {"strategy", map.facts.strategies[place.strategy].name},
          {"seeds", cell.runs},
          {"verdict", cell.verdict},
          {map.promises ? "broken" : "stale", estimate_json(cell.share())},
          {"origin_reads_per_s", estimate_json(cell.load())},
          {"oldest_read_s", measure::figure(cell.oldest_s)},
          {"read_p99_s", measure::figure(cell.read_p99_s)}};
}

Json knee_json(const Map& map, const KneeFact& fact) {
  const auto at = [&](std::size_t point) { return Json(map.facts.points[point].front().text); };
  return {{"strategy", map.facts.strategies[fact.strategy].name},
          {"figure", fact.is_of_load ? "origin_reads_per_s" : map.promises ? "broken" : "stale"},
          {"at", at(fact.knee.at)},
          {"least", fact.knee.least ? at(*fact.knee.least) : Json(nullptr)},
          {"most", fact.knee.most ? at(*fact.knee.most) : Json(nullptr)}};
}

/// A member whose entries stand one on a line.
std::string list_member(const char* name, const std::vector<Json>& entries) {
  std::string text = "  " + Json(name).dump() + ": [";
  for (std::size_t i = 0; i < entries.size(); ++i)
    text += (i == 0 ? "\n    " : ",\n    ") + entries[i].dump(-1, ' ', false, Json::error_handler_t::replace);
  return text + (entries.empty() ? "],\n" : "\n  ],\n");
}

/// What the runs below come to.
std::string shown_of(const Map& map) {
  std::vector<Json> knees, front, cells;
  for (const KneeFact& each : map.knees) knees.push_back(knee_json(map, each));
  for (const Place& each : map.front)
    front.push_back({{"point", each.point}, {"strategy", map.facts.strategies[each.strategy].name}});
  for (std::size_t point = 0; point < map.facts.points.size(); ++point)
    for (std::size_t strategy = 0; strategy < map.facts.strategies.size(); ++strategy)
      if (map.at(point, strategy).has_run()) cells.push_back(cell_json(map, {point, strategy}));
  return list_member("knees", knees) + list_member("front", front) + list_member("cells", cells);
}

std::string begin_of(const SweepFacts& facts, const Map& map) {
  std::string text = "{\n" + member("format", store::sweep_format) + member("tool", facts.tool) +
                     member("scenario", {{"title", facts.title}, {"file", facts.file}, {"hash", facts.hash}}) +
                     member("command", facts.command) + member("design", facts.design) +
                     member("axes", axes_json(facts)) + member("points", facts.points.size()) +
                     member("strategies", strategies_json(facts)) + member("first_seed", facts.first_seed) +
                     member("seeds", facts.seeds) + member("missing_runs", map.missing);
  if (!map.shard.is_whole())
    text += member("shard", map.shard.text());
  return text + shown_of(map) + "  \"runs\": [";
}

std::string line_of(const SweepFacts& facts, const StoredRun& run) {
  const sweep::RunPlace place = facts.numbers().place_of(run.number);
  const auto point = static_cast<std::size_t>(place.point);
  Json at = Json::object();
  for (std::size_t i = 0; i < facts.axes.size(); ++i) at[facts.axes[i].path] = facts.points[point][i].text;
  const Json place_json = {{"point", place.point}, {"at", std::move(at)}, {"held", held_json(run.held)}};
  std::string text = place_json.dump(-1, ' ', false, Json::error_handler_t::replace);
  text.pop_back();
  return text + ",\"run\":" + run.figures + "}";
}

/// What a metric's label may be called.
std::string label_name(const std::string& path) {
  std::string name;
  for (const char c : path) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    name += is_plain ? c : '_';
  }
  return "set_" + name;
}

std::string label_value(const std::string& text) {
  std::string safe;
  for (const char c : text) safe += c == '\\' ? "\\\\" : c == '"' ? "\\\"" : c == '\n' ? "\\n" : std::string(1, c);
  return "\"" + safe + "\"";
}

struct Metric {
  const char* name;
  const char* unit;  ///< A suffix of the name, or empty.
  const char* help;
  std::optional<double> (*of)(const Cell&);
};

constexpr Metric metrics[] = {
    {"stalemate_share_ratio", "ratio", "Share of reads beyond the promise that is kept worst, or of stale reads.",
     [](const Cell& cell) -> std::optional<double> { return cell.share().mean; }},
    {"stalemate_origin_reads_per_second", "", "Origin reads a second, mean over seeds.",
     [](const Cell& cell) -> std::optional<double> { return cell.load().mean; }},
    {"stalemate_oldest_read_seconds", "seconds", "Age of the oldest read of all seeds.",
     [](const Cell& cell) { return cell.oldest_s; }},
    {"stalemate_read_latency_p99_seconds", "seconds", "99th percentile of the latency of reads, mean over seeds.",
     [](const Cell& cell) { return cell.read_p99_s; }},
    {"stalemate_held", "", "1 where every promise and expectation is held, 0 where one is broken.",
     [](const Cell& cell) -> std::optional<double> {
       if (cell.standing == page::Standing::undecided) return std::nullopt;
       return cell.standing == page::Standing::kept ? 1 : 0;
     }},
    {"stalemate_seeds", "", "Seeds that have run.",
     [](const Cell& cell) -> std::optional<double> { return static_cast<double>(cell.runs); }},
};

/// Two paths may be one name: then the number of the axis goes with it.
std::vector<std::string> label_names(const SweepFacts& facts) {
  std::vector<std::string> names;
  for (const SweepFacts::Axis& axis : facts.axes) {
    std::string name = label_name(axis.path);
    if (std::find(names.begin(), names.end(), name) != names.end()) name += "_" + std::to_string(names.size());
    names.push_back(std::move(name));
  }
  return names;
}

std::string labels_of(const Map& map, const std::vector<std::string>& names, std::size_t point, std::size_t strategy) {
  std::string labels = "strategy=" + label_value(map.facts.strategies[strategy].name);
  for (std::size_t i = 0; i < names.size(); ++i)
    labels += "," + names[i] + "=" + label_value(map.facts.points[point][i].text);
  return "{" + labels + "}";
}

}  // namespace

std::optional<store::StoreError> write_csv(const store::SweepStore& store, const Sink& sink) {
  std::optional<store::StoreError> why;
  const auto paths = figures_in(store, why);
  if (why) return why;
  bool goes_on = sink(head_of(store.facts(), paths));
  std::vector<load::Path> read;
  for (const std::string& path : paths) read.push_back(*load::parse_path(path));
  return each_made<std::string>(
      store, [&](const StoredRun& run) { return row_of(store.facts(), run, read); },
      [&](std::string&& row) {
        if (goes_on) goes_on = sink(row);
      });
}

std::optional<store::StoreError> write_json(const store::SweepStore& store, const Map& map, const Sink& sink) {
  bool goes_on = sink(begin_of(store.facts(), map));
  const char* between = "\n    ";
  auto why = store.each_run([&](const StoredRun& run) {
    if (goes_on) goes_on = sink(between + line_of(store.facts(), run));
    between = ",\n    ";
  });
  if (goes_on) sink("\n  ]\n}\n");
  return why;
}

std::string open_metrics(const Map& map) {
  const auto names = label_names(map.facts);
  std::string text;
  for (const Metric& metric : metrics) {
    text += std::string("# TYPE ") + metric.name + " gauge\n";
    if (*metric.unit != '\0') text += std::string("# UNIT ") + metric.name + " " + metric.unit + "\n";
    text += std::string("# HELP ") + metric.name + " " + metric.help + "\n";
    for (std::size_t point = 0; point < map.facts.points.size(); ++point)
      for (std::size_t strategy = 0; strategy < map.facts.strategies.size(); ++strategy) {
        const Cell& cell = map.at(point, strategy);
        const auto value = cell.has_run() ? metric.of(cell) : std::nullopt;
        if (value)
          text += metric.name + labels_of(map, names, point, strategy) + " " + measure::number_text(*value) + "\n";
      }
  }
  return text + "# EOF\n";
}

}  // namespace stalemate::analysis::map
