// A station: servers and one first-in-first-out line, as an origin's or a cache's.
// Promise: begins service at once while a server is free; a full line turns calls away, or, where it sheds, lets the
// youngest of the lowest priority go, if that is below the newcomer's; nothing is lost but by a crash.
// Source: G/G/c/K queues with reneging (Kendall; Barrer 1957); dead work dropped by its deadline: gRPC; the SRE book,
// chapter 22. Departs: all calls have the same patience, so that the first in line is the first to leave it, and one
// event serves them all; that a caller has given up, or died, is known at once.
#pragma once
#include <cstdint>
#include <optional>
#include "models/trigger.hpp"
#include "models/wire.hpp"

namespace stalemate::models {

/// Who owns a station and does its work.
class Desk {
 public:
  virtual Duration begin(Call& call) = 0;      ///< Service begins; how long it takes.
  virtual void finish(Call& call) = 0;         ///< Service has ended: answer.
  virtual void turn_away(Call& call, Status why) = 0;  ///< Not served: refuse.

 protected:
  ~Desk() = default;
};

class Station final : private sim::Handler {
 public:
  struct Limits {
    std::int64_t servers = 0;  ///< 0: as many as there are calls.
    std::int64_t line = -1;    ///< Calls that may wait; -1: any number.
    std::optional<Duration> patience = std::nullopt;
    bool sheds_lowest = false;
    bool drops_abandoned = false;  ///< A server that takes the next call drops it if nobody awaits its answer any more.
  };

  Station(Wire& wire, Desk& desk, Limits limits) : wire_(wire), desk_(desk), limits_(limits) {}
  Station(const Station&) = delete;
  Station& operator=(const Station&) = delete;
  ~Station() { stop_clock(); }

  void enter(Call& call);
  /// Service takes so many times as long, of calls of a class, or of all, whose service begins meanwhile.
  void slow(const Slowness& slowness, bool begins) { slowed_.slow(slowness, begins); }
  /// A call that `Wire::serve` held for this station is served.
  void served(Call& call);
  /// A crash: every call here dies with its node.
  void clear();
  /// Told when so many wait here for the first time.
  void watch(std::int64_t reach, Trigger& trigger) { watched_.add(reach, trigger); }

 private:
  void take(Call& call);
  void begin(Call& call);
  void end(Call& call);
  void begin_next();
  Priority priority_of(const Call& call) const { return wire_.priorities.of(call.message.operation); }
  bool make_room(const Call& newcomer);
  Call& take_youngest(Priority priority);
  void forget(const Call& waited);
  Call* pop_front();
  void on_event() override;  ///< The first in line has waited as long as it will.
  void watch_first();
  void stop_clock();

  Wire& wire_;
  Desk& desk_;
  Limits limits_;
  std::int64_t busy_ = 0;
  std::int64_t waiting_ = 0;
  WaitingByPriority by_priority_;  ///< Where it sheds.
  Triggers watched_;
  Call* first_ = nullptr;
  Call* last_ = nullptr;
  sim::Simulation::Handle clock_ = 0;
  bool clock_runs_ = false;
  Slowed slowed_;
  std::vector<Call*> in_service_;  // kept only to find them in a crash
};

}  // namespace stalemate::models
