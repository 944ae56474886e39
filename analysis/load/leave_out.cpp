#include "analysis/load/leave_out.hpp"
#include "analysis/load/node_text.hpp"
#include "analysis/load/path.hpp"

namespace stalemate::analysis::load {
namespace {

/// A list of tiers without one of them.
std::string list_without(const Node& tiers, std::size_t left_out) {
  Node others = tiers;
  others.items.erase(others.items.begin() + static_cast<std::ptrdiff_t>(left_out));
  return json_text(others);
}

void add_omissions(const Node& written, const models::Policy& policy, Omission of, std::vector<Omission>& all) {
  const std::string path = join(join("strategies", of.strategy), of.data_class);
  of.set = path + "=null";
  all.push_back(of);
  const auto tiers = models::tiers_of(policy);
  if (tiers.size() < 2 || written.items.size() != tiers.size()) return;
  for (std::size_t i = 0; i < tiers.size(); ++i) {
    of.tier = tiers[i]->cache;
    of.set = path + "=" + list_without(written, i);
    all.push_back(of);
  }
}

}  // namespace

std::vector<Omission> omissions_of(const Node& document, const Scenario& scenario) {
  std::vector<Omission> all;
  const Node* const strategies = document.get("strategies");
  for (const StrategyPlan& plan : scenario.strategies) {
    const Node* const strategy = strategies == nullptr ? nullptr : strategies->get(plan.name);
    if (plan.is_baseline || strategy == nullptr) continue;
    const auto& classes = plan.blueprint.classes;
    for (std::size_t i = 0; i < classes.size(); ++i) {
      const models::Policy& policy = plan.blueprint.strategy.policies[i];
      const Node* const written = strategy->get(classes[i].name);
      if (written == nullptr || policy.cache.empty() || !classes[i].has_origin) continue;
      add_omissions(*written, policy, {plan.name, classes[i].name, "", ""}, all);
    }
  }
  return all;
}

}  // namespace stalemate::analysis::load
