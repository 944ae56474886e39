#include "models/service.hpp"
#include <tuple>
#include <utility>
#include "models/answering.hpp"
#include "models/worker.hpp"
#include "sim/check.hpp"

namespace stalemate::models {

ServiceInstance::ServiceInstance(Wire& wire, NodeId node_id, sim::Place node_place, std::string node_name,
                                 const ServiceNode& plan, sim::StreamKey draws)
    : Node(wire, node_id, node_place, std::move(node_name)),
      plan_(plan),
      works_(!plan.work.is_constant() || plan.work.mean().ns > 0),
      draws_(draws) {
  if (plan.workers > 0) workers_ = std::make_unique<sim::Semaphore>(wire.simulation(), plan.workers);
  if (takes_part()) shifts_ = std::make_unique<Shifts>(wire.simulation(), *this);
}

ServiceInstance::~ServiceInstance() = default;

void ServiceInstance::build(const std::vector<ClassPlan>& plans) { seats.build(wire_, *this, plans, false); }

void ServiceInstance::receive(Call& call) {
  const bool reads = call.message.verb == Verb::request_read;
  CHECK_INVARIANT(reads || call.message.verb == Verb::request_write);
  scope.start(reads ? &ServiceInstance::serve_read : &ServiceInstance::serve_write, this, &call);
}

void ServiceInstance::stop_work() {
  Node::stop_work();
  seats.rebuild();
}

sim::Process ServiceInstance::serve_read(Call* call) {
  Answering answering(wire_, *call);
  const Read request = call->as_read();
  if (!takes_part()) {
    const Reply reply = co_await seats.reader(request.data_class).fetch(request);
    answering.answer(reply);
    co_return;
  }
  const Reply reply = co_await fetch_for(request, call);
  answering.answer(reply);
}

sim::Process ServiceInstance::serve_write(Call* call) {
  Answering answering(wire_, *call);
  Write request = call->message.as_write();
  request.writer = id;
  if (!takes_part()) {
    const Ack ack = co_await seats.writer(request.data_class).write(request);
    answering.answer(ack);
    co_return;
  }
  const Ack ack = co_await write_for(request, call);
  answering.answer(ack);
}

bool ServiceInstance::is_queue_full() const {
  return plan_.queue_limit >= 0 && workers_->free() == 0 && queued_ >= plan_.queue_limit;
}

bool ServiceInstance::make_room(Priority priority) {
  if (waiting_.lowest() >= priority) return false;
  Worker* lowest = nullptr;
  for (auto each = line_.rbegin(); each != line_.rend(); ++each) {
    const bool is_lower = (*each)->priority() < (lowest == nullptr ? priority : lowest->priority());
    if (is_lower && (*each)->is_waiting()) lowest = *each;
  }
  if (lowest == nullptr) return false;
  lowest->dismiss();
  return true;
}

sim::Task<Reply> ServiceInstance::fetch_for(Read request, const Call* call) {
  if (request.batch != 0) {
    const Reply reply = co_await fetch_in_shift(request, call);
    co_return reply;
  }
  Worker worker(this, Worker::task_of(request, call));
  const Status admitted = co_await worker.arrive();
  if (admitted != Status::ok) co_return Reply{.status = admitted};
  const Reply reply = co_await seats.reader(request.data_class).fetch(request);
  co_return reply;
}

// One worker serves all keys of a multi-get.
sim::Task<Reply> ServiceInstance::fetch_in_shift(Read request, const Call* call) {
  Shifts::Part part(*shifts_, request, call);
  const Status admitted = co_await part.begin();
  if (admitted != Status::ok) co_return Reply{.status = admitted};
  const Reply reply = co_await seats.reader(request.data_class).fetch(request);
  co_return reply;
}

sim::Task<Ack> ServiceInstance::write_for(Write request, const Call* call) {
  Worker worker(this, Worker::task_of(request, call));
  const Status admitted = co_await worker.arrive();
  if (admitted != Status::ok) co_return Ack{.status = admitted};
  const Ack ack = co_await seats.writer(request.data_class).write(request);
  co_return ack;
}

// While its process stands still it does not get on with it.
sim::Task<sim::Done> ServiceInstance::work(OperationId operation, std::uint32_t which) {
  sim::OperationDraw draw(draws_, number(operation), which);
  Duration left = slowed_(plan_.work.sample(draw), ClassId{});
  Duration stood = process->stood;
  while (left.ns > 0) {
    co_await wire_.simulation().sleep(left);
    left = process->stood - stood;
    stood = process->stood;
  }
  co_return sim::Done{};
}

std::optional<Duration> ServiceInstance::time_since_return() const {
  return returned_ ? std::optional(wire_.now() - *returned_) : std::nullopt;
}

ServiceInstance* Service::choose(OperationId operation, std::uint16_t attempt, SessionId session,
                                 const ServiceInstance* but) {
  const std::uint64_t count = instances_.size();
  if (count == 1) return instances_.front()->is_up() ? instances_.front() : nullptr;
  const Request request{operation, attempt, session};
  if (plan_.balancer == ServiceNode::Balancer::least_connections) return least_connected(request, but);
  const std::uint64_t first = first_choice(request);
  ServiceInstance *last = nullptr, *passed = nullptr;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t number = (first + i) % count;
    ServiceInstance* instance = instances_[number];
    if (!instance->is_up()) continue;
    if (instance == but) {
      last = instance;
    } else if (!is_passed_over(number, request)) {
      return instance;
    } else if (passed == nullptr) {
      passed = instance;
    }
  }
  return passed != nullptr ? passed : last;
}

std::uint64_t Service::first_choice(const Request& request) {
  if (plan_.balancer == ServiceNode::Balancer::round_robin) return turn_++ % instances_.size();
  sim::OperationDraw draw(draws_, is_sticky() ? static_cast<std::uint64_t>(request.session) : number(request.operation),
                          request.attempt);
  return sim::below(draw, instances_.size());
}

// Of equals the first after the one that was chosen last: the others have their turn before it has another.
ServiceInstance* Service::least_connected(const Request& request, const ServiceInstance* but) {
  const std::uint64_t count = instances_.size();
  const std::uint64_t from = turn_;
  const auto burden = [&](std::uint64_t each) {
    const ServiceInstance* instance = instances_[each];
    return std::tuple(instance == but, is_passed_over(each, request), instance->connections());
  };
  std::optional<std::uint64_t> least;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t each = (from + i) % count;
    if (!instances_[each]->is_up() || (least && burden(each) >= burden(*least))) continue;
    least = each;
    turn_ = from + i + 1;
  }
  return least ? instances_[*least] : nullptr;
}

// A session that a balancer keeps at one instance goes back to it once, when the share has come to its draw.
bool Service::is_passed_over(std::uint64_t instance, const Request& request) const {
  if (ramp_.time.ns == 0) [[likely]]
    return false;
  const auto back = instances_[instance]->time_since_return();
  if (!back || *back >= ramp_.time) return false;
  const auto number_of = [&](std::uint32_t attempt) { return attempt << 16U | static_cast<std::uint32_t>(instance); };
  sim::OperationDraw draw =
      is_sticky() ? sim::OperationDraw(ramp_.draws, static_cast<std::uint64_t>(request.session), number_of(0))
                  : sim::OperationDraw(ramp_.draws, number(request.operation), number_of(request.attempt));
  return sim::unit(draw()) * static_cast<double>(ramp_.time.ns) >= static_cast<double>(back->ns);
}

}  // namespace stalemate::models
