// Options declare what they guarantee, and worlds drawn from seeds hold them to it.
// Promise: every guarantee that some option declares has a check; a failing world prints its seed.
// Source: semantics of this project; the registry's guarantees.
#include <catch2/catch.hpp>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>
#include "tests/property/guarantee_checks.hpp"
#include "tests/property/random_world.hpp"
#include "tests/property/read_checks.hpp"
#include "tests/property/replay.hpp"
#include "tests/property/storage_checks.hpp"
#include "tests/property/write_checks.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::property;
using models::Policy;

/// As many under the sanitizers: of the first half some guarantees see nothing.
constexpr std::uint64_t held_worlds = 1500;
/// Of each guarantee; the rarest, reads that a fallback passes on within its limit, are 31.
constexpr std::int64_t looked_at_least = held_worlds / 100;

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
    {Guarantee::bounded_overtime, overtime_is_bounded},
    {Guarantee::never_expires, nothing_expires},
    {Guarantee::told_first, change_leaves_first},
    {Guarantee::told_ahead, change_leaves_ahead},
    {Guarantee::tells_nobody, nobody_is_told},
    {Guarantee::takes_effect, change_has_effect},
    {Guarantee::stored_first, cache_stores_first},
    {Guarantee::store_commits, commits_are_stores},
    {Guarantee::no_origin, origins_see_nothing},
    {Guarantee::awaited, changes_are_awaited},
    {Guarantee::told_once, changes_come_once},
    {Guarantee::names_one, one_key_is_named},
    {Guarantee::names_derived, derived_is_named},
    {Guarantee::purges, named_is_gone},
    {Guarantee::one_generation, generation_is_one},
    {Guarantee::caller_fetches, callers_fetch},
    {Guarantee::cache_fetches, caches_fetch},
    {Guarantee::early_is_safe, early_reads_do_not_fail},
    {Guarantee::one_filler, one_holder_fetches},
    {Guarantee::held_back, reads_are_held_back},
    {Guarantee::failure_known, failures_are_known},
    {Guarantee::leader_answers, leader_answers_writers},
    {Guarantee::leader_fills, leader_fills_marked},
    {Guarantee::on_demand, stored_on_demand},
    {Guarantee::fills_gaps, copies_fill_gaps},
};

/// Of what evicts, which is a cache's and no tier's.
using CacheCheck = Verdict (*)(const Record& run, const models::NodeSpec& node);
const std::map<Guarantee, CacheCheck> cache_checks = {
    {Guarantee::bounded_size, capacity_is_kept},
    {Guarantee::least_recent_goes, least_recent_is_evicted},
    {Guarantee::first_in_goes, first_in_is_evicted},
};

/// What guarantees nothing. A guard that is none takes whatever comes; how an instance is ramped up is a matter of
/// draws, which tests/analytic holds to its expectation.
const std::set<std::string> guarantee_nothing = {"guard/none", "warm_up/ramp"};

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
    for (const models::NodeSpec& node : run.blueprint.nodes)
      if (node.kind == models::NodeSpec::Kind::cache) check_cache(run, node);
  }
  std::map<Declared, std::int64_t> seen;

 private:
  void check_tier(const Record& run, const Policy& tier, std::size_t data_class, std::size_t place, bool is_alone) {
    for (const auto& [axis, choice] : choices_of(tier)) {
      const Option& option = *models::options::find_option(axis, choice->name);
      const bool is_used = !tier.cache.empty() || option.axis == "read";
      for (const Guarantee guarantee : option.guarantees)
        if (const auto found = checks.find(guarantee); found != checks.end() && is_used)
          note(option, guarantee, found->second(run, {tier, data_class, *choice, option, place, is_alone}));
    }
  }
  void check_cache(const Record& run, const models::NodeSpec& node) {
    const Option& option = *models::options::find_option("eviction", node.cache.eviction);
    for (const Guarantee guarantee : option.guarantees)
      note(option, guarantee, cache_checks.at(guarantee)(run, node));
  }
  void note(const Option& option, Guarantee guarantee, const Verdict& verdict) {
    INFO(option.axis << "/" << option.name << ", " << name_of(guarantee) << ": " << verdict.broken.text());
    REQUIRE(verdict.broken.empty());
    seen[{option.axis + "/" + option.name, guarantee}] += verdict.seen;
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
  for (const Option* option : models::options::all_options()) {
    INFO(option->axis << "/" << option->name);
    CHECK(option->guarantees.empty() == (guarantee_nothing.count(option->axis + "/" + option->name) > 0));
    for (const Guarantee guarantee : option->guarantees) {
      const bool is_of_sessions = guarantee == Guarantee::read_your_writes;
      if (is_of_sessions) continue;
      INFO(option->axis << "/" << option->name << ", " << name_of(guarantee));
      REQUIRE(checks.count(guarantee) + cache_checks.count(guarantee) == 1);
      const std::int64_t looked_at = guarantees.seen[{option->axis + "/" + option->name, guarantee}];
      std::cout << option->axis << "/" << option->name << ": " << name_of(guarantee) << ", looked at " << looked_at
                << " times\n";
      CHECK(looked_at >= looked_at_least);
    }
  }
}
