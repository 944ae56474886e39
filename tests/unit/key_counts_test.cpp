// Counts by key against a plain map, through growth, wrapped runs and removals.
#include <catch2/catch.hpp>
#include <map>
#include "analysis/measure/key_counts.hpp"
#include "analysis/measure/ledger.hpp"

namespace stalemate::analysis::measure {
namespace {

TEST_CASE("counts by key agree with a map, whatever is added and subtracted") {
  KeyCounts counts;
  std::map<std::uint32_t, std::uint32_t> expected;
  sim::Stream bits = sim::make_stream(sim::derive_key(1, "key counts", "test"));
  for (int step = 0; step < 200'000; ++step) {
    const auto key = static_cast<std::uint32_t>(sim::below(bits, 500) * 7919);
    const bool grows = step / 20'000 % 2 == 0;  // fills up, then empties, again and again
    if (sim::below(bits, 4) < (grows ? 3u : 1u)) {
      REQUIRE(counts.add(key) == ++expected[key]);
    } else {
      counts.subtract(key);
      if (expected[key] > 0) --expected[key];
    }
  }
  for (auto& [key, count] : expected) REQUIRE(counts.add(key) == count + 1);
  counts.clear();
  CHECK(counts.add(7919) == 1);
}

TEST_CASE("the ledger tells which version was current at any moment of the order of commits") {
  Ledger ledger(3);
  const auto at = [](std::int64_t ns) { return sim::Instant{ns}; };
  ledger.commit(1, 1, at(10));
  const Ledger::Then after_one = ledger.now();
  ledger.commit(2, 1, at(20));
  ledger.commit(1, 2, at(20));
  ledger.commit(1, 3, at(30));
  CHECK(ledger.version_at(1, {0, 0}) == 0);
  CHECK(ledger.version_at(1, after_one) == 1);
  CHECK(ledger.version_at(1, {2, 0}) == 1);  // the commit of another key changes nothing
  CHECK(ledger.version_at(1, {3, 0}) == 2);
  CHECK(ledger.version_at(1, ledger.now()) == 3);
  CHECK(ledger.version_at(0, ledger.now()) == 0);
  CHECK(ledger.committed_at(1, 2) == at(20));
}

TEST_CASE("the ledger tells which versions were void at any moment, and what superseded the others") {
  Ledger ledger(2);
  const auto at = [](std::int64_t ns) { return sim::Instant{ns}; };
  for (std::uint32_t version = 1; version <= 4; ++version) ledger.commit(0, version, at(10 * version));
  const Ledger::Then before = ledger.now();
  ledger.annul(0, 3, at(45));
  ledger.annul(0, 4, at(45));
  const Ledger::Then after = ledger.now();
  CHECK(ledger.current(0) == 2);
  CHECK(ledger.greatest(0) == 4);
  CHECK(ledger.version_at(0, before) == 4);
  CHECK(ledger.next(0, 2, before) == 3);
  CHECK_FALSE(ledger.is_void(0, 3, before));
  CHECK(ledger.is_void(0, 3, after));
  ledger.commit(0, 5, at(60));
  CHECK(ledger.next(0, 2, ledger.now()) == 5);
  CHECK(ledger.next(0, 2, before) == 3);
  CHECK(ledger.next(0, 4, ledger.now()) == 5);
  CHECK(ledger.live(0, 1, 5, ledger.now()) == 2);
  CHECK(ledger.live(0, 1, 4, before) == 3);
  const auto spans = ledger.superseded(0, 2);
  REQUIRE(spans.size() == 2);
  CHECK(spans[0].from == at(30));
  CHECK(spans[0].until == at(45));
  CHECK(spans[1].from == at(60));
  CHECK(spans[1].until == sim::Instant::never());
  CHECK_THROWS_AS(ledger.annul(0, 3, at(70)), sim::InternalError);
  CHECK_THROWS_AS(ledger.annul(0, 6, at(70)), sim::InternalError);
}

}  // namespace
}  // namespace stalemate::analysis::measure
