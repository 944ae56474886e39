#include "analysis/page/diff.hpp"
#include <algorithm>
#include <cmath>
#include <set>
#include "analysis/measure/number.hpp"
#include "analysis/page/csv.hpp"
#include "analysis/page/lines.hpp"
#include "analysis/page/markdown.hpp"
#include "analysis/page/over_seeds.hpp"
#include "analysis/page/reasons.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

using measure::Change;
using measure::Changes;
using measure::Turned;
using measure::Verdict;

constexpr std::size_t named_others = 5;  ///< Of the figures that the table does not have.

bool has_moved(const Change& change) { return !change.is_same(); }
/// Of one seed nothing can be shown: what moved may be chance, and counts.
bool counts(const Change& change, const Changes& all) {
  return has_moved(change) && (change.is_shown() || change.is_on_one_side() || all.seeds < 2);
}

std::string value_text(const Change& change, const measure::Estimate& of) {
  return of.count == 0 ? "-" : figure_text(change.measure.paths.front(), of.mean);
}

std::string signed_text(const Change& change, double value) {
  return (value < 0 ? "-" : "+") + figure_text(change.measure.paths.front(), std::abs(value));
}

/// Of a difference of shares: "12 % more" would be of what was there before.
std::string in_points(const std::string& text) {
  constexpr std::string_view percent = " %";
  return text.ends_with(percent) ? text.substr(0, text.size() - percent.size()) + " points" : text;
}

/// "+17 %", or nothing of what was none.
std::string relative_text(const Change& change) {
  if (change.before.mean == 0) return "";
  const double share = change.difference.mean / std::abs(change.before.mean);
  return " (" + std::string(share < 0 ? "-" : "+") + share_text(std::abs(share)) + ")";
}

std::string change_text(const Change& change) {
  if (change.is_on_one_side()) return change.before.count > 0 ? "gone" : "new";
  const std::string mean = signed_text(change, change.difference.mean);
  const auto half = change.difference.half_width(change.judged.adjusted.level);
  const std::string figure =
      half && *half > 0 ? with_interval(mean, figure_text(change.measure.paths.front(), *half)) : mean;
  return in_points(figure) + relative_text(change);
}

const char* shown_text(const Change& change, const Changes& all) {
  if (change.is_on_one_side()) return "-";
  if (all.seeds < 2) return "one seed";
  return change.is_shown() ? "shown" : "not shown";
}

const char* verdict_text(Verdict verdict) {
  constexpr const char* texts[] = {"kept", "broken", "undecided"};
  return texts[static_cast<std::size_t>(verdict)];
}

std::string turned_sentence(const Turned& turned) {
  const std::string what = in_quotes(turned.strategy) + ": \"" + visible(turned.text) + "\" ";
  if (!turned.before) return what + "is judged in the second alone: " + verdict_text(*turned.after) + ".";
  if (!turned.after) return what + "was " + verdict_text(*turned.before) + ", and is no longer judged.";
  return what + "was " + verdict_text(*turned.before) + ", and is " + verdict_text(*turned.after) + ".";
}

std::string arrow_text(const Change& change) {
  if (change.is_on_one_side()) return change.measure.title + ' ' + change_text(change);
  return change.measure.title + ' ' + value_text(change, change.before) + " -> " + value_text(change, change.after) +
         relative_text(change);
}

std::string moved_sentence(const std::string& strategy, const Changes& all) {
  std::vector<std::string> shown, others;
  for (const Change& each : all.measures) {
    if (each.strategy != strategy || !has_moved(each)) continue;
    if (counts(each, all))
      shown.push_back(arrow_text(each));
    else
      others.push_back(each.measure.title);
  }
  std::string text;
  if (!shown.empty()) text = in_quotes(strategy) + ": " + joined(shown, "; ") + '.';
  if (!others.empty())
    text += (text.empty() ? in_quotes(strategy) + ": n" : " N") + std::string("o difference shown in ") +
            joined(others, ", ") + '.';
  return text;
}

/// Of a lone class each figure is that of the whole as well.
bool repeats(const Change& one, const Change& whole) {
  return one.strategy == whole.strategy && one.before.mean == whole.before.mean &&
         one.after.mean == whole.after.mean && one.measure.title.ends_with('.' + whole.measure.title);
}

/// What moved of figures that no measure is made of.
std::vector<const Change*> others_of(const Changes& all) {
  std::set<std::string> told;
  for (const Change& each : all.measures) told.insert(each.measure.paths.begin(), each.measure.paths.end());
  std::vector<const Change*> moved, others;
  for (const Change& each : all.figures)
    if (counts(each, all)) moved.push_back(&each);
  for (const Change* each : moved) {
    const auto is_whole = [&](const Change* whole) { return repeats(*each, *whole); };
    if (told.count(each->measure.title) == 0 && std::none_of(moved.begin(), moved.end(), is_whole))
      others.push_back(each);
  }
  return others;
}

/// Those that moved most before the others.
std::string others_sentence(const Changes& all) {
  std::vector<const Change*> others = others_of(all);
  if (others.empty()) return "";
  const auto extent = [](const Change* each) {
    if (each->is_on_one_side()) return 2.0;  // more than any share of the greater value
    return std::abs(each->difference.mean) / std::max(std::abs(each->before.mean), std::abs(each->after.mean));
  };
  const auto further = [&](const Change* a, const Change* b) { return extent(a) > extent(b); };
  std::stable_sort(others.begin(), others.end(), further);
  std::vector<std::string> named;
  for (std::size_t i = 0; i < others.size() && i < named_others; ++i)
    named.push_back(arrow_text(*others[i]) + " (" + in_quotes(others[i]->strategy) + ')');
  const std::string count = plural(static_cast<std::int64_t>(others.size()), "other figure");
  return count + (all.seeds < 2 ? " moved" : " moved as well, and that is shown") +
         (others.size() > named_others ? ", most of all " : ": ") + visible(joined(named, "; ")) +
         (others.size() > named_others ? "; --format csv has all." : ".");
}

std::vector<std::string> answer(const DiffReport& report) {
  const Changes& all = report.changes;
  std::vector<std::string> sentences;
  if (report.before.tool != report.after.tool)
    sentences.push_back("They are of different versions of stalemate, " + visible(report.before.tool) + " and " +
                        visible(report.after.tool) + ": what moved may be the program.");
  const std::size_t said = sentences.size();
  for (const std::string& each : all.only_before) sentences.push_back(in_quotes(each) + " is in the first alone.");
  for (const std::string& each : all.only_after) sentences.push_back(in_quotes(each) + " is in the second alone.");
  for (const Turned& each : all.turned) sentences.push_back(turned_sentence(each));
  for (const std::string& strategy : all.strategies)
    if (std::string text = moved_sentence(strategy, all); !text.empty()) sentences.push_back(std::move(text));
  if (std::string text = others_sentence(all); !text.empty()) sentences.push_back(std::move(text));
  const std::string seeds = " under " + plural(all.seeds, "seed");
  if (sentences.size() == said && all.is_same())
    sentences.push_back("Nothing moved: every figure of every strategy is the same" + seeds + '.');
  if (sentences.size() == said && !all.is_same()) sentences.push_back("Nothing is shown to have moved" + seeds + '.');
  if (all.seeds < 2 && !all.is_same())
    sentences.emplace_back("One seed in common: what moved may be chance; results of --seeds 20 would show it.");
  return sentences;
}

Table table_of(const DiffReport& report) {
  Table table;
  table.columns = {{"", "strategy", "strategy", Column::always}, {"", "figure", "figure", Column::always},
                   {"", "before", "before", 2},                   {"", "after", "after", Column::always},
                   {"", "change", "change", Column::always},     {"", "", "shown", 1}};
  for (const Change& each : report.changes.measures)
    if (has_moved(each))
      table.cells.push_back({visible(each.strategy), visible(each.measure.title), value_text(each, each.before),
                             value_text(each, each.after), change_text(each), shown_text(each, report.changes)});
  table.plain = table.cells;
  return table;
}

std::string side_line(const DiffSide& side) {
  return side.title.empty() ? side.name : side.name + ": " + side.title;
}
std::string scenarios_line(const DiffReport& report) {
  if (report.before.hash != report.after.hash) return "different scenarios";
  if (report.before.asked == report.after.asked) return "the same scenario";
  const auto asked = [](const DiffSide& side) { return side.asked.empty() ? "as it is" : visible(side.asked); };
  return "the same scenario, run before " + asked(report.before) + ", after " + asked(report.after);
}
std::string last_line(const DiffReport& report) {
  return joined({plural(report.changes.seeds, "seed") + " in common", "stalemate " + report.told.tool,
                 "exit " + std::to_string(report.told.exit_status) + ": " + report.told.exit_reason},
                " \xC2\xB7 ");
}

Json number(const measure::Estimate& of) { return of.count == 0 ? Json(nullptr) : Json(measure::rounded(of.mean)); }

Json change_json(const Change& change, const Changes& all) {
  Json json = {{"strategy", change.strategy}, {"figure", change.measure.title}};
  if (change.measure.title != change.measure.paths.front()) json["paths"] = change.measure.paths;
  json["before"] = number(change.before);
  json["after"] = number(change.after);
  const bool is_paired = change.difference.count > 0;
  const auto half = change.difference.half_width(change.judged.adjusted.level);
  json["change"] = is_paired ? Json(measure::rounded(change.difference.mean)) : Json(nullptr);
  json["half_width"] = half ? Json(measure::rounded(*half)) : Json(nullptr);
  const bool is_judged = all.seeds >= 2 && is_paired;
  json["p_adjusted"] = is_judged ? Json(measure::rounded(change.judged.adjusted.p, 6)) : Json(nullptr);
  json["moved"] = has_moved(change);
  json["shown"] = is_judged ? Json(change.is_shown()) : Json(nullptr);
  const auto seeds = change.judged.seeds_needed;
  json["seeds_needed"] = seeds ? Json(*seeds) : Json(nullptr);
  return json;
}

Json side_json(const DiffSide& side) {
  return {{"name", side.name}, {"title", side.title}, {"hash", side.hash}, {"tool", side.tool}};
}

}  // namespace

void conclude(DiffReport& report, bool strict) {
  const Changes& all = report.changes;
  const bool moved = !all.only_before.empty() || !all.only_after.empty() || !all.turned.empty() ||
                     std::any_of(all.figures.begin(), all.figures.end(),
                                 [&](const Change& each) { return counts(each, all); });
  report.told.exit_status = moved && strict ? 1 : 0;
  report.told.exit_reason = moved ? "something moved" : "nothing moved for certain";
}

std::string diff_screen(const DiffReport& report, ScreenOptions options) {
  Lines lines(options.width);
  lines.add_labelled("Before", visible(side_line(report.before)));
  lines.add_labelled("After", visible(side_line(report.after)));
  lines.add_labelled("Inputs", scenarios_line(report));
  if (Table table = table_of(report); !table.cells.empty()) lines.add_table(std::move(table));
  lines.add("");
  lines.add_labelled("ANSWER", answer(report));
  lines.add_command("AGAIN", report.command);
  lines.add("");
  lines.add_wrapped(last_line(report));
  return lines.take();
}

std::string diff_markdown(const DiffReport& report) {
  std::string text = "## What moved\n\n- Before: " + markdown_text(side_line(report.before)) +
                     "\n- After: " + markdown_text(side_line(report.after)) +
                     "\n- Inputs: " + scenarios_line(report) + "\n\n";
  for (const std::string& sentence : answer(report)) text += "- " + markdown_text(sentence) + '\n';
  if (const Table table = table_of(report); !table.cells.empty()) text += '\n' + table_rows(table);
  return text + again_section(report.command) + '\n' + markdown_text(last_line(report)) + '\n';
}

std::string diff_csv(const DiffReport& report) {
  const auto cell = [](const Json& json) {
    if (json.is_null()) return std::string();
    return json.is_boolean() ? json.dump() : measure::number_text(json.get<double>());
  };
  std::string text = "strategy,figure,before,after,change,half_width,p_adjusted,moved,shown,seeds_needed\r\n";
  for (const Change& each : report.changes.figures) {
    const Json json = change_json(each, report.changes);
    text += csv_cell(each.strategy) + ',' + csv_cell(each.measure.title);
    for (const char* key : {"before", "after", "change", "half_width", "p_adjusted", "moved", "shown", "seeds_needed"})
      text += ',' + cell(json.at(key));
    text += "\r\n";
  }
  return text;
}

Json diff_json(const DiffReport& report) {
  const auto list = [&](const std::vector<Change>& changes) {
    Json rows = Json::array();
    for (const Change& each : changes) rows.push_back(change_json(each, report.changes));
    return rows;
  };
  const auto judged = [](const std::optional<Verdict>& verdict) {
    return verdict ? Json(verdict_text(*verdict)) : Json(nullptr);
  };
  Json turned = Json::array();
  for (const Turned& each : report.changes.turned)
    turned.push_back({{"strategy", each.strategy}, {"text", each.text}, {"before", judged(each.before)},
                      {"after", judged(each.after)}});
  return {{"format", "stalemate.diff/1"},
          {"tool", report.told.tool},
          {"before", side_json(report.before)},
          {"after", side_json(report.after)},
          {"seeds", report.changes.seeds},
          {"only_before", report.changes.only_before},
          {"only_after", report.changes.only_after},
          {"verdicts", std::move(turned)},
          {"measures", list(report.changes.measures)},
          {"figures", list(report.changes.figures)},
          {"answer", answer(report)}};
}

}  // namespace stalemate::analysis::page
