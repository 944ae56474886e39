// explain on the library: for the worst read of each cause, each request and fault that is named is left out in turn.
// Promise: what is marked as a cause ends the staleness when it is left out, and what is marked as context does not.
// Source: this project's semantics ("Why a read was stale").
#include <catch2/catch.hpp>
#include <fstream>
#include <iostream>
#include <sstream>
#include "analysis/load/scenario.hpp"
#include "tests/analytic/explained.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests::explained;

std::string text_of_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

load::Scenario library(const std::string& name, const std::string& duration) {
  load::ReadContext context;
  context.no_baseline = true;
  context.sets = {"duration=" + duration};
  load::Diagnostics diagnostics;
  auto read = load::read_scenario(text_of_file(STALEMATE_SOURCE_DIR "/scenarios/" + name + ".json"), name, context,
                                  diagnostics);
  INFO(diagnostics.render());
  REQUIRE(read);
  return std::move(*read);
}

/// Of every cause of every strategy; how many things were left out.
std::int64_t check_scenario(const std::string& name, const std::string& duration) {
  std::int64_t tried = 0;
  for (const load::StrategyPlan& plan : library(name, duration).strategies) {
    const auto survey = explain::survey(subject_of(plan.blueprint), {});
    for (std::size_t cause = 0; cause < measure::cause_count; ++cause) {
      if (survey->pick.causes()[cause] == 0) continue;
      explain::Filter filter;
      filter.cause = static_cast<measure::Cause>(cause);
      const explain::Story story = told(plan.blueprint, filter);
      INFO(name << ", " << plan.name << ", " << measure::name_of(*filter.cause) << "\n" << text_of(story));
      const std::int64_t causes = check_roles(plan.blueprint, story);
      tried += static_cast<std::int64_t>(story.actors.size());
      std::cout << "Actual " << name << ", " << plan.name << ", " << measure::name_of(*filter.cause) << ": " << causes
                << " causes of " << story.actors.size() - 1 << " tried\n";
    }
  }
  return tried;
}

}  // namespace

TEST_CASE("explain: a lost delete, with each that is named left out in turn", "[slow]") {
  CHECK(check_scenario("lost-delete", "6m") > 10);
}

TEST_CASE("explain: concurrent updates, with each that is named left out in turn", "[slow]") {
  CHECK(check_scenario("concurrent-updates", "2m") > 10);
}

TEST_CASE("explain: a lagging follower, with each that is named left out in turn", "[slow]") {
  CHECK(check_scenario("lagging-follower", "6m") > 10);
}

TEST_CASE("explain: many copies and two tiers, with each that is named left out in turn", "[slow]") {
  CHECK(check_scenario("many-copies", "3m") > 10);
  CHECK(check_scenario("two-tiers", "2m") > 5);
}

TEST_CASE("explain: a clock that is wrong, and a page that is not told, with each left out in turn", "[slow]") {
  CHECK(check_scenario("wrong-clock", "6m") > 10);
  CHECK(check_scenario("stale-dashboard", "4m") > 10);
}
