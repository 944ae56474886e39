// The runs of a sweep, on all cores, each point read from the scenario when its first run begins.
// Promise: at most a few points are in memory; a run that fails is told and does not end the others; a stop begins no
// more. What has ended is handed over in the order in which it ended.
// Source: this project's architecture ("two worlds run in one process, on two threads").
#pragma once
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>
#include "analysis/cli/vary_input.hpp"
#include "analysis/sweep/workers.hpp"

namespace stalemate::analysis::cli {

class SweepRunner {
 public:
  /// What became of a run.
  struct Ended {
    std::optional<store::StoredRun> run = {};
    std::string complaint = {};  ///< Where there is none.
    Exit exit = Exit::done;
  };

  /// `due`: the numbers of the runs. Begins at once.
  SweepRunner(const RunRequest& request, const SweepInput& input, std::vector<std::int64_t> due);

  /// Waits until something has ended, or for `patience`, and takes it.
  std::vector<Ended> take(std::chrono::milliseconds patience);
  bool is_over() const;
  void stop() { workers_.stop(); }

 private:
  /// A point while it is in use.
  struct Ready {
    std::once_flag once;
    RunRequest request;
    std::optional<Loaded> loaded;
    std::string complaint;
    Exit exit = Exit::done;
  };
  void work(std::int64_t task);
  Ended run(std::int64_t number);
  Ended run_one(const Ready& ready, std::int64_t number) const;
  std::shared_ptr<Ready> point(std::int64_t number);
  void read(Ready& ready, std::int64_t point) const;

  const RunRequest& request_;
  const SweepInput& input_;
  const std::vector<std::int64_t> due_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::int64_t, std::shared_ptr<Ready>> points_;
  std::vector<Ended> ended_;
  std::int64_t taken_ = 0;
  sweep::Workers workers_;  // last: its threads use what stands above
};

}  // namespace stalemate::analysis::cli
