// write: update. Write the origin, then set the new value in the cache, then acknowledge.
// Promise: the key stays cached through a write; of racing writers the last set wins, not the last commit.
// Source: set-after-commit ("write-update"). Departs: none.
#include "models/behind.hpp"

namespace stalemate::models::strategies::write {
namespace {

class Update final : public Writer {
 public:
  explicit Update(const Parts& parts) : behind_(parts), carrier_(*parts.carrier) {}

  sim::Task<Ack> write(Write write) override {
    const Ack ack = co_await behind_.write(write);
    if (ack.ok()) {
      co_await carrier_.announce(Change{write, ack.committed}, Verb::update);
    }
    co_return ack;
  }

 private:
  Behind behind_;
  Carrier& carrier_;
};

std::unique_ptr<Writer> make_update(const options::Values&, const Parts& parts) {
  return std::make_unique<Update>(parts);
}

const options::Registered<WriteAxis> update_option(
    {.axis = {},
     .name = "update",
     .promise = "After the commit the writer sets the new value in the cache.",
     .guarantees = {options::Guarantee::told_first, options::Guarantee::takes_effect},
     .word = "update"},
    make_update);

}  // namespace
}  // namespace stalemate::models::strategies::write
