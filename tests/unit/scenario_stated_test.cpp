// "policy" of a class: what its team has written of how it is cached.
#include <catch2/catch.hpp>
#include "analysis/load/describe.hpp"
#include "analysis/load/scenario.hpp"
#include "tests/unit/scenario_samples.hpp"

namespace {

using namespace stalemate::analysis::load;

std::optional<Scenario> stated_scenario(const std::string& policy, Diagnostics& diagnostics) {
  const std::string text =
      samples::changed(samples::smallest, R"("keys": 50000)", R"("keys": 50000, "policy": )" + policy);
  return read_scenario(text, "s.json", {}, diagnostics);
}

std::string complaint_of(const std::string& policy) {
  Diagnostics diagnostics;
  CHECK_FALSE(stated_scenario(policy, diagnostics));
  return diagnostics.render();
}

}  // namespace

TEST_CASE("what is stated of a class is read, and read back by describe") {
  Diagnostics diagnostics;
  const auto scenario = stated_scenario(R"({ "told_by": ["shop"], "ttl": "90s", "fallback": "fail-fast",
      "watched_by": ["late"], "exit": "an index" })", diagnostics);
  INFO(diagnostics.render());
  REQUIRE(scenario);
  const auto& stated = scenario->system.classes.front().stated;
  REQUIRE(stated);
  CHECK(stated->told_by == std::vector<std::string>{"shop"});
  CHECK(stated->ttl == stalemate::sim::Duration{90'000'000'000});
  CHECK(stated->fallback == "fail-fast");
  CHECK(stated->watched_by == std::vector<std::string>{"late"});
  CHECK(describe(*scenario).find("Stated: told by shop; no entry lives longer than 90s; without the cache: fail-fast; "
                                 "watched by late; the cache may go: an index.") != std::string::npos);
}

TEST_CASE("that nobody tells and that nothing ends can be stated, and differ from nothing said") {
  Diagnostics diagnostics;
  const auto scenario = stated_scenario(R"({ "told_by": [], "ttl": "never" })", diagnostics);
  REQUIRE(scenario);
  const auto& stated = *scenario->system.classes.front().stated;
  CHECK(stated.told_by == std::vector<std::string>{});
  CHECK(stated.has_ttl);
  CHECK_FALSE(stated.ttl);
  const std::string told = "nobody tells caches of changes; entries do not end by themselves";
  CHECK(describe(*scenario).find(told) != std::string::npos);
  const auto silent = read_scenario(samples::smallest, "s.json", {}, diagnostics);
  CHECK_FALSE(silent->system.classes.front().stated);
  CHECK(describe(*silent).find("Stated:") == std::string::npos);
}

TEST_CASE("what is stated of a class is refused where it names nothing that could be meant") {
  CHECK(complaint_of(R"({ "told_by": ["shopp"] })").find("data.price.policy.told_by.0") != std::string::npos);
  CHECK(complaint_of(R"({ "told_by": ["redis"] })").find("data.price.policy.told_by.0") != std::string::npos);
  CHECK(complaint_of(R"({ "ttl": "soon" })").find("data.price.policy.ttl") != std::string::npos);
  CHECK(complaint_of(R"({ "ttl": "0s" })").find("data.price.policy.ttl") != std::string::npos);
  CHECK(complaint_of(R"({ "fallback": "orign" })").find("\"origin\"") != std::string::npos);
  CHECK(complaint_of(R"({ "fallbak": "origin" })").find("\"fallback\"") != std::string::npos);
  CHECK(complaint_of("{}").find("says nothing") != std::string::npos);
  CHECK(complaint_of(R"("ask Anna")").find("data.price.policy") != std::string::npos);
}
