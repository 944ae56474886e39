// SEEN: what each alert saw, on the screen and in Markdown; and what is marked beside the faults.
// Promise: the sentences are compared whole.
// Source: this project's semantics ("Alerts").
#include <catch2/catch.hpp>
#include "analysis/page/by_load.hpp"
#include "analysis/page/csv.hpp"
#include "analysis/page/markdown.hpp"
#include "analysis/page/screen.hpp"
#include "analysis/page/sightings.hpp"
#include "analysis/page/takeovers.hpp"
#include "tests/unit/page_samples.hpp"
#include "tests/unit/texts.hpp"

namespace {

using namespace stalemate::tests;
namespace measured = stalemate::analysis::measure;
namespace pages = stalemate::analysis::page;
using measured::Incident;
using SeenBy = std::vector<std::optional<double>>;

/// Two alerts, a fault and a promise that was broken twice; in this seed "errors" saw the fault after `after`.
pages::Json run_with(const std::string& strategy, std::uint64_t seed, std::optional<double> after) {
  auto result = run_result({.strategy = strategy, .seed = seed});
  result.alerts = {{"hit ratio", {{4, 6}}, 1}, {"errors", {}, 0}};
  result.faults = {{"cut", {Incident{8, 12.5, true, SeenBy{std::nullopt, after}}}}, {"later", {}}};
  const Incident first{9, 10, true, SeenBy{std::nullopt, 0.0}};
  const Incident second{12, 20, false, SeenBy{2.0, 4.0}};
  result.promises = {{"price", {first, second}}};
  return measured::run_json(result, {strategy, seed, {}, "stalemate run x"});
}

pages::Report watched(const std::vector<std::optional<double>>& after) {
  pages::Report report = lost_delete();
  for (auto& strategy : report.strategies) {
    if (strategy.name != "delete" && !strategy.is_baseline) continue;
    strategy.runs.clear();
    for (const auto& each : after) strategy.runs.push_back(run_with(strategy.name, strategy.runs.size() + 1, each));
  }
  return report;
}

}  // namespace

TEST_CASE("the page says which alert saw which incident, and which none saw", "[page]") {
  const auto seen = sightings(watched({3}));
  REQUIRE(seen.size() == 1);
  CHECK(seen[0].strategy == "delete");
  CHECK(seen[0].sentences ==
        std::vector<std::string>{"cut: seen by \"errors\" after 3 s.",
                                 "the promise of price, broken 2 times, 9 s in all: seen by \"hit ratio\" after 2 s, 1 "
                                 "of 2; by \"errors\" after 2 s in the mean, 2 of 2.",
                                 "\"hit ratio\" fires once without an incident."});
  CHECK(sightings(watched({std::nullopt}))[0].sentences[0] == "cut: seen by no alert.");
  CHECK(sightings(lost_delete()).empty());
}

TEST_CASE("over seeds the page tells in how many an incident was seen", "[page]") {
  CHECK(sightings(watched({3, std::nullopt, 5}))[0].sentences[0] ==
        "cut: seen by \"errors\" after 4 s in the mean, 2 of 3.");
}

TEST_CASE("what was seen stands on the screen, in Markdown and in the CSV", "[page]") {
  const pages::Report report = watched({3});
  texts::check_line(screen(report, {.width = 100}), "SEEN    delete  cut: seen by \"errors\" after 3 s.");
  CHECK(texts::holds(markdown(report), "**Seen**\n\n- delete: cut: seen by \"errors\" after 3 s.\n"));
  CHECK(texts::holds(csv(report), "incidents.faults.cut.detected_s"));
  CHECK_FALSE(texts::holds(csv(report), "spans"));
  CHECK_FALSE(texts::holds(screen(lost_delete(), {.width = 100}), "SEEN"));
}

TEST_CASE("the page says by load what was answered, who gave way, and what circuits and canaries came to", "[page]") {
  pages::Report report = lost_delete();
  auto result = run_result({.strategy = "delete", .seed = 1});
  measured::RequestsOfLoad crawl{.name = "crawl", .priority = stalemate::models::Priority::sheddable, .reads = {},
                                 .writes = {}, .latency = {}};
  crawl.reads.invoked = 1000;
  crawl.reads.answered = 250;
  crawl.below = 700;
  crawl.displaced = 50;
  crawl.circuit = measured::CircuitResult{.opened = 2, .open_s = 4.5, .spans = {{9, 12}, {15, std::nullopt}}};
  measured::RequestsOfLoad probe{.name = "probe", .reads = {}, .writes = {}, .latency = {}};
  probe.writes.invoked = probe.writes.answered = 4;
  probe.canary = measured::CanaryResult{4, 1};
  result.loads.push_back(std::move(crawl));
  result.loads.push_back(std::move(probe));
  for (auto& strategy : report.strategies)
    if (strategy.name == "delete") strategy.runs = {measured::run_json(result, {"delete", 1, {}, "stalemate run x"})};
  const auto told = by_load(report);
  REQUIRE(told.size() == 1);
  CHECK(told[0].strategy == "delete");
  CHECK(told[0].sentences ==
        std::vector<std::string>{"crawl (sheddable): 25.00 % of its reads and writes answered, 700 shed where the "
                                 "cache was silent, 50 displaced in a queue; its circuit opened 2 times, for 4.5 s.",
                                 "probe: 100.00 % of its reads and writes answered; of what it read back 1 of 4 were "
                                 "older than its own writes."});
  const auto rows = open_circuits(report);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].name == "circuit of crawl (delete)");
  CHECK(rows[0].strikes == std::vector<pages::StrikeFact>{{9, 12}, {15, std::nullopt}});
  const std::string drawn = screen(report, {.width = 100});
  CHECK(texts::holds(drawn, "\ncircuit of"));
  CHECK(texts::holds(drawn, "\nLOADS   delete  crawl (sheddable): 25.00 % of its reads"));
  CHECK(texts::holds(markdown(report), "\n**Loads**\n\n- delete: crawl"));
  CHECK(by_load(lost_delete()).empty());
}

TEST_CASE("the page marks takeovers by replicas where it marks faults", "[page]") {
  pages::Report report = lost_delete();
  auto result = run_result({.strategy = "delete", .seed = 1});
  measured::CacheResult& cache = result.load.caches.at(0);
  cache.takeovers = 1;
  cache.takeover_spans = {{9, 12}};
  for (auto& strategy : report.strategies)
    if (strategy.name == "delete") strategy.runs = {measured::run_json(result, {"delete", 1, {}, "stalemate run x"})};
  const auto rows = takeovers(report);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].name == "takeover at " + cache.name + " (delete)");
  CHECK(rows[0].strikes == std::vector<pages::StrikeFact>{{9, 12}});
  CHECK(texts::holds(screen(report, {.width = 100}), "\ntakeover at"));
  CHECK(takeovers(lost_delete()).empty());
  CHECK_FALSE(texts::holds(csv(report), "spans"));
}
