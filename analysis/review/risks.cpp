// The five risks by what was measured: as described, and where the standard faults make it worst.
#include <algorithm>
#include <functional>
#include "analysis/load/path.hpp"
#include "analysis/page/figures.hpp"
#include "analysis/page/not_judged.hpp"
#include "analysis/page/what_if.hpp"
#include "analysis/page/words.hpp"
#include "analysis/review/chapters.hpp"

namespace stalemate::analysis::review {
namespace {

using page::StrategyReport;
using page::visible;

enum class Form : std::uint8_t { count, seconds, share, factor };

/// A figure of a strategy's runs; none is as good as 0.
struct RiskFigure {
  std::string name;
  Form form = Form::count;
  std::function<double(const StrategyReport&)> of;
};

struct Risk {
  Topic topic;
  const char* id;
  const char* title;
  const char* asks;
  std::vector<RiskFigure> figures;
};

RiskFigure total(const char* name, const std::string& path) {
  return {name, Form::count, [path](const StrategyReport& row) { return page::sum(row, path); }};
}

RiskFigure stale_by(const std::string& cause) {
  RiskFigure figure = total("", "staleness.causes." + cause);
  figure.name = "stale reads by " + cause;
  return figure;
}

RiskFigure most(const char* name, Form form, const std::string& path) {
  return {name, form, [path](const StrategyReport& row) { return page::greatest(row, path).value_or(0); }};
}

const std::vector<Risk>& risks() {
  static const std::vector<Risk> all = {
      {Topic::source_of_truth, "truth", "Risk: source of truth",
       "Where is the truth, who may change it, and what is lost with the cache?",
       {stale_by("unowned-write"), total("acknowledged writes lost", "writes.lost.all"),
        total("answers of lost writes", "staleness.phantom"),
        total("reads of what was lost", "reads.data_lost.count")}},
      {Topic::invalidation, "invalidation", "Risk: invalidation",
       "Does word of each change come to each copy, and what ends a wrong entry if it does not?",
       {most("oldest answer", Form::seconds, "staleness.age_s.max"), stale_by("ttl-window"),
        stale_by("invalidation-lost"), stale_by("invalidation-in-flight"), stale_by("served-stale"),
        total("words of changes lost", "load.changes.lost"),
        total("wrong entries that nothing ends", "staleness.windows.unbounded")}},
      {Topic::concurrency, "concurrency", "Risk: concurrency",
       "What do readers and writers of one key do to each other?",
       {stale_by("fill-race"), stale_by("joined-flight"), stale_by("write-reorder"),
        total("updates lost under another's", "writes.lost_updates"), total("torn requests", "requests.torn.count"),
        total("fetches of what was being fetched", "load.duplicate_fetches"),
        most("most fetches of one key at once", Form::count, "load.stampede_max")}},
      {Topic::retries, "retries", "Risk: retries and overload",
       "What do callers do when there is no answer, and can the origin bear it?",
       {{"attempts a request", Form::factor, attempts_a_request},
        {"reads without an answer", Form::share, unanswered_reads},
        {"busiest origin", Form::share, busiest_origin},
        total("writes that failed and took effect", "writes.committed_after_failure"),
        total("writes that took effect twice", "writes.duplicate_commits")}},
      {Topic::distributed, "distributed", "Risk: distributed consistency",
       "Do all copies, tiers, replicas and clocks tell the same?",
       {stale_by("replica-lag"), stale_by("tier-not-invalidated"), stale_by("dependency-missed"),
        stale_by("resurrected-node"), stale_by("clock-skew"), stale_by("unflushed-write"),
        total("reads that missed their session's own write", "staleness.sessions.read_your_writes"),
        total("reads older than what their session had seen", "staleness.sessions.monotonic_reads")}}};
  return all;
}

std::string text_of(Form form, double value) {
  switch (form) {
    case Form::count: return page::count_text(value);
    case Form::seconds: return page::time_text(value);
    case Form::share: return page::share_text(value);
    case Form::factor: break;
  }
  return page::short_number(value);
}

/// One figure of one strategy: as described, and in its worst world. False: it is 0 in all of them.
bool add_row(const Evidence& evidence, const std::string& strategy, const RiskFigure& figure, page::Grid& grid) {
  const World* worst = nullptr;
  double most = 0;
  std::string described = "-";
  for (const World& world : evidence.worlds) {
    const StrategyReport* row = row_named(world.report, strategy);
    if (row == nullptr) continue;
    const double value = figure.of(*row);
    if (world.is_described()) described = text_of(figure.form, value);
    if (worst == nullptr || value > most) worst = &world, most = value;
  }
  if (worst == nullptr || most == 0) return false;
  grid.rows.push_back({visible(strategy), figure.name, described, text_of(figure.form, most), title_of(*worst),
                       reproduce_of(*row_named(worst->report, strategy))});
  return true;
}

Chapter chapter_of(const Evidence& evidence, const Risk& risk, const std::vector<Finding>& findings) {
  Chapter chapter{risk.id, risk.title, {Paragraph{risk.asks}}};
  std::vector<std::string> kinds;
  for (const Finding& each : findings)
    if (each.topic == risk.topic) kinds.push_back(each.kind + " (" + visible(each.data_class) + ")");
  kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
  if (!kinds.empty()) chapter.parts.push_back(Paragraph{"Faults found: " + page::joined(kinds, ", ") + "."});
  page::Grid grid{"What was measured",
                  {"strategy", "figure", "as described", "worst", "where", "command"}, {}, {1, 4}, {5}};
  std::vector<std::string> zero;
  for (const RiskFigure& figure : risk.figures) {
    bool is_seen = false;
    for (const load::StrategyPlan* plan : evidence.reviewed()) is_seen |= add_row(evidence, plan->name, figure, grid);
    if (!is_seen) zero.push_back(figure.name);
  }
  if (!grid.rows.empty()) chapter.parts.push_back(std::move(grid));
  const bool has_standard = evidence.worlds.size() > 1 && load::promises_anything(evidence.scenario);
  if (!zero.empty() && !evidence.reviewed().empty())
    chapter.parts.push_back(std::vector<Claim>{
        {"Not seen in any of these runs: " + page::joined(zero, ", ") + ". That is no proof that it cannot be.",
         has_standard ? evidence.commands.what_if : evidence.commands.run}});
  return chapter;
}

/// Of one world, the cell of each reviewed strategy.
std::vector<page::WhatIfCell> cells_of(const Evidence& evidence, const World& world) {
  std::vector<page::Json> runs;
  for (const StrategyReport& row : world.report.strategies)
    runs.insert(runs.end(), row.runs.begin(), row.runs.end());
  return page::cells_of(evidence.scenario, evidence.described(), runs);
}

/// One row for all strategies under which the same caller depends as much.
void add_caller(page::Grid& grid, const std::vector<std::string>& row) {
  const auto same = std::find_if(grid.rows.begin(), grid.rows.end(), [&](const std::vector<std::string>& other) {
    return other[0] == row[0] && other[2] == row[2];
  });
  if (same == grid.rows.end()) return grid.rows.push_back(row);
  (*same)[1] += ", " + row[1];
}

}  // namespace

Chapter promises_chapter(const Evidence& evidence) {
  Chapter chapter{"promises", "The promises, as described and under the standard faults"};
  if (!load::promises_anything(evidence.scenario)) {
    chapter.parts.push_back(Paragraph{"No class promises anything: nothing can be broken, and nothing relied on."});
  } else {
    page::Grid grid{"Share of reads beyond a promise",
                    {"strategy", "where", "promise", "oldest read", "command"}, {}, {1}, {4}};
    for (const World& world : evidence.worlds)
      for (const page::WhatIfCell& cell : cells_of(evidence, world))
        if (cell.has_run())
          grid.rows.push_back({visible(cell.strategy), title_of(world), page::cell_text(cell),
                               cell.oldest_s ? page::time_text(*cell.oldest_s) : "-", cell.reproduce});
    if (!grid.rows.empty()) chapter.parts.push_back(std::move(grid));
    const std::string excuses = page::judged_all_the_same(evidence.described());
    if (!excuses.empty()) chapter.parts.push_back(Paragraph{"Under the standard faults: " + excuses + "."});
  }
  std::vector<Claim> left_out;
  if (!evidence.no_what_ifs.empty()) left_out.push_back({"No standard fault was run: " + evidence.no_what_ifs});
  for (const load::WhatIf& each : evidence.left_out)
    left_out.push_back({"Not run: " + each.fact.title + ": " + each.left_out + ".", evidence.commands.describe});
  if (!left_out.empty()) chapter.parts.push_back(std::move(left_out));
  return chapter;
}

std::vector<Chapter> risk_chapters(const Evidence& evidence, const std::vector<Finding>& findings) {
  std::vector<Chapter> chapters;
  for (const Risk& risk : risks()) chapters.push_back(chapter_of(evidence, risk, findings));
  return chapters;
}

Chapter callers_chapter(const Evidence& evidence) {
  Chapter chapter{"callers", "How far each caller depends on the cache"};
  page::Grid grid{"Peak demand of one second at the origins' mean service times, over their servers: above 1 the "
                  "cache is no longer an optimisation",
                  {"caller", "strategy", "cache dependency", "command"}, {}, {1}, {3}};
  for (const StrategyReport& row : evidence.described().strategies)
    for (const auto& [name, caller] : row.runs.front().at("load").at("callers").items()) {
      const auto depends = page::greatest(row, load::join("load.callers", name) + ".cache_dependency");
      if (!depends || row.is_baseline != evidence.reviewed().empty()) continue;
      add_caller(grid, {visible(name), visible(row.name), page::short_number(*depends),
                        reproduce_of(row) + " --format json"});
    }
  if (grid.rows.empty())
    chapter.parts.push_back(
        Paragraph{"No origin has a limit of servers: nothing in this file says how much it could serve."});
  else
    chapter.parts.push_back(std::move(grid));
  return chapter;
}

}  // namespace stalemate::analysis::review
