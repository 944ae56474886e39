// Which check holds an option to which guarantee, and what the options of a run have declared.
// Promise: every guarantee of the registry has a check here, but read_your_writes, whose sessions meet guards of every
// tier: guard_test.cpp has that.
// Source: models/options/registry.hpp.
#pragma once
#include <string>
#include <utility>
#include <vector>
#include "tests/property/guarantee_checks.hpp"
#include "tests/property/read_checks.hpp"
#include "tests/property/storage_checks.hpp"
#include "tests/property/write_checks.hpp"

namespace stalemate::tests::property {

using Check = Verdict (*)(const Record& run, const Use& use);
inline const std::map<Guarantee, Check> checks = {
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
inline const std::map<Guarantee, CacheCheck> cache_checks = {
    {Guarantee::bounded_size, capacity_is_kept},
    {Guarantee::least_recent_goes, least_recent_is_evicted},
    {Guarantee::first_in_goes, first_in_is_evicted},
};

using Declared = std::pair<std::string, Guarantee>;  // "axis/option"
inline Declared declared(const Option& option, Guarantee guarantee) {
  return {option.axis + "/" + option.name, guarantee};
}

/// Every choice of a tier that has an option in the registry.
inline std::vector<std::pair<const char*, const Choice*>> choices_of(const models::Policy& tier) {
  std::vector<std::pair<const char*, const Choice*>> all = {{"read", &tier.read},     {"write", &tier.write},
                                                            {"carry", &tier.carry},   {"names", &tier.names},
                                                            {"expiry", &tier.expiry}, {"guard", &tier.guard},
                                                            {"warm_up", &tier.warm_up}};
  for (const Choice& each : tier.stampede) all.emplace_back("stampede", &each);
  for (const Choice& each : tier.fallback) all.emplace_back("fallback", &each);
  return all;
}

/// Gives `see` each guarantee of each option in use, and what its check makes of the run: (Declared, Verdict). `wants`
/// says of a Declared whether to look.
template <class Wants, class See>
void hold_to_guarantees(const Record& run, Wants wants, See see) {
  const auto hold_tier = [&](const models::Policy& tier, std::size_t data_class, std::size_t place, bool is_alone) {
    for (const auto& [axis, choice] : choices_of(tier)) {
      const Option& option = *models::options::find_option(axis, choice->name);
      if (tier.cache.empty() && option.axis != "read") continue;
      for (const Guarantee guarantee : option.guarantees)
        if (const auto found = checks.find(guarantee); found != checks.end() && wants(declared(option, guarantee)))
          see(declared(option, guarantee), found->second(run, {tier, data_class, *choice, option, place, is_alone}));
    }
  };
  for (std::size_t i = 0; i < run.blueprint.classes.size(); ++i) {
    const models::Policy& policy = run.blueprint.strategy.policies[i];
    std::size_t place = 0;
    for (const models::Policy* tier : tiers_of(policy)) hold_tier(*tier, i, place++, policy.behind.empty());
  }
  for (const models::NodeSpec& node : run.blueprint.nodes) {
    if (node.kind != models::NodeSpec::Kind::cache) continue;
    const Option& option = *models::options::find_option("eviction", node.cache.eviction);
    for (const Guarantee guarantee : option.guarantees)
      if (wants(declared(option, guarantee))) see(declared(option, guarantee), cache_checks.at(guarantee)(run, node));
  }
}

}  // namespace stalemate::tests::property
