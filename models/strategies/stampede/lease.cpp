// stampede: lease. A miss gets a token, at most one a key per interval; only its holder fills, the others ask again.
// Promise: a set whose token a delete has voided is refused, so a slow reader cannot bring back what was deleted.
// Source: Nishtala et al. 2013, 3.2.1. Departs: a waiter that has asked in vain for `patience` reads the origin itself
// and stores nothing.
#include "models/behind.hpp"
#include "models/tier.hpp"

namespace stalemate::models::strategies::stampede {
namespace {

class LeaseFiller final : public Filler {
 public:
  LeaseFiller(const options::Values& values, const Parts& parts)
      : wire_(parts.wire),
        tier_(*parts.tier),
        next_(*parts.filler),
        behind_(parts),
        wait_{values.integer("wait")},
        patience_{values.integer("patience")} {
    tier_.use_leases(Duration{values.integer("interval")});
  }

  sim::Task<Reply> fill(Read read, Answer missed) override {
    if (missed.found && missed.token == Token{}) co_return Reply(missed);  // stale, and another one fetches it
    const Instant gives_up = wire_.now() + patience_;
    for (std::uint16_t round = 1; missed.token == Token{}; ++round) {
      if (wire_.now() >= gives_up) break;
      co_await wire_.simulation().sleep(wait_);
      missed = co_await tier_.get(read, round);
      if (missed.found) co_return joined(missed);
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
  Duration wait_;
  Duration patience_;
};

std::unique_ptr<Filler> make(const options::Values& values, const Parts& parts) {
  return std::make_unique<LeaseFiller>(values, parts);
}

const options::Registered<StampedeAxis> option(
    {.axis = {},
     .name = "lease",
     .promise = "Only the holder of a token fills; a delete voids the token.",
     .parameters = {{"interval", options::ParameterKind::duration, "10s", "time",
                     "at most one token a key in this time; a fetch that fails does not free it"},
                    {"wait", options::ParameterKind::duration, "10ms", "time", "before a waiter asks again"},
                    {"patience", options::ParameterKind::duration, "1s", "time",
                     "after this a waiter reads the origin itself"}},
     .asks_again = true},
    make);

}  // namespace
}  // namespace stalemate::models::strategies::stampede
