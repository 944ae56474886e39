// Zipf popularity: rank k of 0..n-1 has probability proportional to (k+1)^-exponent.
// Promise: exact law without a table, n up to 2^53, exponents 0 to 500; one exp a sample, one log more unless it is 1.
// Source: Hoermann & Derflinger 1996, "Rejection-inversion to generate variates from monotone discrete distributions".
// Departs: log1p(t)/t and expm1(t)/t by Kahan's quotients, so that exponents near 1 lose no digits.
#pragma once
#include <cstdint>
#include "sim/math.hpp"
#include "sim/permutation.hpp"
#include "sim/random.hpp"

namespace stalemate::sim {

class Zipf {
 public:
  Zipf(std::uint64_t n, double exponent);

  template <class Bits>
  std::uint64_t sample(Bits& bits) const {
    if (exponent_ == 0) return below(bits, n_);
    for (;;) {
      const double area = area_low_ + unit(bits()) * (area_high_ - area_low_);
      const double x = inverse_integral(area);
      const std::uint64_t k = nearest_rank(x);
      if (static_cast<double>(k) - x <= accepted_at_once_ || is_accepted(k, area)) [[likely]] return k - 1;
    }
  }
  double probability(std::uint64_t rank) const;
  std::uint64_t size() const { return n_; }
  double exponent() const { return exponent_; }

 private:
  double total_weight() const;
  double integral(double x) const;  ///< Of t^-exponent from 1 to x.
  double inverse_integral(double area) const {
    if (one_minus_exponent_ == 0) return math::exp(area);
    const double sum = 1 + area * one_minus_exponent_;
    const double term = sum - 1;
    return term == 0 ? math::exp(area) : math::exp(area * (math::log(sum) / term));
  }
  std::uint64_t nearest_rank(double x) const {
    const double bounded = x < 1 ? 1 : x > largest_ ? largest_ : x;
    return static_cast<std::uint64_t>(bounded + 0.5);
  }
  bool is_accepted(std::uint64_t k, double area) const;  ///< The exact test, for the few that the quick one leaves.

  std::uint64_t n_;
  double exponent_;
  double one_minus_exponent_;
  double largest_;  ///< n
  double area_low_;
  double area_high_;
  double accepted_at_once_;  ///< Whatever lies this close below its rank is accepted without the exact test.
  double total_weight_;
};

}  // namespace stalemate::sim
