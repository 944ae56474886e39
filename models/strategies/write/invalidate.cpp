// write: invalidate. Write the origin, then delete the key from the cache, then acknowledge.
// Promise: a read that begins after the acknowledgement does not find what the delete reached.
// Source: delete-after-commit (Nishtala et al. 2013). Departs: none; a lost delete does not undo the write.
#include "models/behind.hpp"

namespace stalemate::models::strategies::write {
namespace {

class Invalidate final : public Writer {
 public:
  Invalidate(const options::Values& values, const Parts& parts)
      : behind_(parts), carrier_(*parts.carrier), versioned_(values.flag("versioned")) {}

  sim::Task<Ack> write(Write write) override {
    const Ack ack = co_await behind_.write(write);
    if (ack.ok()) {
      co_await carrier_.announce(Change{write, ack.committed, versioned_}, Verb::drop);
    }
    co_return ack;
  }

 private:
  Behind behind_;
  Carrier& carrier_;
  bool versioned_;
};

std::unique_ptr<Writer> make_invalidate(const options::Values& values, const Parts& parts) {
  return std::make_unique<Invalidate>(values, parts);
}

const options::Registered<WriteAxis> invalidate_option(
    {.axis = {},
     .name = "invalidate",
     .promise = "After the commit the writer deletes the key from the cache.",
     .parameters = {{"versioned", options::ParameterKind::flag, "false", "",
                     "delete only what is older than the commit the delete is for"}},
     .guarantees = {options::Guarantee::told_first, options::Guarantee::takes_effect},
     .word = "delete"},
    make_invalidate);

}  // namespace
}  // namespace stalemate::models::strategies::write
