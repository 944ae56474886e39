// A relay at the origin: publishes what was committed, one after the other, until each is acknowledged.
// Promise: what it has not published outlives a crash of its node; it publishes in the order of the commits, and again
// what may have come though nobody said so.
// Source: the transactional outbox and change data capture (Richardson, "Microservices Patterns", 3.3; Debezium).
// Departs: a row of the outbox costs the write nothing; what a failover loses is published all the same.
#pragma once
#include <deque>
#include "models/axes.hpp"
#include "models/tier.hpp"

namespace stalemate::models {

class Relay {
 public:
  Relay(Wire& wire, Node& home, const Policy& policy, Node& bus, std::uint8_t place_in_class);
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  /// What was committed is seen at the next multiple of so long ...
  void look_every(Duration interval) { interval_ = interval; }
  /// ... or so long after its commit.
  void follow_after(Duration delay) { delay_ = delay; }
  /// Before it publishes once more what was not acknowledged.
  void pause_for(Duration pause) { pause_ = pause; }
  /// The one that its changes are for.
  void use_tier(Tier* tier) { tier_ = tier; }

  /// A commit by a writer that has to tell of it.
  void add(const Write& write, const Value& committed);
  /// After a restart of its node.
  void resume();
  void stop() { is_running_ = false; }

 private:
  struct Entry {
    Change change;
    Instant seen;
  };
  Instant seen_at(Instant committed) const;
  sim::Process publish();

  Wire& wire_;
  Node& home_;
  Tier* tier_ = nullptr;
  Node& bus_;
  Channel channel_;
  bool versioned_;
  Duration interval_{};
  Duration delay_{};
  Duration pause_{};
  std::deque<Entry> waiting_;
  bool is_running_ = false;
};

/// At the writers: the origin tells.
class ToldByOrigin final : public Carrier {
 public:
  sim::Task<sim::Done> announce(Change, Verb) override { co_return sim::Done{}; }
};

}  // namespace stalemate::models
