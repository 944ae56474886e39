// Each law for durations against its own distribution function, moments and percentiles.
// Promise: 400 000 samples of one fixed stream each; levels as in goodness_of_fit.hpp.
// Source: the textbook distribution functions, here by the C library, which the samplers do not use.
#include <catch2/catch.hpp>
#include "sim/distribution.hpp"
#include "tests/analytic/goodness_of_fit.hpp"

namespace {

using namespace stalemate;
using namespace sim::literals;
using sim::Distribution;
using sim::Stream;

constexpr std::size_t draws = 400'000;

std::vector<double> samples_of(const Distribution& law, std::uint64_t seed) {
  Stream bits(seed);
  std::vector<double> samples(draws);
  for (double& sample : samples) sample = static_cast<double>(law.sample(bits).ns);
  return samples;
}

double mean_of(const std::vector<double>& samples) {
  double sum = 0;
  for (const double sample : samples) sum += sample;
  return sum / static_cast<double>(samples.size());
}

double variance_of(const std::vector<double>& samples) {
  const double mean = mean_of(samples);
  double sum = 0;
  for (const double sample : samples) sum += (sample - mean) * (sample - mean);
  return sum / static_cast<double>(samples.size() - 1);
}

bool mean_fits(const std::string& formula, double expected, const std::vector<double>& samples) {
  const double error = std::sqrt(variance_of(samples) / static_cast<double>(samples.size()));
  return tests::fits(formula, expected, mean_of(samples), error);
}

/// The share of samples at or below a value is binomial.
bool share_fits(const std::string& formula, double expected, const std::vector<double>& samples, double value) {
  const auto below = std::count_if(samples.begin(), samples.end(), [value](double x) { return x <= value; });
  const auto n = static_cast<double>(samples.size());
  return tests::fits(formula, expected, static_cast<double>(below) / n, std::sqrt(expected * (1 - expected) / n));
}

double normal_below(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

TEST_CASE("the exponential ziggurat has the exponential law, tail included", "[long]") {
  Stream bits(11);
  std::vector<double> samples(4 * draws);
  for (double& sample : samples) sample = sim::exponential(bits);
  CHECK(tests::kolmogorov_distance(samples, [](double x) { return 1 - std::exp(-x); }) < tests::kolmogorov_limit);
  CHECK(mean_fits("mean 1", 1, samples));
  CHECK(tests::fits("variance 1", 1, variance_of(samples), std::sqrt(8.0 / static_cast<double>(samples.size()))));
  CHECK(share_fits("exp(-r), beyond the last layer", 1 - std::exp(-sim::exponential_tail_start), samples,
                   sim::exponential_tail_start));
  CHECK(share_fits("exp(-9)", 1 - std::exp(-9.0), samples, 9));
}

TEST_CASE("the normal ziggurat has the normal law, tail included", "[long]") {
  Stream bits(12);
  std::vector<double> samples(4 * draws);
  for (double& sample : samples) sample = sim::normal(bits);
  const auto n = static_cast<double>(samples.size());
  CHECK(tests::kolmogorov_distance(samples, normal_below) < tests::kolmogorov_limit);
  CHECK(mean_fits("mean 0", 0, samples));
  CHECK(tests::fits("variance 1", 1, variance_of(samples), std::sqrt(2 / n)));
  double fourth = 0;
  for (const double x : samples) fourth += x * x * x * x;
  CHECK(tests::fits("fourth moment 3", 3, fourth / n, std::sqrt(96 / n)));
  CHECK(share_fits("Phi(-r), the left tail", normal_below(-sim::normal_tail_start), samples, -sim::normal_tail_start));
  CHECK(share_fits("Phi(4)", normal_below(4), samples, 4));
}

TEST_CASE("uniform fills its range evenly") {
  const auto law = Distribution::uniform(1_ms, 3_ms);
  const auto samples = samples_of(law, 1);
  CHECK(tests::kolmogorov_distance(samples, [](double x) { return (x - 1e6) / 2e6; }) < tests::kolmogorov_limit);
  CHECK(mean_fits("(low + high)/2", static_cast<double>(law.mean().ns), samples));
}

TEST_CASE("exponential plus a shift is the shifted law") {
  const auto law = Distribution::exponential(50_us).plus(50_us);
  const auto samples = samples_of(law, 2);
  const auto below = [](double x) { return 1 - std::exp(-(x + 0.5 - 50'000) / 50'000); };
  CHECK(tests::kolmogorov_distance(samples, below) < tests::kolmogorov_limit + 0.02);  // Whole nanoseconds.
  CHECK(mean_fits("50us + 50us", 100'000, samples));
  CHECK(*std::min_element(samples.begin(), samples.end()) >= 50'000);
}

TEST_CASE("a normal far from 0 is a normal") {
  const auto samples = samples_of(Distribution::normal(10_ms, 1_ms), 3);
  CHECK(tests::kolmogorov_distance(samples, [](double x) { return normal_below((x - 1e7) / 1e6); }) <
        tests::kolmogorov_limit);
}

TEST_CASE("a normal near 0 is clamped, and its mean counts the clamping") {
  const auto law = Distribution::normal(1_ms, 1_ms);
  const auto samples = samples_of(law, 4);
  CHECK(share_fits("P(0) = Phi(-1)", normal_below(-1), samples, 0));
  const double mean = 1e6 * normal_below(1) + 1e6 * std::exp(-0.5) / std::sqrt(2 * std::acos(-1.0));
  CHECK(static_cast<double>(law.mean().ns) == Approx(mean).epsilon(1e-6));
  CHECK(mean_fits("m Phi(m/s) + s phi(m/s)", mean, samples));
}

TEST_CASE("a log-normal has the median and the 99th percentile that it was given") {
  const auto law = Distribution::log_normal(2_ms, 30_ms);
  const auto samples = samples_of(law, 5);
  const double sigma = std::log(15.0) / 2.3263478740408411;
  CHECK(share_fits("half below p50", 0.5, samples, 2e6));
  CHECK(share_fits("99 % below p99", 0.99, samples, 30e6));
  const auto below = [sigma](double x) { return normal_below(std::log(x / 2e6) / sigma); };
  CHECK(tests::kolmogorov_distance(samples, below) < tests::kolmogorov_limit);
  const double mean = 2e6 * std::exp(sigma * sigma / 2);
  CHECK(static_cast<double>(law.mean().ns) == Approx(mean).epsilon(1e-6));
  CHECK(mean_fits("p50 exp(sigma^2/2)", mean, samples));
}

TEST_CASE("a Pareto follows its power law up to the cap") {
  for (const double alpha : {0.9, 1.0, 1.5, 3.0}) {
    const auto law = Distribution::pareto(1_ms, alpha, 1_s);
    const auto samples = samples_of(law, 6);
    CHECK(share_fits("1 - (min/x)^alpha at 2 min", 1 - std::pow(0.5, alpha), samples, 2e6));
    CHECK(share_fits("1 - (min/x)^alpha at 50 min", 1 - std::pow(0.02, alpha), samples, 50e6));
    CHECK(share_fits("below the cap", 1 - std::pow(1e-3, alpha), samples, 1e9 - 1));
    CHECK(*std::max_element(samples.begin(), samples.end()) <= 1e9);
    const double span = alpha == 1 ? std::log(1000.0) : (1 - std::pow(1000, 1 - alpha)) / (alpha - 1);
    CHECK(static_cast<double>(law.mean().ns) == Approx(1e6 * (1 + span)).epsilon(1e-6));
    CHECK(mean_fits("min (1 + (1 - (min/cap)^(alpha-1))/(alpha-1))", 1e6 * (1 + span), samples));
  }
}

TEST_CASE("given percentiles are hit, and all between them is linear") {
  const auto law = Distribution::percentiles({{10, 1_ms}, {50, 2_ms}, {99, 20_ms}});
  const auto samples = samples_of(law, 7);
  CHECK(share_fits("p10, flat below", 0.10, samples, 1e6));
  CHECK(share_fits("p30, half-way", 0.30, samples, 1.5e6));
  CHECK(share_fits("p50", 0.50, samples, 2e6));
  CHECK(share_fits("p74.5, half-way", 0.745, samples, 11e6));
  CHECK(share_fits("p99, flat above", 0.99, samples, 20e6 - 1));
  CHECK(mean_fits("0.1*1 + 0.4*1.5 + 0.49*11 + 0.01*20 ms", 6.29e6, samples));
  CHECK(law.mean() == sim::Duration{6'290'000});
}

TEST_CASE("a scaled law is the law, slower by the factor") {
  const auto law = Distribution::log_normal(2_ms, 30_ms).plus(1_ms).scaled(10);
  const auto samples = samples_of(law, 8);
  CHECK(share_fits("half below 10 (p50 + shift)", 0.5, samples, 30e6));
  CHECK(share_fits("99 % below 10 (p99 + shift)", 0.99, samples, 310e6));
}

}  // namespace
