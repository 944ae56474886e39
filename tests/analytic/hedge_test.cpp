// Hedged reads: a second attempt at another instance, beside a first that takes long.
// Promise: time-lines to the nanosecond by hand; the latency of two independent answers in closed form.
// Source: Dean & Barroso 2013 (The Tail at Scale).
#include <catch2/catch.hpp>
#include "tests/analytic/explained.hpp"
#include "tests/analytic/figures.hpp"
#include "tests/analytic/resilience_worlds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::sim::literals;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using models::AttemptAs;
using models::FactKind;

/// Two instances by turns, the first one first; an attempt without an answer after 50 ms is hedged.
Users hedging() {
  Users users;
  users.service().instances = 2;
  users.load().hedge_after = 50_ms;
  return users;
}

std::vector<AttemptAs> kinds_of_attempts(const FactLog& log) {
  std::vector<AttemptAs> kinds;
  for (const sim::Fact& fact : log.of(FactKind::attempt)) kinds.push_back(static_cast<AttemptAs>(fact.outcome));
  return kinds;
}

TEST_CASE("a second attempt goes to the other instance, and the first answer wins") {
  const FactLog log = log_of(hedging().ask_at({0_ms, 1_s}).slow_to("reader-1", 100_ms));
  CHECK(log.at(FactKind::attempt) == Instants{0, 50 * ms, 1'000 * ms, 1'050 * ms});
  CHECK(kinds_of_attempts(log) ==
        std::vector{AttemptAs::read, AttemptAs::hedge, AttemptAs::read, AttemptAs::hedge});
  CHECK(log.at(FactKind::read_answered) == Instants{50 * ms, 1'050 * ms});
  // What has lost is done all the same.
  CHECK(log.at(FactKind::origin_arrived) == Instants{50 * ms, 100 * ms, 1'050 * ms, 1'100 * ms});
  CHECK(log.of(FactKind::read_failed).empty());
}

TEST_CASE("of two attempts the first may win, and one that is quick stays alone") {
  CHECK(Ended(hedging().ask_at({0_ms}).slow_to("reader-1", 100_ms).slow_to("reader-2", 70_ms)).answered ==
        Instants{100 * ms});
  Users quick = hedging();
  quick.ask_at({0_ms, 100_ms}).origin_read_takes(49_ms);
  const RunResult run = quick.run();
  CHECK(run.total.reads.attempts == 2);
  CHECK(run.total.reads.hedges == 0);
}

TEST_CASE("a failure is no answer while the other attempt is under way") {
  Users users = hedging();
  users.load().timeout = 80_ms;
  const Ended ended(users.ask_at({0_ms}).slow_to("reader-1", 100_ms).slow_to("reader-2", 60_ms));
  CHECK(ended.attempts == Instants{0, 50 * ms});
  CHECK(ended.answered == Instants{110 * ms});
}

TEST_CASE("when both attempts have failed both are made again") {
  Users users = hedging();
  users.load().timeout = 80_ms;
  users.load().retries = {.max = 1, .base = 10_ms};
  users.ask_at({0_ms}).cut_off(0_ms, 1_s);
  const FactLog log = log_of(users);
  CHECK(log.at(FactKind::attempt) == Instants{0, 50 * ms, 140 * ms, 190 * ms});
  Instants numbers;
  for (const sim::Fact& fact : log.of(FactKind::attempt)) numbers.push_back(fact.version);
  CHECK(numbers == Instants{0, 0, 1, 1});
  CHECK(log.at(FactKind::read_failed) == Instants{270 * ms});
  const RunResult run = users.run();
  CHECK(run.total.reads.attempts == 4);
  CHECK(run.total.reads.hedges == 2);
}

TEST_CASE("what fails before its time is not hedged but made again") {
  Users users = hedging();
  users.load().retries = {.max = 1, .base = 10_ms};
  users.strikes(models::Fault::Kind::crash, "reader");
  const FactLog log = log_of(users.ask_at({0_ms}));
  CHECK(log.at(FactKind::attempt) == Instants{0, 10 * ms});
  CHECK(kinds_of_attempts(log) == std::vector{AttemptAs::read, AttemptAs::read});
}

TEST_CASE("a hedge takes a token of the budget") {
  Users users = hedging();
  users.load().retries.budget = 0.01;
  users.load().retries.reserve = 1;
  const Ended ended(users.ask_at({0_ms, 200_ms}).slow_to("reader-1", 100_ms));
  CHECK(ended.attempts == Instants{0, 50 * ms, 200 * ms});
  CHECK(ended.answered == Instants{50 * ms, 300 * ms});
}

TEST_CASE("while a probe is under way it is not hedged") {
  Users users = hedging();
  users.load().breaker = models::CircuitBreaker{.failures = 1, .open = 100_ms};
  users.load().timeout = 150_ms;
  users.ask_at({0_ms, 300_ms}).cut_off(0_ms, 10_ms).slow_to("reader-1", 100_ms).slow_to("reader-2", 100_ms);
  const Ended ended(users);
  // Answered at 150 by the hedge, after the first attempt's failure at the same instant had opened the circuit.
  CHECK(ended.attempts == Instants{0, 50 * ms, 300 * ms});
  CHECK(ended.answered == Instants{150 * ms, 400 * ms});
}

TEST_CASE("the writes of a load that hedges are attempted one by one") {
  Users users = hedging();
  users.load().writes = "item";
  users.load().write_share = 1;
  const FactLog log = log_of(users.ask_at({0_ms}).slow_to("reader-1", 100_ms));
  CHECK(kinds_of_attempts(log) == std::vector{AttemptAs::write});
  CHECK(log.at(FactKind::write_answered) == Instants{100 * ms});
}

TEST_CASE("a multi-get is hedged as one message") {
  Users users = hedging();
  users.world.classes[0].keys = 10;
  users.load().reads.clear();
  users.load().request = {{.reads = "item", .keys = 3, .how = models::Step::How::multi_get, .popularity = {}}};
  const FactLog log = log_of(users.ask_at({0_ms}).slow_to("reader-1", 100_ms));
  CHECK(log.at(FactKind::attempt) == Instants{0, 0, 0, 50 * ms, 50 * ms, 50 * ms});
  CHECK(log.at(FactKind::request_ended) == Instants{50 * ms});
  int letters = 0;
  for (const sim::Fact& fact : log.of(FactKind::message_sent))
    letters += fact.outcome == static_cast<std::uint8_t>(models::Verb::request_read) &&
               fact.slot != models::in_another_message;
  CHECK(letters == 2);
}

TEST_CASE("attempts that race die with their process") {
  Users users = hedging();
  users.load().from = "reader";
  users.origin_read_takes(100_ms);
  users.strikes(models::Fault::Kind::crash, "reader").at = Instant{} + 60_ms;
  const Ended ended(users.ask_at({0_ms, 20_ms, 30_ms}));
  CHECK(ended.attempts == Instants{0, 20 * ms, 30 * ms, 50 * ms});
  CHECK(ended.failed == Instants(3, 60 * ms));
  CHECK(ended.why == std::vector(3, Status::unreachable));
}

TEST_CASE("explain: the second attempt got what is stale") {
  Users users = hedging();
  users.cached("cache-aside", "write-around").writes_at({1_s});
  users.ask_at({0_ms, 2_s}).slow_to("reader-1", 100_ms);
  const explained::explain::Story story = explained::told(users.world);
  explained::check_told(story, analysis::measure::Cause::ttl_window,
                        {"reader-2 sets version 0 in cache", "users begins a read of item 0",
                         "users has had no answer for 50 ms, and asks for item 0 a second time.",
                         "A request from users reaches reader-2", "reader-2 asks cache for item 0: it holds version 0",
                         "The answer at users is version 0"});
  CHECK(explained::check_roles(users.world, story) == 2);
}

TEST_CASE("the latency of a hedged read is that of the lesser of two answers", "[long]") {
  constexpr double mean = 0.02;
  for (const double after : {0.001, 0.02, 0.06}) {
    const auto runs = over_seeds(seeds, [&](std::uint64_t seed) {
      Users users(seed);
      users.service().instances = 2;
      users.origin().read = Distribution::exponential(seconds_of(mean));
      users.load().shape = models::Load::Shape::poisson;
      users.load().rate_per_s = 500;
      users.load().hedge_after = seconds_of(after);
      users.runs(100, 0);
      const RunResult run = users.run();
      return std::vector{mean_latency_s(run), over(run.total.reads.hedges, run.total.reads.invoked)};
    });
    const double late = std::exp(-after / mean);
    CHECK(agrees("m (1-q) + q m/2, q = exp(-d/m)", mean * (1 - late) + late * mean / 2, runs[0], 0.005));
    CHECK(agrees("hedged: exp(-d/m)", late, runs[1], 0.03));
  }
}

}  // namespace
