// What a fault slows, to the nanosecond: the work of a service, the way of messages, the delay of a bus.
// Promise: counted by hand; each line differs from that of the same world without the fault.
// Source: this project's models ("slow by a factor").
#include <catch2/catch.hpp>
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::Fault;
using models::How;

AnsweredRead answered(Duration at, Duration latency) { return {at.ns, latency.ns, 0, How::origin, 0}; }

Backend working(const std::vector<Duration>& reads) {
  Backend backend;
  backend.origin_read_takes(10_ms).reads_at(reads);
  backend.world.nodes[0].service.work = Distribution::constant(4_ms);
  return backend;
}

/// A write at 100 ms whose delete leaves a bus `delay` later; the entry is read every 2 ms.
Backend told_by_bus(Duration delay, bool by_log) {
  Backend backend;
  std::vector<Duration> reads = {0_ms};
  for (int i = 0; i < 40; ++i) reads.push_back(101_ms + 2_ms * i);
  backend.cached("cache-aside", "invalidate").reads_at(reads).writes_at({100_ms});
  backend.world.nodes.push_back(node("bus", models::NodeSpec::Kind::bus));
  backend.world.nodes.back().bus.delay = Distribution::constant(delay);
  if (by_log) backend.world.nodes.back().bus.log = models::LogPlan{};
  backend.policy().carry = option("carry", by_log ? "log" : "pub-sub");
  backend.policy().bus = "bus";
  return backend;
}

}  // namespace

TEST_CASE("Slow: a service works on each request before it asks anybody, under its worker") {
  check(time_line_of(working({0_ms})), {answered(0_ms, 14_ms)});
  Backend backend = working({0_ms, 0_ms});
  backend.world.nodes[0].service.workers = 1;
  check(time_line_of(backend), {answered(0_ms, 14_ms), answered(0_ms, 28_ms)});
}

TEST_CASE("Slow: while a service is slowed its work takes so many times as long, what has begun goes on") {
  Backend backend = working({9_ms, 10_ms, 19_ms, 20_ms});
  during(backend.strikes(Fault::Kind::slow, "reader"), 10_ms, 20_ms).factor = 3;
  check(time_line_of(backend),
        {answered(9_ms, 14_ms), answered(10_ms, 22_ms), answered(19_ms, 22_ms), answered(20_ms, 14_ms)});
}

TEST_CASE("Slow: two that last at once multiply, of one instance only its own work") {
  Backend backend = working({0_ms, 0_ms});
  backend.world.nodes[0].service.instances = 2;
  backend.strikes(Fault::Kind::slow, "reader-1").factor = 3;
  backend.strikes(Fault::Kind::slow, "reader").factor = 2;
  check(time_line_of(backend), {answered(0_ms, 18_ms), answered(0_ms, 34_ms)});
}

TEST_CASE("Slow: a service that stands still does not get on with its work") {
  Backend backend = working({0_ms});
  during(backend.strikes(Fault::Kind::pause, "reader"), 3_ms, 50_ms);
  check(time_line_of(backend), {answered(0_ms, 61_ms)});  // 3, and 1 from 50 on
}

TEST_CASE("Slow: messages of a route take so many times as long, one way or both") {
  for (const bool one_way : {true, false}) {
    Backend backend;
    backend.origin_read_takes(10_ms).takes("reader", "db", 2_ms).takes("db", "reader", 3_ms);
    Fault& fault = during(backend.strikes(Fault::Kind::slow, "reader", "db"), 0_ms, 100_ms);
    fault.factor = 5;
    fault.one_way = one_way;
    check(time_line_of(backend.reads_at({0_ms, 200_ms})),
          {answered(0_ms, one_way ? 23_ms : 35_ms), answered(200_ms, 15_ms)});
  }
}

TEST_CASE("Slow: a bus hands on so many times as late") {
  for (const bool by_log : {false, true})
    for (const auto& [factor, stale] : {std::pair{1.0, 1}, std::pair{10.0, 10}}) {
      Backend backend = told_by_bus(2_ms, by_log);
      during(backend.strikes(Fault::Kind::slow, "bus"), 50_ms, 150_ms).factor = factor;
      // Deleted 2 or 20 after the commit: read at 1, 3, 5 and so on after it.
      CHECK(time_line_of(backend).measured.total.staleness.stale == stale);
    }
}

TEST_CASE("Pause: a bus that stands still hands on when it goes on") {
  for (const bool by_log : {false, true}) {
    Backend backend = told_by_bus(2_ms, by_log);
    during(backend.strikes(Fault::Kind::pause, "bus"), 90_ms, 110_ms);
    // It takes the change at 110, and hands it on at 112: read at 1, 3, 5, 7, 9 and 11 after the commit.
    CHECK(time_line_of(backend).measured.total.staleness.stale == 6);
  }
}
