// Zipf popularity: the constants of the sampler, its exact test, and the probabilities themselves.
// Promise: as in the header; the sum of all weights is within 1e-13 of itself, without a loop over n.
// Source: Hoermann & Derflinger 1996; Euler-Maclaurin for the sum of the weights beyond the first 64.
#include "sim/zipf.hpp"
#include <algorithm>
#include "sim/check.hpp"

namespace stalemate::sim {

namespace {

double weight(double rank, double exponent) { return math::exp(-exponent * math::log(rank)); }

/// (exp(t) - 1) / t by Kahan's quotient, whose errors cancel.
double mean_exp(double t) {
  const double power = math::exp(t);
  const double grown = power - 1;
  if (grown == 0) return 1;
  return grown == -1 ? -1 / t : grown / math::log(power);
}

/// What the trapezoid rule misses of the sum of k^-q at one end: the terms of Bernoulli's numbers B2, B4 ... B10.
double end_correction(double k, double q) {
  constexpr double bernoulli_over_factorial[] = {1.0 / 12, -1.0 / 720, 1.0 / 30240, -1.0 / 1209600, 1.0 / 47900160};
  double derivative = q * weight(k, q) / k;
  double sum = 0;
  for (int i = 0; i < 5; ++i) {
    sum += bernoulli_over_factorial[i] * derivative;
    const double order = 2 * i + 1;
    derivative *= (q + order) * (q + order + 1) / (k * k);
  }
  return sum;
}

}  // namespace

Zipf::Zipf(std::uint64_t n, double exponent)
    : n_(n), exponent_(exponent), one_minus_exponent_(1 - exponent), largest_(static_cast<double>(n)) {
  CHECK_INVARIANT(n > 0 && n <= std::uint64_t{1} << 53);
  CHECK_INVARIANT(exponent >= 0 && exponent <= 500);
  area_low_ = integral(1.5) - 1;
  area_high_ = integral(largest_ + 0.5);
  accepted_at_once_ = 2 - inverse_integral(integral(2.5) - weight(2, exponent));
  total_weight_ = total_weight();
}

double Zipf::integral(double x) const {
  const double log = math::log(x);
  return mean_exp(one_minus_exponent_ * log) * log;
}

bool Zipf::is_accepted(std::uint64_t k, double area) const {
  const auto rank = static_cast<double>(k);
  return area >= integral(rank + 0.5) - weight(rank, exponent_);
}

double Zipf::total_weight() const {
  const double direct = std::min(largest_, 64.0);
  double sum = 0;
  for (double rank = direct; rank >= 1; --rank) sum += weight(rank, exponent_);
  if (largest_ <= direct) return sum;
  const double ends = 0.5 * (weight(largest_, exponent_) - weight(direct, exponent_));
  const double corrections = end_correction(direct, exponent_) - end_correction(largest_, exponent_);
  return sum + (integral(largest_) - integral(direct)) + ends + corrections;
}

double Zipf::probability(std::uint64_t rank) const {
  CHECK_INVARIANT(rank < n_);
  return weight(static_cast<double>(rank + 1), exponent_) / total_weight_;
}

}  // namespace stalemate::sim
