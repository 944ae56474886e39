#include "analysis/page/html_sections.hpp"
#include <algorithm>
#include <map>
#include "analysis/load/owed.hpp"
#include "analysis/page/causes_chart.hpp"
#include "analysis/page/front_chart.hpp"
#include "analysis/page/grid.hpp"
#include "analysis/page/legend.hpp"
#include "analysis/page/looks.hpp"
#include "analysis/page/markup.hpp"
#include "analysis/page/over_seeds.hpp"
#include "analysis/page/table.hpp"
#include "analysis/page/time_chart.hpp"
#include "analysis/page/topology.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

std::vector<Look> looks_in(const PageFacts& facts) { return looks_of(facts.report, facts.scenario.current); }

Section comparison_section(const Report& report) {
  if (report.strategies.empty()) return {"comparison", "Comparison", "<p>No strategy has run.</p>\n"};
  const Table table = table_of(report);
  std::string text = html_table(grid_of(table, "Every strategy, in the order of the answer"));
  const auto notes = legend(report, table);
  if (!notes.empty()) text += "<div class=\"notes\">" + html_paragraphs(notes) + "</div>\n";
  if (report.promises.size() > 1)
    text += html_table(grid_of(class_table_of(report), "Reads older than promised, by class"));
  return {"comparison", "Comparison", text};
}

std::string seeds_note(const Report& report) {
  const std::int64_t seeds = seeds_of(report);
  return seeds > 1 ? "Means of " + plural(seeds, "seed") + "; bars are 95 % intervals, and the front counts shown "
                     "differences alone."
                   : std::string("Of one seed: no intervals, and the front is of the figures as they are.");
}

std::string muted_note(const std::vector<Look>& looks) {
  if (!has_muted(looks)) return "";
  return " Of " + std::to_string(looks.size()) +
         " strategies those on the front, the baseline, what production runs and the worst stand out; the others are "
         "small and grey, and all are in the table.";
}

/// The legend of all pictures: a script shows it, and switches strategies by it.
std::string switches(const std::vector<Look>& looks) {
  std::string text = "<fieldset id=\"switches\" hidden>\n<legend>Shown in the pictures</legend>\n"
                     "<div class=\"switch-all\"><button type=\"button\" data-show=\"all\">All</button>"
                     "<button type=\"button\" data-show=\"none\">None</button>";
  if (has_muted(looks)) text += "<button type=\"button\" data-show=\"telling\">Those that stand out</button>";
  text += "</div>\n<div class=\"switches\">\n";
  for (const Look& each : looks)
    text += "<label><input type=\"checkbox\" value=\"" + std::to_string(each.number) +
            "\" checked><svg class=\"chart\" width=\"18\" height=\"18\" aria-hidden=\"true\">" +
            look_marker(each, {9, 9}, 6) + "</svg><span>" + xml_text(each.name) + "</span></label>\n";
  return text + "</div>\n</fieldset>\n";
}

Section front_section(const PageFacts& facts) {
  const auto looks = looks_in(facts);
  const auto points = front_points(facts.report, looks);
  Section section{"front", "Staleness against load", ""};
  section.html = "<p>No read was answered: there is nothing to set against load.</p>\n";
  if (points.empty()) return section;
  const std::string caption = "Down and to the left is better. The line is the front: nothing beats those on it in "
                              "both. " + seeds_note(facts.report) + muted_note(looks);
  section.html = switches(looks) + html_figure(front_picture(staleness_title(facts.report), points), "front", caption) +
                 html_table(front_grid(facts.report, points));
  return section;
}

/// Where a script puts what it draws instead.
std::string plot_place(const char* what, const std::string& title) {
  return std::string("<div class=\"plot\" data-plot=\"") + what + "\" data-title=\"" + xml_text(title) +
         "\" hidden></div>\n";
}

std::string over_time(const TimeSeries& series, Shown what, const std::string& title, const std::string& note = "") {
  const char* const name = what == Shown::staleness ? "stale" : "load";
  const std::string spans = plural(series.span_s, "second");
  return "<h3>" + xml_text(title) + "</h3>\n" +
         html_figure(time_picture(series, what, title), std::string("time-") + name,
                     "Shaded: while a fault lasts. Of the first seed, in spans of " + spans + "." + note,
                     plot_place(name, title)) +
         html_details("The same figures as a table", html_table(time_grid(series, what, title)));
}

Section time_section(const PageFacts& facts) {
  const TimeSeries series = time_series(facts.report, looks_in(facts));
  if (series.is_empty()) return {"time", "Over time", "<p>Nothing was measured over time.</p>\n"};
  const auto& promises = facts.report.promises;
  const bool excuses = std::any_of(promises.begin(), promises.end(), [](auto& each) { return !each.under_faults; });
  const std::string note =
      excuses ? " Reads of which a promise says nothing, as a fault is in force, count as kept." : "";
  return {"time", "Over time", over_time(series, Shown::staleness, staleness_title(facts.report), note) +
                                   over_time(series, Shown::load, "origin reads a second")};
}

Section causes_section(const Report& report) {
  const CauseBars bars = cause_bars(report);
  if (bars.causes.empty()) return {"causes", "Causes", "<p>No read was stale: there is no cause to tell.</p>\n"};
  std::string meanings = "<dl class=\"reasons\">\n";
  for (const auto& [cause, meaning] : cause_meanings(bars))
    meanings += "<div><dt>" + xml_text(cause) + "</dt><dd>" + xml_text(meaning) + "</dd></div>\n";
  const std::string caption = "Every stale read has one root cause. A bar is all stale reads of a strategy, few or "
                              "many: how many stands beside it.";
  return {"causes", "Causes",
          html_figure(causes_picture(bars), "causes", caption) + html_table(causes_grid(bars)) + meanings + "</dl>\n"};
}

Section owed_section(const load::Scenario& scenario) {
  const Grid grid = owed_grid(scenario);
  const std::string none = "<p>There is no copy: no strategy caches anything.</p>\n";
  return {"owed", "Who owes what", grid.rows.empty() ? none : html_table(grid)};
}

Section topology_section(const load::Scenario& scenario) {
  const Topology topology = topology_of(scenario);
  const std::string caption = "Who talks to whom; dashed: no link joins them, and the default latency stands for one.";
  std::string text = html_figure(topology_picture(topology), "topology", caption) + html_table(nodes_grid(topology));
  if (!topology.edges.empty()) text += html_table(links_grid(topology));
  return {"topology", "Topology", text};
}

}  // namespace

Grid owed_grid(const load::Scenario& scenario) {
  Grid grid{"Who tells which copy of a change", {"class", "writer", "copy", "told by", "under"}, {}, {1, 2, 3, 4}};
  std::map<std::vector<std::string>, std::size_t> known;
  for (const load::Owed& each : load::owed(scenario)) {
    const std::vector<std::string> key = {visible(each.data_class), visible(each.writer), visible(each.copy),
                                          visible(each.told_by)};
    const auto [found, is_new] = known.try_emplace(key, grid.rows.size());
    if (is_new) grid.rows.push_back(key), grid.rows.back().emplace_back();
    std::string& under = grid.rows[found->second].back();
    under += (under.empty() ? "" : ", ") + visible(each.strategy);
  }
  std::stable_sort(grid.rows.begin(), grid.rows.end(), [](const auto& a, const auto& b) {
    return std::vector(a.begin(), a.begin() + 3) < std::vector(b.begin(), b.begin() + 3);
  });
  return grid;
}

std::vector<Section> sections_of(const PageFacts& facts) {
  return {answer_section(facts),
          comparison_section(facts.report),
          front_section(facts),
          time_section(facts),
          causes_section(facts.report),
          owed_section(facts.scenario),
          topology_section(facts.scenario),
          incident_section(facts),
          cost_section(facts.report),
          expectations_section(facts.report),
          scenario_section(facts),
          again_section_of(facts.report)};
}

Json data_of(const PageFacts& facts) {
  const auto looks = looks_in(facts);
  Json strategies = Json::array();
  for (const Look& each : looks) {
    Json one = {{"name", visible(each.name)}, {"shape", nullptr}};
    if (each.shape) one["shape"] = *each.shape;
    strategies.push_back(std::move(one));
  }
  return {{"strategies", strategies}, {"time", time_json(time_series(facts.report, looks))}};
}

}  // namespace stalemate::analysis::page
