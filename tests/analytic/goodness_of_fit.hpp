// How well samples fit a law, and the two lines that every analytic test prints.
// Promise: a deviate beyond 4.5 (7 in a million) or a Kolmogorov distance beyond its 0.1 % point is a misfit.
// Source: Wilson & Hilferty 1931 (chi-square to normal); Kolmogorov's limit law, 1.949 at 0.1 %.
// Departs: seeds are fixed, so a misfit is a change of the sampler, never bad luck.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

namespace stalemate::tests {

constexpr double deviate_limit = 4.5;
constexpr double kolmogorov_limit = 1.949;

inline bool fits(const std::string& formula, double expected, double actual, double standard_error) {
  const double half = deviate_limit * standard_error;
  std::cout << "Expectation " << expected << " (" << formula << ")\n"
            << "Actual " << actual << " [" << actual - half << ", " << actual + half << "]\n";
  return std::fabs(actual - expected) <= half;
}

/// Chi-square of counts against expectations, as a normal deviate; each expectation should be 5 or more.
inline double chi_square_z(const std::vector<double>& counts, const std::vector<double>& expected) {
  double sum = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double excess = counts[i] - expected[i];
    sum += excess * excess / expected[i];
  }
  const double degrees = static_cast<double>(counts.size()) - 1;
  const double variance = 2 / (9 * degrees);
  return (std::cbrt(sum / degrees) - (1 - variance)) / std::sqrt(variance);
}

/// The largest distance between the samples' distribution and the law's, times the root of their number.
template <class Law>
double kolmogorov_distance(std::vector<double> samples, Law below) {
  std::sort(samples.begin(), samples.end());
  const auto n = static_cast<double>(samples.size());
  double distance = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double law = below(samples[i]);
    distance = std::max({distance, law - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - law});
  }
  return distance * std::sqrt(n);
}

}  // namespace stalemate::tests
