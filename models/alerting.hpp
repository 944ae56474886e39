// An alert as it is looked at, second by second: whether its condition has held for long enough.
// Promise: never on part of a window; a window without a sample fulfils no condition, and what was pending starts anew.
// Source: Prometheus alerting rules (`for`; a ratio is the ratio of two sums over the window). Departs: looked at at
// the end of each whole second.
#pragma once
#include <deque>
#include <optional>
#include <utility>
#include "models/declared.hpp"

namespace stalemate::models {

class Alerting {
 public:
  /// `bound`: of the ratio of the sums; none: that of the alert.
  explicit Alerting(const Alert& alert, std::optional<double> bound = std::nullopt)
      : above_(alert.above),
        bound_(bound.value_or(alert.bound)),
        over_(whole_seconds(alert.over)),
        lasts_(whole_seconds(alert.lasts)) {}

  /// One more second has passed, with this sum, of so many. Whether the alert fires at its end.
  bool passes(double sum, double of) {
    window_.emplace_back(sum, of);
    if (window_.size() > over_) window_.pop_front();
    held_ = window_.size() == over_ && holds() ? held_ + 1 : 0;
    return held_ > lasts_;
  }

 private:
  static std::size_t whole_seconds(Duration of) { return static_cast<std::size_t>(of.ns / 1'000'000'000); }

  // Summed anew each time: a sum that slides would keep the errors of what has left it.
  bool holds() const {
    double sum = 0;
    double of = 0;
    for (const auto& [part, of_part] : window_) sum += part, of += of_part;
    if (of == 0) return false;
    return above_ ? sum > bound_ * of : sum < bound_ * of;
  }

  bool above_;
  double bound_;
  std::size_t over_;
  std::size_t lasts_;
  std::size_t held_ = 0;  ///< Evaluations in a row.
  std::deque<std::pair<double, double>> window_;
};

}  // namespace stalemate::models
