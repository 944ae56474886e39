#include "analysis/page/leave_out.hpp"
#include <cmath>
#include "analysis/measure/number.hpp"
#include "analysis/page/csv.hpp"
#include "analysis/page/figures.hpp"
#include "analysis/page/markdown.hpp"
#include "analysis/page/over_seeds.hpp"
#include "analysis/page/several.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

using measure::Estimate;

constexpr double hardly_any = 0.01;  ///< Of the origin's reads: a part that saves less earns little.

constexpr const char* arrows_line = "a -> b: with it -> without it; saved: origin reads a second";

std::vector<double> loads_of(const StrategyReport& strategy) {
  std::vector<double> loads;
  for (const Json& run : strategy.runs) {
    StrategyReport one;
    one.runs = {run};
    loads.push_back(origin_load(one));
  }
  return loads;
}

std::string part_text(const load::Omission& omission) {
  const std::string name = visible(omission.data_class);
  return omission.tier.empty() ? name : name + " in " + visible(omission.tier);
}

std::string arrow(const std::string& from, const std::string& to) { return from + " -> " + to; }

std::string saved_text(const Estimate& saved) {
  const std::string mean = (saved.mean < 0 ? "-" : "") + rate_text(std::abs(saved.mean));
  const auto half = saved.half_width();
  return half ? with_interval(mean, rate_text(*half)) : mean;
}

std::string latency_text(const std::optional<double>& latency) { return latency ? time_text(*latency) : "-"; }

/// Whether it is shown to save anything worth the name.
bool earns(const LeaveOutRow& row) {
  const double half = row.saved.half_width().value_or(0);
  return row.saved.mean - half > hardly_any * row.without->origin_load;
}

std::string row_sentence(const LeaveOutRow& row) {
  const std::string part = part_text(row.omission) + " under " + in_quotes(row.omission.strategy);
  if (!row.without) return part + " cannot be left out: " + visible(row.why_not);
  const double fewer = row.with.stale - row.without->stale;
  std::string stale = ", and causes no stale reads";
  if (fewer > 0) stale = ", and causes " + count_text(fewer) + " stale reads a run";
  if (fewer < 0) stale = "; without it there are " + count_text(-fewer) + " more stale reads a run";
  if (!earns(row)) return part + " is not seen to earn its place: it saves hardly any origin read" + stale + ".";
  return part + " saves " + share_text(row.saved.mean / row.without->origin_load) + " of the origin's reads" + stale +
         ".";
}

std::string verdict_change(const LeaveOutRow& row) {
  if (!row.without || (row.with.standing == Standing::kept) == (row.without->standing == Standing::kept)) return "";
  const std::string part = part_text(row.omission);
  return in_quotes(row.omission.strategy) +
         (row.without->standing == Standing::kept ? " holds without " + part + ", and not with it."
                                                  : " holds with " + part + ", and not without it.");
}

Json earning_json(const Earning& earning) {
  return {{"origin_reads_per_s", measure::rounded(earning.origin_load)},
          {"stale", measure::rounded(earning.stale)},
          {"read_mean_s", earning.read_mean_s ? Json(measure::rounded(*earning.read_mean_s)) : Json(nullptr)},
          {"read_p99_s", earning.read_p99_s ? Json(measure::rounded(*earning.read_p99_s)) : Json(nullptr)},
          {"verdict", word_of(earning.standing)}};
}

}  // namespace

Earning earning_of(const StrategyReport& strategy) {
  const double runs = static_cast<double>(strategy.runs.size());
  return {origin_load(strategy), sum(strategy, "staleness.stale") / runs,
          mean(strategy, "latency_s.reads.mean"), mean(strategy, "latency_s.reads.p99"), standing_of(strategy)};
}

Estimate reads_saved(const StrategyReport& with, const StrategyReport& without) {
  return measure::paired_difference(loads_of(without), loads_of(with));
}

Table leave_out_table(const LeaveOutReport& report) {
  Table table;
  table.columns = {{"", "strategy", "strategy", Column::always},
                   {"", "without", "without", Column::always},
                   {"origin", "reads/s", "origin reads/s", 4},
                   {"", "saved", "saved", Column::always},
                   {"stale", "reads", "stale reads", 3},
                   {"read", "mean", "read mean", 2},
                   {"read", "p99", "read p99", 1},
                   {"", "verdict", "verdict", 3}};
  for (const LeaveOutRow& row : report.rows) {
    std::vector<std::string> cells = {visible(row.omission.strategy), part_text(row.omission)};
    if (row.without) {
      cells.insert(cells.end(),
                   {arrow(rate_text(row.with.origin_load), rate_text(row.without->origin_load)), saved_text(row.saved),
                    arrow(count_text(row.with.stale), count_text(row.without->stale)),
                    arrow(latency_text(row.with.read_mean_s), latency_text(row.without->read_mean_s)),
                    arrow(latency_text(row.with.read_p99_s), latency_text(row.without->read_p99_s)),
                    arrow(word_of(row.with.standing), word_of(row.without->standing))});
    } else {
      cells.insert(cells.end(), {"-", "-", "-", "-", "-", "-"});
    }
    table.cells.push_back(std::move(cells));
  }
  table.plain = table.cells;
  return table;
}

std::vector<std::string> leave_out_answer(const LeaveOutReport& report) {
  std::vector<std::string> sentences;
  for (const LeaveOutRow& row : report.rows) {
    sentences.push_back(row_sentence(row));
    if (std::string change = verdict_change(row); !change.empty()) sentences.push_back(std::move(change));
  }
  if (report.rows.empty())
    sentences.emplace_back("No strategy here caches what an origin has: there is nothing to leave out.");
  return sentences;
}

std::string leave_out_screen(const LeaveOutReport& report, ScreenOptions options) {
  Lines lines(options.width);
  add_heading(lines, report.described);
  lines.add("");
  lines.add_table(leave_out_table(report));
  lines.add_wrapped(arrows_line);
  add_ending(lines, leave_out_answer(report), report.described);
  return lines.take();
}

std::string leave_out_markdown(const LeaveOutReport& report) {
  return markdown_heading(report.described) + '\n' + table_rows(leave_out_table(report)) + '\n' +
         markdown_text(arrows_line) + '\n' + markdown_ending(leave_out_answer(report), report.described);
}

std::string leave_out_csv(const LeaveOutReport& report) {
  std::string text =
      "strategy,class,tier,origin_reads_per_s,origin_reads_per_s_without,saved_per_s,stale,stale_without\r\n";
  for (const LeaveOutRow& row : report.rows) {
    text += csv_cell(row.omission.strategy) + ',' + csv_cell(row.omission.data_class) + ',' +
            csv_cell(row.omission.tier) + ',' + measure::number_text(row.with.origin_load) + ',';
    if (row.without)
      text += measure::number_text(row.without->origin_load) + ',' + measure::number_text(row.saved.mean) + ',' +
              measure::number_text(row.with.stale) + ',' + measure::number_text(row.without->stale);
    else
      text += ",," + measure::number_text(row.with.stale) + ',';
    text += "\r\n";
  }
  return text;
}

Json leave_out_json(const load::Scenario& scenario, const LeaveOutReport& report) {
  Json rows = Json::array();
  for (const LeaveOutRow& row : report.rows) {
    Json json = {{"strategy", row.omission.strategy},
                 {"class", row.omission.data_class},
                 {"tier", row.omission.tier.empty() ? Json(nullptr) : Json(row.omission.tier)},
                 {"with", earning_json(row.with)},
                 {"without", row.without ? earning_json(*row.without) : Json(nullptr)}};
    if (!row.without) json["why_not"] = row.why_not;
    const auto half = row.saved.half_width();
    if (row.without)
      json["saved_per_s"] = {{"mean", measure::rounded(row.saved.mean)},
                             {"half_width", half ? Json(measure::rounded(*half)) : Json(nullptr)}};
    rows.push_back(std::move(json));
  }
  Json json = json_heading("stalemate.leave_one_out/1", report.described, scenario);
  json["parts"] = std::move(rows);
  json["answer"] = leave_out_answer(report);
  return json;
}

}  // namespace stalemate::analysis::page
