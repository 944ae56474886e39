// Stampede controls that do not control: leases that check nothing, coalescing that only waits, joiners left behind.
// Promise: each breaks one rule.
// Source: mistakes against Nishtala et al. 2013 (leases) and singleflight (coalescing).
#include <set>
#include "models/flight.hpp"
#include "models/tier.hpp"

namespace stalemate::tests {
namespace {

using namespace models;
using namespace sim::literals;

class BrokenFiller : public Filler {
 public:
  explicit BrokenFiller(const Parts& parts)
      : wire_(parts.wire), home_(parts.home), tier_(*parts.tier), next_(*parts.filler), origin_(parts.origin) {}

 protected:
  Wire& wire_;
  Node& home_;
  Tier& tier_;
  Filler& next_;
  OriginPort origin_;
};

/// Asks for its token when it has read the origin, not before: the token knows of no delete in between.
class LeasesLate final : public BrokenFiller {
 public:
  explicit LeasesLate(const Parts& parts) : BrokenFiller(parts) { tier_.use_leases(0_ns); }
  sim::Task<Reply> fill(Read read, Answer) override {
    const Answer fetched = co_await origin_.read(read);
    const Answer leased = co_await tier_.get(read, 1);
    if (!leased.found) tier_.put(read, fetched.value, leased, Duration{});
    co_return Reply(fetched);
  }
};

/// Stores at its own shard, past the check of the token. For read-through.
class StoresUnchecked final : public BrokenFiller {
 public:
  explicit StoresUnchecked(const Parts& parts) : BrokenFiller(parts) { tier_.use_leases(10_s); }
  sim::Task<Reply> fill(Read read, Answer) override {
    const Answer fetched = co_await origin_.read(read);
    Call& call = wire_.prepare(home_, home_, Verb::put, read);
    call.message.value = fetched.value;
    call.message.bytes = 1024;
    wire_.post(call);
    co_return Reply(fetched);
  }
};

/// Sleeps as long as a fetch should take, looks again, and else fetches too.
class CoalescesBySleeping final : public BrokenFiller {
 public:
  using BrokenFiller::BrokenFiller;
  sim::Task<Reply> fill(Read read, Answer missed) override {
    if (!flying_.insert(read.key).second) {
      co_await wire_.simulation().sleep(5_ms);
      const Answer again = co_await tier_.get(read, 1);
      if (again.found) co_return Reply(again);
    }
    const Reply filled = co_await next_.fill(read, missed);
    flying_.erase(read.key);
    co_return filled;
  }

 private:
  std::set<KeyId> flying_;
};

/// The flight comes back and tells nobody.
class LeavesJoinersBehind final : public BrokenFiller {
 public:
  explicit LeavesJoinersBehind(const Parts& parts) : BrokenFiller(parts), flights_(parts) {}
  sim::Task<Reply> fill(Read read, Answer missed) override {
    if (flights_.is_flying(read)) {
      const Reply shared = co_await flights_.join(read, missed);
      co_return shared;
    }
    FlightTable::Taken flight(flights_, read);
    const Reply filled = co_await next_.fill(read, missed);
    co_return filled;
  }

 private:
  FlightTable flights_;
};

template <class Broken>
std::unique_ptr<Filler> make(const options::Values&, const Parts& parts) {
  return std::make_unique<Broken>(parts);
}

using BrokenFill = options::Registered<StampedeAxis>;
const BrokenFill late({.axis = {}, .name = "broken-leases-late", .promise = "Asks for its token too late."},
                      make<LeasesLate>);
const BrokenFill unchecked({.axis = {}, .name = "broken-stores-unchecked", .promise = "Shows no token."},
                           make<StoresUnchecked>);
const BrokenFill sleeping({.axis = {}, .name = "broken-coalesces-by-sleeping", .promise = "Waits by the clock."},
                          make<CoalescesBySleeping>);
const BrokenFill behind({.axis = {}, .name = "broken-leaves-joiners", .promise = "Lands in silence."},
                        make<LeavesJoinersBehind>);

}  // namespace
}  // namespace stalemate::tests
