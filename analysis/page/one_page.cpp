#include "analysis/page/one_page.hpp"
#include <algorithm>
#include <cstddef>
#include "analysis/load/describe_words.hpp"
#include "analysis/page/alert_rules.hpp"
#include "analysis/page/commands.hpp"
#include "analysis/page/figures.hpp"
#include "analysis/page/harm.hpp"
#include "analysis/page/legend.hpp"
#include "analysis/page/markdown.hpp"
#include "analysis/page/outcome_words.hpp"
#include "analysis/page/over_seeds.hpp"
#include "analysis/page/prose.hpp"
#include "analysis/page/reasons.hpp"
#include "analysis/page/recommendation.hpp"
#include "analysis/page/roll_back.hpp"
#include "analysis/page/table.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

using measure::Outcome;

constexpr std::size_t strategies_explained = 5;

class OnePage {
 public:
  OnePage(const load::Scenario& scenario, const Report& report)
      : scenario_(scenario), report_(report), of_(recommend(report, scenario.current)), shown_(of_.compared()) {}

  std::string write() {
    text_ = "# " + markdown_text(report_.title) + '\n';
    if (!report_.question.empty()) paragraph(report_.question);
    write_recommendation();
    write_promises();
    write_cost();
    write_why();
    write_assumptions();
    write_left_out();
    write_alerts();
    heading("How to roll back");
    list(roll_back(scenario_, report_, of_));
    write_trial();
    write_again();
    return std::move(text_);
  }

 private:
  /// At the beginning of a line, where a dash or a number would begin a list.
  static std::string block_text(const std::string& words) {
    const std::string safe = markdown_text(words);
    const std::size_t mark = safe.find_first_not_of("0123456789");
    const bool is_mark = mark == 0 ? safe.find_first_of("-+=") == 0 : safe.find_first_of(".)") == mark;
    return is_mark && mark != std::string::npos ? safe.substr(0, mark) + '\\' + safe.substr(mark) : safe;
  }

  void heading(const char* title) { text_ += std::string("\n## ") + title + '\n'; }
  void paragraph(const std::string& words) {
    if (!words.empty()) text_ += '\n' + block_text(words) + '\n';
  }
  void list(const std::vector<std::string>& items) {
    if (!items.empty()) text_ += '\n';
    for (const std::string& item : items) text_ += "- " + block_text(item) + '\n';
  }
  void command(const Command& of) {
    if (!of.words.empty()) text_ += '\n' + code_block("", joined(of.words, " "));
  }

  void write_recommendation() {
    heading("Recommendation");
    text_ += "\n**" + markdown_text(recommendation_text(report_, of_)) + "** " +
             markdown_text(verdict_sentence(report_)) + '\n';
    if (report_.calibration && !report_.calibration->strategy.empty() && !report_.calibration->held())
      paragraph("NOT CALIBRATED: production shows other figures; see the assumptions.");
    paragraph(no_difference_sentence(report_));
    if (of_.recommended != nullptr) list(policy_of(*of_.recommended));
  }

  /// As `describe` has it.
  std::vector<std::string> policy_of(const StrategyReport& strategy) const {
    if (strategy.is_baseline) return {"Every read goes to the origin."};
    const auto plan = std::find_if(scenario_.strategies.begin(), scenario_.strategies.end(),
                                   [&](const load::StrategyPlan& each) { return each.name == strategy.name; });
    std::vector<std::string> items;
    for (const std::string& set : plan->sets) items.push_back("with " + set);
    const models::Blueprint& blueprint = plan->blueprint;
    for (std::size_t i = 0; i < blueprint.classes.size(); ++i)
      items.push_back(blueprint.classes[i].name + ": " + load::words_for(blueprint.strategy.policies[i]));
    return items;
  }

  std::string title_of(const StrategyReport& strategy) const {
    const std::string role = of_.role_of(strategy);
    return visible(strategy.name) + (role.empty() ? "" : " (" + role + ")");
  }

  Table table_with(const std::string& first) const {
    Table table;
    table.columns.push_back({"", "", first, Column::always});
    for (const StrategyReport* each : shown_) table.columns.push_back({"", "", title_of(*each), Column::always});
    return table;
  }

  static bool is_same(const Outcome& a, const Outcome& b) {
    return a.text == b.text && a.path == b.path && a.relation == b.relation && a.bound == b.bound;
  }

  static std::string cell(const StrategyReport& strategy, const Outcome& wanted) {
    const auto found = std::find_if(strategy.outcomes.begin(), strategy.outcomes.end(),
                                    [&](const Outcome& each) { return is_same(each, wanted); });
    return found == strategy.outcomes.end() ? "-" : actual_text(*found) + ": " + held_word(*found);
  }

  /// Each promise and expectation of those that are shown, once; promises first.
  std::vector<Outcome> wanted() const {
    std::vector<Outcome> all;
    for (const bool promises : {true, false})
      for (const StrategyReport* strategy : shown_)
        for (const Outcome& each : strategy->outcomes) {
          const auto is_it = [&](const Outcome& other) { return is_same(each, other); };
          if (each.is_promise == promises && std::none_of(all.begin(), all.end(), is_it)) all.push_back(each);
        }
    return all;
  }

  void write_promises() {
    heading("Promise kept?");
    const auto outcomes = wanted();
    if (outcomes.empty()) return paragraph("Nothing is promised or expected of these.");
    Table table = table_with("promised or expected");
    table.columns.insert(table.columns.begin() + 1, Column{"", "", "bound", Column::always});
    for (const Outcome& each : outcomes) {
      std::vector<std::string> row = {each.text, bound_text(each)};
      for (const StrategyReport* strategy : shown_) row.push_back(cell(*strategy, each));
      table.cells.push_back(std::move(row));
    }
    text_ += '\n' + table_rows(table);
    if (!report_.faults.empty()) paragraph("Through: " + fault_line(report_) + ".");
  }

  static void drop(Table& table, std::size_t column) {
    const auto at = static_cast<std::ptrdiff_t>(column);
    table.columns.erase(table.columns.begin() + at);
    for (auto* rows : {&table.cells, &table.plain})
      for (auto& row : *rows) row.erase(row.begin() + at);
  }

  /// The answer's table without the verdict, and without what is told of none of these.
  Table figures() const {
    const Table all = table_of(report_);
    Table table;
    table.columns = all.columns;
    for (const StrategyReport* each : shown_) {
      const auto row = static_cast<std::size_t>(each - report_.strategies.data());
      table.cells.push_back(all.cells[row]);
      table.plain.push_back(all.plain[row]);
    }
    drop(table, table.columns.size() - 1);
    for (std::size_t c = table.columns.size() - 1; c > 0; --c)
      if (std::all_of(table.cells.begin(), table.cells.end(), [&](const auto& row) { return row[c] == "-"; }))
        drop(table, c);
    return table;
  }

  /// Its rows as columns.
  void write_cost() {
    heading("Cost");
    if (shown_.empty()) return paragraph("Nothing was run.");
    const Table told = figures();
    Table table = table_with("figure");
    for (std::size_t c = 1; c < told.columns.size(); ++c) {
      std::vector<std::string> row = {told.columns[c].title};
      for (const auto& cells : told.cells) row.push_back(cells[c]);
      table.cells.push_back(std::move(row));
    }
    add_other_origins(main_origin(report_), table);
    text_ += '\n' + table_rows(table);
    list(legend(report_, told));
    for (const std::string& each : harm_sentences(report_)) paragraph(each);
  }

  void add_other_origins(const std::string& main, Table& table) const {
    for (const auto& [origin, unused] : shown_.front()->runs.front().at("load").at("origin").items()) {
      if (origin == main) continue;
      add_origin(origin, "reads/s mean", table, [&](const StrategyReport& each) {
        return mean(each, origin_path(origin, "reads_per_s.mean"));
      }, rate_text);
      add_origin(origin, "reads/s peak", table, [&](const StrategyReport& each) {
        return mean(each, origin_path(origin, "reads_per_s.peak"));
      }, rate_text);
      add_origin(origin, "busy", table, [&](const StrategyReport& each) { return busy(each, origin); },
                 whole_percent_text);
    }
  }

  template <class FigureOf>
  void add_origin(const std::string& origin, const char* what, Table& table, FigureOf figure_of,
                  std::string (*words)(double)) const {
    std::vector<std::string> row = {visible(origin) + ' ' + what};
    for (const StrategyReport* each : shown_) {
      const auto value = figure_of(*each);
      row.push_back(value ? words(*value) : "-");
    }
    table.cells.push_back(std::move(row));
  }

  void write_why() {
    heading("Why");
    const auto all = reasons(report_);
    std::vector<std::string> items;
    for (const Reason& each : all)
      if (items.size() < strategies_explained) items.push_back(each.strategy + ": " + joined(each.sentences, " "));
    list(items);
    if (all.empty()) paragraph("No read was stale, and nothing that was promised or expected is broken.");
    if (all.size() > items.size())
      paragraph("Of " + std::to_string(all.size() - items.size()) + " more the whole report tells (-o report.html).");
  }

  void write_assumptions() {
    heading("Fragile assumptions");
    std::vector<std::string> items = assumptions(report_);
    for (std::string& each : idle_fault_sentences(report_)) items.push_back(std::move(each));
    for (const std::string& each : report_.unfinished) items.push_back("Not finished, so not told of: " + each + ".");
    if (report_.guesses.empty()) items.emplace_back("No figure is marked as a guess.");
    list(items);
    if (!report_.guesses.empty()) command(sensitivity_of(report_));
  }

  void write_left_out() {
    heading("Left out");
    list(report_.leaves_out);
    if (report_.leaves_out.empty()) paragraph("The scenario names nothing that it leaves out.");
  }

  void write_alerts() {
    heading("What to alert on");
    const StrategyReport* watched = of_.runs_next();
    if (watched == nullptr && of_.runner_up != nullptr && declares_alerts(scenario_, *of_.runner_up))
      watched = of_.runner_up;
    if (watched == nullptr)
      return paragraph("Nothing is recommended, and what production runs was not said or not run (\"current\"): there "
                       "is no normal range to take bounds from.");
    const AlertRules rules = alert_rules(scenario_, report_, *watched);
    if (!rules.yaml.empty()) text_ += '\n' + code_block("yaml", rules.yaml);
    list(rules.notes);
  }

  /// Of what a roll-back would come to, as far as a run can try it.
  void write_trial() {
    const StrategyReport* const next = of_.runs_next();
    if (next == nullptr || !caches(*next) || report_.is_sole) return;
    const Command trial = without_caches(report_);
    if (trial.words.empty()) return;
    paragraph("To try it, with every cache away from the middle of the run on:");
    command(trial);
  }

  void write_again() {
    heading("Reproduce");
    command(same_again(report_));
    paragraph(joined(signature(report_), " \xC2\xB7 "));
  }

  const load::Scenario& scenario_;
  const Report& report_;
  Recommendation of_;
  std::vector<const StrategyReport*> shown_;
  std::string text_;
};

}  // namespace

std::string one_page(const load::Scenario& scenario, const Report& report) { return OnePage(scenario, report).write(); }

}  // namespace stalemate::analysis::page
