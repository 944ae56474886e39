#include "models/worker.hpp"
#include <algorithm>

namespace stalemate::models {

Worker::Worker(ServiceInstance* instance, const Task& task) : instance_(instance), task_(task) {
  if (instance_ == nullptr || instance_->workers_ == nullptr) return;
  if (instance_->plan_.sheds_lowest) priority_ = instance_->wire_.priorities.of(task_.operation);
  if (instance_->is_queue_full() && !instance_->make_room(priority_)) {
    status_ = Status::refused;
    return;
  }
  permit_.emplace(*instance_->workers_);
  enter_queue();
}

sim::Task<Status> Worker::arrive() {
  if (permit_) {
    watch_queue();
    co_await permit_->acquire();
    leave_queue();
    const bool is_abandoned = task_.call != nullptr && task_.call->is_abandoned();
    if (status_ == Status::ok && is_abandoned && instance_->plan_.drops_abandoned) drop();
  }
  const bool works = instance_ != nullptr && instance_->works_ && status_ == Status::ok;
  if (works) co_await instance_->work(task_.operation, task_.attempt * 2u + (task_.writes ? 1u : 0u));
  co_return status_;
}

void Worker::dismiss() {
  instance_->wire_.emit(FactKind::shed, {.operation = number(task_.operation),
                                         .key = index(task_.key),
                                         .node = index(instance_->id),
                                         .outcome = ShedAs{priority_, true}.packed()});
  leave_without(Status::shed);
}

void Worker::leave_without(Status why) {
  status_ = why;
  leave_queue();
  permit_->dismiss();
}

void Worker::drop() {
  instance_->wire_.emit(FactKind::abandoned, {.operation = number(task_.operation),
                                              .key = index(task_.key),
                                              .node = index(instance_->id),
                                              .outcome = static_cast<std::uint8_t>(task_.call->message.verb)});
  status_ = Status::refused;
  permit_.reset();
}

void Worker::watch_queue() {
  const auto& patience = instance_->plan_.queue_timeout;
  if (!patience || instance_->workers_->free() > 0) return;
  sim::Simulation& simulation = instance_->wire_.simulation();
  clock_ = simulation.schedule(simulation.now() + *patience, sim::Wake::call(this));
  clock_runs_ = true;
}

// Who has been given a worker at that instant, but has not gone on, keeps it.
void Worker::on_event() {
  clock_runs_ = false;
  if (is_waiting()) leave_without(Status::refused);
}

void Worker::enter_queue() {
  is_queued_ = true;
  ++instance_->queued_;
  if (!instance_->plan_.sheds_lowest) return;
  instance_->line_.push_back(this);
  instance_->waiting_.enter(priority_);
}

void Worker::leave_queue() {
  if (!is_queued_) return;
  is_queued_ = false;
  if (clock_runs_) instance_->wire_.simulation().cancel(clock_);
  clock_runs_ = false;
  --instance_->queued_;
  if (!instance_->plan_.sheds_lowest) return;
  std::vector<Worker*>& line = instance_->line_;
  line.erase(std::find(line.begin(), line.end(), this));
  instance_->waiting_.leave(priority_);
}

Shifts::Part::Part(Shifts& shifts, const Read& read, const Call* call)
    : shifts_(shifts),
      name_(read.batch, read.attempt),
      shift_(shifts.shifts_.try_emplace(name_, shifts.simulation_, shifts.instance_, read, call).first->second),
      is_first_(shift_.reads++ == 0) {}

Shifts::Part::~Part() {
  if (--shift_.reads == 0) shifts_.shifts_.erase(name_);
}

sim::Task<Status> Shifts::Part::begin() {
  if (is_first_) {
    shift_.status = co_await shift_.worker.arrive();
    shift_.has_begun = true;
    shift_.begun.wake_all();
  } else if (!shift_.has_begun) {
    co_await shift_.begun.wait();
  }
  co_return shift_.status;
}

}  // namespace stalemate::models
