// The verdict on a figure whose formula is no more than near the truth; the others are in over_seeds.hpp.
// Promise: the stated error is granted to the formula, not to the simulator, which must be measured finely enough.
// Source: Student's t over independent replications.
#pragma once
#include "tests/analytic/over_seeds.hpp"

namespace stalemate::tests {

/// For a formula that is itself no more than near the truth: off by at most `granted`, and measured finely enough to
/// tell.
inline bool approximates(const std::string& formula, double expected, const Replications& figure, double granted,
                         double asked) {
  const double mean = figure.mean(), half = figure.half_width();
  std::cout << std::setprecision(9) << "Expectation " << expected << " (" << formula << ", itself within "
            << 100 * granted << " %)\nActual " << mean << " [" << mean - half << ", " << mean + half << "]  off by "
            << std::setprecision(3) << 100 * (mean / expected - 1) << " %\n";
  return std::fabs(mean - expected) <= granted * expected && half <= asked * expected;
}

}  // namespace stalemate::tests
