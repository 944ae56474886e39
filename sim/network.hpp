// The network: nodes, directed links with latency, loss and disturbances, and shortest-path routes between them.
// Promise: a message takes the declared link, else the route of least mean latency; what it meets there is a function
// of (seed, link, operation, hop), so the same message meets the same fate under every strategy.
// Source: Dijkstra's shortest paths (Boost.Graph). Departs: routes are fixed at the start; a cut link is not routed
// around.
#pragma once
#include <cstdint>
#include <string>
#include <vector>
#include "sim/distribution.hpp"
#include "sim/link_traits.hpp"
#include "sim/random.hpp"

namespace stalemate::sim {

using Place = std::uint16_t;   ///< A vertex of the network: a group of nodes that share their links.
using LinkId = std::uint32_t;  ///< A directed link.

/// One end of a message's way: all who are there, unless it says who.
struct End {
  static constexpr std::uint16_t any = 0xffff;
  Place place = any;
  std::uint16_t process = any;
  bool covers(const End& other) const {
    return (place == any || place == other.place) && (process == any || process == other.process);
  }
};

/// A disturbance that a fault lays on a link while it lasts. Disturbances compose.
struct Disturbance {
  std::uint32_t categories = ~0u;  ///< Bit mask of the message categories that it touches.
  double loss = 0;                 ///< Share of messages lost; 1 is a cut.
  Duration delay;                  ///< Added to the latency.
  double slow_by = 1;              ///< Factor on the latency.
  double duplicates = 0;           ///< Share of messages that arrive twice.
  Reordering reorder = {};         ///< Share of messages held back.
  End from = {};                   ///< Only what comes from here and is
  End to = {};                     ///< for there is touched.
  StreamKey draws{};
};

/// What becomes of one message.
struct Crossing {
  bool lost = false;
  Duration delay;
  LinkId link = 0;    ///< Where it was lost.
  bool twice = false;  ///< A link made two of it; what becomes of the second is drawn by a parcel that is a copy.
};

struct Parcel {
  std::uint64_t operation = 0;
  std::uint32_t hop = 0;       ///< Tells the messages of one operation apart.
  std::uint32_t category = 1;  ///< One bit.
  std::int64_t bytes = 0;      ///< For links with a bandwidth.
  Instant at{};                ///< When it is sent, for the same.
  bool is_copy = false;        ///< Not duplicated again.
  bool is_spared = false;      ///< Not lost, whatever would lose it.
  std::uint16_t sender = End::any;  ///< The processes at both ends.
  std::uint16_t receiver = End::any;
};

class Network {
 public:
  explicit Network(std::uint64_t seed) : seed_(seed) {}

  Place add_place(std::string name);
  std::size_t places() const { return names_.size(); }
  /// A directed link. `loss` is the share of messages lost at any time.
  LinkId add_link(Place from, Place to, Distribution latency, double loss, const LinkTraits& traits = {});
  /// Latency between places that no declared route joins.
  void set_default_latency(const Distribution& latency) { default_latency_ = latency; }
  /// Computes the routes; links are fixed from here on. Places that are not joined get a link of the default latency.
  void find_routes();

  const std::string& name_of(Place place) const { return names_[place]; }
  /// The links that a message from one place to another crosses.
  std::vector<LinkId> route(Place from, Place to) const;
  std::string link_name(LinkId link) const;
  /// Whether `link` was declared, and does not merely stand for the default latency.
  bool is_declared(LinkId link) const { return link < declared_links_; }
  Place end_of(LinkId link) const { return links_[link].to; }
  /// Mean time from one place to another, for people.
  Duration mean_latency(Place from, Place to) const;

  void disturb(LinkId link, const Disturbance& disturbance);
  void undisturb(LinkId link, StreamKey draws);

  /// Sends one message; draws what happens to it.
  Crossing cross(Place from, Place to, const Parcel& parcel);
  /// The same at once, where the route is one link that does nothing to messages but take time.
  /// False for another.
  [[gnu::always_inline]] bool cross_plainly(Place from, Place to, std::uint64_t operation, std::uint32_t hop,
                                            Duration& delay) const {
    const Route& route = routes_[from * places_ + to];
    if (!route.is_one_link) [[unlikely]] return false;
    const Link& link = links_[route.first];
    if (!link.is_plain) [[unlikely]] return false;
    OperationDraw draw(link.latency_draws, operation, hop);
    delay = link.latency.sample(draw);
    return true;
  }

 private:
  struct Link {
    Place from;
    Place to;
    Distribution latency;
    double loss;
    StreamKey latency_draws;
    StreamKey loss_draws;
    bool is_plain;  ///< Neither loses messages nor is disturbed, nor has traits.
    std::vector<Disturbance> disturbances = {};
    LinkTraits traits = {};
    StreamKey duplicate_draws = {};
    StreamKey reorder_draws = {};
    Instant free_at = {};  ///< When the last message so far has been put on it, by its bandwidth.
  };
  struct Route {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    LinkId first = 0;
    bool is_one_link = false;
  };

  struct Way {
    End from;
    End to;
  };
  Crossing cross_link(LinkId id, const Way& way, const Parcel& parcel, Instant at);
  static void apply_traits(Link& link, const Parcel& parcel, Instant at, Crossing& crossing);
  static bool is_undisturbed(const Link& link);
  static bool is_struck(double share, StreamKey draws, const Parcel& parcel);
  void lay_declared_links();
  void route_over_links();
  void add_default_links();
  void set_route(std::size_t at, const std::vector<LinkId>& path);

  std::uint64_t seed_;
  std::vector<std::string> names_;
  std::vector<Link> links_;
  Distribution default_latency_ = Distribution::constant({});
  std::size_t places_ = 0;
  std::size_t declared_links_ = 0;
  std::vector<Route> routes_;
  std::vector<LinkId> route_links_;
};

}  // namespace stalemate::sim
