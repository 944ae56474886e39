// explain on a shard whose replica took over: what it had not received, and when it took over.
// Promise: as tests/analytic/explain_test.cpp.
// Source: this project's semantics (`invalidation-lost`: dropped between a shard and its replica).
#include <catch2/catch.hpp>
#include "tests/analytic/explained.hpp"
#include "tests/analytic/worlds.hpp"

using namespace stalemate;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using namespace stalemate::tests::explained;

TEST_CASE("explain: the replica that took over had not received the delete") {
  Backend backend;
  backend.cached("cache-aside", "invalidate").reads_at({10_ms, 16_s}).writes_at({100_ms});
  backend.cache().replicas = 1;
  backend.cache().replica_lag = Distribution::constant(10_ms);
  during(backend.strikes(models::Fault::Kind::crash, "cache"), 105_ms, 40_s);
  check_told(told(backend.world), measure::Cause::invalidation_lost,
             {"reader sets version 0 in cache", "writer's delete for version 1 reaches cache",
              "cache is up again: a replica, which has not received changes of 1 key.", "it holds version 0",
              "So cache is served by a replica that took over and had not received the delete for version 1"});
}
