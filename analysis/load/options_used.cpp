// Which options a strategy uses, as results name them: "read/cache-aside".
#include "analysis/load/reading.hpp"

namespace stalemate::analysis::load {

using models::Choice;
using models::NodeSpec;
using models::Policy;

namespace {

void add(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

}  // namespace

std::vector<std::string> options_used(const models::Blueprint& blueprint) {
  std::vector<std::string> names;
  const auto& policies = blueprint.strategy.policies;
  std::vector<const Policy*> tiers;
  for (const Policy& policy : policies)
    for (const Policy* tier : models::tiers_of(policy)) tiers.push_back(tier);
  const auto cached = [&](auto tell) {
    for (const Policy* tier : tiers) {
      if (is_cached(*tier)) tell(*tier);
    }
  };
  for (const Policy* tier : tiers) add(names, "read/" + tier->read.name);
  for (const Policy* tier : tiers) add(names, "write/" + tier->write.name);
  for (const Policy* tier : tiers)
    if (announces(*tier)) add(names, "carry/" + tier->carry.name), add(names, "names/" + tier->names.name);
  cached([&](const Policy& policy) { add(names, "expiry/" + policy.expiry.name); });
  cached([&](const Policy& policy) {
    for (const Choice& choice : policy.stampede) add(names, "stampede/" + choice.name);
  });
  cached([&](const Policy& policy) { add(names, "guard/" + policy.guard.name); });
  cached([&](const Policy& policy) {
    for (const Choice& choice : policy.fallback) add(names, "fallback/" + choice.name);
  });
  cached([&](const Policy& policy) { add(names, "warm_up/" + policy.warm_up.name); });
  cached([&](const Policy& policy) {
    const NodeSpec* cache = find_node(blueprint, policy.cache);
    const bool is_bounded = cache != nullptr && cache->cache.capacity_entries + cache->cache.capacity_bytes > 0;
    if (is_bounded) add(names, "eviction/" + cache->cache.eviction);
  });
  return names;
}

}  // namespace stalemate::analysis::load
