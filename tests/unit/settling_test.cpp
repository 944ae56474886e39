// When a series has settled, and whether a queue only grew, on series made so that the answer is known.
// Promise: MSER's values are worked out by hand beside the series.
// Source: White 1997; White, Cobb & Spratt 2000 (MSER-5).
#include "analysis/measure/settling.hpp"
#include <catch2/catch.hpp>

using namespace stalemate::analysis::measure;

namespace {

using Seconds = std::vector<double>;

/// Each value five times.
Seconds in_fives(const Seconds& means) {
  Seconds series;
  for (const double mean : means) series.insert(series.end(), 5, mean);
  return series;
}

Seconds ramp_then_level(std::size_t ramp_s, std::size_t all_s) {
  Seconds series;
  for (std::size_t s = 0; s < all_s; ++s) {
    const double level = s < ramp_s ? static_cast<double>(s) / static_cast<double>(ramp_s) : 1;
    series.push_back(level + (s % 2 == 0 ? 0.01 : -0.01));
  }
  return series;
}

/// Independent, even over 0 to 1.
Seconds noise(std::uint64_t seed, std::size_t length) {
  Seconds series;
  std::uint64_t state = seed;
  for (std::size_t i = 0; i < length; ++i) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    series.push_back(static_cast<double>(state >> 11U) / 9007199254740992.0);
  }
  return series;
}

}  // namespace

TEST_CASE("MSER-5 cuts where the squared standard error of the rest is least") {
  // Cut 0: far; 1: (9 - 1/9) / 81 = 0.110; 2: 8 / 64 = 0.125; 3: 0.140; 4: 0.167; 5: 0.192.
  const auto cut = mser5(in_fives({10, 1, -1, 1, -1, 1, -1, 1, -1, 1}));
  REQUIRE(cut);
  CHECK(cut->seconds == 5);
  CHECK(cut->is_within);
  CHECK(mser5(Seconds(100, 0.5))->seconds == 0);
  CHECK_FALSE(mser5(Seconds(49, 0.5)));
}

TEST_CASE("A ramp that never ends has not settled within the run") {
  const auto cut = mser5(ramp_then_level(200, 200));
  REQUIRE(cut);
  CHECK(cut->seconds == 100);
  CHECK_FALSE(cut->is_within);
}

TEST_CASE("A warm-up shorter than the ramp is too short, one as long as the ramp is not") {
  const auto series = ramp_then_level(40, 200);
  const auto found = unsettled(series, 10);
  REQUIRE(found);
  CHECK(found->cut.is_within);
  CHECK(found->cut.seconds >= 35);
  CHECK(found->cut.seconds <= 40);
  CHECK(found->bias == Approx(-0.06).margin(0.01));  // (10 to 40 s: 0.625 on the mean of 30 of 190 s)
  CHECK_FALSE(unsettled(series, 40));
}

TEST_CASE("What only varies by chance seldom makes a warm-up too short") {
  int found = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) found += unsettled(noise(seed, 300), 0).has_value();
  CHECK(found <= 4);
}

TEST_CASE("A queue that is longer in every quarter grew, one that rises and falls did not") {
  Seconds line;
  for (int i = 0; i < 80; ++i) line.push_back(i);
  const auto grew = growth(line);
  REQUIRE(grew);
  CHECK(grew->first == 9.5);
  CHECK(grew->last == 69.5);
  Seconds hill = line;
  for (std::size_t i = 40; i < 80; ++i) hill[i] = static_cast<double>(80 - i);
  CHECK_FALSE(growth(hill));
  CHECK_FALSE(growth(Seconds(80, 500)));
  for (double& waiting : line) waiting /= 100;  // below one request
  CHECK_FALSE(growth(line));
  CHECK_FALSE(growth({0, 100, 1000}));
}
