// The sections of words and verdicts: the answer, what it cost, what was expected, how to get it again.
#include <algorithm>
#include "analysis/page/by_load.hpp"
#include "analysis/page/commands.hpp"
#include "analysis/page/figures.hpp"
#include "analysis/page/grid.hpp"
#include "analysis/page/harm.hpp"
#include "analysis/page/html_sections.hpp"
#include "analysis/page/legend.hpp"
#include "analysis/page/markup.hpp"
#include "analysis/page/outcome_words.hpp"
#include "analysis/page/over_seeds.hpp"
#include "analysis/page/prose.hpp"
#include "analysis/page/reasons.hpp"
#include "analysis/page/sightings.hpp"
#include "analysis/page/standing.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

constexpr std::size_t rows_in_sight = 12;

std::string heading(const char* title) { return std::string("<h3>") + title + "</h3>\n"; }

std::string reasons_between(const std::vector<Reason>& all, std::size_t from, std::size_t to) {
  std::string text = "<dl class=\"reasons\">\n";
  for (std::size_t i = from; i < to; ++i) {
    const Reason& each = all[i];
    text += "<div><dt>" + xml_text(each.strategy) + "</dt><dd>";
    for (const std::string& sentence : each.sentences) text += "<p>" + xml_text(sentence) + "</p>";
    text += "</dd></div>\n";
  }
  return text + "</dl>\n";
}

/// Each strategy with what is said of it; nothing of nobody.
std::string told_by_strategy(const char* title, const std::vector<Reason>& all) {
  if (all.empty()) return "";
  const std::size_t shown = std::min(all.size(), rows_in_sight);
  std::string text = heading(title) + reasons_between(all, 0, shown);
  if (shown == all.size()) return text;
  const std::string more = "the other " + std::to_string(all.size() - shown);
  return text + html_details(more, reasons_between(all, shown, all.size()));
}

std::string next_steps(const Report& report) {
  std::string text = heading("Next") + "<dl class=\"commands\">\n";
  for (const Command& each : next_commands(report))
    text += "<div><dt>" + xml_text(each.purpose) + "</dt><dd>" + html_command(joined(each.words, " ")) +
            "</dd></div>\n";
  return text + "</dl>\n";
}

std::string harm_cell(const StrategyReport& strategy, const HarmColumn& column) {
  const auto text = column.shows == HarmColumn::Shows::amount ? amount_text
                    : column.shows == HarmColumn::Shows::time ? time_text
                                                              : count_text;
  const auto value = mean(strategy, column.path), half = half_width(strategy, column.path);
  if (!value) return "-";
  return half ? with_interval(text(*value), *half == 0 ? "0" : text(*half)) : text(*value);
}

Grid harm_grid(const Report& report) {
  Grid grid{"What stale data led to", {"strategy"}, {}};
  const auto columns = harm_columns(report);
  for (const HarmColumn& each : columns) grid.titles.push_back(each.title);
  for (const StrategyReport& strategy : report.strategies) {
    grid.rows.push_back({visible(strategy.name)});
    for (const HarmColumn& each : columns) grid.rows.back().push_back(harm_cell(strategy, each));
  }
  return grid;
}

Grid expectations_grid(const Report& report) {
  Grid grid{"Promises and expectations", {"strategy", "expected", "bound", "measured", "verdict", "figure"}, {}, {1, 4},
            {5}};
  for (const StrategyReport& strategy : report.strategies)
    for (const measure::Outcome& each : strategy.outcomes) {
      const std::string seeds = seeds_text(strategy, each);
      grid.rows.push_back({visible(strategy.name), visible(each.text), bound_text(each), actual_text(each),
                           held_word(each) + (seeds.empty() ? "" : ": " + seeds), each.path});
    }
  return grid;
}

Grid runs_grid(const Report& report) {
  Grid grid{"Every run", {"strategy", "seed", "digest", "command"}, {}, {}, {2, 3}};
  for (const StrategyReport& strategy : report.strategies)
    for (const Json& run : strategy.runs)
      grid.rows.push_back({visible(strategy.name), std::to_string(run.at("seed").get<std::uint64_t>()),
                           run.at("digest").get<std::string>(), run.at("reproduce").get<std::string>()});
  return grid;
}

}  // namespace

Section answer_section(const PageFacts& facts) {
  const Report& report = facts.report;
  auto told = answer(report);
  if (!told.empty()) told.erase(told.begin());  // it stands above all
  std::string text = html_paragraphs(told) + told_by_strategy("Why", reasons(report)) +
                     told_by_strategy("Loads", by_load(report)) +
                     told_by_strategy("What alerts saw", sightings(report)) + heading("How far to trust it") +
                     html_list(trust(report)) + next_steps(report);
  return {"answer", "Answer", text};
}

Section cost_section(const Report& report) {
  const std::string none = "<p>No data class declares an act: what its stale reads led to was not counted.</p>\n";
  if (report.acts.empty()) return {"cost", "What it cost", none};
  std::string text = html_paragraphs(harm_sentences(report));
  for (const std::string& unit : harm_units(report))
    text += html_paragraphs({"By the scenario's own prices: " + prices_in(report, unit) + "."});
  return {"cost", "What it cost", text + html_table(harm_grid(report))};
}

Section expectations_section(const Report& report) {
  const Grid grid = expectations_grid(report);
  if (grid.rows.empty())
    return {"expectations", "Expectations", "<p>Nothing was promised, and nothing expected.</p>\n"};
  return {"expectations", "Expectations", html_table(grid)};
}

Section again_section_of(const Report& report) {
  std::string text;
  const Command again = same_again(report);
  if (!again.words.empty())
    text += "<p>This whole result, byte for byte by the same program:</p>\n" + html_command(joined(again.words, " "));
  text += "<p>Digest of all runs: <code>" + xml_text(digest_of(report)) +
          "</code>. It is a hash over every fact of the runs: the same scenario, strategy, seed and version give the "
          "same one on every machine.</p>\n";
  const Grid runs = runs_grid(report);
  const std::string table = html_table(runs);
  const auto count = static_cast<std::int64_t>(runs.rows.size());
  text += runs.rows.size() > rows_in_sight ? html_details(plural(count, "run"), table) : table;
  return {"again", "Every number again", text};
}

}  // namespace stalemate::analysis::page
