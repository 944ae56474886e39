#include "analysis/measure/bus_judge.hpp"
#include <algorithm>
#include "analysis/measure/origin_judge.hpp"

namespace stalemate::analysis::measure {

bool BusJudge::is_needed(const models::Blueprint& blueprint) {
  return std::any_of(blueprint.nodes.begin(), blueprint.nodes.end(),
                     [](const auto& node) { return node.kind == models::NodeSpec::Kind::bus; });
}

BusJudge::BusJudge(const models::World& world) : measured_from_(sim::Instant{} + world.blueprint().warm_up) {
  for (const models::NodeInfo& info : world.nodes()) {
    const bool is_bus = info.kind == models::NodeInfo::Kind::bus;
    bus_at_.push_back(is_bus ? buses_.size() : no_bus);
    if (is_bus) buses_.push_back({.result = {.name = info.name}});
  }
}

void BusJudge::message_sent(const sim::Fact& fact) {
  const bool is_to_bus = static_cast<models::Verb>(fact.outcome) == models::Verb::publish;
  if (is_to_bus) ++buses_[bus_at_[fact.version]].result.published;
  const std::size_t by = bus_at_[fact.node];
  if (by == no_bus) return;
  ++buses_[by].result.deliveries;
  buses_[by].deliveries_a_second.count(fact.at);
}

void BusJudge::message_lost(const sim::Fact& fact) {
  const std::size_t by = bus_at_[fact.node];
  if (by != no_bus && models::LostOn::unpacked(fact.slot).is_by_bus()) ++buses_[by].result.lost;
}

void BusJudge::finish(sim::Instant end, LoadResult& load) {
  for (Bus& bus : buses_) {
    bus.result.deliveries_per_s = rate_of(bus.deliveries_a_second.until(end), measured_from_, end);
    load.buses.push_back(bus.result);
  }
}

}  // namespace stalemate::analysis::measure
