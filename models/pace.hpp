// The pace of a load: how its own time passes, faster while a spike of traffic lasts.
// Promise: without spikes own time is time itself; the same requests come, in the same order, only sooner or later.
// Source: time change of a Poisson process (Lewis & Shedler 1979, inversion of the integrated rate). Departs: none.
#pragma once
#include <algorithm>
#include <vector>
#include "models/blueprint.hpp"

namespace stalemate::models {

class Pace {
 public:
  /// Spikes that last at one instant multiply.
  Pace(Instant begins, const std::vector<const Fault*>& spikes) {
    std::vector<Instant> turns{begins};
    for (const Fault* spike : spikes) turns.insert(turns.end(), {spike->at, spike->until});
    std::sort(turns.begin(), turns.end());
    for (const Instant turn : turns) {
      const bool is_known = !stretches_.empty() && turn == stretches_.back().from;
      if (turn < begins || turn == Instant::never() || is_known) continue;
      const double own_ns = stretches_.empty() ? 0 : own_time_at(turn);
      double factor = 1;
      for (const Fault* spike : spikes)
        if (spike->at <= turn && turn < spike->until) factor *= spike->factor;
      stretches_.push_back({turn, own_ns, factor});
    }
  }

  /// The instant at which so much own time has passed since the load began.
  Instant at(Duration own) const {
    if (stretches_.size() == 1) return stretches_.front().from + own;
    const auto later = [](double ns, const Stretch& each) { return ns < each.own_ns; };
    const auto ns = static_cast<double>(own.ns);
    const Stretch& in = *(std::upper_bound(stretches_.begin(), stretches_.end(), ns, later) - 1);
    return in.from + Duration{static_cast<std::int64_t>((ns - in.own_ns) / in.factor + 0.5)};
  }

 private:
  /// From an instant on, own time passes so many times as fast.
  struct Stretch {
    Instant from;
    double own_ns;
    double factor;
  };
  double own_time_at(Instant turn) const {
    const Stretch& last = stretches_.back();
    return last.own_ns + static_cast<double>((turn - last.from).ns) * last.factor;
  }
  std::vector<Stretch> stretches_;
};

}  // namespace stalemate::models
