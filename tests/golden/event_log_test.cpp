// The event log of a tiny world, fact by fact, as a person reads it.
// Promise: says what changed when a digest does not match: the smallest story with a race in it, in at most 60 lines.
// Source: the race of a fill with a delete (Nishtala et al., Scaling Memcache at Facebook, 2013, 3.2.1).
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include "tests/analytic/worlds.hpp"
#include "tests/golden/fact_text.hpp"
#include "tests/golden/golden_file.hpp"

namespace stalemate::tests {
namespace {

using namespace stalemate::sim::literals;

/// A read misses at 0, reads the origin at 10 and fills at 20; in between a write commits at 12 and deletes at 14. The
/// read at 25 is answered with the old version, the one at 120 finds it expired.
models::Blueprint race() {
  worlds::Backend backend;
  backend.cached("cache-aside", "invalidate").ttl(100_ms);
  backend.takes("reader", "db", 10_ms).origin_read_takes(10_ms);
  backend.takes("writer", "db", 10_ms).takes("writer", "cache", 2_ms);
  return backend.reads_at({0_ms, 25_ms, 120_ms}).writes_at({2_ms}).world;
}

}  // namespace

TEST_CASE("The event log of the fill race is the committed one", "[digests]") {
  models::World world(race());
  FactText log(world);
  world.run();
  world.facts().flush();
  const auto lines = std::count(log.text().begin(), log.text().end(), '\n');
  CHECK(lines > 20);
  CHECK(lines <= 60);
  CHECK(log.text().find("unknown") == std::string::npos);
  CHECK(golden("event_log.txt", log.text()) == log.text());
}

TEST_CASE("Every kind of fact has words of its own in the event log", "[digests]") {
  models::World world(race());
  std::set<std::string> lines;
  constexpr auto last = static_cast<std::uint8_t>(models::fact_kinds - 1);
  for (std::uint8_t kind = 0; kind <= last; ++kind) {
    sim::Fact fact;
    fact.kind = kind;
    FactText log(world);
    log.read({&fact, 1});
    CHECK(log.text().find("unknown") == std::string::npos);
    lines.insert(log.text());
  }
  CHECK(lines.size() == last + 1U);
}

}  // namespace stalemate::tests
