// The knee of a curve: where more of what is varied stops paying.
// Promise: none where the curve is nearly straight, goes up and down, or has fewer than five points; its uncertainty is
// that of drawing the seeds again. Deterministic.
// Source: Kneedle (Satopaa et al. 2011): the point farthest from the chord, both axes from 0 to 1; percentile bootstrap
// over seeds (Efron 1979). Departs: the curve is taken as measured, not smoothed.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace stalemate::analysis::map {

/// Along one axis, which must rise.
struct Curve {
  std::string name;                         ///< Names what the bootstrap draws.
  std::vector<double> along;                ///< Of each point its place; of a logarithmic axis the logarithm.
  std::vector<std::vector<double>> values;  ///< Of each point one value a seed, as many everywhere.
};

struct Knee {
  std::size_t at = 0;  ///< The point's number.
  /// Of the middle 95 % of the draws; none of fewer than five seeds.
  std::optional<std::size_t> least = {}, most = {};
};

std::optional<Knee> knee_of(const Curve& curve);

}  // namespace stalemate::analysis::map
