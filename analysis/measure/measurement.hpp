// The measurement of one run: hears its facts, hands each to the judge it concerns, and sums up.
// Promise: one pass over the facts, as they happen; nothing that grows with the number of requests but the ledger.
// Source: this project's architecture ("Facts and judgement apart").
#pragma once
#include "analysis/measure/bus_judge.hpp"
#include "analysis/measure/cache_judge.hpp"
#include "analysis/measure/class_signals.hpp"
#include "analysis/measure/dependency.hpp"
#include "analysis/measure/load_judge.hpp"
#include "analysis/measure/origin_judge.hpp"
#include "analysis/measure/request_judge.hpp"
#include "analysis/measure/step_judge.hpp"
#include "analysis/measure/traffic.hpp"

namespace stalemate::analysis::measure {

class Measurement {
 public:
  /// Listens to the world's facts; the world has not run yet and outlives this object.
  explicit Measurement(models::World& world);
  Measurement(const Measurement&) = delete;
  Measurement& operator=(const Measurement&) = delete;
  /// Each stale read that is measured is told as it is answered. Before the run.
  void tell_stale_reads(StaleReads& to) { requests_.tell_stale_reads(to); }
  /// After the run. Once.
  RunResult result();

 private:
  template <models::FactKind kind>
  void judge(const sim::Fact& fact);
  template <std::size_t... kinds>
  sim::FactJudge judge_of(std::index_sequence<kinds...>);
  void read_invoked(const sim::Fact& fact);
  void read_answered(const sim::Fact& fact);
  void read_failed(const sim::Fact& fact);
  void write_invoked(const sim::Fact& fact);
  void write_answered(const sim::Fact& fact);
  void write_failed(const sim::Fact& fact);
  void attempt(const sim::Fact& fact);
  void shed(const sim::Fact& fact);
  void circuit_turned(const sim::Fact& fact);
  void abandoned(const sim::Fact& fact);
  void node_down(const sim::Fact& fact);
  void call_failed(const sim::Fact& fact);
  void lookup(const sim::Fact& fact);
  void change_arrived(const sim::Fact& fact);
  void origin_arrived(const sim::Fact& fact);
  void message_sent(const sim::Fact& fact);
  void message_lost(const sim::Fact& fact);
  void message_doubled(const sim::Fact& fact);
  void given(const sim::Fact& fact);
  void fetch_ended(const sim::Fact& fact);
  void stored(const sim::Fact& fact);
  void removed(const sim::Fact& fact);
  void committed(const sim::Fact& fact);
  void voided(const sim::Fact& fact);
  void sole_ended(const sim::Fact& fact);
  bool is_measured(const sim::Fact& fact) const { return fact.at >= measured_from_; }
  void add_strikes(RunResult& result) const;
  void add_recovery(RunResult& result) const;

  models::World& world_;
  sim::Instant measured_from_;
  std::vector<std::int64_t> value_bytes_;  ///< By class.
  Ledger ledger_;
  CauseJudge causes_;
  RequestJudge requests_;
  Dependency dependency_;
  StepJudge steps_;
  OriginJudge origins_;
  CacheJudge caches_;
  Traffic traffic_;
  std::map<std::string, std::int64_t> abandoned_;  ///< By node whose queue drops what nobody awaits.
  std::optional<BusJudge> buses_;
  std::optional<LoadJudge> by_load_;
  std::optional<ClassSignals> by_class_;
  std::int64_t changes_sent_ = 0;
  PerSecond changes_failed_;
};

/// Builds the world, runs it, measures it.
RunResult run_and_measure(models::Blueprint blueprint);

}  // namespace stalemate::analysis::measure
