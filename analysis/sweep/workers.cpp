#include "analysis/sweep/workers.hpp"
#include <algorithm>
#include <system_error>
#include <utility>

namespace stalemate::analysis::sweep {

int usual_workers() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

Workers::Workers(std::int64_t tasks, int threads, std::function<void(std::int64_t)> work)
    : tasks_(tasks), work_(std::move(work)) {
  const std::int64_t wanted = std::min<std::int64_t>(tasks, std::max(1, threads));
  for (std::int64_t i = 0; i < wanted; ++i) {
    try {
      threads_.emplace_back([this] { take(); });
    } catch (const std::system_error&) {
      if (threads_.empty()) throw;
      break;  // the machine has no more threads to give: those that there are do the work
    }
  }
}

Workers::~Workers() {
  stop();
  join();
}

void Workers::join() {
  for (std::thread& thread : threads_)
    if (thread.joinable()) thread.join();
}

void Workers::take() {
  while (!stopped_) {
    const std::int64_t task = next_++;
    if (task >= tasks_) return;
    work_(task);
  }
}

}  // namespace stalemate::analysis::sweep
