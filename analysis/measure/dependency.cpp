#include "analysis/measure/dependency.hpp"
#include <algorithm>

namespace stalemate::analysis::measure {

Dependency::Dependency(const models::World& world) : world_(world), costs_(world.blueprint().classes.size()) {
  const models::Blueprint& blueprint = world.blueprint();
  for (const models::Load& load : blueprint.loads) {
    const auto found = std::find(callers_.begin(), callers_.end(), service_of(load));
    caller_of_load_.push_back(static_cast<std::size_t>(found - callers_.begin()));
    if (found == callers_.end()) callers_.push_back(service_of(load));
  }
  for (const models::NodeSpec& node : blueprint.nodes) {
    if (node.kind != models::NodeSpec::Kind::origin || node.origin.servers == 0) continue;
    for (std::size_t c = 0; c < costs_.size(); ++c) {
      const models::DataClass& each = blueprint.classes[c];
      if (is_origin_of(node, each))
        costs_[c] = {servers_.size(), each.origin_read.value_or(node.origin.read).mean().ns,
                     each.origin_write.value_or(node.origin.write).mean().ns};
    }
    servers_.push_back(node.origin.servers);
  }
  work_.resize(callers_.size() * servers_.size());
}

void Dependency::Work::add(sim::Instant at, std::int64_t work) {
  const auto second = static_cast<std::size_t>(at.ns / 1'000'000'000);
  if (second >= ns.size()) ns.resize(second + 1);
  ns[second] += work;
}

void Dependency::invoked(const sim::Fact& fact, bool writes) {
  const Cost& cost = costs_[world_.class_of(fact.key)];
  if (cost.origin == none) return;
  const std::size_t caller = caller_of_load_[world_.load_of(fact.operation)];
  work_[caller * servers_.size() + cost.origin].add(fact.at, writes ? cost.write_ns : cost.read_ns);
}

std::vector<CallerResult> Dependency::finish() const {
  std::vector<CallerResult> results;
  for (std::size_t caller = 0; caller < callers_.size(); ++caller) {
    CallerResult& result = results.emplace_back(CallerResult{callers_[caller], std::nullopt});
    for (std::size_t origin = 0; origin < servers_.size(); ++origin)
      for (const std::int64_t work : work_[caller * servers_.size() + origin].ns) {
        const double busy = static_cast<double>(work) / 1e9 / static_cast<double>(servers_[origin]);
        result.cache_dependency = std::max(result.cache_dependency.value_or(0), busy);
      }
  }
  return results;
}

}  // namespace stalemate::analysis::measure
