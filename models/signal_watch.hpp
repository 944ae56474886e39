// A signal as the world itself sees it: what a fault waits for that strikes when an alert would fire.
// Promise: counted from the same facts, second by second, and looked at as an alert is; it fires once, at the instant
// at which the alert does first, and is no fact. Source: this project's semantics ("Alerts") and models ("Faults").
#pragma once
#include <unordered_set>
#include <vector>
#include "models/alerting.hpp"
#include "models/trigger.hpp"
#include "sim/facts.hpp"
#include "sim/simulation.hpp"

namespace stalemate::models {

class World;

class SignalWatch final : public sim::Handler, public sim::FactReader {
 public:
  /// Whether a world can see the signal while it runs: of others only the ledger knows.
  static bool can_see(Alert::Signal signal);
  SignalWatch(const Alert& alert, World& world, Trigger& trigger);
  /// From the end of the warm-up on.
  void start(sim::Simulation& simulation);
  void on_event() override;  ///< A second has passed.
  void read(std::span<const sim::Fact> facts) override;

 private:
  struct Second {
    double sum = 0;
    double of = 0;
  };
  void read(const sim::Fact& fact);
  void looked_up(const sim::Fact& fact);
  bool is_of_waiter(const sim::Fact& lookup);
  void count(const sim::Fact& fact, bool is_event);
  bool is_at(const sim::Fact& fact) const;

  const Alert& alert_;
  World& world_;
  Trigger& trigger_;
  sim::Simulation* simulation_ = nullptr;
  Alerting alerting_;
  std::vector<Second> seconds_;  ///< Since the beginning of the run.
  std::size_t next_ = 0;         ///< The second that is looked at next.
  std::vector<bool> asks_again_;  ///< By class: in this cache whoever waits for another's fill looks again.
  std::unordered_set<std::uint64_t> waiting_;  ///< Reads that do. Never iterated.
};

}  // namespace stalemate::models
