// How a writer goes on telling: pauses that grow, and a budget that ends it.
// Promise: the instant of every try, and the cause of every stale read after the last one.
// Source: exponential backoff; Finagle's RetryBudget; this project's semantics ("Why a read was stale").
#include <catch2/catch.hpp>
#include "tests/analytic/fact_log.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using analysis::measure::Cause;
using models::Fault;
using models::FactKind;

/// Who tells the cache is cut off from it, and learns a second later that a message is lost.
Backend cut_off(const Settings& telling, const std::vector<Duration>& writes, Duration from) {
  Backend backend;
  backend.cached("cache-aside", "invalidate").reads_at({0_ms, 1'500_ms, 2'500_ms}).writes_at(writes).runs(100, 0);
  backend.policy().carry = option("carry", "inline", telling);
  during(backend.strikes(Fault::Kind::partition, "writer", "cache"), from, 90_s);
  return backend;
}

std::vector<std::int64_t> tries_ms(const Backend& backend) {
  std::vector<std::int64_t> at;
  for (const std::int64_t ns : log_of(backend).at(FactKind::change_sent)) at.push_back(ns / ms);
  return at;
}

using Tries = std::vector<std::int64_t>;
const Settings::value_type three{"retries", std::int64_t{3}};

TEST_CASE("Telling: the pauses before further tries are fixed, or double up to the longest") {
  CHECK(tries_ms(cut_off({three}, {1_s}, 0_s)) == Tries{1000, 2100, 3200, 4300});
  const Settings doubling = {three, {"backoff", std::string("exponential")}, {"cap", (300_ms).ns}};
  CHECK(tries_ms(cut_off(doubling, {1_s}, 0_s)) == Tries{1000, 2100, 3300, 4600});
}

TEST_CASE("Telling: with full jitter each pause is drawn below the one that would be") {
  const Settings jitter = {three, {"backoff", std::string("full-jitter")}};
  const Tries tries = tries_ms(cut_off(jitter, {1_s}, 0_s));
  REQUIRE(tries.size() == 4);
  CHECK(tries[1] <= 2100);
  CHECK(tries[2] <= tries[1] + 1200);
  CHECK(tries[3] <= tries[2] + 1400);
  CHECK(tries[3] != 4700);
  CHECK(tries == tries_ms(cut_off(jitter, {1_s}, 0_s)));
}

TEST_CASE("Telling: when the budget is spent nothing follows, and the word is lost with the last try") {
  const Settings budget = {three, {"budget", 0.1}, {"reserve", std::int64_t{1}}};
  const Backend backend = cut_off(budget, {1_s, 10_s}, 0_s);
  CHECK(tries_ms(backend) == Tries{1000, 2100, 10000});
  // At 1.5 s another try is to come; at 2.5 s the last one has been lost.
  const auto causes = backend.run().total.staleness.causes;
  CHECK(causes[static_cast<std::size_t>(Cause::invalidation_in_flight)] == 1);
  CHECK(causes[static_cast<std::size_t>(Cause::invalidation_lost)] == 1);
}

TEST_CASE("Telling: a try that is answered costs nothing of the budget") {
  const Settings budget = {three, {"budget", 0.01}, {"reserve", std::int64_t{1}}};
  CHECK(tries_ms(cut_off(budget, {1_s, 2_s, 3_s, 6_s}, 5_s)) == Tries{1000, 2000, 3000, 6000, 7100});
}

TEST_CASE("Telling: a new process begins with the whole reserve") {
  const Settings budget = {three, {"budget", 0.01}, {"reserve", std::int64_t{1}}};
  Backend backend = cut_off(budget, {1_s, 20_s}, 0_s);
  backend.strikes(Fault::Kind::restart, "writer").at = Instant{} + 15_s;
  CHECK(tries_ms(backend) == Tries{1000, 2100, 20000, 21100});
}

/// The word goes by a bus, from which the writer is cut off.
Backend cut_off_bus(const char* carry, const Settings& telling) {
  Backend backend = cut_off({}, {1_s, 10_s}, 0_s);
  backend.world.nodes.push_back(node("changes", models::NodeSpec::Kind::bus));
  if (std::string_view(carry) == "log") backend.world.nodes.back().bus.log = models::LogPlan{};
  backend.policy().bus = "changes";
  backend.policy().carry = option("carry", carry, telling);
  during(backend.strikes(Fault::Kind::partition, "writer", "changes"), 0_s, 90_s);
  return backend;
}

TEST_CASE("Telling: a bus that cannot be reached is told by the same rules") {
  const Settings doubling = {three, {"backoff", std::string("exponential")}, {"cap", (300_ms).ns}};
  Settings budget = doubling;
  budget.emplace_back("budget", 0.1);
  budget.emplace_back("reserve", std::int64_t{2});
  for (const char* carry : {"log", "pub-sub"}) {
    CHECK(tries_ms(cut_off_bus(carry, doubling)) == Tries{1000, 2100, 3300, 4600, 10000, 11100, 12300, 13600});
    CHECK(tries_ms(cut_off_bus(carry, budget)) == Tries{1000, 2100, 3300, 10000});
  }
  const auto causes = cut_off_bus("log", budget).run().total.staleness.causes;
  CHECK(causes[static_cast<std::size_t>(Cause::invalidation_in_flight)] == 2);
}

}  // namespace
