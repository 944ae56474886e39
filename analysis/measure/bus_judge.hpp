// Counts what buses take and hand on.
// Promise: from the end of warm-up; a publication or delivery that is made again counts again.
// Source: this project's semantics ("Load"). Departs: a publication counts when it leaves its writer.
#pragma once
#include <vector>
#include "analysis/measure/per_second.hpp"
#include "analysis/measure/results.hpp"
#include "models/world.hpp"

namespace stalemate::analysis::measure {

class BusJudge {
 public:
  /// Whether there is one.
  static bool is_needed(const models::Blueprint& blueprint);
  explicit BusJudge(const models::World& world);
  void message_sent(const sim::Fact& fact);
  void message_lost(const sim::Fact& fact);
  void finish(sim::Instant end, LoadResult& load);

 private:
  struct Bus {
    BusResult result;
    PerSecond deliveries_a_second = {};
  };
  static constexpr std::size_t no_bus = ~std::size_t{0};
  std::vector<Bus> buses_;
  std::vector<std::size_t> bus_at_;  ///< By node: its place among the buses.
  sim::Instant measured_from_;
};

}  // namespace stalemate::analysis::measure
