// A rate limit: so many a second, and a burst after a pause.
// Promise: in any t seconds at most burst + t * rate pass; nothing is held back, only turned away, and what is turned
// away costs nothing.
// Source: the generic cell rate algorithm (ITU-T I.371), a token bucket without a timer. Departs: none.
#pragma once
#include <algorithm>
#include <cstdint>
#include "models/blueprint.hpp"

namespace stalemate::models {

class RateGate {
 public:
  explicit RateGate(const RateLimit& limit)
      : is_open_(limit.per_s == 0),
        interval_(is_open_ ? Duration{} : rounded(1e9 / limit.per_s)),
        slack_(is_open_ ? Duration{} : rounded(static_cast<double>(limit.burst - 1) * 1e9 / limit.per_s)) {}

  bool lets_pass(Instant now) {
    if (is_open_) return true;
    const Instant due = std::max(due_, now);
    if (due - now > slack_) return false;
    due_ = due + interval_;
    return true;
  }
  /// As after a long pause.
  void reset() { due_ = {}; }

 private:
  static Duration rounded(double ns) { return {static_cast<std::int64_t>(std::min(ns, 0x1p61) + 0.5)}; }
  bool is_open_;
  Duration interval_;  ///< Between two that pass, at the rate.
  Duration slack_;     ///< How far those that have passed may be ahead of the rate.
  Instant due_{};      ///< Of the next one, at the rate.
};

}  // namespace stalemate::models
