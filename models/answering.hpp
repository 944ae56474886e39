// Holds a call while a process works on its answer; a process that dies with its node abandons the call.
// Promise: every call is answered or abandoned exactly once.
// Source: resource acquisition is initialisation.
#pragma once
#include "models/wire.hpp"

namespace stalemate::models {

class Answering {
 public:
  Answering(Wire& wire, Call& call) : wire_(wire), call_(&call) {}
  Answering(const Answering&) = delete;
  Answering& operator=(const Answering&) = delete;
  ~Answering() {
    if (call_ != nullptr && wire_.is_running()) wire_.abandon(*call_);
  }
  void answer(const Reply& reply) {
    call_->answer.found = reply.ok();
    call_->answer.is_passed_on = !reply.ok();
    send(reply.status, reply.how, reply.by, reply.value);
  }
  void answer(const Ack& ack) { send(ack.status, How::origin, NodeId{}, ack.committed); }

 private:
  void send(Status status, How how, NodeId by, const Value& value) {
    Call& call = *call_;
    call_ = nullptr;
    call.answer.status = status;
    call.answer.how = how;
    call.answer.by = by;
    call.answer.value = value;
    wire_.answer(call);
  }
  Wire& wire_;
  Call* call_;
};

}  // namespace stalemate::models
