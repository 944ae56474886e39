// A circuit breaker: an attempt that would most likely fail is not made.
// Promise: it opens when `failures` of the last `of` attempts have failed; while it is open none passes; after that one
// passes as a probe, which closes it by its success and opens it anew by its failure. What was sent before it last
// opened or closed no longer counts.
// Source: Nygard 2007, Release It!; resilience4j's count-based window; one probe as in Hystrix. Departs: the window
// need not be full; the reads of one multi-get are one probe.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>
#include "models/blueprint.hpp"
#include "models/fact_kinds.hpp"

namespace stalemate::models {

class Breaker {
 public:
  /// The leave to make an attempt, which its end comes back with.
  using Pass = std::optional<std::uint32_t>;

  explicit Breaker(const std::optional<CircuitBreaker>& plan);
  /// None: the attempt is not made. `batch`: the multi-get that it is part of; 0: none.
  Pass ask(Instant now, std::uint32_t batch) {
    if (!plan_) [[likely]] return 0;
    return ask_closely(now, batch);
  }
  void ended(Pass pass, bool succeeded, Instant now) {
    if (plan_ && pass == period_) note(succeeded, now);
  }
  /// As in a process that has just begun.
  void reset();
  Circuit circuit() const { return circuit_; }

 private:
  Pass ask_closely(Instant now, std::uint32_t batch);
  void note(bool succeeded, Instant now);
  void turn(Circuit to);

  const std::optional<CircuitBreaker>& plan_;
  Circuit circuit_ = Circuit::closed;
  std::uint32_t period_ = 0;  ///< Since it last changed.
  Instant probes_at_{};
  std::uint32_t probing_ = 0;  ///< The multi-get that is the probe; 0: one attempt is.
  std::vector<bool> failed_;   ///< The last attempts, in a ring.
  std::size_t next_ = 0;
  std::int64_t failures_ = 0;  ///< Among them.
};

}  // namespace stalemate::models
