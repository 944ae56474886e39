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
  const std::uint32_t after_one = ledger.commits();
  ledger.commit(2, 1, at(20));
  ledger.commit(1, 2, at(20));
  ledger.commit(1, 3, at(30));
  CHECK(ledger.version_at(1, 0) == 0);
  CHECK(ledger.version_at(1, after_one) == 1);
  CHECK(ledger.version_at(1, 2) == 1);  // the commit of another key changes nothing
  CHECK(ledger.version_at(1, 3) == 2);
  CHECK(ledger.version_at(1, ledger.commits()) == 3);
  CHECK(ledger.version_at(0, ledger.commits()) == 0);
  CHECK(ledger.committed_at(1, 2) == at(20));
}

}  // namespace
}  // namespace stalemate::analysis::measure
