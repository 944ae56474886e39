// What slows a node: faults, each for as long as it lasts.
// Promise: those that last at once multiply; what has begun goes on as it was.
// Source: this project's models ("slow by a factor").
#pragma once
#include <algorithm>
#include <optional>
#include <vector>
#include "models/types.hpp"
#include "sim/time.hpp"

namespace stalemate::models {

using sim::Duration;

/// How a fault slows a node.
struct Slowness {
  double factor = 1;
  std::optional<ClassId> of = std::nullopt;  ///< None: of every class.
  bool operator==(const Slowness&) const = default;
};

class Slowed {
 public:
  void slow(const Slowness& slowness, bool begins) {
    if (begins) return slowed_by_.push_back(slowness);
    slowed_by_.erase(std::find(slowed_by_.begin(), slowed_by_.end(), slowness));
  }
  Duration operator()(Duration duration, ClassId of) const {
    if (slowed_by_.empty()) [[likely]]
      return duration;
    auto ns = static_cast<double>(duration.ns);
    for (const Slowness& each : slowed_by_)
      if (!each.of || *each.of == of) ns *= each.factor;
    return {static_cast<std::int64_t>(std::min(ns, 0x1p61) + 0.5)};
  }

 private:
  std::vector<Slowness> slowed_by_;
};

}  // namespace stalemate::models
