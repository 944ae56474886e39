// A law for durations (latency, service time, think time), as a scenario names it.
// Promise: a sample is rounded to the nearest nanosecond, never negative, at most 2^62 ns; the same on every platform.
// Source: textbook inversions over unit() and normal(); Marsaglia & Tsang's ziggurat for exponential and normal.
// Departs: a normal is clamped at 0, a Pareto at its cap: a share of the samples equals that bound; mean() counts it.
#pragma once
#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>
#include "sim/random.hpp"
#include "sim/time.hpp"
#include "sim/ziggurat.hpp"

namespace stalemate::sim {

/// To the nanosecond; `ns` is not negative and below 2^63.
constexpr Duration nearest(double ns) { return {static_cast<std::int64_t>(ns + 0.5)}; }

class Distribution {
 public:
  enum class Law : std::uint8_t { constant, uniform, normal, log_normal, exponential, pareto, percentiles };
  /// A percentile (0..100) and its value.
  using Percentiles = std::vector<std::pair<double, Duration>>;

  static Distribution constant(Duration value);
  static Distribution uniform(Duration low, Duration high);
  static Distribution normal(Duration mean, Duration sd);  ///< Values below 0 become 0.
  static Distribution log_normal(Duration p50, Duration p99);
  static Distribution exponential(Duration mean);
  static Distribution pareto(Duration minimum, double alpha, Duration cap);  ///< Values above the cap become the cap.
  /// Linear between the points, flat before the first and after the last: no value outside the given ones is drawn.
  static Distribution percentiles(Percentiles points);

  Distribution plus(Duration offset) const;  ///< Shifted to the right: "50us + exponential mean 50us".
  Distribution scaled(double factor) const;  ///< Slower (or faster) by a factor, the shift included.

  /// Takes one draw in most cases, none if constant.
  template <class Bits>
  [[gnu::always_inline]] Duration sample(Bits& bits) const {
    if (law_ == Law::exponential) return shifted(first_ * sim::exponential(bits));
    switch (law_) {
      case Law::constant: return shift_;
      case Law::normal:
      case Law::log_normal: return shifted(from_normal(sim::normal(bits)));
      case Law::exponential:
      case Law::uniform:
      case Law::pareto:
      case Law::percentiles: break;
    }
    return shifted(from_unit(unit(bits())));
  }

  bool is_constant() const { return law_ == Law::constant; }
  Law law() const { return law_; }
  Duration shift() const { return shift_; }
  Duration mean() const;         ///< Of what sample() gives, clamping included.
  std::string describe() const;  ///< "50us + exponential mean 50us"
  /// What the factory was given, in its order and scaled, in ns; Pareto's second is alpha, log-normal's third sigma.
  /// Percentiles have the factor they were scaled by as first, and their points below. Unused ones are 0.
  double first() const { return first_; }
  double second() const { return second_; }
  double third() const { return third_; }
  Percentiles points() const;  ///< The given percentiles, scaled; empty for another law.

 private:
  explicit Distribution(Law law, double first = 0, double second = 0, double third = 0)
      : first_(first), second_(second), third_(third), law_(law) {}

  [[gnu::always_inline]] Duration shifted(double ns) const {
    constexpr std::int64_t longest = std::int64_t{1} << 62;
    if (ns >= 0x1p61) [[unlikely]] return {ns >= static_cast<double>(longest - shift_.ns) ? longest : shifted_by(ns)};
    return {std::min(longest, shifted_by(ns))};
  }
  std::int64_t shifted_by(double ns) const { return shift_.ns + static_cast<std::int64_t>(ns + 0.5); }
  double from_normal(double z) const;
  double from_unit(double u) const;
  double unshifted_mean() const;

  Duration shift_;
  double first_;
  double second_;
  double third_;  ///< Pareto: the cap. Log-normal: sigma, kept so that a sample needs no logarithm.
  std::shared_ptr<const Percentiles> points_;
  Law law_;
};

}  // namespace stalemate::sim
