// explain on whole worlds drawn from a seed: a story of each cause that a world has, and every picture of it.
// Promise: whatever meets in a world, a story is told to its end, fits its page, and calls nothing a cause untried.
// Source: swarm testing (Groce et al. 2012).
#include <catch2/catch.hpp>
#include <iostream>
#include <nlohmann/json.hpp>
#include "analysis/explain/diagram_svg.hpp"
#include "analysis/explain/diagram_text.hpp"
#include "analysis/explain/investigate.hpp"
#include "analysis/explain/mermaid.hpp"
#include "analysis/explain/perfetto.hpp"
#include "analysis/explain/shiviz.hpp"
#include "analysis/page/words.hpp"
#include "tests/analytic/explained.hpp"
#include "tests/property/random_world.hpp"
#include "tests/property/replay.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::analysis;
using explain::Story;

explain::Subject subject_of(std::uint64_t seed) {
  return {[seed] { return std::optional(tests::property::WorldDrawer(seed).draw()); }};
}

void check_story(const Story& story) {
  CHECK_FALSE(story.because.empty());
  CHECK(story.because.find("So it was:") == std::string::npos);
  REQUIRE_FALSE(story.steps.empty());
  std::int64_t number = 0;
  bool has_end = false, has_commit = false;
  const std::string version = std::to_string(story.read.next);
  for (std::size_t i = 0; i < story.steps.size(); ++i) {
    const explain::Step& step = story.steps[i];
    CHECK(step.from < story.lanes.size());
    CHECK(step.to < story.lanes.size());
    CHECK(step.at <= step.until);
    if (i > 0) CHECK(story.steps[i - 1].until <= step.until);
    if (step.number > 0) CHECK(step.number == ++number);
    CHECK(step.sentence.empty() == (step.number == 0));
    has_end = has_end || step.sentence.find("That is stale") != std::string::npos;
    has_commit = has_commit || step.sentence.find(" commits version " + version) != std::string::npos ||
                 step.sentence.find("From now on the key is not there.") != std::string::npos;
  }
  CHECK(has_end);
  CHECK(has_commit);
}

void check_pictures(const Story& story, const explain::KeyLife& life) {
  const std::string text = explain::diagram_text(story, 100);
  for (std::size_t from = 0, end = 0; (end = text.find('\n', from)) != std::string::npos; from = end + 1)
    CHECK(analysis::page::columns(text.substr(from, end - from)) <= 100);
  explain::Explanation of;
  of.story = story;
  CHECK(explain::diagram_svg(of).ends_with("</svg>\n"));
  CHECK(explain::mermaid(story).starts_with("sequenceDiagram\n"));
  CHECK_FALSE(explain::shiviz(story).empty());
  CHECK(nlohmann::json::parse(explain::perfetto(story, life)).at("traceEvents").size() > story.steps.size());
  CHECK_FALSE(explain::life_text(life, {100, 30, {}}).empty());
}

}  // namespace

TEST_CASE("explain tells a story of every cause of every world, and draws it", "[slow]") {
  std::int64_t stories = 0;
  measure::CauseCounts seen{};
  for (const std::uint64_t seed : tests::property::world_seeds(1'000)) {
    const auto first = explain::survey(subject_of(seed), {});
    REQUIRE(first);
    for (std::size_t cause = 0; cause < measure::cause_count; ++cause) {
      if (first->pick.causes()[cause] == 0) continue;
      INFO(tests::property::replay_of(seed, "explain tells a story")
           << ", " << measure::name_of(static_cast<measure::Cause>(cause)));
      explain::Filter filter;
      filter.cause = static_cast<measure::Cause>(cause);
      const auto picked = explain::survey(subject_of(seed), filter)->pick.picked();
      REQUIRE(picked);
      const auto trials = seed % 10 == 0 ? explain::Trials::each_actor : explain::Trials::none;
      const auto told = explain::tell(subject_of(seed), picked->key, picked, trials);
      REQUIRE(told);
      check_story(*told->story);
      if (trials == explain::Trials::each_actor)
        tests::explained::check_roles(tests::property::WorldDrawer(seed).draw(), *told->story);
      check_pictures(*told->story, told->life);
      ++stories;
      ++seen[cause];
    }
  }
  if (tests::property::draws_some_worlds()) return;
  using measure::Cause;
  for (const Cause cause :
       {Cause::replica_lag, Cause::joined_flight, Cause::unowned_write, Cause::tier_not_invalidated, Cause::ttl_window,
        Cause::write_reorder, Cause::fill_race, Cause::invalidation_in_flight, Cause::invalidation_lost}) {
    INFO(measure::name_of(cause));
    CHECK(seen[static_cast<std::size_t>(cause)] > 0);
  }
  for (std::size_t cause = 0; cause < measure::cause_count; ++cause)
    std::cout << "Actual " << measure::name_of(static_cast<measure::Cause>(cause)) << ": " << seen[cause]
              << " stories\n";
  CHECK(stories > 300);
}
