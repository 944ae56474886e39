#include "models/topology.hpp"

namespace stalemate::models {

std::map<std::string, sim::Place> lay_network(const Blueprint& blueprint, sim::Network& network) {
  std::map<std::string, sim::Place> places;
  for (const NodeSpec& node : blueprint.nodes) places.emplace(node.name, network.add_place(node.name));
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
