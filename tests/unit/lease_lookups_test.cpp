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

TEST_CASE("a read that loses its patience has missed once", "[measure]") {
  const auto lookups_of = lookups("lease", 2);  // patience is a second
  CHECK(lookups_of.misses == 3);
  CHECK(lookups_of.joined == 0);
  CHECK(lookups_of.hits == 1);
}
