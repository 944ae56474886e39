// stampede: lock. A miss asks for the key's lock; who has it fetches, the others ask again, or fetch all the same.
// Promise: one fetch a key at a time over all nodes while the lock's time lasts; a store frees it, a delete does not.
// Source: SET key NX PX beside a cache, the "mutex" or "dogpile lock". Departs: the lock is asked for with the look-up
// itself, in one message; whoever has waited for `patience` reads the origin and stores nothing.
#include "models/behind.hpp"
#include "models/tier.hpp"

namespace stalemate::models::strategies::stampede {
namespace {

class Lock final : public Filler {
 public:
  Lock(const options::Values& values, const Parts& parts)
      : wire_(parts.wire),
        tier_(*parts.tier),
        next_(*parts.filler),
        behind_(parts),
        others_wait_(values.word("others") == "wait"),
        wait_{values.integer("wait")},
        patience_{values.integer("patience")} {
    tier_.use_locks(Duration{values.integer("time")});
  }

  sim::Task<Reply> fill(Read read, Answer missed) override {
    if (missed.found && missed.token == Token{}) co_return Reply(missed);  // due, and another one fetches it
    const Instant gives_up = wire_.now() + patience_;
    for (std::uint16_t round = 1; others_wait_ && missed.token == Token{} && wire_.now() < gives_up; ++round) {
      co_await wire_.simulation().sleep(wait_);
      missed = co_await tier_.get(read, round);
      if (missed.found && !missed.is_due) co_return joined(missed);
      if (missed.found && missed.token == Token{}) co_return Reply(missed);
    }
    if (missed.token == Token{}) {
      const Reply reply = co_await behind_.read(read);
      co_return reply;
    }
    const Reply filled = co_await next_.fill(read, missed);
    co_return filled;
  }

 private:
  Wire& wire_;
  Tier& tier_;
  Filler& next_;
  Behind behind_;
  bool others_wait_;
  Duration wait_;
  Duration patience_;
};

std::unique_ptr<Filler> make(const options::Values& values, const Parts& parts) {
  return std::make_unique<Lock>(values, parts);
}

const options::Registered<StampedeAxis> option(
    {.axis = {},
     .name = "lock",
     .promise = "Only the holder of a key's lock fetches; the others wait for it, or fetch and store nothing.",
     .parameters = {{"time", options::ParameterKind::duration, "10s", "time",
                     "after this the lock is free again; a fetch that fails does not free it"},
                    {"others", options::ParameterKind::word, "wait", "", "wait, or go on at once", {"wait", "go-on"}},
                    {"wait", options::ParameterKind::duration, "10ms", "time", "before a waiter asks again"},
                    {"patience", options::ParameterKind::duration, "1s", "time",
                     "after this a waiter reads the origin itself"}},
     .asks_again = true},
    make);

}  // namespace
}  // namespace stalemate::models::strategies::stampede
