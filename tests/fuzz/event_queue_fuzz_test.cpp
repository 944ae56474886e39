// The event queue against a plain sorted set, under random pushes, pops and cancellations.
// Promise: one second in the ordinary run, STALEMATE_FUZZ_SECONDS on demand; a failure names the seed of its round.
// Source: the queue's own promise: events leave in the order of (time, sequence).
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <map>
#include "sim/event_queue.hpp"
#include "sim/random.hpp"

namespace stalemate::sim {
namespace {

/// What the queue promises, the slow way: entries by (time, sequence), each with its handle.
class Reference {
 public:
  using Place = std::pair<Instant, std::uint64_t>;
  void push(Instant at, EventQueue<std::uint64_t>::Handle handle) { pending_.emplace(Place{at, sequence_++}, handle); }
  Place first() const { return pending_.begin()->first; }
  void pop() { pending_.erase(pending_.begin()); }
  bool empty() const { return pending_.empty(); }
  std::size_t size() const { return pending_.size(); }
  std::uint64_t next_sequence() const { return sequence_; }
  /// Takes some pending entry out, and gives its handle.
  EventQueue<std::uint64_t>::Handle remove(Stream& bits) {
    const Place at{Instant{static_cast<std::int64_t>(below(bits, 1000))}, 0};
    auto entry = pending_.lower_bound(at);
    if (entry == pending_.end()) entry = pending_.begin();
    const auto handle = entry->second;
    pending_.erase(entry);
    return handle;
  }

 private:
  std::map<Place, EventQueue<std::uint64_t>::Handle> pending_;
  std::uint64_t sequence_ = 0;
};

/// One round: `pushes` of 16 steps push, so that the queue grows, shrinks or stays. The payload is the sequence.
void run_round(std::uint64_t seed) {
  Stream bits(seed);
  EventQueue<std::uint64_t> queue;
  Reference reference;
  Instant now;
  const std::uint64_t span = 1 + below(bits, 200);  // few instants: many ties
  for (int step = 0; step < 4000; ++step) {
    const std::uint64_t pushes = step < 2000 ? 9 : 5;
    const std::uint64_t choice = below(bits, 16);
    if (choice < pushes || reference.empty()) {
      const Instant at = now + Duration{static_cast<std::int64_t>(below(bits, span))};
      reference.push(at, queue.push(at, reference.next_sequence()));
    } else if (choice < 14) {
      REQUIRE(queue.next_at() == reference.first().first);
      const auto popped = queue.pop();
      now = popped.at;
      REQUIRE(std::pair(popped.at, popped.payload) == reference.first());
      reference.pop();
    } else {
      queue.cancel(reference.remove(bits));
    }
    REQUIRE(queue.size() == reference.size());
    REQUIRE(queue.empty() == reference.empty());
  }
}

TEST_CASE("events leave in the order of time and sequence whatever is pushed, popped and cancelled") {
  const char* const wanted = std::getenv("STALEMATE_FUZZ_SECONDS");
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(wanted == nullptr ? 1 : std::atoi(wanted));
  std::uint64_t seed = 1;
  for (; std::chrono::steady_clock::now() < until; ++seed) {
    INFO("seed " << seed);
    run_round(seed);
  }
  CHECK(seed > 5);
}

}  // namespace
}  // namespace stalemate::sim
