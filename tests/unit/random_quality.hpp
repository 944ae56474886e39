// Statistical tests of 64-bit sequences: each gives a z value, standard normal if the sequence is random.
// Promise: deterministic; a test sees the sequence only through at(i), so any way of walking a generator can be tried.
// Source: Knuth, TAOCP 2, 3.3 (chi-square, serial, birthday spacings); Wilson & Hilferty 1931 (chi-square to normal).
#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>
#include "sim/random.hpp"
#include "tests/analytic/goodness_of_fit.hpp"

namespace stalemate::tests {

struct Finding {
  std::string test;
  double z;
};

/// Counts that should all be the same.
inline double chi_square_z(const std::vector<std::int64_t>& counts, double expected) {
  return chi_square_z({counts.begin(), counts.end()}, std::vector<double>(counts.size(), expected));
}

template <class At>
double byte_z(At at, std::int64_t draws, int byte) {
  std::vector<std::int64_t> counts(256);
  for (std::int64_t i = 0; i < draws; ++i) ++counts[(at(i) >> (8 * byte)) & 255];
  return chi_square_z(counts, static_cast<double>(draws) / 256);
}

/// Three successive draws by three bits each, from `lowest` upwards: 512 cells.
template <class At>
double triples_z(At at, std::int64_t draws, int lowest) {
  std::vector<std::int64_t> counts(512);
  for (std::int64_t i = 0; i + 2 < draws; i += 3) {
    const std::uint64_t first = (at(i) >> lowest) & 7;
    const std::uint64_t second = (at(i + 1) >> lowest) & 7;
    ++counts[(first << 6) | (second << 3) | ((at(i + 2) >> lowest) & 7)];
  }
  const std::int64_t triples = draws / 3;
  return chi_square_z(counts, static_cast<double>(triples) / 512);
}

template <class At>
double serial_correlation_z(At at, std::int64_t draws, std::int64_t lag) {
  double sum = 0;
  for (std::int64_t i = 0; i < draws; ++i) sum += (sim::unit(at(i)) - 0.5) * (sim::unit(at(i + lag)) - 0.5);
  return sum * 12 / std::sqrt(static_cast<double>(draws));
}

/// Equal spacings of 4096 birthdays in a year of 2^32 days, the upper or lower half of each draw: 4 are expected.
template <class At>
double birthday_z(At at, int years, int shift) {
  constexpr std::int64_t birthdays = 4096;
  std::int64_t equal = 0;
  for (int year = 0; year < years; ++year) {
    std::vector<std::uint64_t> days;
    for (std::int64_t i = 0; i < birthdays; ++i) days.push_back((at(year * birthdays + i) >> shift) & 0xffffffff);
    std::sort(days.begin(), days.end());
    for (std::size_t i = birthdays - 1; i > 0; --i) days[i] -= days[i - 1];
    std::sort(days.begin() + 1, days.end());
    for (std::size_t i = 2; i < birthdays; ++i) equal += days[i] == days[i - 1];
  }
  const double expected = 4.0 * years;
  return (static_cast<double>(equal) - expected) / std::sqrt(expected);
}

/// All of the above over one way of walking a generator.
template <class At>
std::vector<Finding> examined(At at, std::int64_t draws) {
  std::vector<Finding> findings;
  for (int byte = 0; byte < 8; ++byte) findings.push_back({"byte " + std::to_string(byte), byte_z(at, draws, byte)});
  for (const int lowest : {0, 29, 61})
    findings.push_back({"triples of bits from " + std::to_string(lowest), triples_z(at, draws, lowest)});
  for (const std::int64_t lag : {1, 2, 8})
    findings.push_back({"correlation at lag " + std::to_string(lag), serial_correlation_z(at, draws, lag)});
  const int years = static_cast<int>(draws / 4096);
  findings.push_back({"birthdays, low half", birthday_z(at, years, 0)});
  findings.push_back({"birthdays, high half", birthday_z(at, years, 32)});
  return findings;
}

inline Finding worst(const std::vector<Finding>& findings) {
  return *std::max_element(findings.begin(), findings.end(),
                           [](const Finding& a, const Finding& b) { return std::fabs(a.z) < std::fabs(b.z); });
}

/// The largest deviate over all pairs of flipped input bit and output bit, if each flips half of the time.
template <class Output>
double avalanche_z(Output output, int input_bits, int trials) {
  double largest = 0;
  sim::SplitMix64 inputs(2026);
  for (int flipped = 0; flipped < input_bits; ++flipped) {
    std::array<int, 64> changes{};
    for (int trial = 0; trial < trials; ++trial) {
      const std::uint64_t input = inputs();
      const std::uint64_t difference = output(input) ^ output(input ^ (std::uint64_t{1} << flipped));
      for (std::size_t bit = 0; bit < 64; ++bit) changes[bit] += static_cast<int>((difference >> bit) & 1);
    }
    for (const int changed : changes)
      largest = std::max(largest, std::fabs(2.0 * changed - trials) / std::sqrt(trials));
  }
  return largest;
}

}  // namespace stalemate::tests
