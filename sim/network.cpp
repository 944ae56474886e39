#include "sim/network.hpp"
#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <utility>
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

LinkId Network::add_link(Place from, Place to, Distribution latency, double loss, const LinkTraits& traits) {
  const std::string name = names_[from] + "->" + names_[to];
  const StreamKey latency_draws = derive_key(seed_, name, "latency");
  const StreamKey loss_draws = derive_key(seed_, name, "loss");
  Link& link = links_.emplace_back(Link{from, to, std::move(latency), loss, latency_draws, loss_draws, true});
  link.traits = traits;
  link.duplicate_draws = derive_key(seed_, name, "duplicates");
  link.reorder_draws = derive_key(seed_, name, "reorder");
  link.is_plain = is_undisturbed(link);
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

void Network::disturb(LinkId link, const Disturbance& disturbance) {
  links_[link].disturbances.push_back(disturbance);
  links_[link].is_plain = false;
}

void Network::undisturb(LinkId link, StreamKey draws) {
  auto& disturbances = links_[link].disturbances;
  const auto gone = std::find_if(disturbances.begin(), disturbances.end(),
                                 [&](const Disturbance& d) { return d.draws.value == draws.value; });
  CHECK_INVARIANT(gone != disturbances.end());
  disturbances.erase(gone);
  links_[link].is_plain = is_undisturbed(links_[link]);
}

bool Network::is_undisturbed(const Link& link) {
  return link.disturbances.empty() && link.loss == 0 && link.traits.are_plain();
}

bool Network::is_struck(double share, StreamKey draws, const Parcel& parcel) {
  if (share <= 0) return false;
  OperationDraw draw(draws, parcel.operation, parcel.hop);
  return share >= 1 || unit(draw()) < share;
}

Crossing Network::cross_link(LinkId id, const Way& way, const Parcel& parcel, Instant at) {
  Link& link = links_[id];
  OperationDraw latency_draw(link.latency_draws, parcel.operation, parcel.hop);
  const Duration latency = link.latency.sample(latency_draw);
  Crossing crossing{link.loss > 0 && is_struck(link.loss, link.loss_draws, parcel), latency, id};
  for (const Disturbance& disturbance : link.disturbances) {
    if ((disturbance.categories & parcel.category) == 0) continue;
    if (!disturbance.from.covers(way.from) || !disturbance.to.covers(way.to)) continue;
    const double slowed = static_cast<double>(crossing.delay.ns) * disturbance.slow_by;
    crossing.delay = Duration{static_cast<std::int64_t>(slowed)} + disturbance.delay;
    if (disturbance.loss > 0) crossing.lost |= is_struck(disturbance.loss, disturbance.draws, parcel);
    if (is_struck(disturbance.reorder.share, disturbance.draws, parcel)) crossing.delay += disturbance.reorder.by;
    crossing.twice |= !parcel.is_copy && is_struck(disturbance.duplicates, disturbance.draws, parcel);
  }
  crossing.lost &= !parcel.is_spared;
  if (!link.traits.are_plain()) apply_traits(link, parcel, at, crossing);
  return crossing;
}

// A message waits for those sent before it, then takes its own time to be put on the link; what is lost is lost on it.
// On the further links of a route it stands in line from its sending, not from its arrival there.
void Network::apply_traits(Link& link, const Parcel& parcel, Instant at, Crossing& crossing) {
  const LinkTraits& traits = link.traits;
  if (traits.bytes_per_s > 0) {
    const double takes_ns = static_cast<double>(parcel.bytes) * 1e9 / traits.bytes_per_s;
    link.free_at = std::max(link.free_at, at) + Duration{static_cast<std::int64_t>(takes_ns + 0.5)};
    crossing.delay += link.free_at - at;
  }
  if (is_struck(traits.reorder.share, link.reorder_draws, parcel)) crossing.delay += traits.reorder.by;
  crossing.twice |= !parcel.is_copy && is_struck(traits.duplicates, link.duplicate_draws, parcel);
}

Crossing Network::cross(Place from, Place to, const Parcel& parcel) {
  const Route& route = routes_[from * places_ + to];
  const Way way{{from, parcel.sender}, {to, parcel.receiver}};
  Crossing crossing;
  for (std::uint32_t i = route.begin; i != route.end && !crossing.lost; ++i) {
    const Crossing of_link = cross_link(route_links_[i], way, parcel, parcel.at + crossing.delay);
    crossing = {of_link.lost, crossing.delay + of_link.delay, of_link.link, crossing.twice || of_link.twice};
  }
  return crossing;
}

void Network::find_routes() {
  places_ = names_.size();
  declared_links_ = links_.size();
  routes_.assign(places_ * places_, Route{});
  lay_declared_links();
  route_over_links();
  add_default_links();
}

void Network::lay_declared_links() {
  for (LinkId id = 0; id < links_.size(); ++id) {
    const std::size_t at = links_[id].from * places_ + links_[id].to;
    if (routes_[at].begin == routes_[at].end) set_route(at, {id});  // the first, if a pair has two
  }
}

// Distances first, then each route walked back from its end, over pairs that a link of their own joins.
void Network::route_over_links() {
  if (links_.empty()) return;
  const std::vector<Route> direct = routes_;
  Graph graph(places_);
  for (const Link& link : links_) boost::add_edge(link.from, link.to, link.latency.mean().ns, graph);
  std::vector<std::size_t> previous(places_);
  for (std::size_t from = 0; from < places_; ++from) {
    boost::dijkstra_shortest_paths(graph, from, boost::predecessor_map(previous.data()));
    for (std::size_t to = 0; to < places_; ++to) {
      if (to == from || direct[from * places_ + to].is_one_link) continue;
      std::vector<LinkId> path;
      for (std::size_t at = to; previous[at] != at; at = previous[at])
        path.push_back(direct[previous[at] * places_ + at].first);
      std::reverse(path.begin(), path.end());
      set_route(from * places_ + to, path);
    }
  }
}

void Network::set_route(std::size_t at, const std::vector<LinkId>& path) {
  if (path.empty()) return;
  const auto begin = static_cast<std::uint32_t>(route_links_.size());
  route_links_.insert(route_links_.end(), path.begin(), path.end());
  routes_[at] = {begin, static_cast<std::uint32_t>(route_links_.size()), path.front(), path.size() == 1};
}

void Network::add_default_links() {
  for (std::size_t from = 0; from < places_; ++from)
    for (std::size_t to = 0; to < places_; ++to) {
      const std::size_t at = from * places_ + to;
      if (from == to || routes_[at].begin != routes_[at].end) continue;
      set_route(at, {add_link(static_cast<Place>(from), static_cast<Place>(to), default_latency_, 0)});
    }
}

}  // namespace stalemate::sim
