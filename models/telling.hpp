// How a writer goes on telling of a change that got no answer: how often, after which pauses, and from which budget.
// Promise: what may follow a try is taken from the budget when that leaves, and given back if it is answered: whether a
// try is the last one is settled before its fate. A new process begins with its reserve.
// Source: as the retries of clients (retry_budget.hpp, backoff.hpp). Departs: what is held for tries under way is not
// there for others.
#pragma once
#include "models/axes.hpp"
#include "models/backoff.hpp"
#include "models/options/registry.hpp"
#include "models/retry_budget.hpp"

namespace stalemate::models {

class Telling {
 public:
  /// Of a carrier.
  static std::vector<options::Parameter> parameters();
  Telling(const options::Values& values, const Parts& parts);

  std::int64_t most() const { return plan_.max; }
  /// One copy, or the bus, is to be told of one change.
  void begin();
  /// Whether another try will follow the one that leaves now, after so many, if that gets no answer.
  bool may_follow(std::int64_t again) { return again < plan_.max && budget_.withdraw(); }
  /// A try that another may follow has been answered.
  void spare_retry() { budget_.give_back(); }
  /// Before the next try. `round`: as no other of the operation.
  Duration pause(OperationId operation, std::int64_t again, std::uint32_t round) const {
    return backoff_of(plan_, static_cast<std::uint32_t>(again), draws_, operation, round);
  }

 private:
  static Retries plan_of(const options::Values& values);
  const Node& home_;
  Retries plan_;
  RetryBudget budget_;
  sim::StreamKey draws_;
  std::uint32_t crashes_ = 0;  ///< Of the process, when the budget began.
};

}  // namespace stalemate::models
