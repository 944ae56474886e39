// The histogram against exact quantiles.
// Promise: what its header promises: within 1/128, mean and maximum exact, merging the same as adding.
// Source: nearest rank of a sorted vector.
#include "analysis/measure/histogram.hpp"
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

using stalemate::analysis::measure::Histogram;

namespace {

/// Numbers of every magnitude, from a small generator of its own (Marsaglia's xorshift64).
std::vector<std::int64_t> numbers(std::uint64_t seed, std::int64_t count, int bits_at_most) {
  std::vector<std::int64_t> list;
  std::uint64_t state = seed * 0x9e3779b97f4a7c15U + 1;
  for (std::int64_t i = 0; i < count; ++i) {
    for (const auto shift : {13, -7, 17}) state ^= shift > 0 ? state << shift : state >> -shift;
    const auto bits = static_cast<int>(state >> 58U) % bits_at_most + 1;
    list.push_back(static_cast<std::int64_t>((state >> 6U) & ((std::uint64_t{1} << bits) - 1)));
  }
  return list;
}

std::int64_t nearest_rank(const std::vector<std::int64_t>& sorted, double q) {
  const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(sorted.size())));
  return sorted[std::max<std::size_t>(rank, 1) - 1];
}

Histogram histogram_of(const std::vector<std::int64_t>& values) {
  Histogram histogram;
  for (const std::int64_t value : values) histogram.add(value);
  return histogram;
}

constexpr double quantiles[] = {0.0001, 0.01, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 0.9999, 1.0};

}  // namespace

TEST_CASE("quantiles lie within 1/128 of the exact ones on numbers of every magnitude", "[histogram]") {
  double worst = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    auto values = numbers(seed, 500 * static_cast<std::int64_t>(seed), 50);
    const Histogram histogram = histogram_of(values);
    std::sort(values.begin(), values.end());
    for (const double q : quantiles) {
      const auto exact = static_cast<double>(nearest_rank(values, q));
      const double error = std::abs(static_cast<double>(histogram.quantile(q)) - exact);
      if (exact > 0) worst = std::max(worst, error / exact);
      REQUIRE(error <= exact / 128);
    }
  }
  CHECK(worst > 0);  // else nothing was put to the test
  WARN("Expectation <= 0.0078125 (1/128, half a bucket of 64 an octave)\nActual " << worst);
}

TEST_CASE("small numbers, mean and maximum are exact", "[histogram]") {
  Histogram histogram;
  for (std::int64_t value = 0; value < 128; ++value) histogram.add(value);
  for (std::int64_t rank = 1; rank <= 128; ++rank)
    CHECK(histogram.quantile(static_cast<double>(rank) / 128) == rank - 1);
  CHECK(histogram.mean() == 63.5);
  const std::int64_t large = 3'600'000'000'001;
  histogram.add(large);
  CHECK(histogram.max() == large);
  CHECK(histogram.quantile(1) == large);
  CHECK(histogram.mean() == (63.5 * 128 + static_cast<double>(large)) / 129);
}

TEST_CASE("merging two histograms gives what adding all values to one gives", "[histogram]") {
  const auto some = numbers(7, 5'000, 40);
  const auto more = numbers(8, 3'000, 55);
  Histogram merged = histogram_of(some);
  merged.merge(histogram_of(more));
  Histogram added = histogram_of(some);
  for (const std::int64_t value : more) added.add(value);
  CHECK(merged.count() == 8'000);
  CHECK(merged.mean() == added.mean());
  CHECK(merged.max() == added.max());
  for (const double q : quantiles) CHECK(merged.quantile(q) == added.quantile(q));
}

TEST_CASE("adding a value many times is adding it one by one", "[histogram]") {
  Histogram at_once;
  Histogram one_by_one;
  at_once.add(12'345, 1'000);
  for (int i = 0; i < 1'000; ++i) one_by_one.add(12'345);
  at_once.add(7, 0);
  CHECK(at_once.count() == 1'000);
  CHECK(at_once.sum() == one_by_one.sum());
  CHECK(at_once.quantile(0.5) == one_by_one.quantile(0.5));
}

TEST_CASE("an empty histogram answers zero and merges into nothing", "[histogram]") {
  Histogram histogram;
  histogram.merge(Histogram());
  CHECK(histogram.count() == 0);
  CHECK(histogram.mean() == 0);
  CHECK(histogram.quantile(0.99) == 0);
}

TEST_CASE("the sum of the largest numbers does not overflow", "[histogram]") {
  Histogram histogram;
  const std::int64_t largest = std::numeric_limits<std::int64_t>::max();
  histogram.add(largest, 1'000'000'000);
  CHECK(histogram.mean() == Approx(static_cast<double>(largest)).epsilon(1e-12));
  CHECK(histogram.quantile(0.5) == Approx(static_cast<double>(largest)).epsilon(1.0 / 128));
  CHECK(histogram.quantile(1) == largest);
}
