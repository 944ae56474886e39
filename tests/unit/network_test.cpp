// The network: routes of least mean latency, loss as a share, cuts and delays that faults lay on a link.
// Promise: what one message meets is a function of the seed, the link and the message alone.
// Source: Dijkstra on small graphs worked out by hand; the binomial law for losses.
#include "sim/network.hpp"
#include <catch2/catch.hpp>
#include <cmath>

namespace stalemate::sim {
namespace {

using namespace literals;

Distribution ms(std::int64_t n) { return Distribution::constant(1_ms * n); }

/// a -1-> b -2-> c -2-> e, a -5-> c; d stands alone.
struct Square {
  Network network;
  Place a, b, c, d, e;
  LinkId ab, bc, ac, ce;
  explicit Square(std::uint64_t seed = 1, double loss = 0)
      : network(seed),
        a(network.add_place("a")),
        b(network.add_place("b")),
        c(network.add_place("c")),
        d(network.add_place("d")),
        e(network.add_place("e")),
        ab(network.add_link(a, b, ms(1), loss)),
        bc(network.add_link(b, c, ms(2), 0)),
        ac(network.add_link(a, c, ms(5), 0)),
        ce(network.add_link(c, e, ms(2), 0)) {
    network.set_default_latency(ms(9));
    network.find_routes();
  }
};

TEST_CASE("a message takes the route of least mean latency, and a declared link over any route") {
  Square square;
  CHECK(square.network.route(square.a, square.e) == std::vector<LinkId>{square.ab, square.bc, square.ce});
  CHECK(square.network.mean_latency(square.a, square.e) == 5_ms);
  CHECK(square.network.cross(square.a, square.e, {}).delay == 5_ms);
  CHECK(square.network.link_name(square.bc) == "b -> c");
  CHECK(square.network.route(square.a, square.c) == std::vector<LinkId>{square.ac});  // 5 ms, over b it were 3
  CHECK(square.network.cross(square.a, square.c, {}).delay == 5_ms);
}

TEST_CASE("a slow link slows its own share of a route and no more") {
  Square square;
  square.network.disturb(square.ce, {.delay = 1_ms, .slow_by = 10, .draws = {7}});
  CHECK(square.network.cross(square.a, square.e, {}).delay == 1_ms + 2_ms + (2_ms * 10 + 1_ms));
}

TEST_CASE("what a single undisturbed link carries in short is what it carries at length") {
  Network network(3);
  const Place a = network.add_place("a");
  const Place b = network.add_place("b");
  const LinkId ab = network.add_link(a, b, Distribution::exponential(50_us).plus(50_us), 0);
  network.find_routes();
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    Duration delay;
    REQUIRE(network.cross_plainly(a, b, i, 5, delay));
    REQUIRE(network.cross(a, b, {.operation = i, .hop = 5}).delay == delay);
  }
  Duration delay;
  CHECK_FALSE(network.cross_plainly(a, a, 1, 1, delay));
  network.disturb(ab, {.delay = 1_ms, .draws = {7}});
  CHECK_FALSE(network.cross_plainly(a, b, 1, 1, delay));
  network.undisturb(ab, {7});
  CHECK(network.cross_plainly(a, b, 1, 1, delay));
}

TEST_CASE("places that no link joins are as far apart as the default says") {
  Square square;
  CHECK(square.network.cross(square.a, square.d, {}).delay == 9_ms);
  CHECK(square.network.cross(square.c, square.a, {}).delay == 9_ms);  // links are directed
  CHECK(square.network.cross(square.a, square.a, {}).delay == 0_ms);
  CHECK(square.network.route(square.a, square.a).empty());
}

TEST_CASE("a cut link loses everything, is not routed around, and heals") {
  Square square;
  square.network.disturb(square.bc, {.loss = 1, .delay = {}, .draws = {7}});
  for (std::uint64_t i = 0; i < 100; ++i) {
    const Crossing crossing = square.network.cross(square.a, square.e, {.operation = i});
    CHECK(crossing.lost);
    CHECK(crossing.link == square.bc);
  }
  CHECK_FALSE(square.network.cross(square.a, square.b, {}).lost);
  square.network.undisturb(square.bc, {7});
  CHECK_FALSE(square.network.cross(square.a, square.e, {}).lost);
}

TEST_CASE("a disturbance touches only the categories that it names, and several add up") {
  Square square;
  square.network.disturb(square.ab, {.categories = 2, .delay = 10_ms, .draws = {7}});
  square.network.disturb(square.ab, {.categories = 2, .delay = {}, .slow_by = 3, .draws = {8}});
  CHECK(square.network.cross(square.a, square.b, {.category = 1}).delay == 1_ms);
  CHECK(square.network.cross(square.a, square.b, {.category = 2}).delay == 33_ms);  // (1 + 10) x 3, in their order
  square.network.undisturb(square.ab, {7});
  CHECK(square.network.cross(square.a, square.b, {.category = 2}).delay == 3_ms);
}

TEST_CASE("a link loses its share of the messages") {
  constexpr int messages = 200'000;
  for (const double share : {0.01, 0.3, 0.9}) {
    Square square(3, share);
    int lost = 0;
    for (std::uint64_t i = 0; i < messages; ++i)
      lost += square.network.cross(square.a, square.b, {.operation = i}).lost;
    CHECK(std::fabs(lost - messages * share) < 4 * std::sqrt(messages * share * (1 - share)));
  }
}

TEST_CASE("what a message meets depends on seed, operation and hop, and on no other message") {
  Square one(1, 0.5), again(1, 0.5), other(2, 0.5);
  int differ_by_seed = 0, differ_by_hop = 0;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    const Parcel parcel{.operation = i, .hop = 0};
    const bool lost = one.network.cross(one.a, one.b, parcel).lost;
    if (i % 3 != 0) again.network.cross(again.a, again.b, {.operation = i + 5000});
    CHECK(again.network.cross(again.a, again.b, parcel).lost == lost);
    differ_by_seed += other.network.cross(other.a, other.b, parcel).lost != lost;
    differ_by_hop += one.network.cross(one.a, one.b, {.operation = i, .hop = 1}).lost != lost;
  }
  CHECK(differ_by_seed > 400);
  CHECK(differ_by_hop > 400);
}

}  // namespace
}  // namespace stalemate::sim
