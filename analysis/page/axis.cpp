#include "analysis/page/axis.hpp"
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include "analysis/page/words.hpp"
#include "sim/math.hpp"

namespace stalemate::analysis::page {
namespace {

constexpr double intervals_at_most = 6;
constexpr double decades_of_linear = 100;  // the greatest over the least figure above zero
constexpr double zero_room = 0.1;          // of a logarithmic axis, before its least decade

/// 1, 2, 5, 10, 20 ... by number; those below 1 have negative numbers.
double nice(int number) {
  constexpr std::array<double, 3> parts = {1, 2, 5};
  const int decade = number >= 0 ? number / 3 : (number - 2) / 3;
  double power = 1;
  for (int i = 0; i < std::abs(decade); ++i) power *= 10;
  const double part = parts[static_cast<std::size_t>(number - 3 * decade)];
  return decade >= 0 ? part * power : part / power;
}

constexpr double a_little = 1e-9;

/// The number of the least nice one that is at least so much.
int nice_above(double least) {
  int number = 0;
  while (nice(number) < least * (1 - a_little)) ++number;
  while (nice(number - 1) >= least * (1 - a_little)) --number;
  return number;
}

int nice_below(double most) {
  const int above = nice_above(most);
  return nice(above) > most * (1 + a_little) ? above - 1 : above;
}

double nice_seconds(double least) {
  constexpr std::array<double, 13> steps = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600};
  for (const double step : steps)
    if (step >= least) return step;
  return 3600 * nice(nice_above(least / 3600));
}

double lg(double value) { return sim::math::log(value); }

}  // namespace

Axis Axis::of_values(const std::vector<double>& values, Reach reach) {
  Axis axis;
  axis.reach_ = reach;
  double least = 0, most = 0;
  bool has_zero = false;
  for (const double value : values) {
    has_zero = has_zero || value <= 0;
    if (value > 0 && (least == 0 || value < least)) least = value;
    most = std::max(most, value);
  }
  if (most == 0) return axis;
  if (most > decades_of_linear * least) {
    axis.law_ = has_zero ? Law::log_with_zero : Law::log;
    axis.low_ = nice(nice_below(least));
    axis.high_ = nice(nice_above(most));
  } else {
    axis.step_ = nice(nice_above(most / intervals_at_most));
    axis.high_ = axis.step_ * std::ceil(most / axis.step_ - a_little);
  }
  return axis;
}

Axis Axis::of_time(double from_s, double to_s, Reach reach) {
  Axis axis;
  axis.reach_ = reach;
  axis.low_ = from_s;
  axis.high_ = std::max(to_s, from_s + 1);
  axis.step_ = nice_seconds((axis.high_ - axis.low_) / intervals_at_most);
  return axis;
}

double Axis::share_of(double value) const {
  if (law_ == Law::linear) return (value - low_) / (high_ - low_);
  const double room = law_ == Law::log_with_zero ? zero_room : 0;
  if (value <= 0) return 0;
  return room + (1 - room) * (lg(value) - lg(low_)) / (lg(high_) - lg(low_));
}

double Axis::at(double value) const {
  return reach_.from + (reach_.to - reach_.from) * std::clamp(share_of(value), 0.0, 1.0);
}

std::vector<double> Axis::linear_values() const {
  std::vector<double> values;
  for (double i = std::ceil(low_ / step_); i * step_ <= high_ * (1 + a_little); ++i) values.push_back(i * step_);
  return values;
}

std::vector<double> Axis::log_values() const {
  std::vector<double> values;
  if (law_ == Law::log_with_zero) values.push_back(0);
  const double span = high_ / low_;
  const int every = span <= 1'000 ? 1 : span <= 1e7 ? 3 : 6;  // 1-2-5, each decade, each second one
  for (int number = nice_above(low_); nice(number) <= high_ * (1 + a_little); ++number)
    if (number % every == 0) values.push_back(nice(number));
  return values;
}

std::vector<Tick> Axis::ticks(Text text) const {
  std::vector<Tick> all;
  for (const double value : law_ == Law::linear ? linear_values() : log_values())
    all.push_back({value, at(value), text(value)});
  return all;
}

std::string percent_tick(double share) { return share == 0 ? "0" : short_number(100 * share) + " %"; }

std::string number_tick(double value) { return short_number(value); }

}  // namespace stalemate::analysis::page
