// Workers: threads that take tasks by number until none is left or they are told to stop.
// Promise: every task is begun once, in the order of the numbers; a stop lets running ones end and begins no more.
// Source: the thread pool of every benchmark driver. Departs: no queue, a counter does.
#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

namespace stalemate::analysis::sweep {

/// As many threads as the machine has processors; at least one.
int usual_workers();

class Workers {
 public:
  /// `work(i)` is called for i from 0 to `tasks` - 1, from up to `threads` threads at once. It must not throw.
  Workers(std::int64_t tasks, int threads, std::function<void(std::int64_t)> work);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  void stop() { stopped_ = true; }
  void join();

 private:
  void take();

  const std::int64_t tasks_;
  const std::function<void(std::int64_t)> work_;
  std::atomic<std::int64_t> next_ = 0;
  std::atomic<bool> stopped_ = false;
  std::vector<std::thread> threads_;  // last: they use what stands above
};

}  // namespace stalemate::analysis::sweep
