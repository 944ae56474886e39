// Options declare what they guarantee, and worlds drawn from seeds hold them to it.
// Promise: every guarantee that some option declares has a check; a failing world prints its seed.
// Source: semantics of this project; the registry's guarantees.
#include <catch2/catch.hpp>
#include <iostream>
#include "tests/property/guarantee_checks.hpp"
#include "tests/property/random_world.hpp"
#include "tests/property/replay.hpp"
#include "tests/sanitized.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::property;
using models::Policy;

constexpr std::uint64_t held_worlds = tests::is_sanitized ? 750 : 1500;
/// Of each guarantee; the rarest, a fill within a hold-off, is 120 times in 1500 worlds and 3 times in 750.
constexpr std::int64_t looked_at_least = tests::is_sanitized ? 1 : 15;

using Check = Verdict (*)(const Record& run, const Use& use);
/// Those of sessions have a test of their own, with guards in every tier.
const std::map<Guarantee, Check> checks = {
    {Guarantee::never_stale, is_never_stale},
    {Guarantee::bounded_life, entries_end},
    {Guarantee::one_fetch_per_key, one_fetch_a_key},
    {Guarantee::bounded_fetches, fetches_are_bounded},
    {Guarantee::no_late_fill, no_late_fill},
    {Guarantee::newer_stays, the_newer_stays},
    {Guarantee::held_off, fills_are_held_off},
    {Guarantee::in_order, changes_come_in_order},
};

using Declared = std::pair<std::string, Guarantee>;  // "axis/option"

/// Every choice of a tier that has an option in the registry.
std::vector<std::pair<const char*, const Choice*>> choices_of(const Policy& tier) {
  std::vector<std::pair<const char*, const Choice*>> all = {{"read", &tier.read},     {"write", &tier.write},
                                                            {"carry", &tier.carry},   {"names", &tier.names},
                                                            {"expiry", &tier.expiry}, {"guard", &tier.guard},
                                                            {"warm_up", &tier.warm_up}};
  for (const Choice& each : tier.stampede) all.emplace_back("stampede", &each);
  for (const Choice& each : tier.fallback) all.emplace_back("fallback", &each);
  return all;
}

class Guarantees {
 public:
  void check(const Record& run) {
    for (std::size_t i = 0; i < run.blueprint.classes.size(); ++i) {
      const Policy& policy = run.blueprint.strategy.policies[i];
      std::size_t place = 0;
      for (const Policy* tier : tiers_of(policy)) check_tier(run, *tier, i, place++, policy.behind.empty());
    }
    for (const models::NodeSpec& node : run.blueprint.nodes) {
      const Verdict verdict = capacity_is_kept(run, node);
      INFO(node.name << ": " << verdict.broken.text());
      REQUIRE(verdict.broken.empty());
      stored_in_bounds += verdict.seen;
    }
  }
  std::map<Declared, std::int64_t> seen;
  std::int64_t stored_in_bounds = 0;

 private:
  void check_tier(const Record& run, const Policy& tier, std::size_t data_class, std::size_t place, bool is_alone) {
    for (const auto& [axis, choice] : choices_of(tier))
      check(run, *models::options::find_option(axis, choice->name), {tier, data_class, *choice, place, is_alone});
  }
  void check(const Record& run, const Option& option, const Use& use) {
    for (const Guarantee guarantee : option.guarantees) {
      const auto found = checks.find(guarantee);
      if (found == checks.end()) continue;
      const Verdict verdict = found->second(run, use);
      INFO(option.axis << "/" << option.name << ", " << name_of(guarantee) << ": " << verdict.broken.text());
      REQUIRE(verdict.broken.empty());
      seen[{option.axis + "/" + option.name, guarantee}] += verdict.seen;
    }
  }
};

}  // namespace

TEST_CASE("Every option keeps what it guarantees, and every cache its capacity, in every world") {
  Guarantees guarantees;
  for (const std::uint64_t seed : world_seeds(held_worlds)) {
    INFO(replay_of(seed, "Every option keeps"));
    guarantees.check(record(random_world(seed)));
  }
  if (draws_one_world()) return;
  CHECK(guarantees.stored_in_bounds > 1000);
  for (const Option* option : models::options::all_options()) {
    for (const Guarantee guarantee : option->guarantees) {
      const bool is_of_sessions = guarantee == Guarantee::read_your_writes;
      if (is_of_sessions) continue;
      INFO(option->axis << "/" << option->name << ", " << name_of(guarantee));
      REQUIRE(checks.count(guarantee) == 1);
      const std::int64_t looked_at = guarantees.seen[{option->axis + "/" + option->name, guarantee}];
      std::cout << option->axis << "/" << option->name << ": " << name_of(guarantee) << ", looked at " << looked_at
                << " times\n";
      CHECK(looked_at >= looked_at_least);
    }
  }
}
