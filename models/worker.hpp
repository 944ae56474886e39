// A worker of a service instance, held by one request; and the one worker that the reads of a multi-get share.
// Promise: a full queue refuses; where workers are not limited nobody waits; a worker goes back when its holder ends.
// Source: thread-per-request application servers.
#pragma once
#include <map>
#include <optional>
#include <utility>
#include "models/service.hpp"

namespace stalemate::models {

class Worker {
 public:
  /// Null: no instance, and nothing to wait for.
  explicit Worker(ServiceInstance* instance);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker() { leave_queue(); }
  bool is_refused() const { return is_refused_; }
  sim::Task<sim::Done> arrive();

 private:
  void leave_queue();
  ServiceInstance* instance_;
  std::optional<sim::Semaphore::Permit> permit_;
  bool is_refused_ = false;
  bool is_queued_ = false;
};

/// The multi-gets that one instance serves, each by one worker.
class Shifts {
 public:
  Shifts(sim::Simulation& simulation, ServiceInstance& instance) : simulation_(simulation), instance_(instance) {}

 private:
  using Name = std::pair<std::uint32_t, std::uint16_t>;  // multi-get and attempt
  struct Shift {
    Shift(sim::Simulation& simulation, ServiceInstance& instance) : worker(&instance), begun(simulation) {}
    Worker worker;
    sim::Signal begun;
    std::int64_t reads = 0;
    bool has_begun = false;
  };
  std::map<Name, Shift> shifts_;
  sim::Simulation& simulation_;
  ServiceInstance& instance_;

 public:
  /// The part of one read in the shift of its multi-get.
  class Part {
   public:
    Part(Shifts& shifts, const Read& read);
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;
    ~Part();
    bool is_refused() const { return shift_.worker.is_refused(); }
    /// The first awaits the worker, the others await the first.
    sim::Task<sim::Done> begin();

   private:
    Shifts& shifts_;
    Name name_;
    Shift& shift_;
    bool is_first_;
  };
};

}  // namespace stalemate::models
