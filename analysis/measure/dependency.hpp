// How much of each origin every calling service would ask for without caches: its peak demand at mean service times.
// Promise: of the requests that clients make, each once, whatever became of it; caches and retries change nothing.
// Source: this project's semantics ("Cache dependency ... Per calling service too").
#pragma once
#include <cstdint>
#include <string>
#include <vector>
#include "analysis/measure/results.hpp"
#include "models/world.hpp"

namespace stalemate::analysis::measure {

class Dependency {
 public:
  explicit Dependency(const models::World& world);
  /// A measured request.
  void invoked(const sim::Fact& fact, bool writes);
  /// By service, in the order of their loads.
  std::vector<CallerResult> finish() const;

 private:
  /// What one request of a class asks of its origin.
  struct Cost {
    std::size_t origin = none;
    std::int64_t read_ns = 0;
    std::int64_t write_ns = 0;
  };
  /// Of one service at one origin: work asked for in each second.
  struct Work {
    std::vector<std::int64_t> ns;
    void add(sim::Instant at, std::int64_t work);
  };
  static constexpr std::size_t none = ~std::size_t{0};

  const models::World& world_;
  std::vector<std::string> callers_;
  std::vector<std::size_t> caller_of_load_;
  std::vector<std::int64_t> servers_;  ///< By origin that has a limit of them.
  std::vector<Cost> costs_;            ///< By class.
  std::vector<Work> work_;             ///< By caller and origin.
};

}  // namespace stalemate::analysis::measure
