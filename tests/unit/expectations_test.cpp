// Expectations and promises, judged on runs made by hand.
// Promise: no verdict without a figure.
// Source: this project's semantics.
#include <catch2/catch.hpp>
#include <string>
#include <vector>
#include "tests/unit/page_samples.hpp"

using namespace stalemate::analysis::measure;
using stalemate::tests::run_of;
using stalemate::tests::RunSample;
namespace load = stalemate::analysis::load;
using stalemate::sim::Duration;

namespace {

struct Fixture {
  load::Scenario scenario;

  Fixture() {
    scenario.strategies.push_back(plan("no cache", true));
    scenario.strategies.push_back(plan("delete", false));
  }

  static load::StrategyPlan plan(const std::string& name, bool is_baseline) {
    load::StrategyPlan plan;
    plan.name = name;
    plan.is_baseline = is_baseline;
    plan.blueprint.classes.resize(1);
    plan.blueprint.classes.front().name = "price";
    plan.blueprint.classes.front().promise.max_age = Duration{5'000'000'000};
    plan.blueprint.loads.resize(1);
    plan.blueprint.loads.front().reads = "price";
    return plan;
  }
  load::StrategyPlan& cached() { return scenario.strategies.back(); }
  void expect(const std::string& path, std::optional<double> least, std::optional<double> most) {
    scenario.expectations.push_back({"text", path, "*", least, most, std::nullopt});
  }
  std::vector<Outcome> outcomes(const nlohmann::ordered_json& run) { return judge(scenario, cached(), run); }
};

}  // namespace

TEST_CASE("a promise is broken by one read over its bound", "[expectations]") {
  Fixture f;
  const auto outcomes = f.outcomes(run_of({.strategy = "delete", .over = 1, .oldest_s = 6}));
  REQUIRE(outcomes.size() == 1);
  CHECK(outcomes[0].text == "price: no read older than 5s");
  CHECK(outcomes[0].path == "classes.price.staleness.over_bound.ratio");
  CHECK(outcomes[0].actual == 0.0001);
  CHECK(outcomes[0].is_promise);
  CHECK(outcomes[0].verdict == Verdict::broken);
  CHECK(f.outcomes(run_of({.strategy = "delete"}))[0].verdict == Verdict::held);
}

TEST_CASE("a promised share is kept up to its last read", "[expectations]") {
  Fixture f;
  f.cached().blueprint.classes.front().promise.share = 0.99;
  const auto verdict = [&](std::int64_t over) {
    return f.outcomes(run_of({.strategy = "delete", .over = over, .oldest_s = 6}))[0].verdict;
  };
  CHECK(verdict(100) == Verdict::held);
  CHECK(verdict(101) == Verdict::broken);
  CHECK(f.outcomes(run_of({.strategy = "delete"}))[0].text == "price: 99% of reads no older than 5s");
}

TEST_CASE("a class without an answered read shows no promise", "[expectations]") {
  Fixture f;
  const auto outcomes = f.outcomes(run_of({.strategy = "delete", .answered = 0}));
  REQUIRE(outcomes.size() == 1);
  CHECK(outcomes[0].verdict == Verdict::undecided);
  CHECK(overall(outcomes) == Verdict::undecided);
}

TEST_CASE("a promise to a class that nobody reads is not judged", "[expectations]") {
  Fixture f;
  f.cached().blueprint.loads.front().reads = "stock";
  CHECK(f.outcomes(run_of({.strategy = "delete"})).empty());
}

TEST_CASE("what every seed breaks is broken, however far apart the seeds lie", "[expectations]") {
  Fixture f;
  f.cached().blueprint.classes.front().promise.share = 0.995;
  const auto judged = [&](std::vector<std::int64_t> over) {
    std::vector<nlohmann::ordered_json> runs;
    for (std::size_t i = 0; i < over.size(); ++i)
      runs.push_back(run_of({.strategy = "delete", .seed = i + 1, .over = over[i], .oldest_s = 6}));
    return judge(f.scenario, f.cached(), runs)[0].verdict;
  };
  CHECK(judged({2'900, 2'600, 6'300}) == Verdict::broken);
  CHECK(judged({2'900, 20, 6'300}) == Verdict::undecided);
}

TEST_CASE("a class that answered less than nine tenths of its reads shows no promise kept", "[expectations]") {
  Fixture f;
  const auto verdict = [&](std::int64_t over, std::int64_t unanswered) {
    RunSample sample{.strategy = "delete", .answered = 900, .over = over, .oldest_s = over > 0 ? 6 : 0};
    sample.unanswered = unanswered;
    return f.outcomes(run_of(sample))[0].verdict;
  };
  CHECK(verdict(0, 100) == Verdict::held);
  CHECK(verdict(0, 101) == Verdict::undecided);
  CHECK(verdict(1, 101) == Verdict::broken);  // one read is enough to break it
}

TEST_CASE("outcomes of the mean tell the seeds that break them", "[expectations]") {
  Fixture f;
  f.cached().blueprint.classes.front().promise.share = 0.99;
  std::vector<nlohmann::ordered_json> runs;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    runs.push_back(run_of({.strategy = "delete", .seed = seed, .over = seed == 2 ? 110 : 0, .oldest_s = 6}));
    add_expectations(runs.back(), f.outcomes(runs.back()));
  }
  const auto outcomes = judge(f.scenario, f.cached(), runs);
  CHECK(outcomes[0].verdict == Verdict::held);
  CHECK(broken_in(runs, outcomes[0]) == std::vector<std::uint64_t>{2});
  const auto json = outcomes_json(outcomes, runs);
  CHECK(json[0]["held"] == true);
  CHECK(json[0]["broken_in_seeds"].dump() == "[2]");
}

TEST_CASE("an expectation with two bounds has two outcomes and the baseline is asked only by name", "[expectations]") {
  Fixture f;
  f.expect("load.origin.db.reads_per_s.mean", 10.0, 20.0);
  const auto outcomes = f.outcomes(run_of({.strategy = "delete", .reads_per_s = 20.5}));
  REQUIRE(outcomes.size() == 3);
  CHECK(outcomes[1].verdict == Verdict::held);
  CHECK(outcomes[1].relation == Outcome::Relation::at_least);
  CHECK(outcomes[2].verdict == Verdict::broken);
  CHECK(overall(outcomes) == Verdict::broken);
  CHECK(judge(f.scenario, f.scenario.strategies.front(), run_of({.strategy = "no cache"})).size() == 1);
}

TEST_CASE("a figure that is not there decides nothing", "[expectations]") {
  Fixture f;
  f.expect("load.cache.redis.hit_ratio", 0.5, std::nullopt);
  CHECK(f.outcomes(run_of({.strategy = "delete"}))[1].verdict == Verdict::undecided);
}

TEST_CASE("what never healed took longer than any bound", "[expectations]") {
  Fixture f;
  f.expect("recovery.\"lost deletes\".heal_s", std::nullopt, 60.0);
  CHECK(f.outcomes(run_of({.strategy = "delete"}))[1].verdict == Verdict::broken);
  CHECK(f.outcomes(run_of({.strategy = "delete", .heal_s = 59.0}))[1].verdict == Verdict::held);
}

TEST_CASE("several seeds are judged on their mean", "[expectations]") {
  Fixture f;
  f.expect("load.origin.db.reads_per_s.mean", std::nullopt, 15.0);
  const auto run = [](std::uint64_t seed, double load) {
    return run_of({.strategy = "delete", .seed = seed, .reads_per_s = load});
  };
  const std::vector<nlohmann::ordered_json> held = {run(1, 14), run(2, 14.1)};
  const std::vector<nlohmann::ordered_json> broken = {run(1, 16), run(2, 16.1)};
  const std::vector<nlohmann::ordered_json> undecided = {run(1, 14), run(2, 14.2)};  // 14.1 +- 1.27
  CHECK(judge(f.scenario, f.cached(), held)[1].actual == 14.05);
  CHECK(judge(f.scenario, f.cached(), held)[1].verdict == Verdict::held);
  CHECK(judge(f.scenario, f.cached(), broken)[1].verdict == Verdict::broken);
  CHECK(judge(f.scenario, f.cached(), undecided)[1].verdict == Verdict::undecided);
  CHECK(judge(f.scenario, f.cached(), undecided)[1].straddles);
}

TEST_CASE("outcomes stand in the run as the contract has them", "[expectations]") {
  Fixture f;
  auto run = run_of({.strategy = "delete", .answered = 0});
  add_expectations(run, judge(f.scenario, f.cached(), run));
  CHECK(run["expectations"].dump() ==
        R"([{"text":"price: no read older than 5s","path":"classes.price.staleness.over_bound.ratio",)"
        R"("relation":"at_most","bound":0.0,"actual":null,"held":null}])");
}

TEST_CASE("a scenario is calibrated when the current strategy shows what production shows", "[expectations]") {
  Fixture f;
  CHECK_FALSE(calibrate(f.scenario, {}));
  f.scenario.observed.push_back({"load.origin.db.reads_per_s.mean", 180, 210});
  const auto calibration = [&](double load) {
    return calibrate(f.scenario, {run_of({.strategy = "no cache", .reads_per_s = 1}),
                                  run_of({.strategy = "delete", .reads_per_s = load})});
  };
  CHECK(calibration(200)->held());
  CHECK(calibration(200)->strategy == "delete");  // the only one, though nobody called it current
  CHECK_FALSE(calibration(211)->held());
  f.scenario.current = "another";
  CHECK(calibration(200)->strategy.empty());
  CHECK_FALSE(calibration(200)->held());
}
