// A drifting popularity in a world: how many keys come to be asked for, and that it is the same for all who ask.
// Promise: the mean over seeds lies within four standard errors of the formula.
// Source: a hot set that gets all the traffic, in an unbounded cache without expiry: each key misses once. A rank that
// has been dealt a key k times has a new one with probability (1 - 1/m)^k, when m keys change among themselves.
#include <catch2/catch.hpp>
#include <cmath>
#include <set>
#include "tests/analytic/fact_log.hpp"
#include "tests/analytic/over_seeds.hpp"
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::FactKind;

constexpr std::uint32_t keys = 200'000, hot = 50;
constexpr double of_a_group = 3125;  // keys of each of 64 groups

Backend drifting(std::uint64_t seed, std::optional<Duration> turnover) {
  Backend backend(seed);
  backend.world.classes[0].keys = keys;
  backend.world.classes[0].popularity = {.law = models::Popularity::Law::hot_set, .hot_traffic = 1};
  backend.world.classes[0].popularity.hot_keys = double(hot) / keys;
  backend.world.classes[0].popularity.turnover = turnover;
  return backend.reads(200).cached("cache-aside", "write-around").runs(1000, 0);
}

/// In ten turnovers; the hottest rank, the first to move in each, would be dealt its tenth key at the very end.
double keys_asked_for() {
  double sum = 0;
  for (std::uint32_t rank = 0; rank < hot; ++rank)
    for (int deal = 0; deal <= (rank == 0 ? 9 : 10); ++deal) sum += std::pow(1 - 1 / of_a_group, deal);
  return sum;
}

std::set<std::uint32_t> keys_between(const FactLog& log, FactKind kind, Duration from, Duration until) {
  std::set<std::uint32_t> found;
  for (const sim::Fact& fact : log.of(kind))
    if (fact.at >= Instant{} + from && fact.at < Instant{} + until) found.insert(fact.key);
  return found;
}

}  // namespace

TEST_CASE("Drift: each rank brings a key that was not there before once a turnover", "[long]") {
  const auto figures = over_seeds(seeds, [](std::uint64_t seed) {
    const auto misses = time_line_of(drifting(seed, 100_s)).origin_reads;
    return std::vector<double>{static_cast<double>(misses)};
  });
  CHECK(agrees("keys asked for in ten turnovers", keys_asked_for(), figures[0], 0.003));
  CHECK(equals("without a drift: the hot keys", std::int64_t{hot}, time_line_of(drifting(1, {})).origin_reads));
}

TEST_CASE("Drift: what is read and what is written move together", "[long]") {
  Backend backend = drifting(1, 1000_s);
  backend.updates(200);
  const FactLog log = log_of(backend);
  const auto read = keys_between(log, FactKind::read_invoked, 900_s, 1000_s);
  const auto written = keys_between(log, FactKind::write_invoked, 900_s, 1000_s);
  CHECK((read == written));
  CHECK(read.size() >= hot);
  CHECK(read.size() <= hot + 6);  // five of fifty move in a tenth of a turnover
  std::size_t stayed = 0;
  for (const std::uint32_t key : keys_between(log, FactKind::read_invoked, 0_s, 10_s)) stayed += read.count(key);
  CHECK(stayed <= 6);
}
