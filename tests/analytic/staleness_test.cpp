// Staleness against closed formulas: a TTL alone, the frontier of TTLs, invalidations that are perfect, lost or late.
// Promise: 10 seeds each; the rarest driver is the update (or the lost invalidation), whose number sets the spans.
// Source: renewal arguments over one key with Poisson reads (rate r) and updates (u); a TTL T that hits do not extend.
#include <catch2/catch.hpp>
#include "tests/analytic/expectation.hpp"
#include "tests/analytic/figures.hpp"
#include "tests/analytic/worlds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;


/// Of hits: an entry of age a is stale with probability 1-exp(-ua), a even over [0, T].
struct TtlLaw {
  double r, u, t;
  double stale_of_hits() const { return 1 - fresh() / (u * t); }
  double stale_of_reads() const { return stale_of_hits() * r * t / (1 + r * t); }
  double age_of_hits() const { return t / 2 - 1 / u + fresh() / (u * u * t); }
  double lag_of_hits() const { return u * t / 2; }
  double origin_per_s() const { return r / (1 + r * t); }

 private:
  double fresh() const { return -std::expm1(-u * t); }
};

std::vector<double> figures_of(const RunResult& run) {
  return {stale_of_hits(run), stale_of_reads(run), age_of_hits_s(run), lag_of_hits(run), origin_reads_per_s(run)};
}

/// Fetches a second from the first measured one to the last. A count over a fixed span would not do for a long TTL: all
/// seeds begin a cycle together, and after thousands of cycles of little variance they still end within the same one.
struct FetchRate final : sim::FactReader {
  explicit FetchRate(models::World& world) : from(Instant{} + world.blueprint().warm_up) {
    world.facts().add_reader(this);
  }
  void read(std::span<const sim::Fact> facts) override {
    for (const sim::Fact& fact : facts) {
      const bool reads = fact.kind == static_cast<std::uint8_t>(models::FactKind::origin_arrived) && fact.outcome == 0;
      if (!reads || fact.at < from) continue;
      if (fetches++ == 0) first = fact.at;
      last = fact.at;
    }
  }
  double per_s() const { return static_cast<double>(fetches - 1) / sim::seconds(last - first); }
  Instant from, first, last;
  std::int64_t fetches = 0;
};

std::vector<Replications> with_ttl(const TtlLaw& law, double for_s) {
  return over_seeds(seeds, [&](std::uint64_t seed) {
    Backend backend(seed);
    backend.cached("cache-aside", "write-around").ttl(seconds_of(law.t)).reads(law.r).updates(law.u);
    return figures_of(backend.runs(for_s, 10 * law.t).run());
  });
}

void check_ttl(const TtlLaw& law, double for_s) {
  const auto runs = with_ttl(law, for_s);
  CHECK(agrees("stale of hits 1-(1-exp(-uT))/(uT)", law.stale_of_hits(), runs[0], 0.03));
  CHECK(agrees("stale of reads: times rT/(1+rT)", law.stale_of_reads(), runs[1], 0.03));
  CHECK(agrees("mean age of hits T/2-1/u+(1-exp(-uT))/(u^2 T)", law.age_of_hits(), runs[2], 0.04));
  CHECK(agrees("mean lag of hits uT/2", law.lag_of_hits(), runs[3], 0.03));
}

void check_frontier(double t, double for_s, double asked) {
  const TtlLaw law{10, 0.1, t};
  const auto runs = over_seeds(seeds, [&](std::uint64_t seed) {
    Backend backend(seed);
    backend.cached("cache-aside", "write-around").ttl(seconds_of(t)).reads(law.r).updates(law.u).runs(for_s, 10 * t);
    models::World world(backend.world);
    analysis::measure::Measurement measurement(world);
    FetchRate fetches(world);
    world.run();
    const RunResult run = measurement.result();
    CHECK(run.load.origins[0].reads == fetches.fetches);
    return std::vector{fetches.per_s(), stale_of_reads(run)};
  });
  CHECK(agrees("origin reads a second r/(1+rT)", law.origin_per_s(), runs[0], 0.002));
  CHECK(agrees("stale of reads", law.stale_of_reads(), runs[1], asked));
}

/// Every write deletes; what becomes of the delete on its way is `strike`'s business.
template <class Strike>
std::vector<Replications> with_invalidation(double r, double u, double for_s, Strike strike) {
  return over_seeds(seeds, [&](std::uint64_t seed) {
    Backend backend(seed);
    backend.cached("cache-aside", "invalidate").reads(r).updates(u).runs(for_s, 50 / u);
    strike(backend);
    const RunResult run = backend.run();
    std::vector<double> figures = figures_of(run);
    figures.push_back(static_cast<double>(run.total.staleness.stale));
    return figures;
  });
}

void check_perfect(double r, double u, double for_s) {
  const auto runs = with_invalidation(r, u, for_s, [](Backend&) {});
  CHECK(agrees("origin reads a second ru/(r+u)", r * u / (r + u), runs[4], 0.02));
  CHECK(equals("stale reads under perfect invalidation", 0.0, runs[5].mean()));
}

void check_lost(double r, double u, double p, double for_s) {
  const auto runs = with_invalidation(r, u, for_s, [&](Backend& backend) {
    models::Fault& drop = backend.strikes(models::Fault::Kind::drop, "writer", "cache");
    drop.share = p;
    drop.invalidations_only = true;
  });
  CHECK(agrees("stale of hits = p", p, runs[0], 0.04));
}

template <class Strike>
void check_late(double r, double u, double d, double for_s, Strike strike) {
  const auto runs = with_invalidation(r, u, for_s, strike);
  CHECK(agrees("stale of hits (1-exp(-2ud))/2", -std::expm1(-2 * u * d) / 2, runs[0], 0.02));
}

}  // namespace

TEST_CASE("Under a TTL that hits do not extend, staleness, age and lag follow the age of the entry", "[long]") {
  CHECK(TtlLaw{10, 0.1, 5}.stale_of_hits() == Approx(0.213061319).epsilon(1e-8));
  CHECK(TtlLaw{10, 0.1, 5}.stale_of_reads() == Approx(0.208883646).epsilon(1e-8));
  CHECK(TtlLaw{10, 0.1, 5}.age_of_hits() == Approx(0.369386806).epsilon(1e-8));
  CHECK(TtlLaw{1, 0.1, 10}.age_of_hits() == Approx(1.321205588).epsilon(1e-8));
  check_ttl({10, 0.1, 5}, 15'000);
  check_ttl({1, 0.1, 10}, 30'000);
  check_ttl({3, 1, 2}, 5'000);
}

TEST_CASE("The frontier: a longer TTL trades origin reads for stale ones, at all seven points", "[long]") {
  CHECK(TtlLaw{10, 0.1, 0.5}.stale_of_reads() == Approx(0.020490).margin(5e-7));
  CHECK(TtlLaw{10, 0.1, 60}.stale_of_reads() == Approx(0.832359).margin(5e-7));
  check_frontier(0.5, 20'000, 0.04);
  check_frontier(1, 20'000, 0.04);
  check_frontier(2, 20'000, 0.03);
  check_frontier(5, 20'000, 0.03);
  check_frontier(10, 20'000, 0.02);
  check_frontier(30, 20'000, 0.02);
  check_frontier(60, 20'000, 0.02);
}

TEST_CASE("Perfect invalidation: one fetch a change that is looked at, and never a stale read", "[long]") {
  check_perfect(10, 0.1, 20'000);
  check_perfect(1, 1, 10'000);
  check_perfect(0.5, 4, 10'000);
}

TEST_CASE("When invalidations get lost with probability p, p of the hits are stale", "[long]") {
  check_lost(5, 0.5, 0.1, 30'000);
  check_lost(1, 1, 0.3, 10'000);
}

TEST_CASE("An unversioned delete that comes late leaves stale hits and kills fresh refills, whatever the read rate",
          "[long]") {
  const auto by_link = [](Backend& backend) { backend.takes("writer", "cache", seconds_of(0.5)); };
  check_late(10, 1, 0.5, 10'000, by_link);
  check_late(1, 1, 0.5, 10'000, by_link);
  const auto by_fault = [](Backend& backend) {
    models::Fault& delay = backend.strikes(models::Fault::Kind::delay, "writer", "cache");
    delay.by = seconds_of(2);
    delay.invalidations_only = true;
  };
  check_late(2, 0.3, 2, 20'000, by_fault);
}
