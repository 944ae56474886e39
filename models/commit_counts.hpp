// How many commits each class has had, for what waits for so many.
// Promise: a class that nothing waits for costs a comparison a commit.
// Source: watchpoints of a debugger: the count is pulled when it is met.
#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>
#include "models/trigger.hpp"
#include "models/types.hpp"

namespace stalemate::models {

class CommitCounts {
 public:
  /// Told of the commit of a class that makes them so many.
  void watch(ClassId data_class, std::int64_t reach, Trigger& trigger) {
    watched_.resize(std::max(watched_.size(), index(data_class) + 1));
    watched_[index(data_class)].triggers.add(reach, trigger);
  }
  void count(ClassId data_class) {
    if (index(data_class) >= watched_.size()) [[likely]]
      return;
    Watched& watched = watched_[index(data_class)];
    watched.triggers.see(++watched.commits);
  }

 private:
  struct Watched {
    std::int64_t commits = 0;
    Triggers triggers;
  };
  std::vector<Watched> watched_;  ///< By class.
};

}  // namespace stalemate::models
