// Readers, expiries and an eviction that break their rule; and the generator that everybody shares.
// Promise: each breaks one rule.
// Source: sliding expiry by mistake, "at least" for "less than", most for least recently used, one global generator.
#include "models/eviction/slot_lists.hpp"
#include "models/tier.hpp"
#include "tests/negative/broken_options.hpp"

namespace stalemate::tests {

sim::Stream& shared_stream() {
  static sim::Stream stream(1);
  return stream;
}

namespace {

using namespace models;

/// Each hit stores the value again, and so its time to live begins anew.
class RenewsOnHit final : public Reader {
 public:
  explicit RenewsOnHit(const Parts& parts) : tier_(*parts.tier), filler_(*parts.filler) {}
  sim::Task<Reply> fetch(Read read) override {
    const Answer found = co_await tier_.get(read);
    if (found.found) {
      tier_.put(read, found.value, found, Duration{});
      co_return Reply(found);
    }
    const Reply filled = co_await filler_.fill(read, found);
    co_return filled;
  }

 private:
  Tier& tier_;
  Filler& filler_;
};

/// Reads past the cache, and draws a number from everybody's generator for it.
class DrawsFromTheShared final : public Reader {
 public:
  explicit DrawsFromTheShared(const Parts& parts) : origin_(parts.origin) {}
  sim::Task<Reply> fetch(Read read) override {
    shared_stream()();
    const Answer answer = co_await origin_.read(read);
    co_return Reply(answer);
  }

 private:
  OriginPort origin_;
};

/// A second of time to live, and one instant more.
class ClosedInterval final : public Expiry {
 public:
  Life life(const Message&, Instant) const override { return {Duration{1'000'000'001}}; }
};

/// Its jitter comes from a counter that outlives the world.
class RemembersOtherRuns final : public Expiry {
 public:
  Life life(const Message&, Instant) const override {
    return {Duration{500'000'000 + static_cast<std::int64_t>(sim::below(shared_stream(), 1'000'000))}};
  }
};

class MostRecent final : public eviction::Policy {
 public:
  void on_insert(eviction::Slot slot, const eviction::Resident&) override { order_.push_front(slot); }
  void on_hit(eviction::Slot slot) override {
    order_.unlink(slot);
    order_.push_front(slot);
  }
  void on_remove(eviction::Slot slot, const eviction::Resident&) override { order_.unlink(slot); }
  eviction::Slot evict(const eviction::Residents&) override {
    eviction::Slot newest = order_.back();
    while (order_.newer(newest) != eviction::no_slot) newest = order_.newer(newest);
    order_.unlink(newest);
    return newest;
  }
  void clear() override { order_.clear(); }

 private:
  eviction::SlotLists<> order_;
};

template <class Broken>
std::unique_ptr<Reader> make(const options::Values&, const Parts& parts) {
  return std::make_unique<Broken>(parts);
}
template <class Broken>
std::unique_ptr<Expiry> make_expiry(const options::Values&, sim::StreamKey) {
  return std::make_unique<Broken>();
}
std::unique_ptr<eviction::Policy> make_eviction(const options::Values&, std::int64_t, sim::StreamKey) {
  return std::make_unique<MostRecent>();
}

const options::Registered<ReadAxis> renews({.axis = {}, .name = "broken-renews-on-hit", .promise = "Lives on hits."},
                                           make<RenewsOnHit>);
const options::Registered<ReadAxis> draws({.axis = {}, .name = "broken-shared-stream", .promise = "Moves the numbers."},
                                          make<DrawsFromTheShared>);
const options::Registered<ExpiryAxis> closed({.axis = {}, .name = "broken-closed-interval", .promise = "Lives on."},
                                             make_expiry<ClosedInterval>);
const options::Registered<ExpiryAxis> other_runs(
    {.axis = {}, .name = "broken-other-runs", .promise = "Never the same."}, make_expiry<RemembersOtherRuns>);
const options::Registered<eviction::EvictionAxis> most_recent(
    {.axis = {}, .name = "broken-most-recent", .promise = "Evicts what was just used."}, make_eviction);

}  // namespace
}  // namespace stalemate::tests
