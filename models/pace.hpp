// The pace of a load: how its own time passes, by the load's curve, and faster while a spike of traffic lasts.
// Promise: without either, own time is time itself; the same requests come, in the same order, only sooner or later.
// Source: time change of a Poisson process (Lewis & Shedler 1979, inversion of the integrated rate). Departs: none.
#pragma once
#include <algorithm>
#include <vector>
#include "models/blueprint.hpp"

namespace stalemate::models {

class Pace {
 public:
  /// Spikes that last at one instant multiply, with each other and with the curve, which goes on again and again.
  Pace(Instant begins, const std::vector<Beat>& curve, const std::vector<const Fault*>& spikes)
      : curve_(curve), spikes_(spikes) {
    if (!curve_.empty()) beat_ends_ = begins + curve_.front().lasts;
    in_ = {begins, next_turn(begins), 0, factor_at(begins)};
    before_ = {in_, beat_, beat_ends_};
  }

  /// The instant at which so much own time has passed since the load began. Asked for in the order of time.
  Instant at(Duration own) {
    const bool goes_evenly = in_.until == Instant::never() && in_.own_ns == 0 && in_.factor == 1;
    if (goes_evenly) return in_.from + own;
    before_ = {in_, beat_, beat_ends_};
    const auto ns = static_cast<double>(own.ns);
    while (in_.until != Instant::never() && ns >= own_end()) go_on();
    return in_.from + Duration{static_cast<std::int64_t>((ns - in_.own_ns) / in_.factor + 0.5)};
  }

  /// A spike has become known, which begins now or later: what was asked for last may be asked for once more.
  void learn() {
    in_ = before_.in;
    beat_ = before_.beat;
    beat_ends_ = before_.beat_ends;
    in_.until = next_turn(in_.from);
    in_.factor = factor_at(in_.from);
  }

 private:
  /// From an instant to another own time passes so many times as fast.
  struct Stretch {
    Instant from;
    Instant until;
    double own_ns = 0;  ///< At its beginning.
    double factor = 1;
  };
  double own_end() const { return in_.own_ns + static_cast<double>((in_.until - in_.from).ns) * in_.factor; }

  void go_on() {
    const Instant turn = in_.until;
    const double own_ns = own_end();
    if (turn == beat_ends_) {
      beat_ = (beat_ + 1) % curve_.size();
      beat_ends_ = turn + curve_[beat_].lasts;
    }
    in_ = {turn, next_turn(turn), own_ns, factor_at(turn)};
  }
  Instant next_turn(Instant now) const {
    Instant next = beat_ends_;
    for (const Fault* spike : spikes_) next = std::min(next, models::next_turn(*spike, now));
    return next;
  }
  double factor_at(Instant now) const {
    double factor = curve_.empty() ? 1 : curve_[beat_].factor;
    for (const Fault* spike : spikes_)
      if (is_in_force(*spike, now)) factor *= spike->factor;
    return factor;
  }

  /// As it was when an instant was asked for last.
  struct Before {
    Stretch in;
    std::size_t beat = 0;
    Instant beat_ends;
  };

  std::vector<Beat> curve_;
  std::vector<const Fault*> spikes_;
  std::size_t beat_ = 0;
  Instant beat_ends_ = Instant::never();
  Stretch in_;
  Before before_;
};

}  // namespace stalemate::models
