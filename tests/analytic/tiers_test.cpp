// In-process caches, tiers and a bus: closed formulas of one key's copies, and a time-line of two tiers by hand.
// Promise: the formulas follow from the balance of a Markov chain of one instance's copy (absent, fresh, stale) under
// Poisson reads and writes, by PASTA; everything else is instantaneous.
// Source: Kleinrock 1975 (balance equations); Wolff 1982 (PASTA).
#include <catch2/catch.hpp>
#include "tests/analytic/expectation.hpp"
#include "tests/analytic/story.hpp"
#include "tests/analytic/worlds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::How;
using models::NodeSpec;

constexpr double reads_per_s = 10;  // of each instance
constexpr double writes_per_s = 1;  // of all

/// n instances that read and write one key, each with a cache in its own process, and a bus.
Backend herd(int n, std::uint64_t seed) {
  Backend backend(seed);
  backend.world.nodes[0].service.instances = n;
  backend.world.nodes[0].service.balancer = models::ServiceNode::Balancer::random;
  backend.cache().in_process = true;
  backend.world.nodes.push_back(node("bus", NodeSpec::Kind::bus));
  backend.cached("cache-aside", "invalidate").reads(n * reads_per_s).updates(writes_per_s).runs(1'000, 50);
  backend.world.loads[1].from = "reader";
  return backend;
}

Backend& told_by_bus(Backend& backend) {
  backend.policy().carry = option("carry", "pub-sub");
  backend.policy().bus = "bus";
  return backend;
}

struct Figures {
  Replications stale;
  Replications hits;
};

template <class Make>
Figures figures_of(Make make) {
  auto found = over_seeds(20, [&](std::uint64_t seed) -> std::vector<double> {
    const RunResult run = make(seed).run();
    const auto& cache = run.load.caches.at(0);
    const auto& staleness = run.total.staleness;
    return {static_cast<double>(staleness.stale) / static_cast<double>(staleness.answered),
            static_cast<double>(cache.hits) / static_cast<double>(cache.hits + cache.misses)};
  });
  return {found[0], found[1]};
}

TEST_CASE("an inline delete reaches the writer's own copy alone: (n-1)/(n+u/r) of the reads are stale",
          "[long][tiers]") {
  for (const int n : {2, 4}) {
    const Figures found = figures_of([&](std::uint64_t seed) { return herd(n, seed); });
    const double sum = n + writes_per_s / reads_per_s;
    CHECK(agrees("(n-1)/(n+u/r), n " + std::to_string(n), (n - 1) / sum, found.stale, 0.03));
    CHECK(agrees("n/(n+u/r)", n / sum, found.hits, 0.01));
  }
}

TEST_CASE("a bus that tells every copy at once leaves no stale read, at r/(r+u) hits", "[long][tiers]") {
  const Figures found = figures_of([](std::uint64_t seed) {
    Backend backend = herd(4, seed);
    return told_by_bus(backend);
  });
  CHECK(equals("nobody reads stale", 0.0, found.stale.mean()));
  CHECK(agrees("r/(r+u)", reads_per_s / (reads_per_s + writes_per_s), found.hits, 0.01));
}

TEST_CASE("a bus that loses p of its deliveries leaves p/(1+(1-p)u/r) of the reads stale", "[long][tiers]") {
  for (const double p : {0.1, 0.5}) {
    const Figures found = figures_of([&](std::uint64_t seed) {
      Backend backend = herd(4, seed);
      backend.world.nodes.back().bus.loss = p;
      return told_by_bus(backend);
    });
    const double expected = p / (1 + (1 - p) * writes_per_s / reads_per_s);
    CHECK(agrees("p/(1+(1-p)u/r), p " + std::to_string(p), expected, found.stale, 0.05));
  }
}

TEST_CASE("deliveries made twice delete twice and change nothing else", "[tiers]") {
  Backend once = herd(4, 1);
  told_by_bus(once);
  Backend twice = once;
  twice.world.nodes.back().bus.duplicates = 1;
  const RunResult of_once = once.run(), of_twice = twice.run();
  const auto& told_once = of_once.load.caches.at(0);
  const auto& told_twice = of_twice.load.caches.at(0);
  CHECK(told_once.changes_arrived > 0);
  CHECK(equals("twice the arrivals", 2 * told_once.changes_arrived, told_twice.changes_arrived));
  CHECK(equals("the same hits", told_once.hits, told_twice.hits));
  CHECK(equals("a copy is told once", of_once.load.changes.arrived, of_twice.load.changes.arrived));
}

TEST_CASE("a delivery made twice does not hide one that was lost", "[tiers]") {
  Backend backend = herd(4, 1);
  backend.world.nodes.back().bus.loss = 0.1;
  backend.world.nodes.back().bus.duplicates = 0.5;
  const auto changes = told_by_bus(backend).run().load.changes;
  const double lost = static_cast<double>(changes.lost) / static_cast<double>(changes.sent);
  CHECK(changes.sent == changes.arrived + changes.lost + changes.under_way);
  CHECK(lost == Approx(0.1 * (0.5 + 0.5 * 0.1)).epsilon(0.1));  // alone, or both of two
}

/// Every read: instant, how, version, age.
std::vector<AnsweredRead> reads_of(const Backend& backend) {
  models::World world(backend.world);
  Story story(world);
  world.run();
  return story.reads;
}

void check_story(const std::vector<AnsweredRead>& expected, const std::vector<AnsweredRead>& actual) {
  REQUIRE(actual.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    std::cout << "Expectation " << expected[i] << " (by hand)\nActual " << actual[i] << " [exact]\n";
    CHECK(actual[i] == expected[i]);
  }
}

/// A cache of 10 s within the service, before a shared one of 30 s.
Backend two_tiers() {
  Backend backend;
  NodeSpec local = node("local", NodeSpec::Kind::cache);
  local.cache.in_process = true;
  backend.world.nodes.push_back(local);
  backend.cached("cache-aside", "write-around").ttl(30'000_ms);
  const models::Policy shared = backend.policy();
  backend.ttl(10'000_ms);
  backend.policy().cache = "local";
  backend.policy().behind = {shared};
  return backend;
}

constexpr std::int64_t s = 1'000'000'000;

TEST_CASE("two tiers: an entry may be as old as both times to live together", "[tiers]") {
  Backend backend = two_tiers();
  backend.reads_at({1'000_ms, 12'000_ms, 30'000_ms, 39'000_ms, 41'000_ms}).writes_at({2'000_ms});
  check_story({{1 * s, 0, 0, How::miss, 0},
               {12 * s, 0, 0, How::hit, 10 * s},  // from the shared one, as the own copy expired at 11 s
               {30 * s, 0, 0, How::hit, 28 * s},  // from the shared one once more, just before it expires
               {39 * s, 0, 0, How::hit, 37 * s},  // from the own copy, which lives until 40 s
               {41 * s, 0, 1, How::miss, 0}},
              reads_of(backend));
}

TEST_CASE("two tiers: a delete at the inner tier leaves the outer copy as it is", "[tiers]") {
  Backend backend = two_tiers();
  backend.policy().behind[0].write = option("write", "invalidate");
  backend.reads_at({1'000_ms, 3'000_ms, 12'000_ms}).writes_at({2'000_ms});
  check_story({{1 * s, 0, 0, How::miss, 0}, {3 * s, 0, 0, How::hit, 1 * s}, {12 * s, 0, 1, How::miss, 0}},
              reads_of(backend));
}

TEST_CASE("an in-process copy dies with its instance, and a cut off one serves on", "[tiers]") {
  Backend backend = two_tiers();
  backend.policy().behind.clear();
  backend.policy().expiry = option("expiry", "none");
  models::Fault& crash = backend.strikes(models::Fault::Kind::restart, "reader");
  crash.at = models::Instant{} + 4'000_ms;
  backend.reads_at({1'000_ms, 3'000_ms, 5'000_ms}).writes_at({2'000_ms});
  check_story({{1 * s, 0, 0, How::miss, 0}, {3 * s, 0, 0, How::hit, 1 * s}, {5 * s, 0, 1, How::miss, 0}},
              reads_of(backend));
}

TEST_CASE("who was cut off from the bus is not told later", "[tiers]") {
  Backend backend = herd(1, 1);
  told_by_bus(backend);
  backend.world.loads.clear();
  backend.reads_at({1'000_ms, 5'000_ms, 9'000_ms, 11'000_ms}).writes_at({4'000_ms, 10'000_ms});
  models::Fault& cut = backend.strikes(models::Fault::Kind::partition, "bus", "reader");
  cut.at = models::Instant{} + 3'000_ms;
  cut.until = models::Instant{} + 6'000_ms;
  check_story({{1 * s, 0, 0, How::miss, 0},
               {5 * s, 0, 0, How::hit, 1 * s},
               {9 * s, 0, 0, How::hit, 5 * s},  // healed at 6 s, but what was lost stays lost
               {11 * s, 0, 2, How::miss, 0}},
              reads_of(backend));
}

TEST_CASE("modulo sharding spreads keys evenly and moves most of them when a shard is added", "[tiers]") {
  models::KeyNames names;
  names.add("price", 0);
  const models::Ring three("cache", 3, 0, names), four("cache", 4, 0, names);
  const models::Ring ring_3("cache", 3, 160, names), ring_4("cache", 4, 160, names);
  constexpr std::uint32_t keys = 100'000;
  std::vector<double> held(3);
  double moved = 0, moved_on_ring = 0;
  for (std::uint32_t k = 0; k < keys; ++k) {
    held[three.owner_of(models::KeyId{k})] += 1.0 / keys;
    moved += three.owner_of(models::KeyId{k}) != four.owner_of(models::KeyId{k});
    moved_on_ring += ring_3.owner_of(models::KeyId{k}) != ring_4.owner_of(models::KeyId{k});
  }
  for (const double share : held) CHECK(share == Approx(1.0 / 3).margin(0.006));
  std::cout << "Expectation 0.75 (3 of 4 keys move, modulo)\nActual " << moved / keys << "\n"
            << "Expectation 0.25 (1 of 4 keys moves, consistent hashing)\nActual " << moved_on_ring / keys << "\n";
  CHECK(moved / keys == Approx(0.75).margin(0.01));
  CHECK(moved_on_ring / keys == Approx(0.25).margin(0.05));
}

TEST_CASE("a fault that names one copy empties that one alone", "[tiers]") {
  Backend backend = two_tiers();
  backend.policy().behind.clear();
  backend.policy().expiry = option("expiry", "none");
  backend.world.nodes[0].service.instances = 2;  // by turns: reads 1, 3, 5 at the first, the others at the second
  backend.reads_at({1'000_ms, 2'000_ms, 3'000_ms, 4'000_ms, 6'000_ms, 7'000_ms});
  backend.strikes(models::Fault::Kind::flush, "local@reader-2").at = Instant{} + 5'000_ms;
  check_story({{1 * s, 0, 0, How::miss, 0},
               {2 * s, 0, 0, How::miss, 0},
               {3 * s, 0, 0, How::hit, 0},
               {4 * s, 0, 0, How::hit, 0},
               {6 * s, 0, 0, How::hit, 0},
               {7 * s, 0, 0, How::miss, 0}},
              reads_of(backend));
}

}  // namespace
