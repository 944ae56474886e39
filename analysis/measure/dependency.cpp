#include "analysis/measure/dependency.hpp"
#include <algorithm>

namespace stalemate::analysis::measure {

Dependency::Dependency(const models::World& world) : world_(world) {
  for (const models::Load& load : world.blueprint().loads) {
    const auto found = std::find(callers_.begin(), callers_.end(), service_of(load));
    caller_of_load_.push_back(static_cast<std::size_t>(found - callers_.begin()));
    if (found == callers_.end()) callers_.push_back(service_of(load));
  }
  demands_.assign(callers_.size(), Demands(world.blueprint().classes.size()));
}

std::optional<double> Dependency::greatest(const Demands& demands) const {
  const models::Blueprint& blueprint = world_.blueprint();
  std::optional<double> most;
  for (const models::NodeSpec& node : blueprint.nodes) {
    if (node.kind != models::NodeSpec::Kind::origin || node.origin.servers == 0) continue;
    std::vector<double> busy;  // seconds of work asked for in each second
    for (std::size_t c = 0; c < blueprint.classes.size(); ++c) {
      const models::DataClass& each = blueprint.classes[c];
      if (!is_origin_of(node, each)) continue;
      const double reading = sim::seconds(each.origin_read.value_or(node.origin.read).mean());
      const double writing = sim::seconds(each.origin_write.value_or(node.origin.write).mean());
      const auto& reads = demands[c].reads.counts();
      const auto& writes = demands[c].writes.counts();
      busy.resize(std::max({busy.size(), reads.size(), writes.size()}));
      for (std::size_t s = 0; s < reads.size(); ++s) busy[s] += static_cast<double>(reads[s]) * reading;
      for (std::size_t s = 0; s < writes.size(); ++s) busy[s] += static_cast<double>(writes[s]) * writing;
    }
    for (const double work : busy) most = std::max(most.value_or(0), work / static_cast<double>(node.origin.servers));
  }
  return most;
}

void Dependency::finish(LoadResult& load) const {
  Demands whole(world_.blueprint().classes.size());
  for (std::size_t caller = 0; caller < callers_.size(); ++caller) {
    load.callers.push_back({callers_[caller], greatest(demands_[caller])});
    for (std::size_t c = 0; c < whole.size(); ++c) {
      whole[c].reads.add(demands_[caller][c].reads);
      whole[c].writes.add(demands_[caller][c].writes);
    }
  }
  load.cache_dependency = greatest(whole);
}

}  // namespace stalemate::analysis::measure
