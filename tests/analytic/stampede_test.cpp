// Stampedes: how many fetches one expiry of a hot key costs, and how coalescing, jitter and retries change it.
// Promise: random ones over 20 seeds with asked half-widths; coalescing and certain failure exactly.
// Source: Poisson arrivals during a fetch (Kingman, Poisson Processes); the birthday-like series for racing
// exponential fetches; the geometric series of retries.
#include <catch2/catch.hpp>
#include "tests/analytic/over_seeds.hpp"
#include "tests/analytic/stampede_worlds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::sim::literals;
using models::Distribution;
using models::Instant;

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}
double variance_of(const std::vector<double>& values) {
  double squares = 0;
  for (const double value : values) squares += (value - mean_of(values)) * (value - mean_of(values));
  return squares / static_cast<double>(values.size() - 1);
}

/// The sizes of the waves of fetches of one key read at rate r.
std::vector<double> waves(models::Blueprint world, double rate, models::Duration duration, std::uint64_t seed) {
  models::Load load = reads_from("shop", "readers");
  load.rate_per_s = rate;
  world.loads = {load};
  world.duration = duration;
  world.seed = seed;
  models::World running(std::move(world));
  const Waves found(running);
  running.run();
  return found.sizes();
}

/// Mean and variance of the waves after an expiry, with a constant fetch time.
void check_expiry(double rate, models::Duration fetch) {
  const double expected = rate * sim::seconds(fetch);
  const auto runs = over_seeds(twice_the_seeds, [&](std::uint64_t seed) {
    const auto sizes = waves(cached_world(fetch * 4, Distribution::constant(fetch)), rate, fetch * 6000, seed);
    return std::vector{mean_of(sizes), variance_of(sizes)};
  });
  CHECK(agrees("fetches at one expiry: 1 + rD", 1 + expected, runs[0], 0.005));
  CHECK(agrees("their variance, that of Poisson(rD)", expected, runs[1], 0.05));
}

TEST_CASE("the expiry of a hot key costs one fetch and a Poisson number more", "[long]") {
  check_expiry(100, 500_ms);
  check_expiry(40, 250_ms);
}

/// Sum over n of the product of r/(r + k mu), k = 1..n.
double first_to_finish(double rate, double mu) {
  double sum = 0, term = 1;
  for (int k = 1; term > 1e-16; ++k) {
    sum += term;
    term *= rate / (rate + k * mu);
  }
  return sum;
}

TEST_CASE("of fetches with exponential latency the first to finish ends the wave", "[long]") {
  REQUIRE(first_to_finish(100, 2) == Approx(9.210976604).epsilon(1e-9));
  for (const double rate : {100.0, 20.0}) {
    const auto runs = over_seeds(twice_the_seeds, [&](std::uint64_t seed) {
      return std::vector{mean_of(waves(cached_world(6_s, Distribution::exponential(500_ms)), rate, 3'600_s, seed))};
    });
    CHECK(agrees("sum of prod r/(r + k mu)", first_to_finish(rate, 2), runs[0], 0.015));
  }
}

/// Three instances read four keys at 50 a second each key and instance, so that none misses an expiry unnoticed.
models::Blueprint coalescing_world(const char* read) {
  models::Blueprint world = cached_world(2_s, Distribution::constant(500_ms));
  world.classes[0].keys = 4;
  world.nodes[0].service.instances = 3;
  models::Policy& policy = world.strategy.policies[0];
  policy.read = choose("read", read);
  policy.stampede = {choose("stampede", "coalesce")};
  models::Load load = reads_from("shop", "readers");
  load.rate_per_s = 50 * 3 * 4;
  world.loads = {load};
  world.duration = 200_s;
  return world;
}

/// Fetches begun and entries expired, by key.
class Fetches final : public sim::FactReader {
 public:
  explicit Fetches(models::World& world) { world.facts().add_reader(this); }
  void read(std::span<const sim::Fact> facts) override {
    for (const sim::Fact& fact : facts) {
      const auto kind = models::kind_of(fact);
      if (kind == models::FactKind::fetch_begun) ++begun[fact.key];
      if (kind == models::FactKind::removed) ++expired[fact.key];
    }
  }
  std::map<std::uint32_t, int> begun;
  std::map<std::uint32_t, int> expired;
};

void check_coalescing(const char* read, int nodes) {
  models::World world(coalescing_world(read));
  analysis::measure::Measurement measurement(world);
  const Fetches fetches(world);
  world.run();
  for (std::uint32_t key = 0; key < 4; ++key) {
    INFO(read << ", key " << key);
    // The cold start counts as an expiry; the last wave may still be on its way to some node.
    REQUIRE(fetches.expired.at(key) > 70);
    CHECK(equals("fetches = nodes x (1 + expiries)", nodes * (1 + fetches.expired.at(key)), fetches.begun.at(key)));
  }
}

TEST_CASE("coalescing makes exactly one fetch a node, key and expiry", "[long]") {
  check_coalescing("cache-aside", 3);
  check_coalescing("read-through", 1);
}

/// A thousand keys stored at 0, each read again when the first window of expiries is over: misses are the wave.
models::Blueprint jitter_world(std::uint64_t seed) {
  models::Blueprint world = cached_world(20_s, Distribution::constant({}), 0.5);
  world.classes[0].keys = 1000;
  std::vector<models::Arrivals::Arrival> arrivals;
  for (const Instant at : {Instant{}, Instant{} + 10'100_ms})
    for (std::uint32_t key = 0; key < 1000; ++key) arrivals.push_back({at, key});
  models::Load load = reads_from("shop", "readers");
  load.shape = models::Load::Shape::recorded;
  load.recorded = std::make_shared<ListedArrivals>(std::move(arrivals));
  world.loads = {load};
  world.duration = 11_s;
  world.warm_up = 1_s;
  world.seed = seed;
  return world;
}

TEST_CASE("jitter spreads equal expiries evenly over its range", "[long]") {
  const auto runs = over_seeds(twice_the_seeds, [](std::uint64_t seed) {
    std::vector<double> first_waves;
    for (std::uint64_t i = 0; i < 100; ++i) {
      const auto result = analysis::measure::run_and_measure(jitter_world(seed * 1000 + i));
      first_waves.push_back(static_cast<double>(result.load.caches[0].misses));
    }
    return std::vector{mean_of(first_waves), std::sqrt(variance_of(first_waves))};
  });
  CHECK(agrees("first 0.1 s of M 1000 over J 10: M 0.1/J", 10, runs[0], 0.02));
  CHECK(agrees("sd of binomial(1000, 0.01)", 3.146427, runs[1], 0.04));
}

/// A client whose link to the shop loses a share of the messages in each direction.
models::Blueprint lossy_world(double loss, std::int64_t retries, std::uint64_t seed) {
  models::Blueprint world = bare_world();
  models::NodeSpec users;
  users.name = "users";
  users.kind = models::NodeSpec::Kind::client;
  world.nodes.push_back(users);
  world.links = {{.from = "users", .to = "shop", .latency = Distribution::constant(1_ms), .loss = loss}};
  models::Load load = reads_from("users", "users");
  load.to = "shop";
  load.rate_per_s = 1000;
  load.ends = Instant{} + 20_s;
  load.timeout = 100_ms;
  load.retries.max = retries;
  load.retries.base = 5_ms;
  world.loads = {load};
  world.duration = 30_s;
  world.seed = seed;
  return world;
}

/// An attempt fails when its request or its answer is lost: f = 1 - (1-p)^2.
void check_retries(double failure, std::int64_t retries) {
  const double all = static_cast<double>(retries) + 1;
  const auto runs = over_seeds(twice_the_seeds, [&](std::uint64_t seed) {
    const auto result = analysis::measure::run_and_measure(lossy_world(1 - std::sqrt(1 - failure), retries, seed));
    const auto& reads = result.total.reads;
    CHECK(reads.invoked == reads.answered + reads.failed);
    CHECK(reads.failures[static_cast<std::size_t>(models::Status::timeout)] == reads.failed);
    const auto invoked = static_cast<double>(reads.invoked);
    return std::vector{static_cast<double>(reads.attempts) / invoked, static_cast<double>(reads.failed) / invoked};
  });
  CHECK(agrees("attempts (1-f^(R+1))/(1-f)", (1 - std::pow(failure, all)) / (1 - failure), runs[0], 0.005));
  CHECK(agrees("requests that fail: f^(R+1)", std::pow(failure, all), runs[1], 0.05));
}

TEST_CASE("retries multiply attempts by their geometric series", "[long]") {
  check_retries(0.5, 3);
  check_retries(0.3, 1);
  check_retries(0.7, 5);
}

TEST_CASE("without any answer every request makes all its attempts") {
  for (const std::int64_t retries : {0, 1, 3}) {
    const auto result = analysis::measure::run_and_measure(lossy_world(1, retries, 1));
    const auto& reads = result.total.reads;
    CHECK(equals("attempts at f 1 = R + 1 a request", reads.invoked * (retries + 1), reads.attempts));
    CHECK(reads.failed == reads.invoked);
  }
}

}  // namespace
