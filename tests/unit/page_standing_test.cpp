// Where strategies stand: broken promises, unmet expectations, unanswered reads, and seeds that differ from their mean.
// Promise: every word of a verdict is explained on the same screen.
// Source: this project's interface; semantics ("Load", conservation).
#include <algorithm>
#include <catch2/catch.hpp>
#include <stdexcept>
#include <string>
#include <vector>
#include "analysis/page/markdown.hpp"
#include "analysis/page/reasons.hpp"
#include "analysis/page/screen.hpp"
#include "analysis/page/standing.hpp"
#include "tests/unit/page_samples.hpp"
#include "tests/unit/texts.hpp"

using namespace stalemate::analysis::page;
using namespace stalemate::tests;
using stalemate::analysis::measure::Outcome;
using stalemate::analysis::measure::Verdict;

namespace {

/// The screen without its line breaks.
std::string flat(const Report& report) {
  std::string text;
  for (const char c : screen(report, {100, false}))
    if (c != ' ' && c != '\n') {
      text += c;
    } else if (!text.ends_with(' ')) {
      text += ' ';
    }
  return text;
}

StrategyReport& of(Report& report, const std::string& name) {
  for (StrategyReport& each : report.strategies)
    if (each.name == name) return each;
  throw std::out_of_range(name);
}

Outcome hit_ratio(double actual) {
  Outcome outcome;
  outcome.text = "hit ratio good";
  outcome.path = "load.cache.redis.hit_ratio";
  outcome.relation = Outcome::Relation::at_least;
  outcome.bound = 0.95;
  outcome.actual = actual;
  outcome.verdict = actual >= 0.95 ? Verdict::held : Verdict::broken;
  return outcome;
}

void settle(Report& report) {
  for (StrategyReport& each : report.strategies) each.verdict = stalemate::analysis::measure::overall(each.outcomes);
  sort_for_answer(report);
  conclude(report, false);
}

/// Only "short ttl" and the baseline, which keep their promise.
Report kept() {
  Report report = lost_delete();
  std::erase_if(report.strategies, [](const StrategyReport& each) { return each.verdict == Verdict::broken; });
  return report;
}

Report unmet() {
  Report report = kept();
  of(report, "short ttl").outcomes.push_back(hit_ratio(0.665));
  settle(report);
  return report;
}

/// "short ttl" over seeds 1 to 8, with these outcomes of their own.
Report over_seeds(const std::vector<std::uint64_t>& broken, Verdict on_the_mean) {
  Report report = kept();
  StrategyReport& strategy = of(report, "short ttl");
  const Json pattern = strategy.runs.front();
  strategy.runs.clear();
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    Json run = pattern;
    run["seed"] = seed;
    Outcome own = strategy.outcomes.front();
    const bool breaks = std::find(broken.begin(), broken.end(), seed) != broken.end();
    own.verdict = breaks ? Verdict::broken : Verdict::held;
    stalemate::analysis::measure::add_expectations(run, {own});
    strategy.runs.push_back(std::move(run));
  }
  strategy.outcomes.front().verdict = on_the_mean;
  settle(report);
  return report;
}

Report unanswered(std::int64_t answered, std::int64_t never) {
  Report report = kept();
  StrategyReport& strategy = of(report, "short ttl");
  RunSample sample{.strategy = "short ttl", .answered = answered, .reads_per_s = 290, .busy = 1};
  sample.unanswered = never;
  strategy.runs = {run_of(sample)};
  strategy.runs.front()["load"]["origin"]["db"]["queue"]["max"] = 4'853;
  if (answers_too_few(strategy)) strategy.outcomes.front().verdict = Verdict::undecided;
  settle(report);
  return report;
}

}  // namespace

TEST_CASE("an unmet expectation is no broken promise", "[page]") {
  const Report report = unmet();
  const std::string text = flat(report);
  CHECK(report.exit_status == 1);
  CHECK(report.exit_reason == "an expectation is not met");
  CHECK(texts::holds(text, "64 % UNMET UNMET: no promise is broken, but an expectation is not met"));
  CHECK_FALSE(texts::holds(text, "BROKEN"));
  CHECK(texts::holds(
      text, "\"short ttl\" keeps the 5 s promise through this fault, but not every expectation (UNMET): 290 "));
  CHECK(texts::holds(text, "hit ratio good: wanted load.cache.redis.hit_ratio at least 95 %, was 66.5 %."));
  CHECK(texts::holds(text, "0 of 1 expectations held."));
  CHECK(texts::holds(markdown(report), "| UNMET |"));
}

TEST_CASE("an expectation whose strategy was not run is not judged, and fails with --strict", "[page]") {
  Report report = kept();
  report.not_judged = 2;
  settle(report);
  CHECK(report.exit_status == 0);
  CHECK(report.exit_reason == "2 expectations not judged");
  CHECK(texts::holds(flat(report), "2 expectations were not judged: no strategy that they concern was run."));
  conclude(report, true);
  CHECK(report.exit_status == 1);
  CHECK(report.exit_reason == "2 expectations not judged, and --strict");
}

TEST_CASE("one that misses an expectation stands behind those that miss none", "[page]") {
  Report report = kept();
  StrategyReport better = of(report, "short ttl");
  of(report, "short ttl").outcomes.push_back(hit_ratio(0.665));
  better.name = "better";
  better.outcomes.push_back(hit_ratio(0.96));
  report.strategies.push_back(better);
  settle(report);
  CHECK(report.strategies[1].name == "better");
  const std::string text = flat(report);
  CHECK(texts::holds(text, "\"better\" keeps the 5 s promise"));
  CHECK(texts::holds(text, "\"short ttl\" keeps it too, but not every expectation (UNMET)."));
  CHECK(texts::holds(text, "0 of 1 expectations held."));  // it holds for one of the two that it concerns
}

TEST_CASE("figures have the units of their paths and differ from a bound that they miss", "[page]") {
  CHECK(figure_text("staleness.age_s.max", 0.00144) == "1.4ms");
  CHECK(figure_text("load.origin.db.reads_per_s.mean", 57.2) == "57/s");
  CHECK(figure_text("recovery.\"a fault\".heal_s", 49) == "49 s");
  CHECK(figure_text("load.origin.db.utilisation", 0.5) == "50 %");
  CHECK(figure_text("load.stampede_max", 103) == "103");
  Report report = unmet();
  of(report, "short ttl").outcomes.back() = hit_ratio(0.949999);
  CHECK(texts::holds(flat(report), "at least 95 %, was 94.9999 %."));
}

TEST_CASE("a strategy that answers too few reads is undecided and keeps nothing", "[page]") {
  const Report report = unanswered(483, 4'488);
  const std::string text = flat(report);
  CHECK(standing_of(report.strategies[1]) == Standing::undecided);
  CHECK(report.exit_reason == "1 row undecided (?)");
  CHECK(texts::holds(text, "90.28 % ? ?: undecided, WHY says why"));
  CHECK(texts::holds(text, "unanswered: share of reads that failed or had no answer by the end"));
  CHECK(texts::holds(text,
                     "answered only 9.72 % of the reads: too few to judge; db is overwhelmed (queue up to 4 853)."));
  CHECK_FALSE(texts::holds(text, "\"short ttl\" keeps"));
}

TEST_CASE("unanswered reads have a column from one in a thousand on", "[page]") {
  CHECK_FALSE(texts::holds(flat(unanswered(99'950, 50)), "answered"));
  const std::string text = flat(unanswered(99'800, 200));
  CHECK(texts::holds(text, "0.20 % ok"));
  CHECK(texts::holds(text, "\"short ttl\" keeps the 5 s promise"));
}

TEST_CASE("failed writes have a column", "[page]") {
  Report report = kept();
  of(report, "short ttl").runs.front()["writes"]["invoked"] = 104;
  CHECK_FALSE(texts::holds(markdown(report), "| writes failed |"));
  of(report, "short ttl").runs.front()["writes"]["failed"] = 84;
  CHECK(texts::holds(markdown(report), "| writes failed |"));
  CHECK(texts::holds(flat(report), "80.77 % ok"));
}

TEST_CASE("what holds on the mean and not in every seed says so in row, reason and last line", "[page]") {
  const Report report = over_seeds({6}, Verdict::held);
  const std::string text = flat(report);
  CHECK(report.exit_status == 0);
  CHECK(texts::holds(text, "ok, BROKEN in 1/8"));
  CHECK(texts::holds(text, "in n/m: in so many of m seeds"));
  CHECK(texts::holds(text, "price: no read older than 5s: held on the mean of 8 seeds; broken in 1 of them (seed 6)."));
  CHECK(report.exit_reason ==
        "every promise and expectation held on the mean of 8 seeds; a promise broken in 1 of them (seed 6)");
  CHECK(texts::holds(flat(over_seeds({2, 6, 7}, Verdict::broken)), "BROKEN in 3/8"));
  CHECK_FALSE(texts::holds(flat(over_seeds({1, 2, 3, 4, 5, 6, 7, 8}, Verdict::broken)), "/8"));
  CHECK_FALSE(texts::holds(flat(over_seeds({}, Verdict::held)), "on the mean of"));
}

TEST_CASE("an origin of several nodes is as busy as its busiest", "[page]") {
  Report report = kept();
  Json& origin = of(report, "no cache").runs.front()["load"]["origin"]["db"];
  origin["utilisation"] = 0.5;
  origin["nodes"]["db-1"]["utilisation"] = 0.005;
  origin["nodes"]["db-2"]["utilisation"] = 1.0;
  const std::string text = flat(report);
  CHECK(texts::holds(text, "2 049 100 % 6ms"));
  CHECK(texts::holds(text, "db busy: its busiest node"));
  CHECK(texts::holds(text, "db could not serve everything uncached for long: 100 % busy (its busiest node)."));
}

TEST_CASE("only rows without a broken read are named as never broken", "[page]") {
  Report report = kept();
  StrategyReport nearly = strategy_of({.strategy = "nearly", .over = 91, .oldest_s = 6}, Verdict::held,
                                      {"price", "redis", "invalidate", {}, "", true});
  report.strategies.push_back(nearly);
  sort_for_answer(report);
  const std::string text = flat(report);
  CHECK(texts::holds(text, "TRUST"));
  CHECK(texts::holds(text, "\"short ttl\": no broken promise in 10 000 reads means below 0.03 %"));
  std::erase_if(report.strategies, [](const StrategyReport& each) { return each.name == "short ttl"; });
  CHECK_FALSE(texts::holds(flat(report), "not never"));
}

TEST_CASE("what became of the word of writes is told by what was lost and what is under way", "[page]") {
  Report report = lost_delete();
  CHECK(texts::holds(flat(report), "100 of 1 000 invalidations were lost; entries have no expiry"));
  Json& changes = of(report, "delete").runs.front()["load"]["changes"];
  changes["lost"] = 97;
  changes["under_way"] = 3;
  CHECK(texts::holds(flat(report), "97 of 1 000 invalidations were lost, 3 still on the way at the end"));
  changes["lost"] = 0;
  CHECK(texts::holds(flat(report), "all 1 000 invalidations arrived, but 3 still on the way at the end"));
}

TEST_CASE("what was lost is no evidence for a cause that it has nothing to do with", "[page]") {
  Report report = lost_delete();
  Json& causes = of(report, "delete").runs.front()["classes"]["price"]["staleness"]["over_bound"]["causes"];
  causes["invalidation-lost"] = 0;
  causes["replica-lag"] = 7;
  CHECK(texts::holds(flat(report), "delete 100 % replica-lag: entries have no expiry"));
}

TEST_CASE("a promise is explained by the reads that broke it, not by all that were stale", "[page]") {
  Report report = lost_delete();
  Json& staleness = of(report, "delete").runs.front()["classes"]["price"]["staleness"];
  staleness["causes"]["invalidation-in-flight"] = 1'000'000;
  CHECK(texts::holds(flat(report), "delete 100 % invalidation-lost"));
}

TEST_CASE("stale reads of an undecided row are not said to be within the promise", "[page]") {
  Report report = lost_delete();
  of(report, "delete").outcomes.front().verdict = Verdict::undecided;
  of(report, "delete").outcomes.front().straddles = true;
  of(report, "delete").outcomes.front().half_width = 0.2;
  settle(report);
  CHECK(texts::holds(flat(report),
                     "1 221 stale reads: 100 % invalidation-lost; of them 1 221 older than promised: 100 % "
                     "invalidation-lost."));
}

TEST_CASE("reads older than promised have causes of their own", "[page]") {
  Report report = lost_delete();
  of(report, "delete").outcomes.front().verdict = Verdict::undecided;
  of(report, "delete").runs.front()["staleness"]["causes"]["ttl-window"] = 1221;
  CHECK(texts::holds(flat(report),
                     "50 % ttl-window, 50 % invalidation-lost; of them 1 221 older than promised: 100 % "
                     "invalidation-lost."));
}

TEST_CASE("a promise that a strategy changes is not said to be one for all", "[page]") {
  Report report = lost_delete();
  CHECK(texts::holds(flat(report), "the 5 s promise"));
  report.promises.front().changed_by = {"delete"};
  CHECK_FALSE(texts::holds(flat(report), "the 5 s promise"));
  CHECK(texts::holds(flat(report), "no read older than 5 s (another under \"delete\")"));
}

TEST_CASE("each tier says what tells it and how long it keeps", "[page]") {
  Report report = lost_delete();
  PolicyFact& outer = of(report, "delete").policies.front();
  outer.farther.push_back(outer);
  outer.cache = "near";
  outer.write = "write-around";
  outer.announces = false;
  outer.life = lives_s(2);
  CHECK(texts::holds(flat(report), "nothing tells near of a write; entries live up to 2 s; behind it redis: "));
}

TEST_CASE("what became of the word for several tiers is said once, for all of them", "[page]") {
  Report report = lost_delete();
  PolicyFact& outer = of(report, "delete").policies.front();
  outer.farther.push_back(outer);
  outer.cache = "near";
  const std::string text = flat(report);
  CHECK(texts::count_of(text, "invalidations to all tiers were lost") == 1);
  CHECK(texts::holds(text, "; behind it redis: entries "));
}

TEST_CASE("of tiers the hit ratio counts reads whose caches did not answer", "[page]") {
  Report report = lost_delete();
  StrategyReport& tiered = of(report, "delete");
  tiered.policies.front().has_tiers = true;
  Json& outcomes = tiered.runs.front()["classes"]["price"]["latency_s"]["by_outcome"];
  for (const auto& [how, count] : {std::pair("hit", 20), {"joined", 10}, {"miss", 30}, {"origin", 40}})
    outcomes[how]["count"] = count;
  CHECK(texts::holds(markdown(report), "| 20 % |"));
}

TEST_CASE("several classes that promise have a table of their own", "[page]") {
  Report report = lost_delete();
  CHECK_FALSE(texts::holds(flat(report), "older than price"));
  for (StrategyReport& each : report.strategies) {
    Json& classes = each.runs.front()["classes"];
    classes["stock"] = classes["price"];
    classes["stock"]["staleness"]["over_bound"]["ratio"] = 0.25;
  }
  report.promises.push_back({"stock", 60, 1});
  CHECK(texts::holds(flat(report), "older than price stock promised 5 s 60 s no cache 0.00 % 25.00 % "));
  CHECK(texts::holds(markdown(report), "| strategy | price | stock |"));
}

TEST_CASE("a promised share keeps all of its nines", "[page]") {
  Report report = lost_delete();
  report.promises.front().share = 0.9999;
  CHECK(texts::holds(flat(report), "Promise price: 99.99 % of reads no older than 5 s"));
}

TEST_CASE("a promise that no read has tested is said to be untested", "[page]") {
  Report report = lost_delete();
  CHECK_FALSE(texts::holds(flat(report), "Nobody reads"));
  report.promises.push_back({"stock", 60, 1});
  CHECK(texts::holds(flat(report), "Nobody reads stock: what is promised of it is not judged."));
}

TEST_CASE("a fault without an end has no healing and hides none", "[page]") {
  Report report = lost_delete();
  StrategyReport& strategy = of(report, "delete");
  strategy.runs.front()["recovery"] = Json::array();
  strategy.runs.front()["recovery"].push_back(
      {{"fault", "lost deletes"}, {"recover_s", 0}, {"heal_s", 49}, {"worsened", true}});
  strategy.runs.front()["recovery"].push_back(
      {{"fault", "silence"}, {"recover_s", nullptr}, {"heal_s", nullptr}, {"worsened", true}});
  report.faults.push_back(
      {"silence", "the importer is silent", "from 0:03 on", true, {{"silence", {{3, std::nullopt}}}}});
  CHECK(texts::holds(flat(report), "359 s 49 s 17"));
  report.faults.front().rows.front().strikes.front().until_s.reset();
  CHECK(texts::holds(flat(report), "359 s - 17"));
  CHECK(texts::holds(flat(report), "or the fault does not end within the run"));
}

TEST_CASE("of a fault that waited in vain the answer says nothing, and says so", "[page]") {
  Report report = lost_delete();
  report.faults.push_back({"late flush", "redis flushed", "when 9 wait at db", false, {{"late flush", {}}}});
  for (StrategyReport& each : report.strategies)
    each.runs.front()["faults"]["late flush"] = {{"strikes", each.name == "delete" ? 0 : 1}};
  CHECK(texts::holds(flat(report), R"(The fault "late flush" never struck under "delete": the answer says nothing)"));
  CHECK(texts::holds(flat(report), "when 9 wait at db: redis flushed"));
}
