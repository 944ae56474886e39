// Without a cache and without a replica nothing is ever stale, whatever fails.
// Promise: each kind of fault is shown to have hurt, and each run to have written, so that the zero means something.
// Source: a read takes its version when its service starts, which is after its invocation.
#include <catch2/catch.hpp>
#include "tests/analytic/expectation.hpp"
#include "tests/analytic/worlds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::Fault;

/// Slow enough a network, and an origin small enough, that reads and writes of one key meet all the time.
Backend busy_backend(std::uint64_t seed) {
  Backend backend(seed);
  backend.reads(300).updates(60).runs(60, 0);
  backend.world.default_latency = Distribution::exponential(3_ms);
  backend.world.give_up = 50_ms;
  backend.origin().servers = 2;
  backend.origin().read = Distribution::exponential(2_ms);
  backend.origin().write = Distribution::exponential(4_ms);
  for (models::Load& load : backend.world.loads) {
    load.timeout = 40_ms;
    load.retries.max = 2;
  }
  return backend;
}

void last(Fault& fault) {
  fault.at = Instant{} + 10_s;
  fault.until = Instant{} + 40_s;
}

struct Hurt {
  std::int64_t stale = 0, failed = 0, lost = 0, slow = 0;
};

template <class Strike>
Hurt over_five_seeds(Strike strike) {
  Hurt hurt;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Backend backend = busy_backend(seed);
    strike(backend);
    const RunResult run = backend.run();
    CHECK(run.total.reads.answered > 1000);
    CHECK(run.total.writes.committed > 1000);
    hurt.stale += run.total.staleness.stale;
    hurt.failed += run.total.reads.failed;
    hurt.lost += run.load.messages_lost;
    hurt.slow += run.total.read_latency.quantile(0.99);
  }
  CHECK(equals<std::int64_t>("stale reads without cache and replica", 0, hurt.stale));
  return hurt;
}

}  // namespace

TEST_CASE("Without cache and replica no read is stale while all is well") {
  over_five_seeds([](Backend&) {});
}

TEST_CASE("Without cache and replica no read is stale while messages are dropped", "[long]") {
  const Hurt hurt = over_five_seeds([](Backend& backend) {
    for (const char* from : {"reader", "writer"}) {
      Fault& drop = backend.strikes(Fault::Kind::drop, from, "db");
      drop.share = 0.3;
      drop.one_way = false;
      last(drop);
    }
  });
  CHECK(hurt.lost > 1000);
}

TEST_CASE("Without cache and replica no read is stale while messages are delayed", "[long]") {
  const Hurt usual = over_five_seeds([](Backend&) {});
  const Hurt hurt = over_five_seeds([](Backend& backend) {
    Fault& delay = backend.strikes(Fault::Kind::delay, "db", "reader");
    delay.by = 20_ms;
    last(delay);
  });
  CHECK(hurt.slow > usual.slow);
}

TEST_CASE("Without cache and replica no read is stale during a partition", "[long]") {
  const Hurt hurt = over_five_seeds([](Backend& backend) {
    Fault& cut = backend.strikes(Fault::Kind::partition, "writer", "db");
    last(cut);
    cut.until = Instant{} + 20_s;
    Fault& half = backend.strikes(Fault::Kind::partition, "db", "reader");
    last(half);
    half.until = Instant{} + 15_s;
  });
  CHECK(hurt.failed > 100);
}

TEST_CASE("Without cache and replica no read is stale through crashes and restarts") {
  const Hurt hurt = over_five_seeds([](Backend& backend) {
    Fault& crash = backend.strikes(Fault::Kind::crash, "db");
    last(crash);
    crash.until = Instant{} + 15_s;
    for (const char* node : {"reader", "writer", "db", "cache"})
      backend.strikes(Fault::Kind::restart, node).at = Instant{} + 30_s;
  });
  CHECK(hurt.failed > 100);
}

TEST_CASE("Followers that lag and a cache that is flushed make nothing stale when nobody reads from them", "[long]") {
  over_five_seeds([](Backend& backend) {
    backend.origin().followers = 2;
    backend.origin().lag = Distribution::exponential(100_ms);
    Fault& lag = backend.strikes(Fault::Kind::lag, "db");
    lag.by = 5_s;
    lag.factor = 3;
    last(lag);
    backend.strikes(Fault::Kind::flush, "cache").at = Instant{} + 20_s;
  });
}

TEST_CASE("The same backend with a follower that answers, or with a cache, is stale") {
  const auto stale_of = [](auto change) {
    Backend backend = busy_backend(1);
    change(backend);
    return backend.run().total.staleness.stale;
  };
  CHECK(stale_of([](Backend& backend) {
          backend.origin().followers = 1;
          backend.origin().lag = Distribution::constant(50_ms);
          backend.origin().read_from = models::ReadFrom::follower;
        }) > 1000);
  CHECK(stale_of([](Backend& backend) { backend.cached("cache-aside", "write-around").ttl(1_s); }) > 1000);
}
