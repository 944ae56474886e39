// write: invalidate-before. Delete the key from the cache, then write the origin, then acknowledge.
// Promise: nothing is deleted after the commit, so that what a reader stores between delete and commit stays.
// Source: the order "DEL, then UPDATE" of cache-aside systems, and why it is advised against. Departs: the write goes
// on when the delete gets no answer. It cannot be versioned: the stamp that tells older entries from newer ones is
// given by the commit, and this delete leaves before it.
#include "models/behind.hpp"

namespace stalemate::models::strategies::write {
namespace {

class InvalidateBefore final : public Writer {
 public:
  explicit InvalidateBefore(const Parts& parts) : behind_(parts), carrier_(*parts.carrier) {}

  sim::Task<Ack> write(Write write) override {
    co_await carrier_.announce(Change{write, Value{}}, Verb::drop);
    const Ack ack = co_await behind_.write(write);
    co_return ack;
  }

 private:
  Behind behind_;
  Carrier& carrier_;
};

std::unique_ptr<Writer> make_invalidate_before(const options::Values&, const Parts& parts) {
  return std::make_unique<InvalidateBefore>(parts);
}

const options::Registered<WriteAxis> invalidate_before_option(
    {.axis = {},
     .name = "invalidate-before",
     .promise = "The writer deletes the key from the cache, whatever its version, and then writes the origin.",
     .guarantees = {options::Guarantee::told_ahead},
     .word = "delete",
     .is_ahead = true},
    make_invalidate_before);

}  // namespace
}  // namespace stalemate::models::strategies::write
