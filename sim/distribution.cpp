// Laws for durations: how they are made, what they turn a draw into, and what they give on average.
// Promise: as in the header; means are closed formulas, never sampled.
// Source: textbook formulas; Marsaglia 2004, "Evaluating the normal distribution", for the mean of a clamped normal.
#include "sim/distribution.hpp"
#include <cmath>
#include <iterator>
#include "sim/check.hpp"
#include "sim/math.hpp"

namespace stalemate::sim {

namespace {

constexpr double z_of_p99 = 2.3263478740408411;  // The 99th percentile of a standard normal.
constexpr double density_at_zero = 0.3989422804014327;  // 1/sqrt(2 pi)

double as_double(Duration d) { return static_cast<double>(d.ns); }

double normal_density(double x) { return density_at_zero * math::exp(-0.5 * x * x); }

/// P(Z <= x), by the series x + x^3/3 + x^5/15 ...; beyond +-8 it is 0 or 1 to 15 digits.
double normal_below(double x) {
  if (x > 8) return 1;
  if (x < -8) return 0;
  double term = x;
  double sum = x;
  for (double n = 3; sum + term != sum; n += 2) sum += term *= x * x / n;
  return 0.5 + sum * normal_density(x);
}

/// Of max(0, X).
double mean_of_clamped_normal(double mean, double sd) {
  if (sd == 0) return mean;
  const double z = mean / sd;
  return mean * normal_below(z) + sd * normal_density(z);
}

/// minimum + integral of (minimum/x)^alpha from the minimum to the cap.
double mean_of_capped_pareto(double minimum, double alpha, double cap) {
  if (minimum == 0) return 0;
  const double log_ratio = math::log(cap / minimum);
  const double power = (1 - alpha) * log_ratio;
  const bool is_near_one = power > -1e-5 && power < 1e-5;
  const double span = is_near_one ? log_ratio * (1 + 0.5 * power) : (math::exp(power) - 1) / (1 - alpha);
  return minimum * (1 + span);
}

double mean_of_percentiles(const Distribution::Percentiles& points) {
  double sum = points.front().first * as_double(points.front().second);
  for (auto above = std::next(points.begin()); above != points.end(); ++above) {
    const auto& [percent, value] = *std::prev(above);
    sum += (above->first - percent) * 0.5 * (as_double(value) + as_double(above->second));
  }
  return (sum + (100 - points.back().first) * as_double(points.back().second)) / 100;
}

double value_at(const Distribution::Percentiles& points, double percent) {
  const auto above = std::upper_bound(points.begin(), points.end(), percent,
                                      [](double wanted, const auto& point) { return wanted < point.first; });
  if (above == points.begin()) return as_double(above->second);
  const auto& [start, low] = *std::prev(above);
  if (above == points.end()) return as_double(low);
  return as_double(low) + (percent - start) / (above->first - start) * as_double(above->second - low);
}

}  // namespace

Distribution Distribution::constant(Duration value) { return Distribution(Law::constant).plus(value); }

Distribution Distribution::uniform(Duration low, Duration high) {
  CHECK_INVARIANT(low.ns >= 0 && low <= high);
  return Distribution(Law::uniform, as_double(low), as_double(high));
}

Distribution Distribution::normal(Duration mean, Duration sd) {
  CHECK_INVARIANT(mean.ns >= 0 && sd.ns >= 0);
  return Distribution(Law::normal, as_double(mean), as_double(sd));
}

Distribution Distribution::log_normal(Duration p50, Duration p99) {
  CHECK_INVARIANT(p50.ns > 0 && p50 <= p99);
  const double sigma = math::log(as_double(p99) / as_double(p50)) / z_of_p99;
  return Distribution(Law::log_normal, as_double(p50), as_double(p99), sigma);
}

Distribution Distribution::exponential(Duration mean) {
  CHECK_INVARIANT(mean.ns >= 0);
  return Distribution(Law::exponential, as_double(mean));
}

Distribution Distribution::pareto(Duration minimum, double alpha, Duration cap) {
  CHECK_INVARIANT(minimum.ns > 0 && alpha > 0 && minimum <= cap);
  return Distribution(Law::pareto, as_double(minimum), alpha, as_double(cap));
}

Distribution Distribution::percentiles(Percentiles points) {
  CHECK_INVARIANT(!points.empty());
  CHECK_INVARIANT(points.front().first >= 0 && points.front().second.ns >= 0 && points.back().first <= 100);
  for (auto next = std::next(points.begin()); next != points.end(); ++next)
    CHECK_INVARIANT(std::prev(next)->first < next->first && std::prev(next)->second <= next->second);
  Distribution made(Law::percentiles, 1);
  made.points_ = std::make_shared<const Percentiles>(std::move(points));
  return made;
}

Distribution Distribution::plus(Duration offset) const {
  CHECK_INVARIANT(offset.ns >= 0);
  Distribution moved = *this;
  moved.shift_ += offset;
  return moved;
}

Distribution Distribution::scaled(double factor) const {
  CHECK_INVARIANT(factor >= 0 && factor < 0x1p62);
  Distribution slowed = *this;
  slowed.shift_ = nearest(std::min(as_double(shift_) * factor, 0x1p62));
  slowed.first_ *= factor;
  (law_ == Law::pareto ? slowed.third_ : slowed.second_) *= factor;  // Alpha and sigma have no unit.
  return slowed;
}

double Distribution::from_normal(double z) const {
  if (law_ == Law::log_normal) return first_ * math::exp(third_ * z);
  return std::max(0.0, first_ + second_ * z);
}

double Distribution::from_unit(double u) const {
  if (law_ == Law::uniform) return first_ + u * (second_ - first_);
  if (law_ == Law::percentiles) return first_ * value_at(*points_, 100 * u);
  return std::min(third_, first_ * math::exp(-math::log(u) / second_));
}

double Distribution::unshifted_mean() const {
  switch (law_) {
    case Law::constant: return 0;
    case Law::uniform: return 0.5 * (first_ + second_);
    case Law::normal: return mean_of_clamped_normal(first_, second_);
    case Law::log_normal: return first_ * math::exp(0.5 * third_ * third_);
    case Law::exponential: return first_;
    case Law::pareto: return mean_of_capped_pareto(first_, second_, third_);
    case Law::percentiles: break;
  }
  return first_ * mean_of_percentiles(*points_);
}

Duration Distribution::mean() const { return shifted(unshifted_mean()); }

Distribution::Percentiles Distribution::points() const {
  Percentiles scaled_points;
  if (points_)
    for (const auto& [percent, value] : *points_)
      scaled_points.emplace_back(percent, nearest(first_ * as_double(value)));
  return scaled_points;
}

}  // namespace stalemate::sim
