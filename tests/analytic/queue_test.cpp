// Queues against their closed formulas: the origin as a station with exponential, constant and uniform service.
// Promise: 20 seeds each; every half-width is asked for, so that agreement means something.
// Source: Kleinrock 1975 (M/M/1, M/M/c, M/G/1, M/M/1/K); Erlang 1909 (M/D/1); Little 1961; Gnedenko & Kovalenko
// (bounded waiting). One unit is one mean service time.
#include <catch2/catch.hpp>
#include "tests/analytic/over_seeds.hpp"
#include "tests/analytic/queue_worlds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using models::Distribution;


double mm1_quantile(double rho, double q) { return -std::log(1 - q) / (1 - rho); }

/// Erlang's C: the share of customers who find all of `servers` busy.
double erlang_c(double load, int servers) {
  double term = 1, below = 0;
  for (int k = 0; k < servers; ++k) {
    below += term;
    term *= load / (k + 1);
  }
  const double full = term * servers / (servers - load);
  return full / (below + full);
}

/// P(Wq <= t) of M/D/1 with service 1.
double md1_waits_at_most(double rate, double t) {
  long double sum = 0;
  for (int k = 0; k <= static_cast<int>(t); ++k) {
    const long double x = rate * (t - k);
    sum += std::exp(x) * std::pow(-x, k) / std::tgamma(static_cast<long double>(k + 1));
  }
  return static_cast<double>((1 - rate) * sum);
}

template <class Law>
double inverse(Law law, double q, double high) {
  double low = 0;
  for (int i = 0; i < 200; ++i) (law((low + high) / 2) < q ? low : high) = (low + high) / 2;
  return low;
}

void check_mm1(double rho, double customers) {
  const auto runs = over_seeds(twice_the_seeds, [&](std::uint64_t seed) {
    const QueueRun run(queue_world({.arrivals = rho}, customers, seed));
    const auto& sojourns = run.customers.sojourns;
    const auto& histogram = run.result.total.read_latency;
    CHECK(in_units(static_cast<double>(histogram.quantile(0.99))) ==
          Approx(quantile(sojourns, 0.99)).epsilon(1.0 / 128));
    return std::vector{run.mean_sojourn(), quantile(sojourns, 0.5), quantile(sojourns, 0.95), quantile(sojourns, 0.99),
                       *run.result.load.origins[0].utilisation};
  });
  CHECK(agrees("W = 1/(1-rho)", 1 / (1 - rho), runs[0], 0.02));
  CHECK(agrees("T50 = ln 2/(1-rho)", mm1_quantile(rho, 0.5), runs[1], 0.02));
  CHECK(agrees("T95 = ln 20/(1-rho)", mm1_quantile(rho, 0.95), runs[2], 0.025));
  CHECK(agrees("T99 = ln 100/(1-rho)", mm1_quantile(rho, 0.99), runs[3], 0.03));
  CHECK(agrees("utilisation = rho, but for the empty end of the run",
               rho * 0.95 * customers / rho / (0.95 * customers / rho + 2000), runs[4], 0.005));
}

TEST_CASE("M-M-1 at load 0.8 has the exponential sojourn of its formula", "[long]") { check_mm1(0.8, 120'000); }
TEST_CASE("M-M-1 at load 0.9 has the exponential sojourn of its formula", "[long]") { check_mm1(0.9, 500'000); }
TEST_CASE("M-M-1 at load 0.5 has the exponential sojourn of its formula", "[long]") { check_mm1(0.5, 50'000); }

TEST_CASE("M-M-4 makes the share of Erlang's C wait", "[long]") {
  const double rate = 3.2, waits = erlang_c(rate, 4);
  REQUIRE(waits == Approx(0.596432472).epsilon(1e-8));
  // Sojourn = service + wait: P(T > t) is a mixture of two exponentials, of rates 1 and 4 - 3.2.
  const auto slower = [&](double t) {
    return 1 - (std::exp(-t) * (1 - waits) + waits * (0.8 * std::exp(-t) - std::exp(-0.8 * t)) / (0.8 - 1));
  };
  const double p99 = inverse(slower, 0.99, 50);
  REQUIRE(p99 == Approx(6.893204).epsilon(1e-6));
  const auto runs = over_seeds(twice_the_seeds, [&](std::uint64_t seed) {
    const QueueRun run(queue_world({.arrivals = rate, .servers = 4}, 200'000, seed));
    return std::vector{1 - share_at_most(run.customers.waits, {}), run.mean_sojourn(),
                       quantile(run.customers.sojourns, 0.99)};
  });
  CHECK(agrees("P(wait) = C(4, 3.2)", waits, runs[0], 0.005));
  CHECK(agrees("W = 1 + C/(4-3.2)", 1 + waits / 0.8, runs[1], 0.01));
  CHECK(agrees("T99 of the mixture", p99, runs[2], 0.02));
}

TEST_CASE("M-D-1 waits as Erlang's formula says", "[long]") {
  const double rate = 0.8;
  REQUIRE(md1_waits_at_most(rate, 1) == Approx(0.445108186).epsilon(1e-8));
  const double p99 = inverse([&](double t) { return md1_waits_at_most(rate, t); }, 0.99, 30);
  REQUIRE(p99 == Approx(10.355887).epsilon(1e-6));
  const auto runs = over_seeds(twice_the_seeds, [&](std::uint64_t seed) {
    const QueueRun run(queue_world({.arrivals = rate, .service = Distribution::constant(unit)}, 120'000, seed));
    const auto& waits = run.customers.waits;
    return std::vector{run.mean_wait(), share_at_most(waits, unit), quantile(waits, 0.99)};
  });
  CHECK(agrees("Wq = rho/(2(1-rho))", 2, runs[0], 0.02));
  CHECK(agrees("P(Wq <= 1) = (1-rho) e^rho", md1_waits_at_most(rate, 1), runs[1], 0.005));
  CHECK(agrees("p99 of Wq", p99, runs[2], 0.03));
}

TEST_CASE("M-G-1 with uniform service waits as Pollaczek and Khinchine say", "[long]") {
  const auto runs = over_seeds(twice_the_seeds, [&](std::uint64_t seed) {
    const QueueRun run(queue_world({.service = Distribution::uniform({}, unit * 2)}, 120'000, seed));
    return std::vector{run.mean_wait()};
  });
  CHECK(agrees("Wq = lambda E[S^2]/(2(1-rho)), E[S^2] = 4/3", 8.0 / 3, runs[0], 0.02));
}

TEST_CASE("M-M-1 with room for ten turns away the share of its formula", "[long]") {
  const double rho = 0.9, blocked = (1 - rho) * std::pow(rho, 10) / (1 - std::pow(rho, 11));
  REQUIRE(blocked == Approx(0.050813731).epsilon(1e-8));
  const auto runs = over_seeds(twice_the_seeds, [&](std::uint64_t seed) {
    const QueueRun run(queue_world({.arrivals = rho, .line = 9}, 200'000, seed));
    const auto& reads = run.result.total.reads;
    CHECK(run.customers.turned_away == run.result.load.origins[0].refused);
    CHECK(reads.failures[static_cast<std::size_t>(models::Status::refused)] == reads.failed);
    return std::vector{static_cast<double>(reads.failed) / static_cast<double>(reads.invoked)};
  });
  CHECK(agrees("(1-rho) rho^10/(1-rho^11)", blocked, runs[0], 0.015));
}

TEST_CASE("customers of bounded patience leave in the share of the formula", "[long]") {
  const double rho = 0.8, tail = std::exp(-(1 - rho) * 5);
  const double idle = 1 / (1 + rho * (1 - tail) / (1 - rho) + rho * tail);
  REQUIRE(rho * idle * tail == Approx(0.076986671).epsilon(1e-8));
  const auto runs = over_seeds(twice_the_seeds, [&](std::uint64_t seed) {
    const QueueRun run(queue_world({.patience = unit * 5}, 200'000, seed));
    const auto& reads = run.result.total.reads;
    CHECK(*std::max_element(run.customers.waits.begin(), run.customers.waits.end()) <= (unit * 5).ns);
    return std::vector{static_cast<double>(reads.failed) / static_cast<double>(reads.invoked)};
  });
  CHECK(agrees("rho P0 e^-(1-rho)5, P0 from the normalisation", rho * idle * tail, runs[0], 0.01));
}

TEST_CASE("a run that starts and ends empty obeys Little's law to the nanosecond") {
  const std::vector<Queue> queues{
      {.arrivals = 0.95},
      {.arrivals = 3.9, .servers = 4},
      {.arrivals = 1.5, .line = 3},
      {.arrivals = 1.2, .service = Distribution::uniform({}, unit * 2), .patience = unit * 3}};
  for (const Queue& queue : queues) {
    models::Blueprint blueprint = queue_world(queue, 20'000, 7);
    blueprint.warm_up = {};
    const QueueRun run(std::move(blueprint));
    const auto& total = run.result.total;
    REQUIRE(run.customers.inside == 0);
    REQUIRE(total.reads.under_way == 0);
    // lambda W: the sum of what each request took, answered or turned away, as its client saw it.
    const double sojourns = total.read_latency.sum() + total.time_to_failure.sum();
    const double span = static_cast<double>(run.world.blueprint().duration.ns);
    const auto& origin = run.result.load.origins[0];
    CHECK(equals("sum of sojourns in ns = integral of the number in the system", static_cast<std::int64_t>(sojourns),
                 run.customers.inside_ns));
    CHECK((origin.busy_mean + origin.queue_mean) * span == Approx(sojourns).epsilon(1e-14));
  }
}

TEST_CASE("four customers of a first-in-first-out server wait 0, 0.5, 1 and 1.5") {
  models::Blueprint blueprint = bare_world();
  origin_of(blueprint).servers = 1;
  origin_of(blueprint).read = Distribution::constant(units(1.5));
  models::Load load = reads_from("shop", "customers");
  load.shape = models::Load::Shape::listed;
  for (int i = 0; i < 4; ++i) load.at.push_back(models::Instant{} + unit * i);
  blueprint.loads = {load};
  blueprint.duration = unit * 100;
  const QueueRun run(std::move(blueprint));
  REQUIRE(run.customers.waits.size() == 4);
  for (int i = 0; i < 4; ++i)
    CHECK(equals("wait in ns = i (1.5 - 1)", units(0.5 * i).ns, run.customers.waits[static_cast<std::size_t>(i)]));
  CHECK(run.result.load.origins[0].wait.max() == units(1.5).ns);
}

}  // namespace
