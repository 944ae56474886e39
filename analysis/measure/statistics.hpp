// Statistics over replications: a mean and its interval, paired differences, Holm's adjustment, seeds needed.
// Promise: sums run in the order given; one value has no interval; values that are all the same have one of no width.
// Source: Student 1908; Holm 1979 (step-down); Law & Kelton, ch. 9 and 10 (replications, common random numbers).
// Departs: the interval of a comparison stands at the level at which Holm's procedure judged it, so that it leaves
// zero out exactly where a difference is shown.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

namespace stalemate::analysis::measure {

constexpr double usual_level = 0.05;  ///< Of a 95 % interval.
constexpr std::int64_t seeds_at_most = 10'000;  ///< More are not recommended to anyone: "more than 10 000".

/// A mean over n independent values.
struct Estimate {
  std::int64_t count = 0;
  double mean = 0;
  double deviation = 0;       ///< Of one value, estimated over n - 1.
  bool is_identical = false;  ///< All values are the same, and more than one.

  double standard_error() const;
  /// Of the interval that misses the true mean in a share `level` of all cases. None of one value alone.
  std::optional<double> half_width(double level = usual_level) const;
};

Estimate estimate(const std::vector<double>& values);
/// Of a[i] - b[i]: both lists are of the same replications, in one order.
Estimate paired_difference(const std::vector<double>& a, const std::vector<double>& b);

/// The chance of a mean as far from zero as this one, were the true one zero. 1 of fewer than two values.
double p_value(const Estimate& of);

/// What Holm's procedure makes of one of several hypotheses.
struct Adjusted {
  double p = 1;                ///< Adjusted: below the level means shown.
  double level = usual_level;  ///< At which this one was judged.
  bool is_shown = false;
};
/// In the order given.
std::vector<Adjusted> holm(const std::vector<double>& p_values, double level = usual_level);

/// The least n at which a difference of the size and deviation seen is shown at `level` in four of five attempts. None
/// where more than seeds_at_most would be needed, or where none was seen.
std::optional<std::int64_t> seeds_to_show(const Estimate& difference, double level = usual_level);
/// The differences within one measure, judged together: of those that are not shown, how many seeds would show them.
struct Judgement {
  Adjusted adjusted;
  std::optional<std::int64_t> seeds_needed;
};
std::vector<Judgement> judge_together(const std::vector<Estimate>& differences);
/// The least n at which the interval is half as wide as it is. None as above, or without an interval of any width.
std::optional<std::int64_t> seeds_to_halve(const Estimate& of);

}  // namespace stalemate::analysis::measure
