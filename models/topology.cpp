#include "models/topology.hpp"
#include <algorithm>

namespace stalemate::models {

std::map<std::string, sim::Place> lay_network(const Blueprint& blueprint, sim::Network& network) {
  std::map<std::string, sim::Place> places;
  for (const NodeSpec& node : blueprint.nodes) places.emplace(node.name, network.add_place(node.name));
  // A follower that a link names has a place of its own.
  for (const NodeSpec& node : blueprint.nodes)
    for (std::int64_t i = 1; i <= node.origin.followers; ++i) {
      const std::string name = follower_name(node.name, i);
      const auto is_its = [&](const LinkSpec& link) { return link.from == name || link.to == name; };
      if (std::any_of(blueprint.links.begin(), blueprint.links.end(), is_its))
        places.emplace(name, network.add_place(name));
    }
  for (const LinkSpec& link : blueprint.links) {
    network.add_link(places.at(link.from), places.at(link.to), link.latency, link.loss, link.traits);
    if (link.one_way) continue;
    network.add_link(places.at(link.to), places.at(link.from), link.latency, link.loss, link.traits);
  }
  network.set_default_latency(blueprint.default_latency);
  network.find_routes();
  return places;
}

}  // namespace stalemate::models
