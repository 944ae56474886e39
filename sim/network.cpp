#include "sim/network.hpp"
#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include "sim/check.hpp"

namespace stalemate::sim {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property,
                                    boost::property<boost::edge_weight_t, std::int64_t>>;

}  // namespace

Place Network::add_place(std::string name) {
  names_.push_back(std::move(name));
  return static_cast<Place>(names_.size() - 1);
}

LinkId Network::add_link(Place from, Place to, Distribution latency, double loss) {
  const std::string name = names_[from] + "->" + names_[to];
  links_.push_back({from, to, latency, loss, derive_key(seed_, name, "latency"), derive_key(seed_, name, "loss")});
  return static_cast<LinkId>(links_.size() - 1);
}

std::vector<LinkId> Network::route(Place from, Place to) const {
  const Route& found = routes_[from * places_ + to];
  return {route_links_.begin() + found.begin, route_links_.begin() + found.end};
}

std::string Network::link_name(LinkId link) const {
  return names_[links_[link].from] + " -> " + names_[links_[link].to];
}

Duration Network::mean_latency(Place from, Place to) const {
  Duration sum;
  for (const LinkId link : route(from, to)) sum += links_[link].latency.mean();
  return sum;
}

void Network::undisturb(LinkId link, StreamKey draws) {
  auto& disturbances = links_[link].disturbances;
  const auto gone = std::find_if(disturbances.begin(), disturbances.end(),
                                 [&](const Disturbance& d) { return d.draws.value == draws.value; });
  CHECK_INVARIANT(gone != disturbances.end());
  disturbances.erase(gone);
}

bool Network::is_lost(double share, StreamKey draws, const Parcel& parcel) {
  OperationDraw draw(draws, parcel.operation, parcel.hop);
  return share >= 1 || unit(draw()) < share;
}

void Network::apply_disturbances(const Link& link, const Parcel& parcel, Crossing& crossing) {
  for (const Disturbance& disturbance : link.disturbances) {
    if ((disturbance.categories & parcel.category) == 0) continue;
    const double slowed = static_cast<double>(crossing.delay.ns) * disturbance.slow_by;
    crossing.delay = Duration{static_cast<std::int64_t>(slowed)} + disturbance.delay;
    if (disturbance.loss > 0) crossing.lost |= is_lost(disturbance.loss, disturbance.draws, parcel);
  }
}

void Network::find_routes() {
  places_ = names_.size();
  routes_.assign(places_ * places_, Route{});
  for (std::size_t from = 0; from < places_; ++from) routes_from(static_cast<Place>(from));
  add_default_links();
}

// Distances first, then each route walked back from its end.
void Network::routes_from(Place from) {
  Graph graph(places_);
  for (const Link& link : links_) boost::add_edge(link.from, link.to, link.latency.mean().ns, graph);
  std::vector<std::size_t> previous(places_);
  boost::dijkstra_shortest_paths(graph, from, boost::predecessor_map(previous.data()));
  for (std::size_t to = 0; to < places_; ++to) {
    std::vector<LinkId> path;
    for (std::size_t at = to; at != from && previous[at] != at; at = previous[at]) {
      const auto on_path = [&](const Link& link) { return link.from == previous[at] && link.to == at; };
      path.push_back(static_cast<LinkId>(std::find_if(links_.begin(), links_.end(), on_path) - links_.begin()));
    }
    Route& route = routes_[from * places_ + to];
    route.begin = static_cast<std::uint32_t>(route_links_.size());
    route_links_.insert(route_links_.end(), path.rbegin(), path.rend());
    route.end = static_cast<std::uint32_t>(route_links_.size());
  }
}

void Network::add_default_links() {
  for (std::size_t from = 0; from < places_; ++from)
    for (std::size_t to = 0; to < places_; ++to) {
      Route& route = routes_[from * places_ + to];
      if (from == to || route.begin != route.end) continue;
      route_links_.push_back(add_link(static_cast<Place>(from), static_cast<Place>(to), default_latency_, 0));
      route = {static_cast<std::uint32_t>(route_links_.size() - 1), static_cast<std::uint32_t>(route_links_.size())};
    }
}

}  // namespace stalemate::sim
