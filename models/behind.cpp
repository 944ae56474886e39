#include "models/behind.hpp"

namespace stalemate::models {

sim::Task<Reply> Behind::read(Read read) const {
  if (reader_ == nullptr) {
    const Answer answer = co_await origin_.read(read);
    co_return Reply(answer);
  }
  const Reply reply = co_await reader_->fetch(read);
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
