#include "models/behind.hpp"
#include "models/tier.hpp"

namespace stalemate::models {

Behind::Behind(const Parts& parts)
    : origin_(parts.origin),
      reader_(parts.next_reader),
      writer_(parts.next_writer),
      keeps_floors_(parts.tier != nullptr && parts.tier->guarded().floor_of != FloorOf::nothing) {}

sim::Task<Reply> Behind::read(Read read) const {
  Reply reply;
  if (reader_ == nullptr) {
    const Answer answer = co_await origin_.read(read);
    reply = Reply(answer);
  } else {
    reply = co_await reader_->fetch(read);
  }
  if (is_too_old(read, reply)) [[unlikely]] {
    const Answer answer = co_await read_leader(read, reply);
    reply = Reply(answer);
  }
  co_return reply;
}

sim::Task<Ack> Behind::write(Write write) const {
  if (writer_ == nullptr) {
    const Answer answer = co_await origin_.write(write);
    co_return Ack(answer);
  }
  const Ack ack = co_await writer_->write(write);
  co_return ack;
}

}  // namespace stalemate::models
