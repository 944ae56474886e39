#include "analysis/page/sensitivity.hpp"
#include <algorithm>
#include "analysis/page/csv.hpp"
#include "analysis/page/markdown.hpp"
#include "analysis/page/several.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

std::string moved_text(const Moved& moved) {
  if (!moved.refused.empty()) return "not allowed";
  if (!moved.flips) return "same";
  return decision_text(moved.decision) + " from " + moved.flips_at;
}

std::string flip_sentence(const SensitivityRow& row, const Moved& moved) {
  const std::string name = visible(row.name);
  const std::string way = moved.factor < 1 ? "down" : "up";
  return name + " flips it: written as " + row.written + ", " + way + " to " + moved.holds_at +
         " the choice is the same, at " + moved.flips_at + " it is " + decision_text(moved.decision) + ".";
}

std::vector<const Moved*> moves_of(const SensitivityReport& report) {
  std::vector<const Moved*> all;
  for (const SensitivityRow& row : report.rows)
    for (const Moved* each : {&row.down, &row.up}) all.push_back(each);
  return all;
}

bool any_flips(const SensitivityReport& report) {
  const auto all = moves_of(report);
  return std::any_of(all.begin(), all.end(), [](const Moved* each) { return each->flips; });
}

std::int64_t guesses_of(const SensitivityReport& report) {
  return std::count_if(report.rows.begin(), report.rows.end(), [](const SensitivityRow& row) { return !row.is_nudge; });
}

std::string decision_sentence(const SensitivityReport& report) {
  const Decision& decision = report.decision;
  if (decision.chosen.empty()) return "As described, " + decision_text(decision) + " is the answer.";
  const std::size_t others = decision.alike.size() - 1;
  const std::string more =
      others == 0 ? "" : ", not shown to ask the origin less than " + std::to_string(others) + " more";
  return "As described, the choice is " + in_quotes(decision.chosen) + more + ".";
}

std::string left_out_sentence(const SensitivityReport& report) {
  std::vector<std::string> each;
  for (const auto& one : report.left_out) each.push_back(visible(one.name) + ": " + visible(one.why));
  for (const SensitivityRow& row : report.rows)
    for (const Moved* moved : {&row.down, &row.up})
      if (!moved->refused.empty()) each.push_back(visible(row.name) + " to " + moved->value + ": not allowed");
  return each.empty() ? "" : "Not moved: " + joined(each, "; ") + ".";
}

Json moved_json(const Moved& moved) {
  Json json = {{"factor", moved.factor},
               {"value", moved.value},
               {"decision", moved.refused.empty() ? Json(decision_text(moved.decision)) : Json(nullptr)},
               {"flips", moved.flips}};
  if (!moved.refused.empty()) json["refused"] = moved.refused;
  if (moved.flips) json["flips_at"] = moved.flips_at, json["holds_at"] = moved.holds_at;
  return json;
}

}  // namespace

void conclude(SensitivityReport& report, bool strict) {
  Report& described = report.described;
  described.exit_reason = "as described, " + described.exit_reason;
  if (!strict || described.exit_status != 0 || !any_flips(report)) return;
  described.exit_status = 1;
  described.exit_reason = "a guess flips the decision, and --strict";
}

Table sensitivity_table(const SensitivityReport& report) {
  Table table;
  table.columns = {{"", "guess", "guess", Column::always},
                   {"", "written", "written", 2},
                   {"down to", "", "down to", 1},
                   {"the choice", "is then", "the choice is then", Column::always},
                   {"up to", "", "up to", 1},
                   {"the choice", "is then", "the choice is then", Column::always}};
  for (const SensitivityRow& row : report.rows)
    table.cells.push_back({visible(row.name) + (row.is_nudge ? " (a nudge)" : ""), row.written, row.down.value,
                           moved_text(row.down), row.up.value, moved_text(row.up)});
  table.plain = table.cells;
  return table;
}

std::vector<std::string> sensitivity_answer(const SensitivityReport& report) {
  std::vector<std::string> sentences = {decision_sentence(report)};
  for (const SensitivityRow& row : report.rows)
    for (const Moved* each : {&row.down, &row.up})
      if (each->flips) sentences.push_back(flip_sentence(row, *each));
  const std::int64_t guesses = guesses_of(report);
  if (guesses == 0)
    sentences.emplace_back(R"(Nothing is marked as a guess; write {"value": "300us", "guess": true} for what is one.)");
  const std::string whose = guesses == 1 ? "the guess" : "any of " + std::to_string(guesses) + " guesses";
  if (!any_flips(report))
    sentences.push_back(guesses == 0 ? "A nudge of the load does not flip it."
                                     : "Neither half nor double of " + whose + " flips it, nor a nudge of the load.");
  if (const std::string left_out = left_out_sentence(report); !left_out.empty()) sentences.push_back(left_out);
  if (report.described.command.seeds == 1)
    sentences.emplace_back("One seed: what is close by chance may flip by chance (--seeds 20).");
  return sentences;
}

std::string sensitivity_screen(const SensitivityReport& report, ScreenOptions options) {
  Lines lines(options.width);
  add_heading(lines, report.described);
  lines.add("");
  lines.add_table(sensitivity_table(report));
  add_ending(lines, sensitivity_answer(report), report.described);
  return lines.take();
}

std::string sensitivity_markdown(const SensitivityReport& report) {
  return markdown_heading(report.described) + '\n' + table_rows(sensitivity_table(report)) +
         markdown_ending(sensitivity_answer(report), report.described);
}

std::string sensitivity_csv(const SensitivityReport& report) {
  std::string text = "guess,written,factor,value,decision,flips,flips_at,holds_at\r\n";
  for (const SensitivityRow& row : report.rows)
    for (const Moved* each : {&row.down, &row.up})
      text += csv_cell(row.name) + ',' + csv_cell(row.written) + ',' + short_number(each->factor) + ',' +
              csv_cell(each->value) + ',' + csv_cell(each->refused.empty() ? decision_text(each->decision) : "") + ',' +
              (each->flips ? "true" : "false") + ',' + csv_cell(each->flips_at) + ',' + csv_cell(each->holds_at) +
              "\r\n";
  return text;
}

Json sensitivity_json(const load::Scenario& scenario, const SensitivityReport& report) {
  Json rows = Json::array(), left_out = Json::array();
  for (const SensitivityRow& row : report.rows)
    rows.push_back({{"path", row.name},
                    {"written", row.written},
                    {"nudge", row.is_nudge},
                    {"down", moved_json(row.down)},
                    {"up", moved_json(row.up)}});
  for (const auto& one : report.left_out) left_out.push_back({{"path", one.name}, {"why", one.why}});
  Json json = json_heading("stalemate.sensitivity/1", report.described, scenario);
  json["decision"] = decision_text(report.decision);
  json["alike"] = report.decision.alike;
  json["guesses"] = std::move(rows);
  json["left_out"] = std::move(left_out);
  json["answer"] = sensitivity_answer(report);
  return json;
}

}  // namespace stalemate::analysis::page
