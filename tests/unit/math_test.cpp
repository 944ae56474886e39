// Logarithm, exponential and power against a longer arithmetic, and bit for bit against themselves.
// Promise: within 1 ulp over a million inputs each, drawn over all exponents and, apart, where errors would show.
// Source: the C library's long double functions (64 bits of mantissa) as the judge.
#include <catch2/catch.hpp>
#include <cfloat>
#include <cmath>
#include <iostream>
#include <limits>
#include "sim/double_double.hpp"
#include "sim/math.hpp"
#include "sim/random.hpp"
#include "sim/ziggurat.hpp"

namespace {

using namespace stalemate::sim;

constexpr int inputs = 1'000'000;
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

double errors_in_ulps(double actual, long double wanted) {
  const auto nearest = static_cast<double>(wanted);
  if (nearest == actual) return 0;
  const double magnitude = std::fabs(nearest);
  const long double ulp = std::nextafter(magnitude, infinity) - magnitude;
  return static_cast<double>(std::fabs(static_cast<long double>(actual) - wanted) / ulp);
}

/// The largest error over inputs that `draw` makes.
template <class Draw, class Ours, class Judge>
double worst_error(Draw draw, Ours ours, Judge judge) {
  if (LDBL_MANT_DIG < 64) {
    std::cout << "SKIPPED: no long double of 64 bits to compare with\n";
    return 0;
  }
  Stream bits(2026);
  double worst = 0;
  for (int i = 0; i < inputs; ++i) {
    const auto input = draw(bits);
    worst = std::max(worst, errors_in_ulps(ours(input), judge(input)));
  }
  return worst;
}

double any_positive(Stream& bits) { return std::bit_cast<double>(below(bits, 0x7ff0000000000000U)); }
double near_one(Stream& bits) { return 1 + (unit(bits()) - 0.5) * std::exp(-30 * unit(bits())); }
double between(Stream& bits, double low, double high) { return low + (high - low) * unit(bits()); }

const auto our_log = [](double x) { return math::log(x); };
const auto long_log = [](double x) { return std::log(static_cast<long double>(x)); };
const auto our_exp = [](double x) { return math::exp(x); };
const auto long_exp = [](double x) { return std::exp(static_cast<long double>(x)); };

struct Power {
  double base;
  double exponent;
};
const auto our_pow = [](Power p) { return math::pow(p.base, p.exponent); };
const auto long_pow = [](Power p) { return std::pow(static_cast<long double>(p.base), p.exponent); };

bool is_nan(double x) { return x != x; }

TEST_CASE("log is within an ulp everywhere") {
  CHECK(worst_error(any_positive, our_log, long_log) < 1);
  CHECK(worst_error(near_one, our_log, long_log) < 1);
  CHECK(worst_error([](Stream& b) { return std::bit_cast<double>(below(b, 1ULL << 52) | 1); }, our_log, long_log) < 1);
}

TEST_CASE("exp is within an ulp everywhere, where its result is subnormal too") {
  CHECK(worst_error([](Stream& b) { return between(b, -708, 709.78); }, our_exp, long_exp) < 1);
  CHECK(worst_error([](Stream& b) { return between(b, -746, -708); }, our_exp, long_exp) < 1);
  CHECK(worst_error([](Stream& b) { return between(b, -1, 1) * unit(b()); }, our_exp, long_exp) < 1);
}

TEST_CASE("pow is within an ulp everywhere") {
  const auto any = [](Stream& b) {
    const double base = any_positive(b);
    const double most = 708 / std::fabs(std::log(base) + 1e-300);
    return Power{base, between(b, -most, most)};
  };
  CHECK(worst_error(any, our_pow, long_pow) < 1);
  CHECK(worst_error([](Stream& b) { return Power{between(b, 0.5, 1e9), between(b, -3, 3)}; }, our_pow, long_pow) < 1);
  CHECK(worst_error([](Stream& b) { return Power{near_one(b), between(b, -900, 900)}; }, our_pow, long_pow) < 1);
  const auto subnormal = [](Stream& b) {
    const double base = between(b, 0.01, 0.99);
    return Power{base, between(b, -744, -709) / std::log(base)};
  };
  CHECK(worst_error(subnormal, our_pow, long_pow) < 1);
}

TEST_CASE("log of unusual arguments") {
  CHECK(math::log(0.0) == -infinity);
  CHECK(math::log(-0.0) == -infinity);
  CHECK(math::log(infinity) == infinity);
  CHECK(is_nan(math::log(-1)));
  CHECK(is_nan(math::log(-infinity)));
  CHECK(is_nan(math::log(nan_value)));
  CHECK(math::log(1) == 0);
  CHECK(math::log(std::numeric_limits<double>::denorm_min()) == std::log(std::numeric_limits<double>::denorm_min()));
}

TEST_CASE("exp of unusual arguments") {
  CHECK(math::exp(0.0) == 1);
  CHECK(math::exp(-0.0) == 1);
  CHECK(math::exp(1e-300) == 1);
  CHECK(math::exp(infinity) == infinity);
  CHECK(math::exp(-infinity) == 0);
  CHECK(math::exp(710) == infinity);
  CHECK(math::exp(709.782712893384) == std::exp(709.782712893384));
  CHECK(math::exp(-745.2) == 0);
  CHECK(math::exp(-745.1) == std::numeric_limits<double>::denorm_min());
  CHECK(is_nan(math::exp(nan_value)));
}

TEST_CASE("pow has the special cases of the C standard") {
  const double specials[] = {0.0, -0.0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 2.5, -2.5, 1e300, -1e300, 0x1p53, -0x1p53,
                             0x1p53 - 1, 1e-310, -1e-310, infinity, -infinity, nan_value};
  for (const double base : specials)
    for (const double exponent : specials) {
      INFO(base << " to the " << exponent);
      const double wanted = std::pow(base, exponent);
      const double actual = math::pow(base, exponent);
      CHECK((is_nan(wanted) ? is_nan(actual) : errors_in_ulps(actual, wanted) <= 1));
      CHECK((is_nan(wanted) || std::signbit(wanted) == std::signbit(actual)));
    }
}

/// Folds the results over many inputs into one word: any change of any bit shows.
template <class Function>
std::uint64_t digest_of(Function function) {
  Stream bits(99);
  std::uint64_t digest = 0;
  for (int i = 0; i < 200'000; ++i) digest = mix(digest ^ std::bit_cast<std::uint64_t>(function(bits)));
  return digest;
}

TEST_CASE("every bit of log, exp and pow is the same on every platform") {
  CHECK(digest_of([](Stream& b) { return math::log(any_positive(b)); }) == 32743089772552178U);
  CHECK(digest_of([](Stream& b) { return math::exp(between(b, -750, 712)); }) == 3524977277823177333U);
  const auto power = [](Stream& b) {
    const double base = between(b, 0, 50);
    return math::pow(base, between(b, -200, 200));
  };
  CHECK(digest_of(power) == 12114709536844112788U);
}

TEST_CASE("the ziggurat's tables are the same on every platform and close at the peak") {
  const auto digest = [](const ZigguratTable& table) {
    std::uint64_t state = 0;
    for (std::size_t i = 0; i < table.layers.size(); ++i) {
      const auto [inside, step] = table.layers[i];
      const auto [bottom, top] = table.edges[i];
      state = mix(state ^ inside ^ std::bit_cast<std::uint64_t>(step));
      state = mix(state ^ std::bit_cast<std::uint64_t>(bottom)) ^ std::bit_cast<std::uint64_t>(top);
    }
    return state;
  };
  CHECK(digest(exponential_layers) == 15323298640627644217U);
  CHECK(digest(normal_layers) == 6735674938132770310U);
  for (const ZigguratTable* table : {&exponential_layers, &normal_layers}) {
    const double area = table->layers[128].step * 0x1p53 * (table->edges[128].top - table->edges[128].bottom);
    CHECK(table->layers[1].step * 0x1p53 * (1 - table->edges[1].bottom) == Approx(area).epsilon(1e-12));
  }
}

TEST_CASE("sums of two doubles carry a hundred bits") {
  const DoubleDouble root = sqrt_exactly(DoubleDouble{2});
  CHECK(std::fabs(rounded(root * root - DoubleDouble{2})) < 0x1p-100);
  const DoubleDouble back = log_exactly(exp_exactly(DoubleDouble{3}));
  CHECK(std::fabs(rounded(back - DoubleDouble{3})) < 0x1p-95);
  CHECK(rounded(DoubleDouble{1} / DoubleDouble{3} * DoubleDouble{3} - DoubleDouble{1}) == Approx(0).margin(0x1p-100));
}

}  // namespace
