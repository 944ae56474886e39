// A worker of a service instance, held by one request; and the one worker that the reads of a multi-get share.
// Promise: a full queue refuses, or lets go who has a lower priority; where workers are not limited nobody waits; a
// worker goes back when its holder ends; one that takes up what nobody awaits any more may drop it.
// Source: thread-per-request application servers.
#pragma once
#include <map>
#include <optional>
#include <utility>
#include "models/service.hpp"

namespace stalemate::models {

class Worker final : private sim::Handler {
 public:
  /// What it is held for; `call`: that asks for it, if one does.
  struct Task {
    OperationId operation{};
    KeyId key{};
    std::uint16_t attempt = 0;
    bool writes = false;
    const Call* call = nullptr;
  };
  static Task task_of(const Read& read, const Call* call) {
    return {read.operation, read.key, read.attempt, false, call};
  }
  static Task task_of(const Write& write, const Call* call) {
    return {write.operation, write.key, write.attempt, true, call};
  }
  /// Without an instance there is nothing to wait for.
  Worker(ServiceInstance* instance, const Task& task);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker() { leave_queue(); }
  /// Ok: it has its worker, and the instance has done its own part of the work. Else why it gets none.
  sim::Task<Status> arrive();
  Priority priority() const { return priority_; }
  bool is_waiting() const { return permit_ && permit_->is_waiting(); }
  /// Out of the queue, without a worker, for one of a higher priority.
  void dismiss();

 private:
  void leave_without(Status why);
  void drop();
  void watch_queue();
  void on_event() override;  ///< It has waited as long as it will.
  void enter_queue();
  void leave_queue();
  ServiceInstance* instance_;
  Task task_;
  Priority priority_ = Priority::normal;  ///< Where the instance sheds.
  std::optional<sim::Semaphore::Permit> permit_;
  Status status_ = Status::ok;
  bool is_queued_ = false;
  sim::Simulation::Handle clock_ = 0;
  bool clock_runs_ = false;
};

/// The multi-gets that one instance serves, each by one worker.
class Shifts {
 public:
  Shifts(sim::Simulation& simulation, ServiceInstance& instance) : simulation_(simulation), instance_(instance) {}

 private:
  using Name = std::pair<std::uint32_t, std::uint16_t>;  // multi-get and attempt
  struct Shift {
    Shift(sim::Simulation& simulation, ServiceInstance& instance, const Read& first, const Call* call)
        : worker(&instance, Worker::task_of(first, call)), begun(simulation) {}
    Worker worker;
    sim::Signal begun;
    std::int64_t reads = 0;
    bool has_begun = false;
    Status status = Status::ok;
  };
  std::map<Name, Shift> shifts_;
  sim::Simulation& simulation_;
  ServiceInstance& instance_;

 public:
  /// The part of one read in the shift of its multi-get.
  class Part {
   public:
    Part(Shifts& shifts, const Read& read, const Call* call);
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;
    ~Part();
    /// The first awaits the worker, the others await the first. Ok, or why there is none.
    sim::Task<Status> begin();

   private:
    Shifts& shifts_;
    Name name_;
    Shift& shift_;
    bool is_first_;
  };
};

}  // namespace stalemate::models
