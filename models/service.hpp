// A service: instances behind a balancer, each with its own paths and, if limited, a worker pool with a queue.
// Promise: a request runs in the instance that took it and dies with it; a full queue refuses, or, where it sheds, lets
// the youngest of the lowest priority go, if that is below the newcomer's.
// Source: thread-per-request application servers.
#pragma once
#include <algorithm>
#include <memory>
#include <optional>
#include <vector>
#include "models/blueprint.hpp"
#include "models/seat.hpp"
#include "models/wire.hpp"
#include "sim/sync.hpp"

namespace stalemate::models {

class Shifts;
class Worker;

class ServiceInstance final : public Node, private Reader, private Writer {
 public:
  ServiceInstance(Wire& wire, NodeId id, sim::Place place, std::string name, const ServiceNode& plan,
                  sim::StreamKey draws);
  ~ServiceInstance() override;
  void build(const std::vector<ClassPlan>& plans);
  void receive(Call& call) override;
  void slow(const Slowness& slowness, bool begins) override { slowed_.slow(slowness, begins); }
  void stop_work() override;
  void resume_work() override { returned_ = wire_.now(); }
  /// Since it came back, if it has been away.
  std::optional<Duration> time_since_return() const;

  /// The paths of a class as the instance serves them, its worker limit and its own work included.
  Reader& reader(ClassId id) { return takes_part() ? static_cast<Reader&>(*this) : seats.reader(id); }
  Writer& writer(ClassId id) { return takes_part() ? static_cast<Writer&>(*this) : seats.writer(id); }
  std::int64_t connections() const { return connections_; }
  Seats seats;

 private:
  friend class Worker;
  friend class Connection;
  /// Of a load that the instance makes itself: when that gives up, what it had begun here ends.
  sim::Task<Reply> fetch(Read read) override { return fetch_for(read, nullptr); }
  sim::Task<Ack> write(Write write) override { return write_for(write, nullptr); }
  /// By a worker; `call`: by which it was asked for.
  sim::Task<Reply> fetch_for(Read read, const Call* call);
  sim::Task<Reply> fetch_in_shift(Read read, const Call* call);
  sim::Task<Ack> write_for(Write write, const Call* call);
  bool takes_part() const { return workers_ != nullptr || works_; }
  /// What it does itself for a request; `which`: of those of one operation.
  sim::Task<sim::Done> work(OperationId operation, std::uint32_t which);
  sim::Process serve_read(Call* call);
  sim::Process serve_write(Call* call);
  bool is_queue_full() const;
  bool make_room(Priority priority);

  const ServiceNode& plan_;
  std::int64_t connections_ = 0;
  std::unique_ptr<sim::Semaphore> workers_;
  std::unique_ptr<Shifts> shifts_;
  std::int64_t queued_ = 0;
  bool works_;
  sim::StreamKey draws_;
  Slowed slowed_;
  std::vector<Worker*> line_;   ///< Those that are queued, where it sheds.
  WaitingByPriority waiting_;  ///< How many of them have each priority.
  std::optional<Instant> returned_;
};

/// A request under way at an instance, as its balancer sees it: until its caller has the answer, gives it up or dies,
/// whatever the instance still does for it.
class Connection {
 public:
  /// Null: no instance, and nothing to count.
  explicit Connection(ServiceInstance* instance) : instance_(instance) {
    if (instance_ != nullptr) ++instance_->connections_;
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() {
    if (instance_ != nullptr) --instance_->connections_;
  }

 private:
  ServiceInstance* instance_;
};

/// All instances of one service, and which of them takes a request.
class Service {
 public:
  Service(const ServiceNode& plan, sim::StreamKey draws) : plan_(plan), draws_(draws) {}
  void add(ServiceInstance* instance) { instances_.push_back(instance); }
  /// Null when none is up. `but`: another one, if there is one.
  ServiceInstance* choose(OperationId operation, std::uint16_t attempt, SessionId session,
                          const ServiceInstance* but = nullptr);
  const std::vector<ServiceInstance*>& instances() const { return instances_; }
  /// For so long after its return an instance has a share of its turns, which grows from none to all of them.
  void ramp_over(Duration time, sim::StreamKey draws) { ramp_ = {std::max(ramp_.time, time), draws}; }

 private:
  /// A request that is to be handed to an instance.
  struct Request {
    OperationId operation{};
    std::uint16_t attempt = 0;
    SessionId session{};
  };
  bool is_sticky() const { return plan_.balancer == ServiceNode::Balancer::sticky; }
  std::uint64_t first_choice(const Request& request);
  ServiceInstance* least_connected(const Request& request, const ServiceInstance* but);
  bool is_passed_over(std::uint64_t instance, const Request& request) const;

  struct Ramp {
    Duration time{};  ///< 0: an instance that comes back has all its turns at once.
    sim::StreamKey draws{};
  };
  const ServiceNode& plan_;
  sim::StreamKey draws_;
  Ramp ramp_;
  std::vector<ServiceInstance*> instances_;
  std::uint64_t turn_ = 0;
};

}  // namespace stalemate::models
