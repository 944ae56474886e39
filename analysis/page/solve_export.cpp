// How far strategies hold, as a screen, Markdown, CSV and JSON.
#include "analysis/measure/number.hpp"
#include "analysis/page/csv.hpp"
#include "analysis/page/markdown.hpp"
#include "analysis/page/several.hpp"
#include "analysis/page/solve.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

using measure::Verdict;

Json figure_json(const std::optional<double>& value) { return value ? Json(measure::rounded(*value)) : Json(nullptr); }
std::string figure_cell(const std::optional<double>& value) { return value ? measure::number_text(*value) : ""; }

Json verdict_json(Verdict verdict) {
  return verdict == Verdict::undecided ? Json(nullptr) : Json(verdict == Verdict::held);
}

Json point_json(const SolveReport& report, const SolvePoint& point) {
  return {{"position", measure::rounded(point.position)},
          {"value", report.dial.text_at(point.position)},
          {"held", verdict_json(point.verdict)},
          {"worst", point.worst.text},
          {"path", point.worst.path},
          {"actual", figure_json(point.worst.actual)},
          {"origin_reads_per_s", measure::rounded(point.origin_load)},
          {"oldest_read_s", figure_json(point.oldest_s)},
          {"unanswered_ratio", figure_json(point.unanswered)}};
}

Json held_json(const std::optional<measure::Held>& held) {
  if (!held) return nullptr;
  return {{"from", measure::rounded(held->from)},
          {"to", measure::rounded(held->to)},
          {"fails_below", figure_json(held->fails_below)},
          {"fails_above", figure_json(held->fails_above)},
          {"ragged", held->is_ragged}};
}

}  // namespace

std::string solve_screen(const SolveReport& report, ScreenOptions options) {
  Lines lines(options.width);
  add_heading(lines, report.told);
  lines.add_labelled("Turned", solve_line(report));
  lines.add("");
  lines.add_table(solve_table(report));
  add_ending(lines, solve_answer(report), report.told, solve_next(report));
  return lines.take();
}

std::string solve_markdown(const SolveReport& report) {
  return markdown_heading(report.told) + "- Turned: " + markdown_text(solve_line(report)) + "\n\n" +
         table_rows(solve_table(report)) + markdown_ending(solve_answer(report), report.told, solve_next(report));
}

std::string solve_csv(const SolveReport& report) {
  std::string text =
      "strategy,position,value,held,worst,path,actual,origin_reads_per_s,oldest_read_s,unanswered_ratio\r\n";
  for (const SolveRow& row : report.rows)
    for (const SolvePoint& point : row.points) {
      const Json held = verdict_json(point.verdict);
      text += csv_cell(row.strategy) + ',' + measure::number_text(point.position) + ',' +
              csv_cell(report.dial.text_at(point.position)) + ',' + (held.is_null() ? "" : held.dump()) + ',' +
              csv_cell(point.worst.text) + ',' + csv_cell(point.worst.path) + ',' + figure_cell(point.worst.actual) +
              ',' + measure::number_text(point.origin_load) + ',' + figure_cell(point.oldest_s) + ',' +
              figure_cell(point.unanswered) + "\r\n";
    }
  return text;
}

Json solve_json(const load::Scenario& scenario, const SolveReport& report) {
  Json rows = Json::array();
  for (const SolveRow& row : report.rows) {
    Json points = Json::array();
    for (const SolvePoint& point : row.points) points.push_back(point_json(report, point));
    rows.push_back({{"strategy", row.strategy}, {"holds", held_json(row.held)}, {"points", std::move(points)}});
  }
  const load::DialRange& range = report.dial.range();
  Json json = json_heading("stalemate.solve/1", report.told, scenario);
  json["turned"] = report.dial.name();
  json["range"] = Json::array({measure::rounded(range.least), measure::rounded(range.most)});
  json["strategies"] = std::move(rows);
  json["answer"] = solve_answer(report);
  json["next"] = solve_next(report);
  return json;
}

}  // namespace stalemate::analysis::page
