// What several seeds show on the page: half-widths in the table, differences not shown, undecided promises, advice.
// Promise: nothing of it appears with one seed.
// Source: this project's interface ("Undecided"), semantics ("Statistics").
#include <catch2/catch.hpp>
#include "analysis/page/markdown.hpp"
#include "analysis/page/over_seeds.hpp"
#include "analysis/page/prose.hpp"
#include "analysis/page/reasons.hpp"
#include "analysis/page/screen.hpp"
#include "analysis/page/table.hpp"
#include "analysis/page/words.hpp"
#include "tests/unit/page_samples.hpp"

using namespace stalemate::analysis;
using namespace stalemate::analysis::page;
using stalemate::tests::run_of;

namespace {

load::Scenario scenario_of(const std::vector<std::string>& strategies, double share = 1) {
  load::Scenario scenario;
  scenario.title = "T";
  scenario.file = "t.json";
  scenario.system.classes.resize(1);
  scenario.system.classes[0].name = "price";
  scenario.system.classes[0].promise.max_age = stalemate::sim::Duration{5'000'000'000};
  scenario.system.classes[0].promise.share = share;
  scenario.system.loads.resize(1);
  scenario.system.loads[0].reads = "price";
  for (const std::string& name : strategies) {
    load::StrategyPlan plan;
    plan.name = name;
    plan.blueprint = scenario.system;
    plan.blueprint.strategy.policies.resize(1);
    scenario.strategies.push_back(plan);
  }
  return scenario;
}

struct Seen {
  std::vector<std::int64_t> over;
  std::vector<double> reads;
};

Report report_of(const std::vector<std::pair<std::string, Seen>>& strategies, double share = 1, bool strict = false) {
  std::vector<std::string> names;
  for (const auto& each : strategies) names.push_back(each.first);
  const auto scenario = scenario_of(names, share);
  std::vector<Json> runs;
  for (const auto& [name, seen] : strategies)
    for (std::size_t i = 0; i < seen.over.size(); ++i) {
      Json run = run_of({.strategy = name, .seed = i + 1, .over = seen.over[i], .reads_per_s = seen.reads[i],
                         .busy = 0.5, .hits = 9'000});
      for (const auto& plan : scenario.strategies)
        if (plan.name == name) measure::add_expectations(run, measure::judge(scenario, plan, run));
      runs.push_back(run);
    }
  return make_report(scenario, "0.1.0", runs, strict);
}

bool tells(const std::vector<std::string>& sentences, const std::string& part) {
  return joined(sentences, "\n").find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("expectations that concern no strategy of the run are counted", "[page]") {
  auto scenario = scenario_of({"delete"});
  for (const char* strategy : {"delete", "ttl*", "*", "del*"}) {
    scenario.expectations.emplace_back().path = "staleness.ratio";
    scenario.expectations.back().strategy = strategy;
  }
  CHECK(make_report(scenario, "0.1.0", {}, false).not_judged == 1);
}

TEST_CASE("A mean stands with half its interval, in the unit of both") {
  CHECK(with_interval("0.05 %", "0.02 %") == "0.05 \xC2\xB1" "0.02 %");
  CHECK(with_interval("21ms", "1ms") == "21ms \xC2\xB1" "1ms");
  CHECK(with_interval("5 %", "0") == "5 \xC2\xB1" "0 %");
  CHECK(about_text(20) == "about 20");
  CHECK(about_text(31) == "about 35");
  CHECK(about_text(234) == "about 240");
  CHECK(about_text(1234) == "about 1 300");
}

TEST_CASE("The table shows half-widths over several seeds and none of one") {
  const Table several = table_of(report_of({{"a", {{0, 0}, {10, 12}}}}));
  CHECK(has_intervals(several));
  CHECK(several.cells[0][3] == "11 \xC2\xB1" "13");  // 12.7062 times the standard error of 1
  CHECK(several.plain[0][3] == "11");
  CHECK(several.cells[0][1] == "0.00 \xC2\xB1" "0 %");
  const Report one = report_of({{"a", {{0}, {10}}}});
  CHECK_FALSE(has_intervals(table_of(one)));
  CHECK(tells(trust(one), "1 seed: no intervals (--seeds 20)."));
  CHECK(screen(one).find("\xC2\xB1") == std::string::npos);
}

TEST_CASE("Where room is short half-widths go before any column does, and no line is too wide") {
  const Report report = report_of({{"a strategy of some length", {{3, 9}, {1000, 1200}}}, {"b", {{0, 0}, {10, 12}}}});
  for (const std::int64_t width : {60, 70, 80, 90, 100}) {
    Table fitted = table_of(report);
    fit(fitted, width);
    std::int64_t wide = -2;
    for (const std::int64_t each : widths_of(fitted)) wide += each + 2;
    CHECK(wide <= width);
    const auto is_column = [](const std::string& title) { return !title.starts_with("\xC2\xB1 of "); };
    CHECK((std::none_of(fitted.dropped.begin(), fitted.dropped.end(), is_column) || !has_intervals(fitted)));
  }
  Table table = table_of(report);
  std::int64_t full = 0;
  for (const std::int64_t each : widths_of(table)) full += each + 2;
  fit(table, full - 2 - 4);
  CHECK(has_intervals(table));  // one went, others stay
  REQUIRE_FALSE(table.dropped.empty());
  for (const std::string& each : table.dropped) CHECK(each.starts_with("\xC2\xB1 of "));
  Table narrow = table_of(report);
  fit(narrow, 60);
  CHECK_FALSE(has_intervals(narrow));
  CHECK(markdown(report).find("\xC2\xB1") != std::string::npos);
}

TEST_CASE("A difference that is not shown is said so, with the seeds that would show it") {
  const Report report = report_of({{"A", {{0, 0, 0, 0}, {13, 9, 13, 9}}}, {"B", {{0, 0, 0, 0}, {10, 10, 10, 10}}}});
  const auto sentences = answer(report);
  CHECK(tells(sentences, "\"B\" and \"A\": no difference shown in origin reads over 4 seeds; about "));
  CHECK(tells(sentences, "seeds would show one of this size."));
  const Report shown = report_of({{"A", {{0, 0, 0}, {100, 101, 102}}}, {"B", {{0, 0, 0}, {10, 11, 12}}}});
  CHECK(no_difference_sentence(shown).empty());
  const Report same = report_of({{"A", {{0, 0}, {10, 11}}}, {"B", {{0, 0}, {10, 11}}}});
  CHECK(no_difference_sentence(same) == "\"A\" and \"B\": origin reads identical in 2 seeds.");
}

TEST_CASE("A promise whose interval straddles its bound is undecided, and fails only when strict") {
  // 0.5 %, 1.5 %, 0.4 %, 1.3 % of reads too old where 1 % may be: 0.925 % +- 0.88 %.
  const std::vector<std::pair<std::string, Seen>> unsure = {{"a", {{50, 150, 40, 130}, {1, 1, 1, 1}}}};
  const Report report = report_of(unsure, 0.99);
  CHECK(report.strategies[0].verdict == measure::Verdict::undecided);
  CHECK(report.exit_status == 0);
  CHECK(report_of(unsure, 0.99, true).exit_status == 1);
  REQUIRE(reasons(report).size() == 1);
  CHECK(tells(reasons(report)[0].sentences, "over 4 seeds may lie on either side of 1 %: more seeds would decide."));
  CHECK(report_of({{"a", {{50, 51, 49, 50}, {1, 1, 1, 1}}}}, 0.99).strategies[0].verdict == measure::Verdict::held);
  CHECK(report_of({{"a", {{150, 151, 149, 150}, {1, 1, 1, 1}}}}, 0.99).strategies[0].verdict ==
        measure::Verdict::broken);
}

TEST_CASE("A promise of all reads is broken by one seed that breaks it, however wide the interval") {
  CHECK(report_of({{"a", {{0, 0, 0, 5}, {1, 1, 1, 1}}}}).strategies[0].verdict == measure::Verdict::broken);
}

TEST_CASE("Trust carries the advice") {
  Report report = report_of({{"a", {{0}, {10}}}});
  report.advice = {{measure::Advice::About::warm_up, {"a"}, "warm-up too short", "make warm_up at least 2m"}};
  CHECK(tells(trust(report), "Warm-up too short: make warm_up at least 2m."));
  const Report few = report_of({{"a", {{7, 7}, {10, 11}}}});
  CHECK(tells(trust(few), "7 stale reads a run under \"a\""));
}
