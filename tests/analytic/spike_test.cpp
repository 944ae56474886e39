// A spike of traffic and a slow server, to the nanosecond.
// Promise: of a load with a spike each request comes when its own time has passed; everything else stays as it was.
// Source: time change of a Poisson process (Lewis & Shedler 1979); the definitions of the two faults.
#include <catch2/catch.hpp>
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::Fault;
using models::How;

Fault spike_of(double factor, Duration from, Duration until) {
  Fault fault;
  fault.name = "spike at " + std::to_string(from.ns);
  fault.kind = Fault::Kind::spike;
  fault.load = "reads";
  fault.factor = factor;
  fault.at = Instant{} + from;
  fault.until = Instant{} + until;
  return fault;
}

std::vector<std::int64_t> arrivals(Backend backend, const std::vector<Fault>& spikes) {
  backend.world.faults = spikes;
  std::vector<std::int64_t> at;
  for (const AnsweredRead& read : time_line_of(backend).reads) at.push_back(read.at);
  return at;
}

/// Five times as fast from 10 s to 20 s.
std::int64_t moved(std::int64_t own) {
  constexpr std::int64_t s = 1'000'000'000;
  if (own < 10 * s) return own;
  if (own < 60 * s) return 10 * s + static_cast<std::int64_t>(static_cast<double>(own - 10 * s) / 5 + 0.5);
  return own - 40 * s;
}

void check_moved(const Backend& backend) {
  const auto calm = arrivals(backend, {}), rushed = arrivals(backend, {spike_of(5, 10_s, 20_s)});
  REQUIRE(rushed.size() > calm.size());
  for (std::size_t i = 0; i < calm.size() && moved(calm[i]) < 100 * 1'000'000'000LL; ++i)
    CHECK(std::abs(rushed[i] - moved(calm[i])) <= 1);
}

/// At its own rate for 10 s, five times as fast for 10 s, and again.
std::int64_t moved_by_curve(std::int64_t own) {
  constexpr std::int64_t s = 1'000'000'000;
  const std::int64_t round = own / (60 * s), in_round = own % (60 * s);
  if (in_round < 10 * s) return 20 * s * round + in_round;
  return 20 * s * round + 10 * s + static_cast<std::int64_t>(static_cast<double>(in_round - 10 * s) / 5 + 0.5);
}

Backend slowed(const std::vector<Duration>& reads) {
  Backend backend;
  backend.cached("cache-aside", "write-around").ttl(1_ms).origin_read_takes(10_ms).reads_at(reads);
  const auto slow = [&](double factor, Duration from, Duration until) {
    Fault& fault = backend.strikes(Fault::Kind::slow, "db");
    fault.factor = factor;
    fault.at = Instant{} + from;
    fault.until = Instant{} + until;
  };
  slow(3, 100_ms, 200_ms);
  slow(0.5, 150_ms, 300_ms);
  return backend;
}

}  // namespace

TEST_CASE("Spike: the same requests come, sooner while it lasts") {
  Backend poisson;
  check_moved(poisson.reads(20).runs(100, 0));
  Backend constant;
  constant.reads(7).runs(100, 0);
  constant.world.loads[0].shape = models::Load::Shape::constant;
  check_moved(constant);
}

TEST_CASE("Curve: the same requests come, sooner while it is high, and it goes on again and again") {
  for (const auto shape : {models::Load::Shape::poisson, models::Load::Shape::constant}) {
    Backend backend;
    backend.reads(7).runs(100, 0);
    backend.world.loads[0].shape = shape;
    const auto level = arrivals(backend, {});
    backend.world.loads[0].curve = {{10_s, 1}, {10_s, 5}};
    const auto curved = arrivals(backend, {});
    REQUIRE(curved.size() > 2 * level.size());
    for (std::size_t i = 0; i < level.size(); ++i) CHECK(std::abs(curved[i] - moved_by_curve(level[i])) <= 1);
  }
}

TEST_CASE("Curve: it begins with its load, and spikes multiply with it") {
  Backend backend;
  backend.reads(1).runs(20, 0);
  backend.world.loads[0].shape = models::Load::Shape::constant;
  backend.world.loads[0].begins = Instant{} + 2_s;
  backend.world.loads[0].curve = {{1_s, 2}, {3_s, 1}};
  // Twice as fast from 2 s to 3 s, then at its own rate, from 4 s on four times that by the spike, and from 6 s eight.
  const auto at = arrivals(backend, {spike_of(4, 4_s, 60_s)});
  const std::vector<double> expected = {2, 2.5, 3, 4, 4.25, 4.5, 4.75, 5, 5.25, 5.5, 5.75, 6, 6.125, 6.25};
  REQUIRE(at.size() > expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) CHECK(static_cast<double>(at[i]) / 1e9 == Approx(expected[i]));
}

TEST_CASE("Spike: two at once multiply, and one before the load begins counts from its beginning") {
  Backend backend;
  backend.reads(1).runs(10, 0);
  backend.world.loads[0].shape = models::Load::Shape::constant;
  backend.world.loads[0].begins = Instant{} + 2_s;
  // Own time passes twice as fast from 2 s, six times from 3 s to 4 s, then three times.
  const auto at = arrivals(backend, {spike_of(2, 1_s, 4_s), spike_of(3, 3_s, 60_s)});
  const std::vector<double> expected = {2,   2.5,         3,           3 + 1 / 6.0, 3 + 2 / 6.0,
                                        3.5, 3 + 4 / 6.0, 3 + 5 / 6.0, 4,           4 + 1 / 3.0};
  REQUIRE(at.size() > expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) CHECK(static_cast<double>(at[i]) / 1e9 == Approx(expected[i]));
}

TEST_CASE("Slow: service that begins while it lasts takes so many times as long, and two multiply") {
  check(time_line_of(slowed({50_ms, 99'999'999_ns, 100_ms, 160_ms, 210_ms, 300_ms})),
        {{50 * ms, 10 * ms, 0, How::miss, 0},
         {99'999'999, 10 * ms, 0, How::miss, 0},
         {100 * ms, 30 * ms, 0, How::miss, 0},
         {160 * ms, 15 * ms, 0, How::miss, 0},
         {210 * ms, 5 * ms, 0, How::miss, 0},
         {300 * ms, 10 * ms, 0, How::miss, 0}});
}

TEST_CASE("Slow: a cache whose commands take time") {
  Backend backend;
  backend.cached("cache-aside", "write-around").reads_at({0_ms, 50_ms, 150_ms});
  backend.cache().service = models::Distribution::constant(2_ms);
  Fault& fault = backend.strikes(Fault::Kind::slow, "cache");
  fault.factor = 4;
  fault.at = Instant{} + 100_ms;
  check(time_line_of(backend),
        {{0, 2 * ms, 0, How::miss, 0}, {50 * ms, 2 * ms, 0, How::hit, 0}, {150 * ms, 8 * ms, 0, How::hit, 0}});
}
