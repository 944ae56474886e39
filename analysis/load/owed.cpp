#include "analysis/load/owed.hpp"
#include <algorithm>
#include "analysis/load/describe_words.hpp"
#include "analysis/load/reading.hpp"

namespace stalemate::analysis::load {
namespace {

using models::NodeSpec;
using models::Policy;

std::vector<std::string> writers_of(const models::Blueprint& blueprint, const std::string& data_class) {
  std::vector<std::string> writers;
  for (const models::Load& load : blueprint.loads) {
    const std::string& writer = models::service_of(load);
    const bool is_known = std::find(writers.begin(), writers.end(), writer) != writers.end();
    if (models::writes_class(load, data_class) && !is_known) writers.push_back(writer);
  }
  return writers;
}

/// Of one writer to one copy: `policy` is the writer's, `data_class` the one that it writes.
class Word {
 public:
  Word(const StrategyPlan& plan, const Policy& policy, const std::string& writer, const std::string& data_class)
      : plan_(plan), policy_(policy), writer_(writer), data_class_(data_class) {}

  /// A copy in the writer's own process is the only one of those that it reaches itself.
  void fill(Owed& owed) const {
    const NodeSpec* cache = find_node(plan_.blueprint, owed.copy);
    const bool is_in_process = cache != nullptr && cache->cache.in_process;
    owed.told_by = teller_of(policy_, writer_);
    if (owed.told_by.starts_with("nobody")) return;
    owed.teller = is_told_by_origin(policy_) ? find_class(plan_.blueprint, data_class_)->origin : writer_;
    owed.own_copy_only = is_in_process && policy_.carry.name == "inline";
    if (owed.own_copy_only) owed.told_by += " (its own copy only)";
  }

 private:
  const StrategyPlan& plan_;
  const Policy& policy_;
  const std::string& writer_;
  const std::string& data_class_;
};

void add_owed(const StrategyPlan& plan, const std::string& data_class, const Policy& tier, std::vector<Owed>& all) {
  const auto writers = writers_of(plan.blueprint, data_class);
  if (writers.empty()) all.push_back({plan.name, data_class, "(none)", tier.cache, "-"});
  for (const std::string& writer : writers) {
    all.push_back({plan.name, data_class, writer, tier.cache, ""});
    Word(plan, tier, writer, data_class).fill(all.back());
  }
}

/// To the copies of what is derived, by those who write its sources.
void add_owed_to_derived(const StrategyPlan& plan, std::size_t derived, const Policy& tier, std::vector<Owed>& all) {
  const models::Blueprint& blueprint = plan.blueprint;
  for (const std::size_t source : written_sources(blueprint, derived)) {
    const Policy* telling = telling_derived(blueprint, source, {derived, tier.cache});
    const std::string& name = blueprint.classes[source].name;
    for (const std::string& writer : writers_of(blueprint, name)) {
      all.push_back({plan.name, blueprint.classes[derived].name, writer + ", of " + name, tier.cache, "nobody"});
      if (telling != nullptr) Word(plan, *telling, writer, name).fill(all.back());
    }
  }
}

}  // namespace

std::vector<Owed> owed(const Scenario& scenario) {
  std::vector<Owed> all;
  for (const StrategyPlan& plan : scenario.strategies)
    for (std::size_t i = 0; i < plan.blueprint.classes.size(); ++i) {
      const bool is_computed = !plan.blueprint.classes[i].derived_from.empty();
      for (const Policy* tier : models::tiers_of(plan.blueprint.strategy.policies[i]))
        if (is_cached(*tier))
          is_computed ? add_owed_to_derived(plan, i, *tier, all)
                      : add_owed(plan, plan.blueprint.classes[i].name, *tier, all);
    }
  return all;
}

}  // namespace stalemate::analysis::load
