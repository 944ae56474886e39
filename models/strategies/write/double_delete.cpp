// write: double-delete. Write the origin, delete the key from the cache, acknowledge, and delete it again later.
// Promise: what a slow reader has stored between the two deletes goes with the second, if the writer's node lives on;
// versioned, neither removes what is as new as the commit, so that the second costs no fetch of what was right.
// Source: the "delayed double delete" of cache-aside systems. Departs: the first delete follows the commit, as that of
// `invalidate` does; nobody waits for the second.
#include "models/behind.hpp"

namespace stalemate::models::strategies::write {
namespace {

class DoubleDelete final : public Writer {
 public:
  DoubleDelete(const options::Values& values, const Parts& parts)
      : wire_(parts.wire),
        home_(parts.home),
        behind_(parts),
        carrier_(*parts.carrier),
        delay_{values.integer("delay")},
        versioned_(values.flag("versioned")) {}

  sim::Task<Ack> write(Write write) override {
    const Ack ack = co_await behind_.write(write);
    if (ack.ok()) {
      Change change{write, ack.committed, versioned_};
      change.is_last = false;
      co_await carrier_.announce(change, Verb::drop);
      change.announcement = 1;
      change.is_last = true;
      home_.scope.spawn_at(wire_.now() + delay_, &DoubleDelete::again, this, change);
    }
    co_return ack;
  }

 private:
  sim::Process again(Change change) { co_await carrier_.announce(change, Verb::drop); }

  Wire& wire_;
  Node& home_;
  Behind behind_;
  Carrier& carrier_;
  Duration delay_;
  bool versioned_;
};

std::unique_ptr<Writer> make_double_delete(const options::Values& values, const Parts& parts) {
  return std::make_unique<DoubleDelete>(values, parts);
}

const options::Registered<WriteAxis> double_delete_option(
    {.axis = {},
     .name = "double-delete",
     .promise = "After the commit the writer deletes the key from the cache, and once more after a delay.",
     .parameters = {{"delay", options::ParameterKind::duration, "500ms", "time",
                     "between the end of the first delete and the second"},
                    {"versioned", options::ParameterKind::flag, "false", "",
                     "delete only what is older than the commit the deletes are for"}},
     .guarantees = {options::Guarantee::told_first, options::Guarantee::takes_effect},
     .word = "delete",
     .is_repeated = true},
    make_double_delete);

}  // namespace
}  // namespace stalemate::models::strategies::write
