// A drift of popularity, by itself.
// Promise: as in the header: a bijection at each instant, one deal of each rank a turnover, few keys or many.
// Source: as in the header; the expected share of ranks that have moved is the share of the turnover that has passed.
#include "models/drift.hpp"
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

namespace {

using namespace stalemate;
using namespace stalemate::sim::literals;
using models::Drift;
using sim::Duration;
using sim::Instant;

constexpr Duration turnover{1'000'000'000'000};

Drift drift_of(std::uint64_t keys, std::uint64_t seed = 1) {
  return {keys, turnover, sim::derive_key(seed, "item", "drift")};
}

double share_moved(const Drift& drift, std::uint64_t ranks, Instant from, Instant to) {
  std::uint64_t moved = 0;
  for (std::uint64_t rank = 0; rank < ranks; ++rank) moved += drift.at_first(rank, from) != drift.at_first(rank, to);
  return static_cast<double>(moved) / static_cast<double>(ranks);
}

}  // namespace

TEST_CASE("drift: at each instant every rank has a key of its own") {
  for (const std::uint64_t keys : {1u, 2u, 3u, 10u, 63u, 64u, 1000u, 4097u}) {
    const Drift drift = drift_of(keys);
    for (const Duration at : {0_s, 1_s, 400_s, 999_s, 1000_s, 7777_s}) {
      std::set<std::uint64_t> taken;
      for (std::uint64_t rank = 0; rank < keys; ++rank) taken.insert(drift.at_first(rank, Instant{} + at));
      CHECK(taken.size() == keys);
      CHECK(*taken.rbegin() == keys - 1);
    }
  }
}

TEST_CASE("drift: at first nothing has moved, and after a share of the turnover that share of the ranks has") {
  constexpr std::uint64_t keys = 64'000;
  const Drift drift = drift_of(keys);
  CHECK(share_moved(drift, keys, Instant{}, Instant{} + 1_ns) <= 1.0 / 64);
  for (const int tenth : {1, 3, 5, 8, 10}) {
    const Instant then = Instant{} + Duration{turnover.ns / 10 * tenth};
    // A group moves whole: one of 64. One rank in a thousand is dealt the key that it has had.
    CHECK(std::abs(share_moved(drift, keys, Instant{}, then) - 0.1 * tenth) < 1.5 / 64);
    const Instant later = Instant{} + turnover * 5, last = later + (then - Instant{});
    CHECK(std::abs(share_moved(drift, keys, later, last) - 0.1 * tenth) < 1.5 / 64);
  }
}

TEST_CASE("drift: the hottest ranks move one after the other, not together") {
  const Drift drift = drift_of(64'000);
  for (int tenth = 0; tenth < 10; ++tenth) {
    const Instant from = Instant{} + turnover * 3 + Duration{turnover.ns / 10 * tenth};
    const double moved = 10 * share_moved(drift, 10, from, from + Duration{turnover.ns / 10});
    CHECK(moved <= 2);
  }
}

TEST_CASE("drift: deals depend on the seed, and are no earlier ones again") {
  const Drift one = drift_of(6400), other = drift_of(6400, 2);
  const Instant then = Instant{} + turnover * 3;
  std::uint64_t alike = 0;
  for (std::uint64_t rank = 0; rank < 6400; ++rank) alike += one.at_first(rank, then) == other.at_first(rank, then);
  CHECK(alike < 200);  // one in a group of a hundred is expected
  CHECK(share_moved(one, 6400, Instant{} + turnover * 2, then) > 0.95);
  CHECK(share_moved(one, 6400, Instant{} + turnover, then) > 0.95);
}

TEST_CASE("drift: a hundred million keys need no table") {
  const Drift drift = drift_of(100'000'000);
  std::set<std::uint64_t> taken;
  for (std::uint64_t rank = 0; rank < 10'000; ++rank) taken.insert(drift.at_first(rank, Instant{} + 4500_s));
  CHECK(taken.size() == 10'000);
  CHECK(*taken.rbegin() < 100'000'000);
}
