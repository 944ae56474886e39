// A sweep: every strategy of a scenario with every seed, on all cores.
// Promise: results stand in the order (strategy, seed) whatever the number of threads; one run that fails does not end
// the others; a stop keeps what is finished.
// Source: this project's architecture ("two worlds run in one process, on two threads").
#pragma once
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>
#include "analysis/load/scenario.hpp"
#include "analysis/measure/results.hpp"
#include "analysis/sweep/workers.hpp"

namespace stalemate::analysis::sweep {

/// One run. The plan belongs to the caller and outlives the sweep.
struct Job {
  const load::StrategyPlan* plan = nullptr;
  std::uint64_t seed = 1;
};

struct Failure {
  enum class Kind : std::uint8_t { internal_check, out_of_memory, trace_unreadable };
  Kind kind = Kind::internal_check;
  std::string message;
  sim::Instant at{};         ///< Simulated time.
  std::uint64_t events = 0;  ///< Events handled by then.
};

/// What became of a job that has ended: a result or a failure.
struct Finished {
  Job job;
  std::optional<measure::RunResult> result;
  std::optional<Failure> failure;
};

/// Every strategy with every seed, in that order.
std::vector<Job> jobs_of(const load::Scenario& scenario, std::uint64_t first_seed, std::int64_t seeds);
/// One job, here and now.
Finished run(const Job& job);

class Sweep {
 public:
  /// Which jobs begin first: with `by_seed`, what is stopped early has every strategy with a few seeds.
  enum class Order : std::uint8_t { as_given, by_seed };
  /// Begins at once.
  Sweep(const std::vector<Job>& jobs, int threads, Order order = Order::as_given);

  /// Waits until all jobs have ended, or for `patience`. True when all have ended.
  bool wait(std::chrono::milliseconds patience);
  std::int64_t done() const;
  std::int64_t size() const { return static_cast<std::int64_t>(jobs_.size()); }
  /// No further job begins.
  void stop() { workers_.stop(); }
  /// Takes what has ended so far, in the order of the jobs.
  std::vector<Finished> take();

 private:
  void work(std::size_t place);

  const std::vector<Job> jobs_;
  const std::vector<std::size_t> order_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::optional<Finished>> finished_;
  std::int64_t done_ = 0;
  Workers workers_;  // last: its threads use what stands above
};

}  // namespace stalemate::analysis::sweep
