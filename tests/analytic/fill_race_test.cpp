// The cache-aside race: a reader that took its version before a write and stores it after the delete.
// Promise: bad fills are counted from facts, not by the simulator; 10 seeds; the rarest driver is the bad fill.
// Source: Nishtala et al. 2013, 3.2.1 (stale sets, leases). The reader takes w from its origin read to its set, the
// writer c from its commit to its delete: a commit spoils a fill when it falls into the first w-c of it.
#include <catch2/catch.hpp>
#include "tests/analytic/expectation.hpp"
#include "tests/analytic/figures.hpp"
#include "tests/analytic/story.hpp"
#include "tests/analytic/worlds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;


/// Part of w is the origin's service, part the way back, since the version is taken when service starts.
struct Race {
  double r, u, service, way_back, c;
  double w() const { return service + way_back; }
  Backend backend(std::uint64_t seed) const {
    Backend made(seed);
    made.cached("cache-aside", "invalidate").reads(r).updates(u);
    made.origin_read_takes(seconds_of(service)).takes("db", "reader", seconds_of(way_back));
    made.takes("writer", "cache", seconds_of(c));
    return made;
  }
};

/// The share of bad fills, their number, and the stale reads.
std::vector<double> outcome(const Backend& backend) {
  models::World world(backend.world);
  analysis::measure::Measurement measurement(world);
  Fills fills(world);
  world.run();
  return {over(fills.bad, fills.all), static_cast<double>(fills.bad),
          static_cast<double>(measurement.result().total.staleness.stale), static_cast<double>(fills.all)};
}

void check_race(const Race& race, double for_s, double asked) {
  const auto runs = over_seeds(seeds, [&](std::uint64_t seed) { return outcome(race.backend(seed).runs(for_s, 20)); });
  const double expected = -std::expm1(-race.u * std::max(0.0, race.w() - race.c));
  CHECK(agrees("bad fills 1-exp(-u max(0, w-c))", expected, runs[0], asked));
}

std::vector<Replications> with_leases(const Race& race) {
  const auto runs = over_seeds(seeds, [&](std::uint64_t seed) {
    Backend backend = race.backend(seed);
    return outcome(backend.stampede("lease").runs(3'000, 20));
  });
  CHECK(equals("bad fills with leases", 0.0, runs[1].mean()));
  CHECK(runs[3].mean() > 500);
  return runs;
}

}  // namespace

TEST_CASE("A fill is bad when a commit falls between its origin read and what the delete outruns", "[long]") {
  check_race({5, 1, 0.03, 0.02, 0}, 8'000, 0.05);
  check_race({5, 1, 0, 0.05, 0.02}, 12'000, 0.05);
  check_race({2, 3, 0.1, 0, 0.04}, 4'000, 0.05);
}

TEST_CASE("A delete that takes longer than the fill finds every bad fill") {
  const auto runs = over_seeds(seeds, [](std::uint64_t seed) {
    return outcome(Race{5, 1, 0.03, 0.02, 0.06}.backend(seed).runs(2'000, 20));
  });
  CHECK(equals("bad fills when w < c", 0.0, runs[1].mean()));
  CHECK(runs[3].mean() > 500);
}

TEST_CASE("Leases refuse every bad fill, and leave nothing stale when the delete takes no time", "[long]") {
  const auto instant = with_leases({5, 1, 0.03, 0.02, 0});
  CHECK(equals("stale reads with leases, c = 0", 0.0, instant[2].mean()));
  with_leases({5, 1, 0, 0.05, 0.02});
}
