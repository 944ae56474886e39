// Zipf popularity and the permutation of its ranks, against exact probabilities.
// Promise: fixed streams; levels as in goodness_of_fit.hpp.
// Source: p(k) = k^-a / H(n, a), the sum taken term by term in long double, which the sampler does not do.
#include <catch2/catch.hpp>
#include "sim/permutation.hpp"
#include "sim/zipf.hpp"
#include "tests/analytic/goodness_of_fit.hpp"

namespace {

using namespace stalemate;
using sim::Stream;
using sim::Zipf;

/// The sum of k^-a over k = 1..n, smallest terms first.
long double harmonic(std::uint64_t n, double exponent) {
  long double sum = 0;
  for (std::uint64_t k = n; k > 0; --k) sum += std::pow(static_cast<long double>(k), -exponent);
  return sum;
}

TEST_CASE("ten ranks are drawn with their exact probabilities at every exponent", "[long]") {
  constexpr int draws = 1'000'000;
  for (const double exponent : {0.0, 0.5, 0.8, 0.9999999, 1.0, 1.2, 2.0, 5.0}) {
    const Zipf zipf(10, exponent);
    Stream bits(21);
    std::vector<double> counts(10), expected(10);
    for (int i = 0; i < draws; ++i) ++counts.at(zipf.sample(bits));
    for (std::uint64_t k = 0; k < 10; ++k)
      expected[k] = draws * std::pow(k + 1, -exponent) / static_cast<double>(harmonic(10, exponent));
    INFO("exponent " << exponent);
    CHECK(std::fabs(tests::chi_square_z(counts, expected)) < tests::deviate_limit);
    for (std::uint64_t k = 0; k < 10; ++k) CHECK(zipf.probability(k) * draws == Approx(expected[k]).epsilon(1e-12));
  }
}

TEST_CASE("one and two ranks are drawn too") {
  for (const double exponent : {0.0, 1.0, 1.5}) {
    Stream bits(22);
    const Zipf one(1, exponent);
    for (int i = 0; i < 1'000; ++i) REQUIRE(one.sample(bits) == 0);
    const Zipf two(2, exponent);
    const double first = 1 / (1 + std::pow(2, -exponent));
    double hits = 0;
    for (int i = 0; i < 400'000; ++i) hits += two.sample(bits) == 0;
    CHECK(tests::fits("1/(1 + 2^-a)", first, hits / 400'000, std::sqrt(first * (1 - first) / 400'000)));
  }
}

/// Shares of the first ranks, of all below some, and of the last tenth.
void check_large(std::uint64_t n, double exponent, long double total) {
  constexpr int draws = 2'000'000;
  const Zipf zipf(n, exponent);
  Stream bits(23);
  const std::vector<std::uint64_t> edges{1, 2, 3, 10, 1'000, 1'000'000, n - n / 10};
  std::vector<double> below(edges.size());
  int beyond = 0;
  for (int i = 0; i < draws; ++i) {
    const std::uint64_t rank = zipf.sample(bits);
    beyond += rank >= n;
    for (std::size_t e = 0; e < edges.size(); ++e) below[e] += rank < edges[e];
  }
  CHECK(beyond == 0);
  for (std::size_t e = 0; e < edges.size(); ++e) {
    const auto share = static_cast<double>(harmonic(std::min<std::uint64_t>(edges[e], 1'000'000), exponent) / total);
    if (edges[e] > 1'000'000) continue;
    const std::string name = "H(" + std::to_string(edges[e]) + ", a)/H(n, a), a " + std::to_string(exponent);
    CHECK(tests::fits(name, share, below[e] / draws, std::sqrt(share * (1 - share) / draws)));
  }
  const auto count = static_cast<double>(n);
  const auto power = [exponent](double x) {
    return exponent == 1 ? std::log(x) : std::pow(x, 1 - exponent) / (1 - exponent);
  };
  const double tail = (power(count + 0.5) - power(count - std::floor(count / 10) + 0.5)) / static_cast<double>(total);
  CHECK(tests::fits("the last tenth, by its integral", tail, 1 - below.back() / draws, std::sqrt(tail / draws)));
}

/// Euler and Maclaurin from a million on, where the next term is below 1e-18.
long double harmonic_of_large(std::uint64_t n, double a) {
  constexpr std::uint64_t direct = 1'000'000;
  const auto power = [a](long double x) { return a == 1 ? std::log(x) : std::pow(x, 1.0L - a) / (1.0L - a); };
  const auto term = [a](long double x) { return std::pow(x, -static_cast<long double>(a)); };
  return harmonic(direct, a) + power(n) - power(direct) + (term(n) - term(direct)) / 2;
}

TEST_CASE("a hundred million ranks have the right head and the right tail", "[long]") {
  for (const double exponent : {0.5, 0.8, 1.0, 1.2, 2.0})
    check_large(100'000'000, exponent, harmonic_of_large(100'000'000, exponent));
}

TEST_CASE("a billion uniform ranks are uniform") {
  const Zipf zipf(1'000'000'000, 0);
  Stream bits(24);
  std::vector<double> counts(100);
  for (int i = 0; i < 1'000'000; ++i) ++counts.at(zipf.sample(bits) / 10'000'000);
  CHECK(std::fabs(tests::chi_square_z(counts, std::vector<double>(100, 10'000))) < tests::deviate_limit);
}

TEST_CASE("probabilities agree with sums taken term by term", "[long]") {
  for (const double exponent : {0.0, 0.3, 0.8, 0.999999999, 1.0, 1.000001, 1.2, 2.0, 10.0}) {
    const Zipf zipf(200'000, exponent);
    CHECK(zipf.probability(0) == Approx(static_cast<double>(1 / harmonic(200'000, exponent))).epsilon(1e-12));
  }
}

TEST_CASE("a permutation reaches every key once, whatever the number of keys") {
  for (std::uint64_t n = 1; n < 600; ++n) {
    const sim::Permutation permutation(n, sim::derive_key(n, "popularity", "ranks"));
    std::vector<int> hits(n);
    for (std::uint64_t rank = 0; rank < n; ++rank) ++hits.at(permutation(rank));
    REQUIRE(std::all_of(hits.begin(), hits.end(), [](int count) { return count == 1; }));
  }
}

TEST_CASE("any key may be the hottest, and the second hottest is anywhere else") {
  constexpr std::uint64_t n = 100;
  std::vector<double> hottest(n), second(n), apart(n - 1);
  for (std::uint64_t seed = 0; seed < 50'000; ++seed) {
    const sim::Permutation permutation(n, sim::derive_key(seed, "popularity", "ranks"));
    ++hottest[permutation(0)];
    ++second[permutation(1)];
    ++apart[(permutation(1) + n - permutation(0)) % n - 1];
  }
  CHECK(std::fabs(tests::chi_square_z(hottest, std::vector<double>(n, 500))) < tests::deviate_limit);
  CHECK(std::fabs(tests::chi_square_z(second, std::vector<double>(n, 500))) < tests::deviate_limit);
  CHECK(std::fabs(tests::chi_square_z(apart, std::vector<double>(n - 1, 50'000.0 / (n - 1)))) < tests::deviate_limit);
}

}  // namespace
