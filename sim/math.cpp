// Natural logarithm, exponential and power: tables, unusual arguments, and pow.
// Promise: as in the header; the tables are constants of the program, made by the compiler.
// Source: as in the header; pow takes exp of a logarithm carried to about 68 bits.
#include "sim/math.hpp"
#include <limits>
#include "sim/double_double.hpp"

namespace stalemate::sim::math {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// To a multiple of 2^-42; for numbers below 2^9.
constexpr double on_grid(double x) { return (x + 0x1.8p10) - 0x1.8p10; }

constexpr DoubleDouble remainder(DoubleDouble x, double taken) { return x - DoubleDouble{taken}; }

constexpr detail::Reciprocal reciprocal_for(std::uint64_t interval) {
  const auto edge = [](std::uint64_t i) { return std::bit_cast<double>(detail::least_mantissa + (i << 45)); };
  const double begin = edge(interval);
  const double end = edge(interval + 1);
  if (begin == 1 || end == 1) return {1, 0, 0};
  const double value = static_cast<double>(static_cast<int>(2048 / (begin + end) + 0.5)) / 1024;
  const DoubleDouble log = -log_exactly(DoubleDouble{value});
  const double log_high = on_grid(log.high);
  return {value, log_high, rounded(remainder(log, log_high))};
}

constexpr std::array<detail::Reciprocal, 128> make_reciprocals() {
  std::array<detail::Reciprocal, 128> table{};
  for (std::uint64_t i = 0; i < 128; ++i) table[i] = reciprocal_for(i);
  return table;
}

constexpr std::array<detail::PowerOfTwo, 128> make_powers_of_two() {
  std::array<detail::PowerOfTwo, 128> table{};
  const DoubleDouble step = exp_exactly(ln2_exactly * DoubleDouble{1.0 / 128});
  DoubleDouble power{1};
  for (auto& entry : table) {
    entry = {std::bit_cast<std::uint64_t>(power.high), power.low / power.high};
    power = power * step;
  }
  return table;
}

static_assert(detail::ln2_high == on_grid(ln2_exactly.high));
static_assert(detail::ln2_low == rounded(remainder(ln2_exactly, detail::ln2_high)));
static_assert(detail::step_high == on_grid(ln2_exactly.high / 128));
static_assert(detail::step_low == rounded(remainder(ln2_exactly * DoubleDouble{1.0 / 128}, detail::step_high)));

/// A logarithm as an unevaluated sum, within 2^-66 of itself.
DoubleDouble long_log(double x) {
  const auto [exponent, reciprocal, upper, lower] = detail::reduced(x);
  const double r = upper + lower;
  const double coarse = exponent * detail::ln2_high + reciprocal->log_high;
  const double sum = coarse + r;
  const double sum_error = (coarse - sum) + upper + lower;
  const double half_square = -0.5 * upper * upper;  // Exact: `upper` has at most 24 bits.
  const double high = sum + half_square;
  const double high_error = (sum - high) + half_square;
  const double square_error = -0.5 * lower * (r + upper);
  const double square = r * r;
  const double fifth = (1.0 / 5 - r * (1.0 / 6)) + square * ((1.0 / 7 - r * (1.0 / 8)) + square * (1.0 / 9));
  const double tail = (1.0 / 3 - r * (1.0 / 4)) + square * fifth;
  const double low = exponent * detail::ln2_low + reciprocal->log_low + sum_error;
  return ordered_sum(high, low + square_error + high_error + r * square * tail);
}

enum class Parity { fractional, even, odd };

Parity parity(double x) {
  const double magnitude = x < 0 ? -x : x;
  if (magnitude >= 0x1p53) return Parity::even;
  const auto whole = static_cast<std::int64_t>(magnitude);
  if (static_cast<double>(whole) != magnitude) return Parity::fractional;
  return whole % 2 == 0 ? Parity::even : Parity::odd;
}

bool is_infinite(double x) { return x == infinity || x == -infinity; }

/// Of a positive finite base other than 1.
double pow_of_positive(double base, double exponent) {
  const double magnitude = exponent < 0 ? -exponent : exponent;
  if (magnitude < 0x1p-65) return 1;
  if (magnitude >= 0x1p65) return (base > 1) == (exponent > 0) ? infinity : 0.0;
  const bool is_subnormal = base < std::numeric_limits<double>::min();
  DoubleDouble log = long_log(is_subnormal ? base * 0x1p52 : base);
  if (is_subnormal) log = log - DoubleDouble{52} * ln2_exactly;
  const DoubleDouble product = exact_product(log.high, exponent);
  return detail::exp_of_sum(product.high, product.low + log.low * exponent);
}

/// Of 0 or infinity, given as its absolute value.
double pow_of_extreme(double magnitude, double exponent) {
  return (magnitude == 0) == (exponent > 0) ? 0.0 : infinity;
}

}  // namespace

namespace detail {

constinit const std::array<Reciprocal, 128> reciprocals = make_reciprocals();
constinit const std::array<PowerOfTwo, 128> powers_of_two = make_powers_of_two();

double log_of_unusual(double x) {
  if (x == 0) return -infinity;
  if (x == infinity) return infinity;
  if (!(x > 0)) return not_a_number;
  const DoubleDouble shifted = long_log(x * 0x1p52) - DoubleDouble{52} * ln2_exactly;
  return rounded(shifted);
}

double exp_of_unusual(double x, double rest) {
  if (x != x) return not_a_number;
  if (x > 710) return infinity;
  if (x < -746) return 0;
  // The power of two is taken in two parts, since the scale alone would overflow or be subnormal.
  const int moved = x > 0 ? -1 : 1022;
  const auto [scale_bits, fraction] = reduced_exp(x, rest);
  const auto scale = std::bit_cast<double>(scale_bits + (static_cast<std::uint64_t>(moved) << 52));
  return (scale + scale * fraction) * (x > 0 ? 2.0 : 0x1p-1022);
}

}  // namespace detail

double pow(double base, double exponent) {
  if (exponent == 0 || base == 1) return 1;
  if (base != base || exponent != exponent) return not_a_number;
  const double magnitude = base < 0 ? -base : base;
  if (is_infinite(exponent)) return magnitude == 1 ? 1 : (magnitude > 1) == (exponent > 0) ? infinity : 0.0;
  const bool is_negative = std::bit_cast<std::int64_t>(base) < 0;
  const bool is_extreme = magnitude == 0 || magnitude == infinity;
  const Parity kind = is_negative ? parity(exponent) : Parity::even;
  if (kind == Parity::fractional && !is_extreme) return not_a_number;
  const double power = is_extreme       ? pow_of_extreme(magnitude == 0 ? 0.0 : magnitude, exponent)
                       : magnitude == 1 ? 1
                                        : pow_of_positive(magnitude, exponent);
  return kind == Parity::odd ? -power : power;
}

}  // namespace stalemate::sim::math
