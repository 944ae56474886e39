// Replications and the verdict on a random figure: its mean over seeds, the interval, and the formula beside it.
// Promise: a figure fails when it is more than 4 standard errors off, and also when its 95 % half-width is wider than
// the test asked for: a test that cannot tell is no test.
// Source: Student's t over independent replications (Law & Kelton, ch. 9).
#pragma once
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <cstdint>
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

namespace stalemate::tests {

constexpr double largest_z = 4;
constexpr std::uint64_t seeds = 10, twice_the_seeds = 20;

/// One figure in each of n replications.
class Replications {
 public:
  explicit Replications(std::vector<double> values) : values_(std::move(values)) {}

  double count() const { return static_cast<double>(values_.size()); }
  double mean() const {
    double sum = 0;
    for (const double value : values_) sum += value;
    return sum / count();
  }
  double standard_error() const {
    double squares = 0;
    for (const double value : values_) squares += (value - mean()) * (value - mean());
    return std::sqrt(squares / (count() - 1) / count());
  }
  double half_width() const {
    return boost::math::quantile(boost::math::students_t(count() - 1), 0.975) * standard_error();
  }

 private:
  std::vector<double> values_;
};

/// Runs `run(seed)` for seeds 1..n; each gives the same list of figures. Element i holds figure i of every seed.
template <class Run>
std::vector<Replications> over_seeds(std::uint64_t seeds, Run run) {
  std::vector<std::vector<double>> figures;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const std::vector<double> of_seed = run(seed);
    figures.resize(of_seed.size());
    for (std::size_t i = 0; i < of_seed.size(); ++i) figures[i].push_back(of_seed[i]);
  }
  return {figures.begin(), figures.end()};
}

/// Prints both sides; true when the figure agrees and its relative half-width is at most `asked`.
inline bool agrees(const std::string& formula, double expected, const Replications& figure, double asked) {
  const double mean = figure.mean(), half = figure.half_width();
  const double z = (mean - expected) / figure.standard_error();
  std::cout << std::setprecision(9) << "Expectation " << expected << " (" << formula << ")\n"
            << "Actual " << mean << " [" << mean - half << ", " << mean + half << "]  z " << std::setprecision(3) << z
            << ", half-width " << 100 * half / std::fabs(expected) << " %\n";
  return std::fabs(z) <= largest_z && half <= asked * std::fabs(expected);
}

/// The same for a value that is no draw: it must be equal.
template <class Value>
bool equals(const std::string& formula, const Value& expected, const Value& actual) {
  std::cout << "Expectation " << expected << " (" << formula << ")\nActual " << actual << " [exact]\n";
  return expected == actual;
}

}  // namespace stalemate::tests
