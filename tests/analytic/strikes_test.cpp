// When faults strike: again and again by their law, and when something first holds, to the nanosecond.
// Promise: strikes at a rate are a function of seed and name alone; a condition strikes once.
// Source: renewal processes with exponential gaps (Cox 1962); the definitions of this project's conditions.
#include <catch2/catch.hpp>
#include <cmath>
#include "tests/analytic/fact_log.hpp"
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::Condition;
using models::Fault;
using models::Span;

Fault again(Duration every, Duration lasts) {
  Fault fault;
  fault.name = "again";
  fault.kind = Fault::Kind::crash;
  fault.node = "cache";
  fault.every = every;
  fault.lasts = Distribution::constant(lasts);
  return fault;
}

Fault& waits(Backend& backend, Fault::Kind kind, const std::string& part, const Condition& condition, Duration lasts) {
  Fault& fault = backend.strikes(kind, part);
  fault.when = condition;
  fault.lasts = Distribution::constant(lasts);
  return fault;
}

std::vector<std::int64_t> strikes_of(const Backend& backend, std::size_t fault) {
  models::World world(backend.world);
  world.run();
  std::vector<std::int64_t> told;
  for (const Span& each : world.blueprint().faults[fault].strikes) {
    told.push_back(each.at.ns);
    told.push_back(each.until.ns);
  }
  return told;
}

}  // namespace

TEST_CASE("Every: gaps from an end to the next beginning are exponential, and strikes lie within their time") {
  Fault fault = again(10_s, 5_s);
  fault.at = Instant{} + 100_s;
  fault.until = Instant{} + 300'000_s;
  const auto strikes = strikes_ahead(fault, 7, Instant::never());
  REQUIRE(strikes.size() > 15'000);
  double sum = 0, longer = 0;
  Instant healthy = fault.at;
  for (const Span& each : strikes) {
    REQUIRE(each.at >= healthy);
    REQUIRE(each.at < fault.until);
    REQUIRE(each.until - each.at == 5_s);
    const double gap = sim::seconds(each.at - healthy);
    sum += gap;
    longer += gap > 20;
    healthy = each.until;
  }
  const auto n = static_cast<double>(strikes.size());
  const double share = std::exp(-2.0);
  CHECK(sum / n == Approx(10).margin(4 * 10 / std::sqrt(n)));
  CHECK(longer / n == Approx(share).margin(4 * std::sqrt(share * (1 - share) / n)));
}

TEST_CASE("Every: a strike is in force from its beginning to before its end, and its turns come one after the other") {
  Fault fault = again(10_s, 1_s);
  fault.strikes = {{Instant{} + 2_s, Instant{} + 5_s}, {Instant{} + 5_s, Instant{} + 6_s}, {Instant{} + 9_s}};
  std::vector<bool> in_force;
  for (const Duration at : {1_s, 2_s, 4_s, 5_s, 6_s, 8_s, 9_s, 99_s})
    in_force.push_back(is_in_force(fault, Instant{} + at));
  CHECK(in_force == std::vector<bool>{false, true, true, true, false, false, true, true});
  std::vector<std::int64_t> turns;
  for (Instant at; at != Instant::never();) turns.push_back((at = next_turn(fault, at)).ns / 1'000'000'000);
  CHECK(turns == std::vector<std::int64_t>{2, 5, 6, 9, Instant::never().ns / 1'000'000'000});
}

TEST_CASE("Every: strikes depend on seed and name, and on nothing else") {
  const auto times = [](const Fault& fault, std::uint64_t seed) {
    std::vector<std::int64_t> told;
    for (const Span& each : strikes_ahead(fault, seed, Instant{} + 1'000_s)) told.push_back(each.at.ns);
    return told;
  };
  const Fault fault = again(10_s, 1_s);
  Fault renamed = fault;
  renamed.name = "another";
  CHECK(times(fault, 1) == times(fault, 1));
  CHECK(times(fault, 1) != times(fault, 2));
  CHECK(times(fault, 1) != times(renamed, 1));
}

TEST_CASE("Every: a world crashes its cache at each strike, and it is back after each") {
  Backend backend;
  backend.world.faults.push_back(again(30_s, 2_s));
  models::World world(backend.runs(600, 0).world);
  int down = 0, up = 0;
  struct Reader final : sim::FactReader {
    int* down;
    int* up;
    void read(std::span<const sim::Fact> facts) override {
      for (const sim::Fact& fact : facts) {
        *down += models::kind_of(fact) == models::FactKind::node_down;
        *up += models::kind_of(fact) == models::FactKind::node_up;
      }
    }
  } reader;
  reader.down = &down;
  reader.up = &up;
  world.facts().add_reader(&reader);
  world.run();
  CHECK(down == std::ssize(world.blueprint().faults[0].strikes));
  CHECK(down > 5);
  CHECK(down - up <= 1);
}

TEST_CASE("When: the commit that makes them so many, and a time after it") {
  Backend backend;
  backend.writes_at({10_ms, 20_ms, 30_ms, 40_ms});
  waits(backend, Fault::Kind::crash, "cache", {Condition::Of::commits, "item", 3, 5_ms}, 7_ms);
  CHECK(strikes_of(backend, 0) == Instants{35 * ms, 42 * ms});
  backend.world.faults[0].when->reach = 5;
  CHECK(strikes_of(backend, 0).empty());
}

TEST_CASE("When: so many wait for the first time, and not again") {
  Backend backend;
  backend.origin_read_takes(10_ms).reads_at({0_ms, 1_ms, 2_ms, 3_ms, 500_ms, 501_ms, 502_ms, 503_ms});
  backend.origin().servers = 1;
  waits(backend, Fault::Kind::slow, "db", {Condition::Of::waiting, "db", 3, {}}, 0_ms).factor = 2;
  CHECK(strikes_of(backend, 0) == Instants{3 * ms, Instant::never().ns});
}

TEST_CASE("When: another fault begins, or ends") {
  Backend backend;
  during(backend.strikes(Fault::Kind::crash, "cache"), 10_ms, 30_ms);
  waits(backend, Fault::Kind::crash, "writer", {Condition::Of::begins, "fault.1", 1, 1_ms}, 2_ms);
  waits(backend, Fault::Kind::flush, "cache", {Condition::Of::ends, "fault.2", 1, {}}, 0_ms);
  waits(backend, Fault::Kind::crash, "reader", {Condition::Of::ends, "fault.3", 1, 4_ms}, 1_ms);
  CHECK(strikes_of(backend, 1) == Instants{11 * ms, 13 * ms});
  CHECK(strikes_of(backend, 2) == Instants{13 * ms, Instant::never().ns});
  CHECK(strikes_of(backend, 3) == Instants{17 * ms, 18 * ms});
  backend.world.faults.erase(backend.world.faults.begin());  // what waits for one that is left out never strikes
  CHECK(strikes_of(backend, 0).empty());
}
