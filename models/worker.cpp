#include "models/worker.hpp"

namespace stalemate::models {

Worker::Worker(ServiceInstance* instance) : instance_(instance) {
  if (instance_ == nullptr || instance_->workers_ == nullptr) return;
  is_refused_ = instance_->is_queue_full();
  if (is_refused_) return;
  permit_.emplace(*instance_->workers_);
  is_queued_ = true;
  ++instance_->queued_;
}

sim::Task<sim::Done> Worker::arrive() {
  if (permit_) {
    co_await permit_->acquire();
    leave_queue();
  }
  co_return sim::Done{};
}

void Worker::leave_queue() {
  if (is_queued_) --instance_->queued_;
  is_queued_ = false;
}

Shifts::Part::Part(Shifts& shifts, const Read& read)
    : shifts_(shifts),
      name_(read.batch, read.attempt),
      shift_(shifts.shifts_.try_emplace(name_, shifts.simulation_, shifts.instance_).first->second),
      is_first_(shift_.reads++ == 0) {}

Shifts::Part::~Part() {
  if (--shift_.reads == 0) shifts_.shifts_.erase(name_);
}

sim::Task<sim::Done> Shifts::Part::begin() {
  if (is_first_) {
    co_await shift_.worker.arrive();
    shift_.has_begun = true;
    shift_.begun.wake_all();
  } else if (!shift_.has_begun) {
    co_await shift_.begun.wait();
  }
  co_return sim::Done{};
}

}  // namespace stalemate::models
