// How a class is cached in a random world: options of every axis, in one tier or two.
// Promise: only what a scenario may say; a new option is drawn as soon as it is registered.
// Source: swarm testing (Groce et al. 2012).
#pragma once
#include <algorithm>
#include <string>
#include <utility>
#include <vector>
#include "models/blueprint.hpp"
#include "models/options/registry.hpp"
#include "tests/property/dice.hpp"

namespace stalemate::tests::property {

class PolicyDrawer {
 public:
  PolicyDrawer(Dice& dice, std::vector<std::string> caches, std::vector<std::string> services)
      : dice_(dice), caches_(std::move(caches)), services_(std::move(services)) {}

  models::Policy draw() {
    models::Policy policy;
    policy.carry = use(*models::options::find_option("carry", "inline"));
    if (caches_.empty() || dice_.one_in(5)) return policy;
    draw_tier(policy, caches_.front());
    const bool is_last = models::options::find_option("write", policy.write.name)->is_last_tier;
    if (policy.read.name == "none" || is_last || caches_.size() < 2 || dice_.one_in(2)) return policy;
    models::Policy behind;
    behind.carry = policy.carry;
    draw_tier(behind, caches_.back());
    if (behind.read.name != "none") policy.behind.push_back(behind);
    return policy;
  }

 private:
  void draw_tier(models::Policy& policy, const std::string& cache) {
    policy.read = any("read");
    if (policy.read.name == "none") return;
    policy.cache = cache;
    policy.write = any("write");
    policy.carry = any("carry");
    const models::options::Option& carry = *models::options::find_option("carry", policy.carry.name);
    const models::options::Option& write = *models::options::find_option("write", policy.write.name);
    const bool cannot_be = carry.is_told_by_origin && (write.is_ahead || write.is_repeated || write.word.empty());
    if (cannot_be) policy.carry = use(*models::options::find_option("carry", "log"));
    if (carry.bus == models::options::NeedsBus::broadcast) policy.bus = "bus";
    if (carry.bus == models::options::NeedsBus::log) policy.bus = "log";
    policy.expiry = any("expiry");
    const bool needs_ttl = models::options::find_option("read", policy.read.name)->needs_ttl;
    if (needs_ttl) policy.expiry = use(*models::options::find_option("expiry", "ttl"));
    if (policy.expiry.name == "soft-hard") put_in_order(policy.expiry.values, "soft", "hard");
    if (policy.expiry.name == "adaptive") put_in_order(policy.expiry.values, "min", "max");
    policy.guard = any("guard");
    for (const models::options::Option* option : models::options::options_of("stampede"))
      if (dice_.one_in(3) && !(option->asks_again && asks_again(policy)) && !is_idle(*option, policy))
        policy.stampede.insert(dice_.one_in(2) ? policy.stampede.begin() : policy.stampede.end(), use(*option));
    for (const models::options::Option* option : models::options::options_of("fallback"))
      if (dice_.one_in(4) && !(models::answers_for_cache(policy) && answers_for_cache(*option)))
        policy.fallback.push_back(use(*option));
    if (dice_.one_in(4) && !carry.tells_for_all) policy.owed_by = {dice_.of(services_)};
  }
  /// Two that ask the cache for a token are refused in a scenario.
  static bool asks_again(const models::Policy& policy) {
    const auto is_it = [](const models::Choice& each) {
      return models::options::find_option("stampede", each.name)->asks_again;
    };
    return std::any_of(policy.stampede.begin(), policy.stampede.end(), is_it);
  }
  /// Such an expiry does so itself.
  static bool is_idle(const models::options::Option& option, const models::Policy& policy) {
    return option.name == "stale-while-revalidate" &&
           models::options::find_option("expiry", policy.expiry.name)->revalidates;
  }
  static void put_in_order(models::options::Values& values, const char* less, const char* more) {
    values.set(more, values.integer(less) + values.integer(more));
  }
  /// Two that say what becomes of a read without its cache are refused as well.
  static bool answers_for_cache(const models::options::Option& option) {
    return option.answers_for == models::options::Failed::cache;
  }
  /// Of those for classes that an origin has.
  models::Choice any(const char* axis) {
    std::vector<const models::options::Option*> all = models::options::options_of(axis);
    std::erase_if(all, [](const models::options::Option* option) { return option->is_sole; });
    return use(*dice_.of(all));
  }
  models::Choice use(const models::options::Option& option) {
    models::Choice choice{option.name, models::options::defaults_of(option)};
    for (const models::options::Parameter& parameter : option.parameters) {
      using Kind = models::options::ParameterKind;
      const bool required = parameter.fallback.empty();
      if (!required && dice_.one_in(2)) continue;
      if (parameter.kind == Kind::duration) choice.values.set(parameter.key, dice_.ms(1, 1'000).ns);
      if (parameter.kind == Kind::flag) choice.values.set(parameter.key, dice_.one_in(2));
      if (parameter.kind == Kind::word) choice.values.set(parameter.key, dice_.of(parameter.words));
      if (parameter.kind == Kind::count && required) choice.values.set(parameter.key, dice_.between(1, 5));
      if (parameter.kind == Kind::ratio && required) choice.values.set(parameter.key, dice_.share());
    }
    return choice;
  }

  Dice& dice_;
  std::vector<std::string> caches_;
  std::vector<std::string> services_;
};

}  // namespace stalemate::tests::property
