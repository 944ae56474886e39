// explain on copies that were warmed: what it tells of fetches that nobody asked for, and of what a peer has given.
// Promise: as tests/analytic/explain_test.cpp.
// Source: this project's semantics (`fill-race`, "source another cache").
#include <catch2/catch.hpp>
#include "tests/analytic/explained.hpp"
#include "tests/analytic/worlds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using namespace stalemate::tests::explained;
using models::Fault;

/// The second of two instances is back at 100 ms, and takes what the first holds, 10 ms an entry; a bus tells all.
Backend copied_from_peer(Duration writes_at) {
  Backend backend;
  backend.world.nodes[0].service.instances = 2;
  backend.cache().in_process = true;
  backend.cached("cache-aside", "invalidate").reads_at({0_ms, 20_ms, 60_ms, 120_ms}).writes_at({writes_at});
  backend.world.nodes.push_back(node("bus", models::NodeSpec::Kind::bus));
  backend.policy().carry = option("carry", "pub-sub");
  backend.policy().bus = "bus";
  backend.policy().warm_up = option("warm_up", "copy-from-peer", {{"each", 10 * ms}});
  during(backend.strikes(Fault::Kind::crash, "reader-2"), 50_ms, 100_ms);
  return backend;
}

}  // namespace

TEST_CASE("explain: a preload stored what a delete had passed, and without it the read is not stale") {
  Backend backend;
  backend.cached("cache-aside", "invalidate").takes("cache", "db", 5_ms).origin_read_takes(10_ms);
  backend.policy().warm_up = option("warm_up", "preload", {{"top", std::int64_t{1}}});
  backend.takes("writer", "db", 5_ms).takes("writer", "cache", 2_ms).writes_at({2_ms}).reads_at({20_ms});
  const explain::Story story = told(backend.world);
  check_told(story, measure::Cause::fill_race,
             {"cache has come up empty: it fetches item 0, which is among the keys that are asked for most.",
              "cache asks db for item 0: it is at version 0 there", "writer's delete for version 1 reaches cache",
              "cache stores version 0.", "reader asks cache for item 0: it holds version 0",
              "So version 0 was put into cache after the delete for version 1 had come and gone."});
  CHECK(check_roles(backend.world, story) == 2);  // the preload and the write
}

TEST_CASE("explain: a peer gave what was deleted before it was stored") {
  const Backend backend = copied_from_peer(101_ms);
  const explain::Story story = told(backend.world);
  check_told(story, measure::Cause::fill_race,
             {"cache@reader-1 gives what it holds to a copy that has come up empty: of item 0 it holds version 0.",
              "delete for version 1 reaches cache@reader-2", "cache@reader-2 stores version 0.",
              "So version 0 was put into cache@reader-2 after the delete for version 1 had come and gone."});
  CHECK(check_roles(backend.world, story) >= 2);  // what was given, and the write
}

TEST_CASE("explain: what a peer gave was stale there already, and why") {
  Backend backend = copied_from_peer(70_ms);
  backend.strikes(Fault::Kind::drop, "bus", "reader-1");
  const explain::Story story = told(backend.world);
  check_told(story, measure::Cause::invalidation_lost,
             {"db commits version 1", "it was dropped by", "cache@reader-1 gives what it holds",
              "cache@reader-2 stores version 0.", "never reached it",
              "cache@reader-2 was filled from cache@reader-1 when version 1 was 40 ms old"});
  CHECK(check_roles(backend.world, story) >= 2);  // the loss and the write
}
