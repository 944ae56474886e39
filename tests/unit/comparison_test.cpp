// Strategies compared over seeds: what is shown, who is on the front, and in which order they stand.
// Promise: differences, deviations and Student's t are written out beside the figures.
// Source: this project's semantics ("Statistics").
#include "analysis/measure/comparison.hpp"
#include <catch2/catch.hpp>
#include "tests/unit/page_samples.hpp"

using namespace stalemate::analysis::measure;
using stalemate::tests::run_of;
using stalemate::tests::RunSample;

namespace {

Judged strategy(const std::string& name, const std::vector<std::int64_t>& over, const std::vector<double>& reads) {
  Judged judged{name, {}, {}};
  for (std::size_t i = 0; i < over.size(); ++i) {
    RunSample sample;
    sample.strategy = name;
    sample.seed = i + 1;
    sample.over = over[i];
    sample.reads_per_s = reads[i];
    sample.busy = 0.5;
    judged.runs.push_back(run_of(sample));
  }
  return judged;
}

Outcome broken_promise() {
  Outcome outcome;
  outcome.is_promise = true;
  outcome.verdict = Verdict::broken;
  return outcome;
}

const Estimate& of(const Compared& compared, const std::string& name) {
  for (const auto& [strategy, estimate] : compared.strategies)
    if (strategy == name) return estimate;
  throw std::out_of_range(name);
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("Differences are paired by seed, so that what seeds share does not hide them") {
  // 100 apart between seeds, 2 apart between strategies: 2, 3, 1, so 2 +- 2.4842 at 2 degrees of freedom.
  const auto comparison = compare({strategy("a", {0, 0, 0, 0}, {12, 113, 211, 314}),  //
                                   strategy("b", {0, 0, 0, 0}, {10, 110, 210, 312})});
  REQUIRE(comparison);
  CHECK(comparison->seeds == 4);
  const Difference* pair = comparison->load().between("b", "a");
  REQUIRE(pair != nullptr);
  CHECK(pair->of == "a");
  CHECK(pair->estimate.mean == 2);                                                    // 2, 3, 1, 2
  CHECK(*pair->estimate.half_width() == Approx(1.2991).epsilon(1e-3));                // 3.1824 * 0.8165 / 2
  CHECK(*of(comparison->load(), "a").half_width() > 100);
  CHECK(pair->adjusted.is_shown);
  CHECK(comparison->load().shows_below("b", "a"));
  CHECK_FALSE(comparison->load().shows_below("a", "b"));
}

TEST_CASE("A difference that changes sign from seed to seed is not shown, and says how many seeds it would take") {
  // 3, -1, 3, -1: mean 1, deviation 2.3094; half a deviation needs 34, 0.433 of one a few more.
  const auto comparison =
      compare({strategy("a", {0, 0, 0, 0}, {13, 9, 13, 9}), strategy("b", {0, 0, 0, 0}, {10, 10, 10, 10})});
  const Difference* pair = comparison->load().between("a", "b");
  CHECK_FALSE(pair->adjusted.is_shown);
  REQUIRE(pair->seeds_needed);
  CHECK(*pair->seeds_needed > 34);
  CHECK(*pair->seeds_needed < 60);
  CHECK(of(comparison->load(), "b").is_identical);
  CHECK(comparison->front == Names{"a", "b"});
  CHECK(comparison->ranking[1].place == 1);
}

TEST_CASE("The front loses only what another beats for certain in both staleness and load, or in one at a tie") {
  const auto comparison = compare({strategy("fresh and dear", {0, 0, 0}, {900, 910, 905}),
                                   strategy("stale and cheap", {500, 510, 490}, {10, 11, 12}),
                                   strategy("stale and dear", {700, 712, 705}, {950, 962, 951}),
                                   strategy("as fresh, dearer", {0, 0, 0}, {990, 1000, 995})});
  REQUIRE(comparison);
  CHECK(comparison->staleness().is_same("fresh and dear", "as fresh, dearer"));
  CHECK(comparison->front == Names{"fresh and dear", "stale and cheap"});
}

TEST_CASE("Staleness that only seems to differ keeps nobody off the front") {
  const auto comparison =
      compare({strategy("a", {5, 0, 2}, {10, 11, 12}), strategy("b", {3, 1, 2}, {20, 21, 22})});
  CHECK(comparison->load().shows_below("a", "b"));
  CHECK(comparison->front == Names{"a", "b"});
}

TEST_CASE("Those that break a promise stand last, whatever their load, and equals share a place") {
  auto cheap = strategy("cheap", {500, 510, 490}, {10, 11, 12});
  cheap.outcomes = {broken_promise()};
  const auto comparison = compare({cheap, strategy("kept", {0, 0, 0}, {100, 101, 102}),
                                   strategy("kept too", {0, 0, 0}, {101, 100, 102}),
                                   strategy("dear", {0, 0, 0}, {200, 201, 203})});
  REQUIRE(comparison->ranking.size() == 4);
  CHECK(comparison->ranking[0].strategy == "kept");
  CHECK(comparison->ranking[0].place == 1);
  CHECK(comparison->ranking[1].strategy == "kept too");
  CHECK(comparison->ranking[1].place == 1);
  CHECK(comparison->ranking[2].strategy == "dear");
  CHECK(comparison->ranking[2].place == 3);
  CHECK(comparison->ranking[3].strategy == "cheap");
  CHECK(comparison->ranking[3].place == 4);
}

TEST_CASE("One seed gives no comparison") { CHECK_FALSE(compare({strategy("a", {0}, {1}), strategy("b", {0}, {2})})); }

TEST_CASE("A comparison as JSON names each measure, interval, difference, the front and the ranking") {
  const auto comparison = compare({strategy("a", {0, 0}, {10, 12}), strategy("b", {0, 0}, {10, 14})});
  const auto json = comparison_json(*comparison);
  const auto& load = json.at("measures").at(1);
  CHECK(load.at("measure") == "origin reads");
  CHECK(load.at("paths").at(0) == "load.origin.db.reads_per_s.mean");
  const auto& a = load.at("strategies").at("a");
  CHECK(a.at("mean") == 11.0);
  CHECK(a.at("half_width") == 12.7062);  // six digits
  CHECK(a.at("low") == -1.7062);
  CHECK(a.at("identical") == false);
  CHECK(a.at("seeds_to_halve") == 3);
  const auto& pair = load.at("differences").at(0);
  CHECK(pair.at("of") == "a");
  CHECK(pair.at("against") == "b");
  CHECK(pair.at("mean") == -1.0);
  CHECK(pair.at("p_adjusted") == 0.5);  // Cauchy's law: t is 1
  CHECK(pair.at("shown") == false);
  CHECK(json.at("measures").at(0).at("strategies").at("a").at("identical") == true);
  CHECK(json.at("front") == nlohmann::ordered_json::array({"a", "b"}));
  CHECK(json.at("ranking").at(1).at("place") == 1);
  CHECK(half_widths_json(strategy("a", {0, 0}, {10, 12}).runs).at("load.origin.db.reads_per_s.mean") == 12.7062);
}
