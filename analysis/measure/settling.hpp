// When a series of one-second figures has settled, and whether a queue only grew: what the advice is based on.
// Promise: a series too short to tell tells nothing; what varies by chance alone is told apart from what moves.
// Source: White 1997 (MSER), White, Cobb & Spratt 2000 (MSER-5); the z-test of two parts after Geweke 1992.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

namespace stalemate::analysis::measure {

/// What MSER-5 would cut from the front of a series.
struct Cut {
  std::int64_t seconds = 0;
  bool is_within = true;  ///< Not at the middle, where the search ends: the series has not settled.
};
/// None of fewer than ten batches of five.
std::optional<Cut> mser5(const std::vector<double>& series);

/// A warm-up that ends before the series has settled, and how far that moves its mean.
struct Unsettled {
  Cut cut;
  double bias = 0;  ///< Mean after the warm-up over mean after the cut, less 1.
};
/// None where MSER-5 cuts no more than the warm-up, where the mean moves by less than 1 %, or where what would be cut
/// lies within three standard errors of the rest.
std::optional<Unsettled> unsettled(const std::vector<double>& series, std::int64_t warm_up_s);

/// Mean queue in the first and in the last quarter.
struct Growth {
  double first = 0;
  double last = 0;
};
/// None unless each quarter's mean is above that of the one before, and the last is at least 3 times the first and 10
/// more.
std::optional<Growth> growth(const std::vector<double>& queue);

}  // namespace stalemate::analysis::measure
