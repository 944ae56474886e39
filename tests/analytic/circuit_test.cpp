// Circuit breakers in facts and figures: when a circuit opened, let a probe pass and closed.
// Promise: instants and spans are exact.
// Source: Nygard 2007 (circuit breaker); the time-lines of resilience_test.cpp.
#include <catch2/catch.hpp>
#include "tests/analytic/explained.hpp"
#include "tests/analytic/resilience_worlds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::Circuit;
using models::FactKind;

struct Turn {
  std::int64_t at;
  Circuit to;
  bool operator==(const Turn&) const = default;
};

std::vector<Turn> turns_of(const Backend& backend) {
  std::vector<Turn> turns;
  for (const sim::Fact& fact : log_of(backend).of(FactKind::circuit_turned))
    turns.push_back({fact.at.ns / ms, static_cast<Circuit>(fact.outcome)});
  return turns;
}

/// Who gives up after 10 ms asks each 100 ms until 4 s, in vain until 2.05 s; three failures open the circuit for 1 s.
Users cut_off_users() {
  Users users;
  users.load().timeout = 10_ms;
  users.load().breaker = models::CircuitBreaker{.failures = 3, .open = 1_s};
  users.ask_every(100_ms, 41).cut_off(0_ms, 2'050_ms).runs(5, 0);
  return users;
}

const std::vector<Turn> opened_twice = {{210, Circuit::open},
                                        {1'300, Circuit::half_open},
                                        {1'310, Circuit::open},
                                        {2'400, Circuit::half_open},
                                        {2'400, Circuit::closed}};

}  // namespace

TEST_CASE("A circuit tells when it opens, lets a probe pass, and closes") {
  CHECK(turns_of(cut_off_users()) == opened_twice);
  Users hedged = cut_off_users();
  hedged.load().hedge_after = 50_ms;  // none is made in time
  CHECK(turns_of(hedged) == opened_twice);
}

TEST_CASE("How often and how long a circuit was open is a figure of its load, of the measured time") {
  Users users = cut_off_users();
  const RunResult run = users.run();
  REQUIRE(run.loads.size() == 1);
  REQUIRE(run.loads[0].circuit);
  CHECK(run.loads[0].circuit->opened == 2);
  CHECK(run.loads[0].circuit->open_s == Approx(2.19));
  const std::vector<analysis::measure::TimeSpan> spans = {{0.21, 2.4}};
  CHECK(run.loads[0].circuit->spans == spans);
  const RunResult later = users.runs(5, 1).run();
  CHECK(later.loads[0].circuit->opened == 1);
  CHECK(later.loads[0].circuit->open_s == Approx(1.4));
  CHECK(later.loads[0].circuit->spans == spans);
  const RunResult cut = users.runs(2, 0).run();
  CHECK(cut.loads[0].circuit->open_s == Approx(1.79));
  CHECK_FALSE(cut.loads[0].circuit->spans[0].second);
}

TEST_CASE("A circuit that was open is closed for a new process, and one that was closed says nothing") {
  Users users;
  users.load().from = "reader";
  users.load().timeout = 10_ms;
  users.load().breaker = models::CircuitBreaker{.failures = 1, .open = 10_s};
  users.strikes(models::Fault::Kind::crash, "db").until = Instant{} + 150_ms;
  users.strikes(models::Fault::Kind::restart, "reader").at = Instant{} + 250_ms;
  users.strikes(models::Fault::Kind::restart, "reader").at = Instant{} + 350_ms;
  users.ask_every(100_ms, 5);
  CHECK(turns_of(users) == std::vector<Turn>{{0, Circuit::open}, {300, Circuit::closed}});
  // Its figure ends with the process, whenever the next one asks.
  const RunResult run = users.runs(5, 0).run();
  CHECK(run.loads[0].circuit->spans == std::vector<analysis::measure::TimeSpan>{{0, 0.25}});
  CHECK(run.loads[0].circuit->open_s == Approx(0.25));
}

TEST_CASE("explain: a stale read that is the probe of an open circuit") {
  Users users;
  users.cached("cache-aside", "write-around").writes_at({50_ms});
  users.load().timeout = 10_ms;
  users.load().breaker = models::CircuitBreaker{.failures = 1, .open = 100_ms};
  users.ask_at({0_ms, 110_ms, 150_ms, 230_ms}).cut_off(100_ms, 140_ms).runs(1, 0);
  const auto story = stalemate::tests::explained::told(users.world);
  stalemate::tests::explained::check_told(story, analysis::measure::Cause::ttl_window,
                                          {"The circuit breaker of users was open, and lets this read pass as a probe.",
                                           "it holds version 0.",
                                           "The circuit breaker of users closes."});
}

TEST_CASE("A load without a breaker tells of no circuit") {
  Users users;
  CHECK(turns_of(users.ask_every(100_ms, 3)).empty());
  CHECK(users.run().loads.empty());
}
