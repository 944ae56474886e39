// Options declare what they guarantee, and worlds drawn from seeds hold them to it.
// Promise: every guarantee that some option declares has a check; a failing world prints its seed.
// Source: semantics of this project; the registry's guarantees.
#include <catch2/catch.hpp>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include "tests/property/guarantee_table.hpp"
#include "tests/property/random_world.hpp"
#include "tests/property/replay.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::property;

/// As many under the sanitizers: of the first half some guarantees see nothing.
constexpr std::uint64_t held_worlds = 1500;
/// Of each guarantee; the rarest, reads that a fallback passes on within its limit, are 31.
constexpr std::int64_t looked_at_least = held_worlds / 100;

/// What guarantees nothing. A guard that is none takes whatever comes; how an instance is ramped up is a matter of
/// draws, which tests/analytic holds to its expectation.
const std::set<std::string> guarantee_nothing = {"guard/none", "warm_up/ramp"};

}  // namespace

TEST_CASE("Every option keeps what it guarantees, and every cache its capacity, in every world") {
  std::map<Declared, std::int64_t> seen;
  const auto keeps = [&seen](const Declared& what, const Verdict& verdict) {
    INFO(what.first << ", " << name_of(what.second) << ": " << verdict.broken.text());
    REQUIRE(verdict.broken.empty());
    seen[what] += verdict.seen;
  };
  for (const std::uint64_t seed : world_seeds(held_worlds)) {
    INFO(replay_of(seed, "Every option keeps"));
    hold_to_guarantees(record(random_world(seed)), [](const Declared&) { return true; }, keeps);
  }
  if (draws_some_worlds()) return;
  for (const Option* option : models::options::all_options()) {
    INFO(option->axis << "/" << option->name);
    CHECK(option->guarantees.empty() == (guarantee_nothing.count(option->axis + "/" + option->name) > 0));
    for (const Guarantee guarantee : option->guarantees) {
      const bool is_of_sessions = guarantee == Guarantee::read_your_writes;
      if (is_of_sessions) continue;
      INFO(option->axis << "/" << option->name << ", " << name_of(guarantee));
      REQUIRE(checks.count(guarantee) + cache_checks.count(guarantee) == 1);
      const std::int64_t looked_at = seen[declared(*option, guarantee)];
      std::cout << option->axis << "/" << option->name << ": " << name_of(guarantee) << ", looked at " << looked_at
                << " times\n";
      CHECK(looked_at >= looked_at_least);
    }
  }
}
