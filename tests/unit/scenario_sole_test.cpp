// What a scenario may say of a class that no origin has, and what is said back.
// Promise: each refusal is told at its place, with what is wrong and the mend; the row without a cache keeps such a
// class or is left out.
// Source: the format's own rules: nothing is fetched, nobody is told, there is one copy.
#include <catch2/catch.hpp>
#include <algorithm>
#include "analysis/load/describe.hpp"
#include "analysis/load/reading.hpp"
#include "analysis/measure/expectations.hpp"
#include "analysis/measure/measurement.hpp"
#include "analysis/measure/results_json.hpp"
#include "analysis/page/prose.hpp"
#include "analysis/page/table.hpp"
#include "tests/unit/scenario_broken.hpp"

namespace {
using namespace samples;
using stalemate::analysis::load::Scenario;

Scenario read_sole(const std::vector<std::string>& sets = {}) {
  ReadContext context;
  context.sets = sets;
  stalemate::analysis::load::Diagnostics diagnostics;
  auto scenario = stalemate::analysis::load::read_scenario(sole, "s.json", context, diagnostics);
  INFO(diagnostics.render());
  REQUIRE(scenario.has_value());
  return std::move(*scenario);
}

/// Of the sample with one thing changed.
void check_refused(const std::string& set, const std::string& refusal) {
  ReadContext context;
  context.sets = {set};
  INFO(set);
  const std::string refused = refusal_of(sole, context);
  INFO(refused);
  CHECK(refused.find(refusal) != std::string::npos);
}

bool is_assumed(const Scenario& scenario, const std::string& note) {
  return std::find(scenario.assumed.begin(), scenario.assumed.end(), note) != scenario.assumed.end();
}

}  // namespace

TEST_CASE("a class without an origin is read, with its write and its promise", "[scenario]") {
  const Scenario scenario = read_sole();
  const auto& session = scenario.system.classes[0];
  CHECK_FALSE(session.has_origin);
  CHECK(session.promise.kept == 0.99);
  const auto& policy = scenario.strategies.back().blueprint.strategy.policies[0];
  CHECK(policy.read.name == "cache-only");
  CHECK(policy.write.name == "cache-only");
  CHECK(policy.cache == "redis");
  CHECK(is_assumed(read_sole({"data.session.promise={}"}), "data.session.\"promise.kept\" = 100%"));
}

TEST_CASE("what a class without an origin cannot have is refused", "[scenario]") {
  check_refused("data.session.absent=10%", "data.session.absent: has no effect: \"origin\" is \"none\"; leave it out");
  check_refused("data.session.read_from=leader", "data.session.read_from: has no effect");
  check_refused("data.session.origin_read=5ms", "data.session.origin_read: has no effect");
  check_refused("data.price.promise={\"kept\":\"99%\"}",
                "data.price.promise: \"kept\" has no effect: an origin has what a cache loses; leave it out, or write "
                "\"origin\": \"none\"");
  check_refused("data.price.derived_from=[\"session\"]", "\"session\" has no origin, which would compute \"price\"");
  check_refused("nodes.none=service", "nodes.none: \"none\" cannot name a node");
}

TEST_CASE("what keeps a class without an origin asks none, and tells nobody", "[scenario]") {
  const std::string of = "strategies.small.session.";
  check_refused(of + "read=cache-aside", of + "read: \"cache-aside\" asks an origin, and \"session\" has none; write "
                                              "\"read\": \"cache-only\"");
  check_refused(of + "write=invalidate", of + "write: \"invalidate\" asks an origin, and \"session\" has none");
  check_refused(of + "stampede=coalesce", of + "stampede: has no effect: \"session\" has no origin, and no other copy");
  check_refused(of + "owed_by=[\"api\"]", of + "owed_by: has no effect");
  check_refused(of + "fallback=origin", of + "fallback: \"origin\" has no effect: \"session\" has no origin; leave it "
                                             "out, which means \"fail-fast\"");
  check_refused(of + "expiry={\"use\":\"soft-hard\",\"soft\":\"1s\",\"hard\":\"2s\"}",
                of + "expiry: \"soft-hard\" asks an origin, and \"session\" has none; write \"none\", a time to live");
  check_refused(of + "expiry={\"use\":\"ttl\",\"ttl\":\"1s\",\"age\":\"inherited\"}",
                of + "expiry: \"age\" is counted");
  check_refused(of + "expiry={\"use\":\"sliding\",\"idle\":\"1s\",\"jitter\":\"10%\"}",
                of + "expiry: \"jitter\" spreads fetches, and \"session\" has no origin to fetch from; write \"none\"");
  check_refused(of + "expiry={\"use\":\"ttl\",\"ttl\":\"1s\",\"negative\":\"1s\"}",
                of + "expiry: \"negative\" has no effect: what the cache has not is not there");
  check_refused("nodes.redis.in_process=true", of + "cache: \"redis\" is in-process");
  check_refused("strategies.small.session=[{\"read\":\"cache-only\"},{\"read\":\"cache-only\"}]",
                "is a second tier: of \"session\" there is one copy; write one tier");
  check_refused("strategies.bare={\"price\":{\"read\":\"cache-aside\"}}",
                "strategies.bare: does not say where \"session\" is: it has no origin; write \"session\": {\"read\": "
                "\"cache-only\"}");
  check_refused("strategies.small.price={\"read\":\"cache-only\"}",
                "strategies.small.price.read: \"cache-only\" is for what no origin has; write \"origin\": \"none\" "
                "where \"price\" is defined, or another \"read\"");
}

TEST_CASE("the row without a cache keeps what no origin has as the first strategy does", "[scenario]") {
  const Scenario scenario = read_sole();
  REQUIRE(scenario.strategies.front().is_baseline);
  const auto& policies = scenario.strategies.front().blueprint.strategy.policies;
  CHECK(policies[0].read.name == "cache-only");
  CHECK(policies[0].expiry.name == "sliding");
  CHECK(policies[1].read.name == "none");
  CHECK(is_assumed(scenario, "strategies.\"no cache\".session = as under \"small\""));
}

TEST_CASE("the row without a cache is left out, with a warning, where nobody keeps what no origin has", "[scenario]") {
  const std::string of_database = R"(={"set":{"data.session.origin":"db","data.session.promise":{}}})";
  const Scenario beside = read_sole({"strategies.small" + of_database,
                                     R"(strategies.kept={"session":{"read":"cache-only"}})"});
  CHECK(is_assumed(beside, "strategies.\"no cache\".session = as under \"kept\""));
  const Scenario alone = read_sole({"strategies.small" + of_database});
  CHECK_FALSE(alone.strategies.front().is_baseline);
  CHECK(alone.warnings.render().find("there is no row without a cache") != std::string::npos);
}

TEST_CASE("where no class has an origin there is no row without a cache, and no origin is needed", "[scenario]") {
  const std::string text = R"({ "title": "Alone", "data": { "session": { "keys": 9, "origin": "none" } },
    "nodes": { "api": "service", "redis": "cache" }, "load": [ { "from": "api", "reads": "session", "rate": "9/s" } ])";
  stalemate::analysis::load::Diagnostics diagnostics;
  const auto scenario = stalemate::analysis::load::read_scenario(
      text + R"(, "strategies": { "kept": { "session": { "read": "cache-only" } } } })", "s.json", {}, diagnostics);
  REQUIRE(scenario.has_value());
  REQUIRE(scenario->strategies.size() == 1);
  CHECK_FALSE(scenario->strategies.front().is_baseline);
  CHECK(refusal_of(text + "}").find("strategies: is missing: no origin has the data") != std::string::npos);
}

TEST_CASE("describe says what has only one copy", "[scenario]") {
  const std::string text = describe(read_sole());
  CHECK(text.find("uniform (assumed), kept by no origin: a cache has the only copy.") != std::string::npos);
  CHECK(text.find("Promise: at least 99.00 % of the reads do not miss what was lost.") != std::string::npos);
  CHECK(text.find("every read goes to the origin (the baseline); session stays in redis, as assumed.") !=
        std::string::npos);
  CHECK(text.find("small     session  api     redis  the only copy: nobody has to be told") != std::string::npos);
}

TEST_CASE("a loss breaks the promise of its class, is counted by cause, and is in the answer", "[scenario]") {
  using namespace stalemate::analysis;
  const Scenario scenario = read_sole();
  std::vector<nlohmann::ordered_json> runs;
  for (const load::StrategyPlan& plan : scenario.strategies) {
    nlohmann::ordered_json run =
        measure::run_json(measure::run_and_measure(*plan.for_run(1)), {plan.name, 1, plan.options, "stalemate run x"});
    measure::add_expectations(run, measure::judge(scenario, plan, run));
    runs.push_back(std::move(run));
  }
  const auto& reads = runs.back().at("classes").at("session").at("reads").at("data_lost");
  CHECK(reads.at("count").get<int>() > 0);
  CHECK(reads.at("causes").at("eviction") == reads.at("count"));
  CHECK(runs.back().at("writes").at("lost").at("eviction").get<int>() > 0);
  const page::Report report = page::make_report(scenario, "test", runs);
  CHECK(report.exit_status == 1);
  std::string answer;
  for (const std::string& each : page::answer(report)) answer += each + "\n";
  INFO(answer);
  CHECK(answer.find("DATA IS LOST: \"") != std::string::npos);
  const auto& columns = page::table_of(report).columns;
  const auto is_it = [](const page::Column& each) { return each.title == "reads of lost data"; };
  CHECK(std::any_of(columns.begin(), columns.end(), is_it));
}
