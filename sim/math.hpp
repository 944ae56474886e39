// Natural logarithm, exponential and power that give the same bits everywhere.
// Promise: within 1 ulp, subnormals included; special cases as in C's annex F; only + - * / and bit casts, so that
// compiler, optimisation and processor do not matter as long as contraction is off (-ffp-contract=off).
// Source: Tang 1989 and 1990 (table-driven exp and log), as in current C libraries; tables by sim/double_double.hpp.
// Departs: reciprocals in the log table have 11 bits, so that the reduced argument is exact without fused multiply-add.
#pragma once
#include <array>
#include <bit>
#include <cstdint>

namespace stalemate::sim::math {

namespace detail {

inline constexpr double ln2_high = 0x1.62e42fefa3800p-1;  ///< A multiple of 2^-42: times an exponent it stays exact.
inline constexpr double ln2_low = 0x1.ef35793c76730p-45;
inline constexpr double steps_per_unit = 0x1.71547652b82fep+7;  ///< 128 / ln 2
inline constexpr double step_high = 0x1.62e42fefc0000p-8;       ///< ln 2 / 128, a multiple of 2^-42.
inline constexpr double step_low = -0x1.c610ca86c3899p-44;
inline constexpr double to_integer = 0x1.8p52;  ///< Added to a number, leaves its nearest integer in the low bits.
/// 0.6875: arguments are reduced to 0.6875..1.375.
inline constexpr std::uint64_t least_mantissa = 0x3fe6000000000000U;

struct Reciprocal {
  double value;     ///< About 1/c for the middle c of the interval, 11 bits; exactly 1 for the two that touch 1.
  double log_high;  ///< -log(value), a multiple of 2^-42.
  double log_low;
};
struct PowerOfTwo {
  std::uint64_t bits;  ///< Of 2^(i/128).
  double rest;         ///< What the bits leave out, relative.
};
extern const std::array<Reciprocal, 128> reciprocals;
extern const std::array<PowerOfTwo, 128> powers_of_two;

/// x = 2^exponent / reciprocal * (1 + upper + lower), the last two exact.
struct Reduced {
  double exponent;
  const Reciprocal* reciprocal;
  double upper;
  double lower;
};

inline Reduced reduced(double x) {
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
  const std::uint64_t offset = bits - least_mantissa;
  const Reciprocal& reciprocal = reciprocals[(offset >> 45) & 127];
  const std::uint64_t mantissa = bits - (offset & (std::uint64_t{0xfff} << 52));
  const double upper = std::bit_cast<double>(mantissa & ~std::uint64_t{0xffffffff});
  const double lower = std::bit_cast<double>(mantissa) - upper;
  const auto exponent = static_cast<double>(static_cast<std::int64_t>(offset) >> 52);
  return {exponent, &reciprocal, upper * reciprocal.value - 1.0, lower * reciprocal.value};
}

/// scale * (1 + fraction), not yet multiplied since the scale may overflow.
struct Exponential {
  std::uint64_t scale_bits;
  double fraction;
};

/// exp(x + rest)
inline Exponential reduced_exp(double x, double rest) {
  const double shifted = x * steps_per_unit + to_integer;
  const auto steps = std::bit_cast<std::uint64_t>(shifted);
  const double whole = shifted - to_integer;
  const double r = (x - whole * step_high) - whole * step_low + rest;
  const PowerOfTwo& power = powers_of_two[steps & 127];
  const double square = r * r;
  const double series = square * (0.5 + r * (1.0 / 6)) + square * square * (1.0 / 24 + r * (1.0 / 120));
  return {power.bits + ((steps & ~std::uint64_t{127}) << 45), power.rest + r + series};
}

/// 0, negative, subnormal, infinite or not a number.
double log_of_unusual(double x);
/// At or beyond +-700, where a factor could be subnormal, or not a number.
double exp_of_unusual(double x, double rest);

inline double exp_of_sum(double x, double rest) {
  if (!(x < 700 && x > -700)) [[unlikely]] return exp_of_unusual(x, rest);
  const auto [scale_bits, fraction] = reduced_exp(x, rest);
  const auto scale = std::bit_cast<double>(scale_bits);
  return scale + scale * fraction;
}

inline bool is_positive_normal(double x) {
  return std::bit_cast<std::uint64_t>(x) - (std::uint64_t{1} << 52) < (std::uint64_t{0x7fe} << 52);
}

}  // namespace detail

inline double log(double x) {
  if (!detail::is_positive_normal(x)) [[unlikely]] return detail::log_of_unusual(x);
  const auto [exponent, reciprocal, upper, lower] = detail::reduced(x);
  const double r = upper + lower;
  const double coarse = exponent * detail::ln2_high + reciprocal->log_high;
  const double high = coarse + r;
  const double low = ((coarse - high) + upper) + (lower + (exponent * detail::ln2_low + reciprocal->log_low));
  const double square = r * r;
  const double fifth = (1.0 / 5 - r * (1.0 / 6)) + square * (1.0 / 7 - r * (1.0 / 8));
  const double cubic = (1.0 / 3 - r * (1.0 / 4)) + square * fifth;
  return high + (low - 0.5 * square + r * square * cubic);
}

inline double exp(double x) { return detail::exp_of_sum(x, 0); }

double pow(double base, double exponent);

}  // namespace stalemate::sim::math
