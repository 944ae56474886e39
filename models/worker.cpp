#include "models/worker.hpp"
#include <algorithm>

namespace stalemate::models {

Worker::Worker(ServiceInstance* instance, OperationId operation, KeyId key)
    : instance_(instance), operation_(operation), key_(key) {
  if (instance_ == nullptr || instance_->workers_ == nullptr) return;
  if (instance_->plan_.sheds_lowest) priority_ = instance_->wire_.priorities.of(operation);
  if (instance_->is_queue_full() && !instance_->make_room(priority_)) {
    status_ = Status::refused;
    return;
  }
  permit_.emplace(*instance_->workers_);
  enter_queue();
}

sim::Task<Status> Worker::arrive() {
  if (permit_) {
    co_await permit_->acquire();
    leave_queue();
  }
  co_return status_;
}

void Worker::dismiss() {
  instance_->wire_.emit(FactKind::shed, {.operation = number(operation_),
                                         .key = index(key_),
                                         .node = index(instance_->id),
                                         .outcome = ShedAs{priority_, true}.packed()});
  status_ = Status::shed;
  leave_queue();
  permit_->dismiss();
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
  --instance_->queued_;
  if (!instance_->plan_.sheds_lowest) return;
  std::vector<Worker*>& line = instance_->line_;
  line.erase(std::find(line.begin(), line.end(), this));
  instance_->waiting_.leave(priority_);
}

Shifts::Part::Part(Shifts& shifts, const Read& read)
    : shifts_(shifts),
      name_(read.batch, read.attempt),
      shift_(shifts.shifts_.try_emplace(name_, shifts.simulation_, shifts.instance_, read).first->second),
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
