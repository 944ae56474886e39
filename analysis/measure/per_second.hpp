// Counts in one-second windows from the start of the run.
// Promise: counting at an instant of the second that was counted last costs a comparison and an increment.
// Source: this project's semantics (equal windows of time).
#pragma once
#include <cstdint>
#include <vector>
#include "sim/time.hpp"

namespace stalemate::analysis::measure {

class PerSecond {
 public:
  void count(sim::Instant at) {
    if (at.ns >= ends_ns_) [[unlikely]] move_to(at);
    ++counts_.back();
  }
  void add(const PerSecond& other) {
    if (counts_.size() < other.counts_.size()) counts_.resize(other.counts_.size());
    for (std::size_t i = 0; i < other.counts_.size(); ++i) counts_[i] += other.counts_[i];
  }
  /// One count a second up to `end`; a last second that has only begun counts as one.
  std::vector<std::int64_t> until(sim::Instant end) const {
    std::vector<std::int64_t> counts = counts_;
    counts.resize(static_cast<std::size_t>((end.ns + second_ns - 1) / second_ns));
    return counts;
  }
  const std::vector<std::int64_t>& counts() const { return counts_; }

 private:
  static constexpr std::int64_t second_ns = 1'000'000'000;
  // Facts come in order of time, so the last second is the one that is counted.
  void move_to(sim::Instant at) {
    counts_.resize(static_cast<std::size_t>(at.ns / second_ns) + 1);
    ends_ns_ = static_cast<std::int64_t>(counts_.size()) * second_ns;
  }
  std::vector<std::int64_t> counts_;
  std::int64_t ends_ns_ = 0;
};

}  // namespace stalemate::analysis::measure
