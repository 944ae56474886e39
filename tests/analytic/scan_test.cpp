// Loads that go through the keys: which key each request asks for, and what a cache makes of them.
// Promise: keys and counts are exact; the order does not depend on what becomes of the requests, nor on the strategy.
// Source: LRU and FIFO under a cyclic scan (Belady 1966; Mattson et al. 1970): every reuse distance is the number of
// keys, so that a cache that holds less has no hit, and one that holds all misses each key once.
#include <algorithm>
#include <catch2/catch.hpp>
#include "tests/analytic/fact_log.hpp"
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests::worlds;
using models::FactKind;
using Keys = std::vector<std::uint32_t>;

/// Reads of so many keys, evenly, ten a second.
Backend scanning(std::uint32_t keys, double for_s) {
  Backend backend;
  backend.world.classes[0].keys = keys;
  backend.reads(10).runs(for_s, 0);
  backend.world.loads[0].shape = models::Load::Shape::constant;
  backend.world.loads[0].popularity.law = models::Popularity::Law::scan;
  return backend;
}

Keys keys_of(const std::vector<sim::Fact>& facts) {
  Keys keys;
  for (const sim::Fact& fact : facts) keys.push_back(fact.key);
  return keys;
}
Keys keys_read(const Backend& backend) { return keys_of(log_of(backend).of(FactKind::read_invoked)); }

std::int64_t misses(Backend backend, const char* eviction, std::int64_t capacity) {
  backend.cached("cache-aside", "write-around");
  backend.cache().capacity_entries = capacity;
  backend.cache().eviction = eviction;
  const models::options::Option* option = models::options::find_option("eviction", eviction);
  backend.cache().eviction_values = models::options::defaults_of(*option);
  return time_line_of(backend).origin_reads;
}

}  // namespace

TEST_CASE("Scan: request after request asks for the next key, and round again") {
  Backend backend = scanning(4, 0.65);
  CHECK(keys_read(backend) == Keys{0, 1, 2, 3, 0, 1, 2});
  backend.world.loads[0].popularity.scan_from = 3;
  CHECK(keys_read(backend) == Keys{3, 0, 1, 2, 3, 0, 1});
}

TEST_CASE("Scan: the keys are those of its own class, whatever the strategy and whoever else asks") {
  Backend backend = scanning(4, 0.65);
  models::DataClass other = backend.world.classes[0];
  other.name = "other";
  backend.world.classes.insert(backend.world.classes.begin(), other);
  backend.world.strategy.policies.push_back(backend.world.strategy.policies[0]);
  CHECK(keys_read(backend) == Keys{4, 5, 6, 7, 4, 5, 6});
  backend.cached("cache-aside", "invalidate");
  backend.updates(50);
  CHECK(keys_read(backend) == Keys{4, 5, 6, 7, 4, 5, 6});
}

TEST_CASE("Scan: a request that does not happen leaves its key out, and the others ask for theirs") {
  Backend backend = scanning(4, 0.65);
  backend.world.skipped = {log_of(backend).of(FactKind::read_invoked)[2].operation};
  CHECK(keys_read(backend) == Keys{0, 1, 3, 0, 1, 2});
}

TEST_CASE("Scan: an import writes key after key, and its sessions read back what they have written") {
  Backend backend;
  backend.world.classes[0].keys = 3;
  backend.updates(10).runs(0.55, 0);
  models::Load& import = backend.world.loads[0];
  import.shape = models::Load::Shape::constant;
  import.popularity.law = models::Popularity::Law::scan;
  import.read_back = models::ReadBack{};
  CHECK(keys_of(log_of(backend).of(FactKind::write_invoked)) == Keys{0, 1, 2, 0, 1, 2});
  CHECK(keys_read(backend) == Keys{0, 1, 2, 0, 1, 2});
}

TEST_CASE("Scan: the users of a closed loop begin spread over the keys, so that together they go over each once") {
  Backend backend = scanning(12, 0.45);
  backend.world.loads[0].shape = models::Load::Shape::closed;
  backend.world.loads[0].users = 3;
  backend.world.loads[0].think = sim::Distribution::constant(sim::Duration{100'000'000});
  Keys keys = keys_read(backend);
  REQUIRE(keys.size() == 12);
  CHECK(Keys(keys.begin(), keys.begin() + 3) == Keys{0, 4, 8});
  std::sort(keys.begin(), keys.end());
  CHECK(keys == Keys{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
}

TEST_CASE("Scan: LRU and FIFO that hold less than all keys have no hit, and with room for all each key misses once") {
  const Backend backend = scanning(100, 50);
  for (const char* const eviction : {"lru", "fifo", "clock"}) {
    CHECK(misses(backend, eviction, 99) == 500);
    CHECK(misses(backend, eviction, 100) == 100);
  }
}
