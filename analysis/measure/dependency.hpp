// How much of each origin clients would ask for without caches, all of them and each calling service by itself: the
// peak demand of one second at mean service times, over its servers. Above 1 a cache is no longer an optimisation.
// Promise: of the requests that clients make, each once, whatever became of it; caches and retries change nothing.
// Source: this project's semantics ("Cache dependency ... Per calling service too").
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "analysis/measure/per_second.hpp"
#include "analysis/measure/results.hpp"
#include "models/world.hpp"

namespace stalemate::analysis::measure {

class Dependency {
 public:
  explicit Dependency(const models::World& world);
  /// A measured request.
  void invoked(const sim::Fact& fact, bool writes) {
    const std::size_t caller = caller_of_load_[world_.load_of(fact.operation)];
    Demand& demand = demands_[caller][world_.class_of(fact.key)];
    (writes ? demand.writes : demand.reads).count(fact.at);
  }
  void finish(LoadResult& load) const;

 private:
  struct Demand {
    PerSecond reads;
    PerSecond writes;
  };
  using Demands = std::vector<Demand>;  // by class
  /// Of the origin that is asked for most, of those that have a limit of servers; none has: none.
  std::optional<double> greatest(const Demands& demands) const;

  const models::World& world_;
  std::vector<std::string> callers_;         ///< In the order of their loads.
  std::vector<std::size_t> caller_of_load_;
  std::vector<Demands> demands_;             ///< By caller.
};

}  // namespace stalemate::analysis::measure
