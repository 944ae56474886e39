// A log-linear histogram of non-negative integers: exact below 128, then 64 buckets an octave.
// Promise: merges exactly; a quantile is the nearest rank, within 1/128 of its value; mean and maximum are exact.
// Source: HdrHistogram. Departs: octaves are allocated when first hit; reports the middle of a bucket.
#pragma once
#include <array>
#include <cstdint>
#include <memory>

namespace stalemate::analysis::measure {

class Histogram {
 public:
  void add(std::int64_t value) { add(value, 1); }
  void add(std::int64_t value, std::int64_t times);
  void merge(const Histogram& other);

  std::int64_t count() const { return count_; }
  std::int64_t max() const { return max_; }
  double mean() const;
  /// The value of nearest rank for `q` in (0, 1]; 0 when empty. The largest rank gives the exact maximum.
  std::int64_t quantile(double q) const;
  double sum() const { return static_cast<double>(sum_high_) * 0x1p32 + static_cast<double>(sum_low_); }

 private:
  static constexpr int sub_bits = 6;
  static constexpr std::int64_t sub_buckets = std::int64_t{1} << sub_bits;
  static constexpr int octaves = 58;  // the first holds 0..127
  using Octave = std::array<std::int64_t, 2 * sub_buckets>;

  static int octave_of(std::int64_t value);
  static std::int64_t middle_of(int octave, std::int64_t bucket);

  std::array<std::unique_ptr<Octave>, octaves> counts_;
  std::int64_t count_ = 0;
  std::int64_t max_ = 0;
  // The sum in two words: 10^9 ages of an hour do not fit into one.
  std::uint64_t sum_low_ = 0;
  std::uint64_t sum_high_ = 0;
};

}  // namespace stalemate::analysis::measure
