// Lookups of reads that wait for a lease.
// Promise: a read is one lookup however often it asks; whoever another's fill answers has joined, as under coalescing.
// Source: this project's semantics ("Lookup outcomes").
#include <catch2/catch.hpp>
#include "tests/analytic/worlds.hpp"

using namespace stalemate::tests::worlds;

namespace {

/// A fill of 50 ms with two more reads of its key in it, and a read long after.
stalemate::analysis::measure::CacheResult lookups(const char* stampede, double origin_s = 0.05) {
  Backend backend;
  backend.cached("cache-aside", "write-around").stampede(stampede).origin_read_takes(seconds_of(origin_s));
  backend.reads_at({seconds_of(10), seconds_of(10.001), seconds_of(10.002), seconds_of(20)}).runs(60, 1);
  return backend.run().load.caches.at(0);
}

}  // namespace

TEST_CASE("a read that polls for a lease is one lookup and joined when another fills", "[measure]") {
  const auto leased = lookups("lease");
  CHECK(leased.misses == 1);
  CHECK(leased.joined == 2);
  CHECK(leased.hits == 1);
  const auto locked = lookups("lock");
  CHECK(locked.misses == 1);
  CHECK(locked.joined == 2);
  CHECK(locked.hits == 1);
  const auto coalesced = lookups("coalesce");
  CHECK(coalesced.misses == 1);
  CHECK(coalesced.joined == 2);
  CHECK(coalesced.hits == 1);
}

TEST_CASE("of tiers each counts its own lookups, and a lock in one of them changes those of no other", "[measure]") {
  const auto with = [](const char* outer, const char* inner) {
    Backend backend;
    backend.cached("cache-aside", "write-around").origin_read_takes(seconds_of(0.05));
    backend.world.nodes.push_back(node("far", stalemate::models::NodeSpec::Kind::cache));
    stalemate::models::Policy far = backend.policy();
    far.cache = "far";
    if (inner != nullptr) far.stampede.push_back(option("stampede", inner));
    backend.policy().behind = {far};
    backend.policy().expiry = option("expiry", "ttl", {{"ttl", 2'000 * ms}});
    if (outer != nullptr) backend.stampede(outer);
    // The second and the third wait for the first, or fetch beside it; the fourth finds the far copy.
    backend.reads_at({seconds_of(10), seconds_of(10.001), seconds_of(10.002), seconds_of(20)}).runs(60, 1);
    return backend.run().load.caches;
  };
  for (const char* each : {"lock", "lease", "coalesce"}) {
    INFO(each);
    const auto outer = with(each, nullptr);
    CHECK(outer[0].misses == 2);
    CHECK(outer[0].joined == 2);
    CHECK(outer[1].misses == 1);
    CHECK(outer[1].joined == 0);
    CHECK(outer[1].hits == 1);
    const auto inner = with(nullptr, each);
    CHECK(inner[0].misses == 4);
    CHECK(inner[0].joined == 0);
    CHECK(inner[1].misses == 1);
    CHECK(inner[1].joined == 2);
    CHECK(inner[1].hits == 1);
  }
}

TEST_CASE("a read that loses its patience has missed once", "[measure]") {
  const auto lookups_of = lookups("lease", 2);  // patience is a second
  CHECK(lookups_of.misses == 3);
  CHECK(lookups_of.joined == 0);
  CHECK(lookups_of.hits == 1);
}
