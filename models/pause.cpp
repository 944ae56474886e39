// A process that stands still: what comes to it waits, what it sends leaves late, and what it serves takes longer.
#include "models/wire.hpp"

namespace stalemate::models {

// Pauses that overlap are one.
void Node::pause(Instant until) {
  Node& all = *process;
  const Instant from = std::max(wire_.now(), all.stands_until);
  if (until <= from) return;
  all.stood += until - from;
  all.stands_until = until;
  wire_.has_paused();
}

// A process that dies does not stand still any longer: what has come to it finds nobody.
void Node::end_pause() {
  if (stands_until <= wire_.now()) return;
  stood = stood - (stands_until - wire_.now());
  stands_until = wire_.now();
  wire_.let_in(*this);
}

void Wire::let_in(const Node& process) {
  for (Call& call : calls_) {
    const bool waits_here = call.is_held_up_ && call.stage_ == Call::Stage::arriving && call.to_->process == &process;
    if (!waits_here) continue;
    simulation_.cancel(call.event_);
    schedule(call, Call::Stage::arriving, now());
  }
}

Duration Wire::held(const Node& sender) const { return std::max(Duration{}, sender.process->stands_until - now()); }

// What is dead answers at once, whether it stood still or not.
bool Wire::waits(Call& call) {
  const Node& at = *(call.stage_ == Call::Stage::returning ? call.from_ : call.to_)->process;
  Instant until = at.stands_until;
  if (call.stage_ == Call::Stage::serving) {
    until = now() + (at.stood - call.stood_before_);
    call.stood_before_ = at.stood;
  }
  const bool finds_nobody = call.stage_ == Call::Stage::arriving && !call.to_->is_up();
  call.is_held_up_ = until > now() && !finds_nobody;
  if (!call.is_held_up_) return false;
  schedule(call, call.stage_, until);
  watch_deadline(call);
  return true;
}

bool Calling::waits() {
  const Instant until = call_->from_->process->stands_until;
  if (until <= call_->wire_->now()) return false;
  timer_ = call_->wire_->simulation_.schedule(until, sim::Wake::call(this));
  return true;
}

}  // namespace stalemate::models
