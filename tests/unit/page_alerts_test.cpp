// SEEN: what each alert saw, on the screen and in Markdown.
// Promise: the sentences are compared whole.
// Source: this project's semantics ("Alerts").
#include <catch2/catch.hpp>
#include "analysis/page/csv.hpp"
#include "analysis/page/markdown.hpp"
#include "analysis/page/screen.hpp"
#include "analysis/page/sightings.hpp"
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
