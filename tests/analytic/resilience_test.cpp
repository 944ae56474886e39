// What clients do about failure: retry budgets and circuit breakers.
// Promise: time-lines to the nanosecond by hand, then what follows from them in the long run.
// Source: Finagle's RetryBudget; Nygard 2007 (circuit breaker); the geometric series of retries.
#include <catch2/catch.hpp>
#include "models/breaker.hpp"
#include "tests/analytic/expectation.hpp"
#include "tests/analytic/resilience_worlds.hpp"
#include "tests/analytic/stampede_worlds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::sim::literals;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;

Users impatient(Duration timeout = 10_ms) {
  Users users;
  users.load().timeout = timeout;
  return users;
}

models::CircuitBreaker breaker(std::int64_t failures, Duration open, std::int64_t of = 0) {
  return {failures, of, open};
}

TEST_CASE("a retry takes a token, and each request brings a share of one") {
  Users users = impatient();
  users.load().retries.max = 5;
  users.load().retries.budget = 0.5;
  users.load().retries.reserve = 2;
  const Ended ended(users.ask_every(100_ms, 4).cut_off(0_ms, 1_s));
  // The reserve, 2, is for two retries; then a half, a whole one, a half.
  CHECK(ended.attempts == Instants{0, 10 * ms, 20 * ms, 100 * ms, 200 * ms, 210 * ms, 300 * ms});
  CHECK(ended.failed == Instants{30 * ms, 110 * ms, 220 * ms, 310 * ms});
  CHECK(ended.why == std::vector(4, Status::timeout));
}

TEST_CASE("ten tenths of a token are a retry, and no more than the reserve is held") {
  Users users = impatient();
  users.load().retries.max = 9;
  users.load().retries.budget = 0.1;
  users.load().retries.reserve = 1;
  const Ended ended(users.ask_every(100_ms, 41).cut_off(0_ms, 100_s));
  // One at the first request, one at the 11th, 21st, 31st and 41st: what the first brings is above the reserve.
  CHECK(ended.attempts.size() == 41 + 5);
  CHECK(ended.failed[10] == 1'020 * ms);
}

TEST_CASE("with a budget retries are its share of the requests, whatever fails") {
  Users users = impatient();
  users.load().retries.max = 3;
  users.load().retries.budget = 0.1;
  constexpr int n = 1'000;
  users.ask_every(500_ms, n).cut_off(0_ms, 1'000_s);
  const RunResult run = users.run();
  CHECK(equals("attempts n + floor(10 + (n-1)/10)", std::int64_t{n + 10 + 99}, run.total.reads.attempts));
  CHECK(run.total.reads.failed == n);
}

/// Of requests of which an attempt fails with probability f: its request or its answer is lost.
RunResult with_budget(double failure, double budget, std::uint64_t seed) {
  Users users(seed);
  models::Load& load = users.load();
  load.shape = models::Load::Shape::poisson;
  load.rate_per_s = 1'000;
  load.ends = Instant{} + 20_s;
  load.timeout = 20_ms;
  load.retries = {.max = 3, .base = 5_ms, .budget = budget};
  users.world.links = {{.from = "users", .to = "reader", .loss = 1 - std::sqrt(1 - failure)}};
  users.runs(25, 0);
  return users.run();
}

TEST_CASE("a budget binds where retries would be more than its share, and nowhere else", "[long]") {
  const auto attempts_a_request = [](double failure, double budget) {
    return over_seeds(twice_the_seeds, [=](std::uint64_t seed) {
      const RunResult run = with_budget(failure, budget, seed);
      const auto invoked = static_cast<double>(run.total.reads.invoked);
      CHECK(static_cast<double>(run.total.reads.attempts) <= (1 + budget) * invoked + 10);
      return std::vector{static_cast<double>(run.total.reads.attempts) / invoked};
    })[0];
  };
  CHECK(approximates("1 + budget, at f 1/2", 1.1, attempts_a_request(0.5, 0.1), 0.002, 0.001));
  CHECK(approximates("1 + budget, at f 0.7", 1.4, attempts_a_request(0.7, 0.4), 0.002, 0.001));
  const double series = (1 - std::pow(0.05, 4)) / (1 - 0.05);
  CHECK(agrees("(1-f^4)/(1-f), at f 0.05 and a budget of 40 %", series, attempts_a_request(0.05, 0.4), 0.002));
}

TEST_CASE("after failures in a row nothing is sent, until a probe is answered") {
  Users users = impatient();
  users.load().breaker = breaker(3, 1_s);
  users.ask_every(100_ms, 41).cut_off(0_ms, 2'050_ms);
  const Ended ended(users);
  Instants expected{0, 100 * ms, 200 * ms, 1'300 * ms};  // it opens at 210, and anew at 1310
  for (std::int64_t at = 2'400; at <= 4'000; at += 100) expected.push_back(at * ms);
  CHECK(ended.attempts == expected);
  CHECK(ended.failed[2] == 210 * ms);
  CHECK(ended.failed[3] == 300 * ms);
  CHECK(ended.why[2] == Status::timeout);
  CHECK(ended.why[3] == Status::circuit_open);
  const RunResult run = users.run();
  CHECK(failures(run, Status::timeout) == 4);
  CHECK(failures(run, Status::circuit_open) == 20);
  CHECK(run.total.reads.attempts == 21);
  CHECK(run.total.reads.answered == 17);
}

TEST_CASE("while a probe is under way the others fail at once") {
  Users users = impatient(150_ms);
  users.load().breaker = breaker(1, 100_ms);
  users.ask_at({0_ms, 250_ms, 300_ms, 400_ms, 410_ms}).cut_off(0_ms, 260_ms);
  const Ended ended(users);
  // Open from 150 to 250; the probe of 250 fails at 400, and until 500 it is open.
  CHECK(ended.attempts == Instants{0, 250 * ms});
  CHECK(ended.failed == Instants{150 * ms, 300 * ms, 400 * ms, 400 * ms, 410 * ms});
}

TEST_CASE("a request whose circuit opens under it fails with the reason that it had") {
  Users users = impatient();
  users.load().breaker = breaker(2, 1_s);
  users.load().retries = {.max = 3, .base = 5_ms};
  const Ended ended(users.ask_at({0_ms, 100_ms}).cut_off(0_ms, 1_s));
  CHECK(ended.attempts == Instants{0, 15 * ms});
  CHECK(ended.failed == Instants{30 * ms, 100 * ms});
  CHECK(ended.why == std::vector{Status::timeout, Status::circuit_open});
}

std::int64_t not_sent(const models::CircuitBreaker& of, std::vector<Duration> failing) {
  Users users = impatient();
  users.load().breaker = of;
  users.ask_every(100_ms, 6);
  for (const Duration at : failing) users.cut_off(at, at + 1_ms);
  return failures(users.run(), Status::circuit_open);
}

TEST_CASE("failures count among the last attempts, or in a row") {
  CHECK(not_sent(breaker(2, 1_s), {0_ms, 200_ms}) == 0);
  CHECK(not_sent(breaker(2, 1_s), {100_ms, 200_ms}) == 3);
  CHECK(not_sent(breaker(2, 1_s, 3), {0_ms, 200_ms}) == 3);
  CHECK(not_sent(breaker(2, 1_s, 3), {0_ms, 300_ms}) == 0);
  CHECK(not_sent(breaker(2, 1_s, 4), {0_ms, 300_ms}) == 2);
}

TEST_CASE("what was sent before a circuit changed tells it nothing") {
  const std::optional<models::CircuitBreaker> plan = breaker(1, 1_s);
  models::Breaker circuit(plan);
  const auto early = circuit.ask({}, 0), other = circuit.ask({}, 0);
  circuit.ended(early, false, {});
  CHECK_FALSE(circuit.ask(Instant{} + 999_ms, 0));
  const auto probe = circuit.ask(Instant{} + 1_s, 0);
  REQUIRE(probe);
  circuit.ended(other, false, Instant{} + 1_s);
  circuit.ended(probe, true, Instant{} + 2_s);
  CHECK(circuit.ask(Instant{} + 2_s, 0));
  circuit.ended(other, false, Instant{} + 2_s);
  CHECK(circuit.ask(Instant{} + 2_s, 0));
}

TEST_CASE("the reads of one multi-get are one probe") {
  const std::optional<models::CircuitBreaker> plan = breaker(1, 1_s);
  models::Breaker circuit(plan);
  circuit.ended(circuit.ask({}, 7), false, {});
  CHECK(circuit.ask(Instant{} + 1_s, 8));
  CHECK(circuit.ask(Instant{} + 1_s, 8));
  CHECK_FALSE(circuit.ask(Instant{} + 1_s, 9));
  CHECK_FALSE(circuit.ask(Instant{} + 1_s, 0));
}

TEST_CASE("at an origin that is down a breaker sends its failures and one probe each time") {
  for (const std::int64_t limit : {1, 5, 20}) {
    Users users;
    models::Load& load = users.load();
    load.shape = models::Load::Shape::constant;
    load.rate_per_s = 100;
    load.breaker = breaker(limit, 1_s);
    users.strikes(models::Fault::Kind::crash, "db");
    users.runs(100, 0);
    const RunResult run = users.run();
    // It opens at its last failure, (F-1)/r, and all that follows takes no time.
    const std::int64_t probes = (100'000 - 1 - (limit - 1) * 10) / 1'000;
    CHECK(equals("attempts F + floor((T-(F-1)/r)/open)", limit + probes, run.total.reads.attempts));
    CHECK(failures(run, Status::circuit_open) == 10'000 - run.total.reads.attempts);
  }
}

TEST_CASE("a service that makes its load itself calls through its breaker, and forgets it with its process") {
  Users users = impatient();
  users.load().from = "reader";
  users.load().breaker = breaker(1, 10_s);
  users.strikes(models::Fault::Kind::crash, "db").until = Instant{} + 150_ms;
  users.strikes(models::Fault::Kind::restart, "reader").at = Instant{} + 250_ms;
  const Ended ended(users.ask_every(100_ms, 4));
  CHECK(ended.attempts == Instants{0, 300 * ms});
  CHECK(ended.failed == Instants{0, 100 * ms, 200 * ms});
  CHECK(ended.answered == Instants{300 * ms});
}

TEST_CASE("a budget begins anew with its process") {
  Users users = impatient();
  users.load().from = "reader";
  users.load().retries = {.max = 9, .budget = 0.01, .reserve = 1};
  users.strikes(models::Fault::Kind::crash, "db");
  users.strikes(models::Fault::Kind::restart, "reader").at = Instant{} + 150_ms;
  CHECK(Ended(users.ask_every(100_ms, 4)).attempts == Instants{0, 0, 100 * ms, 200 * ms, 200 * ms, 300 * ms});
}

}  // namespace
