// What acts come to in the JSON, in expectations, in the table and in the sentences.
// Promise: figures of a kind that does not know them are null; sums never mix units.
// Source: this project's contract of results ("cost").
#include <catch2/catch.hpp>
#include <string>
#include <vector>
#include "analysis/page/csv.hpp"
#include "analysis/page/screen.hpp"
#include "tests/unit/page_samples.hpp"
#include "tests/unit/texts.hpp"

namespace {

using namespace stalemate::tests;
using stalemate::analysis::measure::ActResult;
using stalemate::models::Act;
namespace measured = stalemate::analysis::measure;
namespace pages = stalemate::analysis::page;

ActResult act_on(Act::Kind kind, std::optional<double> costs, const std::string& unit) {
  ActResult act;
  act.declared = {.kind = kind, .called = "wrong price shown", .costs = costs, .unit = unit};
  act.acts = 100;
  act.on_stale = 6;
  act.overtaken = 4;
  act.granted_after_revocation = 3;
  act.longest = stalemate::sim::Duration{2'500'000'000};
  act.units_oversold = 2;
  act.duplicates = 1;
  return act;
}

pages::Json run_with(const std::vector<ActResult>& acts, RunSample sample = {.strategy = "delete"}) {
  auto result = run_result(sample);
  result.classes.clear();
  for (const ActResult& act : acts) {
    sample.data_class = "class " + std::to_string(result.classes.size());
    result.classes.push_back(class_result(sample));
    result.classes.back().act = act;
  }
  return measured::run_json(result, {sample.strategy, 1, {}, "stalemate run x"});
}

std::optional<double> cost_of(const pages::Json& run, int data_class, const std::string& figure) {
  return measured::value_at(run, "cost.\"class " + std::to_string(data_class) + "\"." + figure);
}

}  // namespace

TEST_CASE("each kind of act reports the harms of its own, and no others", "[results]") {
  using Kind = Act::Kind;
  std::vector<ActResult> acts;
  for (const Kind kind : {Kind::view, Kind::check_then_act, Kind::grant, Kind::take, Kind::once})
    acts.push_back(act_on(kind, 2, "EUR"));
  const pages::Json run = run_with(acts);
  const std::vector<std::optional<double>> harms = {6, 10, 3, 2, 1};
  for (int i = 0; i < 5; ++i) {
    CHECK(cost_of(run, i, "harms") == harms[static_cast<std::size_t>(i)]);
    CHECK(cost_of(run, i, "amount") == 2 * *harms[static_cast<std::size_t>(i)]);
    CHECK(cost_of(run, i, "acts") == 100);
    CHECK(cost_of(run, i, "acts_on_stale").has_value() == (i == 0 || i == 1 || i == 3));
    CHECK(cost_of(run, i, "acts_overtaken").has_value() == (i == 1 || i == 3));
    CHECK(cost_of(run, i, "granted_after_revocation").has_value() == (i == 2));
    CHECK(cost_of(run, i, "longest_s").has_value() == (i == 2));
    CHECK(cost_of(run, i, "units_oversold").has_value() == (i == 3));
    CHECK(cost_of(run, i, "duplicate_actions").has_value() == (i == 4));
  }
  CHECK(cost_of(run, 2, "longest_s") == 2.5);
  CHECK(run["cost"]["class 1"]["kind"] == "check-then-act");
  CHECK(run["cost"]["class 1"]["unit"] == "EUR");
  CHECK(measured::value_at(run, "harm.EUR") == 44);
}

TEST_CASE("harm is summed by unit, and what has no price is in no sum", "[results]") {
  const pages::Json run = run_with({act_on(Act::Kind::view, 0.5, "EUR"), act_on(Act::Kind::once, 3, "support calls"),
                                    act_on(Act::Kind::view, 2, "EUR"), act_on(Act::Kind::view, std::nullopt, "")});
  CHECK(run["harm"].size() == 2);
  CHECK(measured::value_at(run, "harm.EUR") == 15);
  CHECK(measured::value_at(run, "harm.\"support calls\"") == 3);
  CHECK_FALSE(cost_of(run, 3, "amount"));
  CHECK(measured::has_figure(run, "cost.\"class 3\".amount"));
  CHECK(run_of({.strategy = "delete"})["cost"].empty());
  CHECK(run_of({.strategy = "delete"})["harm"].empty());
}

TEST_CASE("the table, its legend, the answer and the CSV tell what was done on stale data", "[page]") {
  pages::Report report = lost_delete();
  const Act declared = act_on(Act::Kind::view, 4.5, "EUR").declared;
  report.acts = {{"class 0", declared}};
  std::int64_t harms = 0;
  for (auto& strategy : report.strategies) {
    ActResult act = act_on(Act::Kind::view, 4.5, "EUR");
    act.on_stale = 1000 * harms++;
    for (auto& run : strategy.runs) {
      const pages::Json with = run_with({act}, {.strategy = strategy.name});
      run["cost"] = with["cost"];
      run["harm"] = with["harm"];
      if (harms > 1) run["staleness"]["affected"]["sessions"] = 321;
    }
  }
  const std::string text = pages::screen(report, {.width = 160, .colour = false});
  CHECK(texts::holds(text, "class 0"));
  CHECK(texts::holds(text, "stale views"));
  CHECK(texts::holds(text, "sessions affected: so many got a stale read"));
  CHECK(texts::holds(text, "  321  "));
  CHECK(texts::holds(text, "harm EUR: in the time measured, at 4.5 EUR for each wrong price shown (class 0): the "
                           "scenario's own numbers"));
  CHECK(texts::holds(text, "Harm: least under \"" + report.strategies[1].name + "\", 4 500 EUR; most under \"" +
                               report.strategies.back().name + "\", " + (harms == 4 ? "13 500" : "9 000") + " EUR; "
                               "without a cache 0 EUR."));
  CHECK(texts::holds(pages::csv(report), "cost.\"\"class 0\"\".amount"));
  CHECK_FALSE(texts::holds(pages::screen(lost_delete(), {.width = 160, .colour = false}), "Harm"));
}
