// What alerts on one class look at: of its lookups, origin reads, requests and changes, second by second.
// Promise: counted as the same signals of the whole are; what no alert looks at is not counted.
// Source: this project's semantics ("Alerts").
#pragma once
#include <string>
#include <vector>
#include "analysis/measure/alerts.hpp"
#include "analysis/measure/per_second.hpp"
#include "models/world.hpp"

namespace stalemate::analysis::measure {

class ClassSignals {
 public:
  static bool are_needed(const models::Blueprint& blueprint);
  explicit ClassSignals(const models::World& world);

  void looked_up(const sim::Fact& fact, bool has_hit);
  void origin_read(const sim::Fact& fact);
  void ended(const sim::Fact& fact, bool has_failed);
  void change_arrived(const sim::Fact& fact, sim::Duration lag);
  void change_failed(const sim::Fact& fact);

  /// Each at the place of its alert.
  void fill(std::vector<Signal>& signals, sim::Instant end) const;

 private:
  struct Watched {
    std::size_t alert = 0;
    models::Alert::Signal signal{};
    std::string of;  ///< The cache or the origin.
    std::uint32_t first_key = 0;
    std::uint32_t past_last_key = 0;
    PerSecond events = {};             ///< Hits, reads, failures, calls that fail.
    PerSecond all = {};                ///< What the events are of.
    std::vector<double> sums_s = {};   ///< Lags, by second.
  };
  template <class Do>
  void with(models::Alert::Signal signal, const sim::Fact& fact, Do each);
  static Signal signal_of(const Watched& watched, sim::Instant end);

  const models::World& world_;
  std::vector<Watched> watched_;
};

}  // namespace stalemate::analysis::measure
