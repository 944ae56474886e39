// Simulated time: 64-bit nanoseconds since the start of the run.
// Promise: no floating point and no wall clock; arithmetic that would overflow is the caller's error.
// Source: integer time as in ns-3, so that equal instants are equal and ties are real.
#pragma once
#include <compare>
#include <cstdint>
#include <limits>

namespace stalemate::sim {

/// A length of simulated time in nanoseconds.
struct Duration {
  std::int64_t ns = 0;
  auto operator<=>(const Duration&) const = default;
  static constexpr Duration max() { return {std::numeric_limits<std::int64_t>::max()}; }
};

/// A point in simulated time: nanoseconds since the start of the run.
struct Instant {
  std::int64_t ns = 0;
  auto operator<=>(const Instant&) const = default;
  static constexpr Instant never() { return {std::numeric_limits<std::int64_t>::max()}; }
};

constexpr Duration operator+(Duration a, Duration b) { return {a.ns + b.ns}; }
constexpr Duration operator-(Duration a, Duration b) { return {a.ns - b.ns}; }
constexpr Duration operator*(Duration a, std::int64_t n) { return {a.ns * n}; }
constexpr Instant operator+(Instant t, Duration d) { return {t.ns + d.ns}; }
constexpr Instant operator-(Instant t, Duration d) { return {t.ns - d.ns}; }
constexpr Duration operator-(Instant a, Instant b) { return {a.ns - b.ns}; }
constexpr Duration& operator+=(Duration& a, Duration b) { return a = a + b; }
constexpr Instant& operator+=(Instant& t, Duration d) { return t = t + d; }

/// Seconds as a floating point number, for people only: never feed it back into a run.
constexpr double seconds(Duration d) { return static_cast<double>(d.ns) / 1e9; }

namespace literals {
constexpr Duration operator""_ns(unsigned long long n) { return {static_cast<std::int64_t>(n)}; }
constexpr Duration operator""_us(unsigned long long n) { return {static_cast<std::int64_t>(n) * 1'000}; }
constexpr Duration operator""_ms(unsigned long long n) { return {static_cast<std::int64_t>(n) * 1'000'000}; }
constexpr Duration operator""_s(unsigned long long n) { return {static_cast<std::int64_t>(n) * 1'000'000'000}; }
}  // namespace literals

}  // namespace stalemate::sim
