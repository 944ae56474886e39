#include "analysis/map/knee.hpp"
#include <algorithm>
#include <cmath>
#include <numeric>
#include "sim/random.hpp"

namespace stalemate::analysis::map {
namespace {

constexpr std::size_t points_needed = 5;
constexpr double bend_needed = 0.1;   ///< Of the height: less is a straight line with noise.
constexpr double turn_allowed = 0.1;  ///< Of the height, by which it may go back.
constexpr std::size_t draws = 200;
constexpr std::size_t seeds_needed = 5;  ///< Fewer have too few draws to speak of 95 % of them.

struct Extent {
  double low = 0, high = 0;
  double size() const { return high - low; }
};

Extent extent_of(const std::vector<double>& values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return {*low, *high};
}

/// How far it ever goes against the way from its first point to its last, of its height.
bool turns_back(const std::vector<double>& heights, double height) {
  const double way = heights.back() >= heights.front() ? 1 : -1;
  double best = way * heights.front(), back = 0;
  for (const double each : heights) {
    best = std::max(best, way * each);
    back = std::max(back, best - way * each);
  }
  return back > turn_allowed * height;
}

/// The point farthest from the chord.
std::optional<std::size_t> bend_of(const std::vector<double>& along, const std::vector<double>& heights) {
  const Extent x = extent_of(along), y = extent_of(heights);
  if (x.size() <= 0 || y.size() <= 0 || turns_back(heights, y.size())) return std::nullopt;
  std::size_t farthest = 0;
  double most = 0;
  for (std::size_t i = 0; i < along.size(); ++i) {
    const double share = (along[i] - along.front()) / (along.back() - along.front());
    const double chord = heights.front() + share * (heights.back() - heights.front());
    const double off = std::abs(heights[i] - chord) / y.size();
    if (off > most) farthest = i, most = off;
  }
  if (most < bend_needed) return std::nullopt;
  return farthest;
}

std::vector<double> means_of(const Curve& curve, const std::vector<std::size_t>& seeds) {
  std::vector<double> means;
  for (const std::vector<double>& values : curve.values) {
    double sum = 0;
    for (const std::size_t seed : seeds) sum += values[seed];
    means.push_back(sum / static_cast<double>(seeds.size()));
  }
  return means;
}

}  // namespace

std::optional<Knee> knee_of(const Curve& curve) {
  if (curve.along.size() < points_needed) return std::nullopt;
  std::vector<std::size_t> seeds(curve.values.front().size());
  std::iota(seeds.begin(), seeds.end(), std::size_t{0});
  const auto at = bend_of(curve.along, means_of(curve, seeds));
  if (!at) return std::nullopt;
  Knee knee{*at};
  if (seeds.size() < seeds_needed) return knee;
  sim::Stream stream = sim::make_stream(sim::derive_key(0, curve.name, "knee"));
  std::vector<std::size_t> found;
  std::vector<std::size_t> drawn(seeds.size());
  for (std::size_t i = 0; i < draws; ++i) {
    for (std::size_t& each : drawn) each = static_cast<std::size_t>(sim::below(stream, seeds.size()));
    if (const auto bend = bend_of(curve.along, means_of(curve, drawn))) found.push_back(*bend);
  }
  if (found.empty()) return knee;
  std::sort(found.begin(), found.end());
  const std::size_t tail = found.size() / 40;  // 2.5 %
  knee.least = std::min(*at, found[tail]);
  knee.most = std::max(*at, found[found.size() - 1 - tail]);
  return knee;
}

}  // namespace stalemate::analysis::map
