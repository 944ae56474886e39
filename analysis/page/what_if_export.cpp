// The standard faults as Markdown, CSV and JSON.
#include "analysis/measure/number.hpp"
#include "analysis/page/commands.hpp"
#include "analysis/page/csv.hpp"
#include "analysis/page/markdown.hpp"
#include "analysis/page/prose.hpp"
#include "analysis/page/several.hpp"
#include "analysis/page/what_if.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

using measure::Verdict;

std::string number_cell(const std::optional<double>& value) { return value ? measure::number_text(*value) : ""; }
Json number_json(const std::optional<double>& value) { return value ? Json(measure::rounded(*value)) : Json(nullptr); }

std::string name_of(const WhatIfColumn& column) { return column.is_described() ? "as-described" : column.fact.name; }

Json held_json(const WhatIfCell& cell) {
  return cell.verdict() == Verdict::undecided ? Json(nullptr) : Json(cell.verdict() == Verdict::held);
}

Json cell_json(const WhatIfColumn& column, const WhatIfCell& cell) {
  return {{"strategy", cell.strategy},
          {"what_if", name_of(column)},
          {"held", held_json(cell)},
          {"promise", cell.worst.text},
          {"path", cell.worst.path},
          {"bound", cell.worst.bound},
          {"actual", number_json(cell.worst.actual)},
          {"oldest_read_s", number_json(cell.oldest_s)},
          {"unanswered_ratio", number_json(cell.unanswered)},
          {"seed", cell.seed},
          {"digest", cell.digest},
          {"reproduce", cell.reproduce}};
}

}  // namespace

std::string what_if_markdown(const WhatIfReport& report) {
  const Report& described = report.described;
  std::string text = "## " + markdown_text(described.title) + "\n\n";
  text += "- Promise: " + markdown_text(promise_line(described)) + '\n';
  text += "- Faults: " + markdown_text(strikes_line(report)) + "\n\n";
  text += table_rows(what_if_table(report));
  for (const std::string& line : what_if_legend(report)) text += '\n' + markdown_text(line) + '\n';
  text += "\n**Answer**\n\n";
  for (const std::string& sentence : what_if_answer(report)) text += "- " + markdown_text(sentence) + '\n';
  if (const WhatIfCell* worst = worst_cell(report)) text += command_section("Worst", visible(worst->reproduce));
  text += again_section(joined(same_again(described).words, " "));
  return text + '\n' + markdown_text(joined(what_if_signature(report), " \xC2\xB7 ")) + '\n';
}

std::string what_if_csv(const WhatIfReport& report) {
  std::string text =
      "strategy,what_if,held,promise,path,bound,actual,oldest_read_s,unanswered_ratio,seed,digest,reproduce\r\n";
  for (const WhatIfColumn& column : report.columns)
    for (const WhatIfCell& cell : column.cells) {
      const Json held = held_json(cell);
      text += csv_cell(cell.strategy) + ',' + name_of(column) + ',' + (held.is_null() ? "" : held.dump()) + ',' +
              csv_cell(cell.worst.text) + ',' + csv_cell(cell.worst.path) + ',' +
              measure::number_text(cell.worst.bound) + ',' + number_cell(cell.worst.actual) + ',' +
              number_cell(cell.oldest_s) + ',' + number_cell(cell.unanswered) + ',' + std::to_string(cell.seed) +
              ',' + cell.digest + ',' + csv_cell(cell.reproduce) + "\r\n";
    }
  return text;
}

Json what_if_json(const load::Scenario& scenario, const WhatIfReport& report) {
  Json faults = Json::array(), left_out = Json::array(), cells = Json::array();
  for (const WhatIfColumn& column : report.columns) {
    if (!column.is_described()) faults.push_back({{"name", column.fact.name}, {"title", column.fact.title}});
    for (const WhatIfCell& cell : column.cells) cells.push_back(cell_json(column, cell));
  }
  for (const load::WhatIf& each : report.left_out)
    left_out.push_back({{"name", each.fact.name}, {"why", each.left_out}});
  Json json = json_heading("stalemate.what_if/1", report.described, scenario);
  json["at_s"] = measure::rounded(report.at_s);
  json["what_ifs"] = faults;
  json["left_out"] = left_out;
  json["cells"] = cells;
  json["answer"] = what_if_answer(report);
  return json;
}

}  // namespace stalemate::analysis::page
