// Judges requests by the load that makes them: how they end and how long they take, who gives way, what breakers and
// canaries do.
// Promise: a canary is judged by what it knows itself: the newest version of a key that its own writes were
// acknowledged with. Latencies are compared with the bounds of alerts, second by second, and not kept.
// Source: this project's semantics ("Load", "Alerts").
#pragma once
#include <unordered_map>
#include <utility>
#include <vector>
#include "analysis/measure/per_second.hpp"
#include "analysis/measure/results.hpp"
#include "models/world.hpp"

namespace stalemate::analysis::measure {

class LoadJudge {
 public:
  /// Whether anything of the blueprint asks for it.
  static bool is_needed(const models::Blueprint& blueprint);
  explicit LoadJudge(const models::World& world);

  void invoked(const sim::Fact& fact, bool writes);
  void attempt(const sim::Fact& fact);
  void answered(const sim::Fact& fact);
  void failed(const sim::Fact& fact);
  void shed(const sim::Fact& fact);
  void circuit_turned(const sim::Fact& fact);
  void node_down(const sim::Fact& fact);

  void finish(sim::Instant end, RunResult& result);
  /// What the alerts on latencies and canaries look at, by the number of the alert; of the others nothing.
  std::vector<Signal> signals(sim::Instant end) const;

 private:
  struct UnderWay {
    sim::Instant invoked;
    std::uint32_t load = 0;
    std::uint32_t known = 0;  ///< To a canary that reads: the newest version of its own.
    bool measured = false;
    bool writes = false;
  };
  /// What a canary knows and finds.
  struct Canary {
    std::unordered_map<std::uint32_t, std::uint32_t> acknowledged;  ///< By key; never iterated.
    PerSecond reads;
    PerSecond stale;
  };
  /// Answers of which some are slower than an alert's bound.
  struct Watched {
    std::size_t alert = 0;
    std::optional<std::size_t> load;  ///< None: all of them.
    std::optional<std::size_t> data_class;  ///< None: all of them.
    sim::Duration bound{};
    PerSecond slow = {};
    PerSecond all = {};
  };
  struct Load {
    RequestsOfLoad result;
    std::optional<Canary> canary;
    models::Circuit circuit = models::Circuit::closed;
    std::uint16_t caller = 0;  ///< That the circuit is of, once it has turned.
  };

  void watch(const models::Alert& alert, std::size_t number);
  Requests& requests_of(const UnderWay& request);
  void judge_canary(const sim::Fact& fact, const UnderWay& request);
  void watch_latency(const sim::Fact& fact, const UnderWay& request);
  void close(CircuitResult& circuit, sim::Instant end) const;
  std::optional<std::size_t> load_named(const std::string& name) const;

  const models::World& world_;
  sim::Instant measured_from_;
  std::vector<Load> loads_;
  std::vector<UnderWay> under_way_;  ///< By request slot.
  std::vector<Watched> watched_;
  std::vector<std::pair<std::size_t, std::size_t>> canary_alerts_;  ///< With the canary that each looks at.
};

}  // namespace stalemate::analysis::measure
