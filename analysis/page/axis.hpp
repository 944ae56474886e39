// An axis: where a value stands, and which values are written beside it.
// Promise: round ticks, at most seven or so; linear from zero, or logarithmic where the values span more than two
// decades, with a place of its own for zero. No platform's libm.
// Source: nice numbers for graph labels (Heckbert 1990).
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace stalemate::analysis::page {

/// Places on the paper of its least and its greatest value; an upright axis has the second above the first.
struct Reach {
  double from = 0;
  double to = 0;
};

struct Tick {
  double value = 0;
  double at = 0;
  std::string label;
};

class Axis {
 public:
  using Text = std::string (*)(double value);

  /// For figures that are not negative, 0 among them or not.
  static Axis of_values(const std::vector<double>& values, Reach reach);
  /// Of seconds, without rounding its ends.
  static Axis of_time(double from_s, double to_s, Reach reach);

  double at(double value) const;
  bool is_log() const { return law_ != Law::linear; }
  std::vector<Tick> ticks(Text text) const;

 private:
  enum class Law : std::uint8_t { linear, log, log_with_zero };
  double share_of(double value) const;  ///< 0 at the beginning, 1 at the end.
  std::vector<double> linear_values() const;
  std::vector<double> log_values() const;

  Law law_ = Law::linear;
  double low_ = 0;
  double high_ = 1;
  double step_ = 1;  ///< Between ticks of a linear one.
  Reach reach_;
};

/// Ticks of figures: "0", "0.5 %"; "1 500".
std::string percent_tick(double share);
std::string number_tick(double value);

}  // namespace stalemate::analysis::page
