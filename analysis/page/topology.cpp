#include "analysis/page/topology.hpp"
#include <algorithm>
#include <optional>
#include "analysis/load/describe_words.hpp"
#include "analysis/load/path.hpp"
#include "analysis/load/routes.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

using How = TopologyEdge::How;
using Kind = models::NodeSpec::Kind;

std::string kind_name(Kind kind) {
  switch (kind) {
    case Kind::client: return "client";
    case Kind::service: return "service";
    case Kind::cache: return "cache";
    case Kind::origin: return "origin";
    case Kind::bus: break;
  }
  return "bus";
}

class TopologyMaker {
 public:
  explicit TopologyMaker(const load::Scenario& scenario) : scenario_(scenario) {}

  Topology make() {
    for (const models::NodeSpec& node : scenario_.system.nodes) add_node(node);
    for (const models::LinkSpec& link : scenario_.system.links)
      add(link.from, link.to, time_text(sim::seconds(link.latency.mean())),
          link.latency.describe() + load::words_for(link), How::declared, link.one_way);
    const auto& usual = scenario_.system.default_latency;
    for (const load::Way& way : load::ways(scenario_))
      if (!way.is_declared)
        add(way.from, way.to, time_text(sim::seconds(usual.mean())), usual.describe() + " (no link joins them)",
            How::assumed);
    for (const load::StrategyPlan& plan : scenario_.strategies) add_in_process(plan.blueprint);
    return std::move(made_);
  }

 private:
  void add_node(const models::NodeSpec& node) {
    const auto mark = [&](const char* key) {
      const std::string path = load::join("nodes", node.name) + "." + key;
      return std::string(load::is_assumed(scenario_, path) ? " (assumed)" : "");
    };
    made_.nodes.push_back({node.name, kind_name(node.kind), load::words_for(node, mark), node.kind,
                           !node.cache.edge_of.empty()});
  }

  std::optional<std::size_t> number_of(const std::string& name) const {
    for (std::size_t i = 0; i < made_.nodes.size(); ++i)
      if (made_.nodes[i].name == name) return i;
    return std::nullopt;
  }

  void add(const std::string& from, const std::string& to, std::string label, std::string words, How how,
           bool is_one_way = false) {
    const auto a = number_of(from), b = number_of(to);
    if (!a || !b || *a == *b) return;
    const auto is_known = [&](const TopologyEdge& each) {
      return each.from == *a && each.to == *b && each.how == how && each.words == words;
    };
    if (std::any_of(made_.edges.begin(), made_.edges.end(), is_known)) return;
    made_.edges.push_back({*a, *b, std::move(label), std::move(words), how, is_one_way});
  }

  /// A cache within a process has no link: it is where the service is that asks it.
  void add_in_process(const models::Blueprint& blueprint) {
    for (const models::Load& load : blueprint.loads)
      for (std::size_t i = 0; i < blueprint.classes.size(); ++i) {
        const std::string& name = blueprint.classes[i].name;
        if (!models::asks_for(load, name)) continue;
        for (const models::Policy* tier : models::tiers_of(blueprint.strategy.policies[i])) {
          const auto cache = number_of(tier->cache);
          if (cache && scenario_.system.nodes[*cache].cache.in_process)
            add(models::service_of(load), tier->cache, "in process", "in each process", How::in_process);
        }
      }
  }

  const load::Scenario& scenario_;
  Topology made_;
};

}  // namespace

Topology topology_of(const load::Scenario& scenario) { return TopologyMaker(scenario).make(); }

Grid nodes_grid(const Topology& topology) {
  Grid grid{"Nodes", {"node", "kind", "what it is"}, {}, {1, 2}};
  for (const TopologyNode& each : topology.nodes)
    grid.rows.push_back({visible(each.name), each.kind, visible(each.words)});
  return grid;
}

Grid links_grid(const Topology& topology) {
  Grid grid{"Links", {"from", "way", "to", "latency"}, {}, {1, 2, 3}};
  for (const TopologyEdge& each : topology.edges)
    grid.rows.push_back({visible(topology.nodes[each.from].name), each.is_one_way ? "one way" : "both ways",
                         visible(topology.nodes[each.to].name), visible(each.words)});
  return grid;
}

}  // namespace stalemate::analysis::page
