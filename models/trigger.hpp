// What waits for a number to be reached: the condition of a fault.
// Promise: told once; what it does it does by an event of its own. Source: this project's models ("Faults").
#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>

namespace stalemate::models {

class Trigger {
 public:
  virtual void pull() = 0;

 protected:
  ~Trigger() = default;
};

/// Those that wait for one number to grow.
class Triggers {
 public:
  void add(std::int64_t reach, Trigger& trigger) { waiting_.push_back({reach, &trigger}); }
  bool are_any() const { return !waiting_.empty(); }
  void see(std::int64_t number) {
    const auto due = std::stable_partition(waiting_.begin(), waiting_.end(),
                                           [&](const Waiting& each) { return number < each.reach; });
    std::for_each(due, waiting_.end(), [](const Waiting& each) { each.trigger->pull(); });
    waiting_.erase(due, waiting_.end());
  }

 private:
  struct Waiting {
    std::int64_t reach;
    Trigger* trigger;
  };
  std::vector<Waiting> waiting_;
};

}  // namespace stalemate::models
