// Numbers of about 105 bits, as sums of two doubles: the tables of log, exp and the ziggurat are made with them.
// Promise: usable in constant expressions, so that tables are made by the compiler and are the same everywhere.
// Source: Dekker 1971 (exact sum and product of two doubles); the series of atanh and exp.
#pragma once

namespace stalemate::sim {

struct DoubleDouble {
  double high = 0;
  double low = 0;
};

/// Exact where |a| >= |b|.
constexpr DoubleDouble ordered_sum(double a, double b) {
  const double sum = a + b;
  return {sum, b - (sum - a)};
}

constexpr DoubleDouble exact_sum(double a, double b) {
  const double sum = a + b;
  const double part = sum - a;
  return {sum, (a - (sum - part)) + (b - part)};
}

constexpr DoubleDouble exact_product(double a, double b) {
  constexpr double splitter = 0x1p27 + 1;
  const double a_high = a * splitter - (a * splitter - a);
  const double b_high = b * splitter - (b * splitter - b);
  const double a_low = a - a_high;
  const double b_low = b - b_high;
  const double product = a * b;
  return {product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

constexpr DoubleDouble operator-(DoubleDouble a) { return {-a.high, -a.low}; }

constexpr DoubleDouble operator+(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble high = exact_sum(a.high, b.high);
  const DoubleDouble low = exact_sum(a.low, b.low);
  const DoubleDouble sum = ordered_sum(high.high, high.low + low.high);
  return ordered_sum(sum.high, sum.low + low.low);
}

constexpr DoubleDouble operator-(DoubleDouble a, DoubleDouble b) { return a + -b; }

constexpr DoubleDouble operator*(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble high = exact_product(a.high, b.high);
  return ordered_sum(high.high, high.low + (a.high * b.low + a.low * b.high));
}

/// By long division: three quotient digits of one double each.
constexpr DoubleDouble operator/(DoubleDouble a, DoubleDouble b) {
  const double first = a.high / b.high;
  const DoubleDouble rest = a - b * DoubleDouble{first};
  const double second = rest.high / b.high;
  const double third = (rest - b * DoubleDouble{second}).high / b.high;
  return ordered_sum(first, second) + DoubleDouble{third};
}

constexpr double rounded(DoubleDouble a) { return a.high + a.low; }

/// Of a number between 1/2 and 2, by 2 atanh((x - 1) / (x + 1)).
constexpr DoubleDouble log_near_one(DoubleDouble x) {
  const DoubleDouble t = (x - DoubleDouble{1}) / (x + DoubleDouble{1});
  const DoubleDouble square = t * t;
  DoubleDouble sum;
  DoubleDouble power = t;
  for (double n = 1; power.high * power.high > 0x1p-220; n += 2) {
    sum = sum + power / DoubleDouble{n};
    power = power * square;
  }
  return sum + sum;
}

inline constexpr DoubleDouble ln2_exactly = log_near_one(DoubleDouble{2});

constexpr DoubleDouble log_exactly(DoubleDouble x) {
  double halvings = 0;
  for (; x.high < 0.7; x = x + x) --halvings;
  for (; x.high > 1.4; x = x * DoubleDouble{0.5}) ++halvings;
  return DoubleDouble{halvings} * ln2_exactly + log_near_one(x);
}

/// The series at x / 1024, squared ten times: |x| should be moderate (below 100).
constexpr DoubleDouble exp_exactly(DoubleDouble x) {
  const DoubleDouble small = x * DoubleDouble{0x1p-10};
  DoubleDouble sum{1};
  DoubleDouble term{1};
  for (double n = 1; n < 20; ++n) {
    term = term * small / DoubleDouble{n};
    sum = sum + term;
  }
  for (int squaring = 0; squaring < 10; ++squaring) sum = sum * sum;
  return sum;
}

/// Newton's iteration, from above.
constexpr DoubleDouble sqrt_exactly(DoubleDouble x) {
  DoubleDouble root{x.high > 1 ? x.high : 1};
  for (int step = 0; step < 60; ++step) {
    const DoubleDouble next = (root + x / root) * DoubleDouble{0.5};
    const double change = next.high - root.high;
    root = next;
    if (change * change < 0x1p-120 * x.high) break;
  }
  return root;
}

}  // namespace stalemate::sim
