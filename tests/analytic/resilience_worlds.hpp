// Clients of a service that fails, or answers late: what they ask, when, and what becomes of it.
// Promise: until something is declared nothing takes time, so that what a test says of instants is exact.
// Source: tests/analytic/worlds.hpp.
#pragma once
#include "tests/analytic/fact_log.hpp"
#include "tests/analytic/over_seeds.hpp"

namespace stalemate::tests::worlds {

using models::Status;

/// A client "users" asks the service "reader" for one item; nothing is cached.
struct Users : Backend {
  explicit Users(std::uint64_t seed = 1) : Backend(seed) {
    world.nodes.push_back(node("users", models::NodeSpec::Kind::client));
    reads_at({});
    load().from = "users";
    load().to = "reader";
  }
  models::Load& load() { return world.loads[0]; }
  models::ServiceNode& service() { return world.nodes[0].service; }

  /// Every `gap` from 0 on, `count` times.
  Users& ask_every(Duration gap, int count) {
    for (int i = 0; i < count; ++i) load().at.push_back(Instant{} + gap * i);
    return *this;
  }
  Users& ask_at(const std::vector<Duration>& at) {
    for (const Duration instant : at) load().at.push_back(Instant{} + instant);
    return *this;
  }
  /// Nothing that they send in this time arrives.
  Users& cut_off(Duration from, Duration until) {
    models::Fault& fault = strikes(models::Fault::Kind::drop, "users", "reader");
    fault.at = Instant{} + from;
    fault.until = Instant{} + until;
    return *this;
  }
  /// What they send to one instance takes so long.
  Users& slow_to(const std::string& instance, Duration by) {
    strikes(models::Fault::Kind::delay, "users", instance).by = by;
    return *this;
  }
};

/// When requests ended, by their facts.
struct Ended {
  explicit Ended(const FactLog& log)
      : attempts(log.at(models::FactKind::attempt)),
        answered(log.at(models::FactKind::read_answered)),
        failed(log.at(models::FactKind::read_failed)) {
    for (const sim::Fact& fact : log.of(models::FactKind::read_failed))
      why.push_back(static_cast<Status>(fact.outcome));
  }
  explicit Ended(const Backend& backend) : Ended(log_of(backend)) {}
  Instants attempts, answered, failed;
  std::vector<Status> why;
};

inline std::int64_t failures(const RunResult& run, Status why) {
  return run.total.reads.failures[static_cast<std::size_t>(why)];
}

}  // namespace stalemate::tests::worlds
