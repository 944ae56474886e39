// A retry budget: how many attempts a caller makes beyond the first ones of its requests.
// Promise: in any span at most `reserve` + `share` times the requests that begin in it; without a share, no limit.
// Source: Finagle's RetryBudget: each request deposits a share of a token, each further attempt withdraws a whole one.
// Departs: a deposit does not expire; what is held is bounded instead, as in gRPC's retry throttling (RFC A6).
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include "models/blueprint.hpp"

namespace stalemate::models {

class RetryBudget {
 public:
  explicit RetryBudget(const Retries& plan)
      : is_limited_(plan.budget.has_value()),
        deposit_(std::llround(plan.budget.value_or(0) * token)),
        most_(plan.reserve * token),
        held_(most_) {}

  void deposit() {
    if (is_limited_) held_ = std::min(most_, held_ + deposit_);
  }
  /// For one more attempt; false: it is not made.
  bool withdraw() {
    if (!is_limited_) return true;
    if (held_ < token) return false;
    held_ -= token;
    return true;
  }
  /// What was withdrawn for an attempt that was not needed.
  void give_back() {
    if (is_limited_) held_ = std::min(most_, held_ + token);
  }
  /// As in a process that has just begun.
  void reset() { held_ = most_; }

 private:
  static constexpr std::int64_t token = 1'000'000;  // whole numbers, so that ten tenths are one
  bool is_limited_;
  std::int64_t deposit_;
  std::int64_t most_;
  std::int64_t held_;
};

}  // namespace stalemate::models
