// Changes that travel by publish/subscribe, to the nanosecond: published again or not, beyond the backlog, in a crash.
// Promise: every read is compared whole: instant, latency, version, how it was answered, age; and its cause is named.
// Source: Redis PUBLISH/SUBSCRIBE; the retries of a producer; the pending limit of a NATS subscription.
#include <catch2/catch.hpp>
#include "tests/analytic/explained.hpp"
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using analysis::measure::Cause;
using models::Fault;

const Settings again{{"retries", std::int64_t{3}}, {"pause", (5_ms).ns}};

/// The writer commits at once, and takes 1 ms to the bus, the bus 2 ms to the cache; after 20 ms a caller gives up.
Backend on_bus(const Settings& telling, const std::string& write = "invalidate") {
  Backend backend;
  backend.cached("cache-aside", write);
  backend.world.nodes.push_back(node("bus", models::NodeSpec::Kind::bus));
  backend.policy().carry = option("carry", "pub-sub", telling);
  backend.policy().bus = "bus";
  backend.takes("writer", "bus", 1_ms).takes("bus", "writer", 1_ms).takes("bus", "cache", 2_ms);
  backend.world.give_up = 20_ms;
  return backend;
}
models::BusNode& bus_of(Backend& backend) { return backend.world.nodes.back().bus; }

const analysis::measure::BusResult& bus_in(const TimeLine& told) { return told.measured.load.buses.at(0); }

}  // namespace

TEST_CASE("Pub-sub: a publication that does not come is made again") {
  // It leaves at 10, is given up at 30, and leaves again at 35.
  Backend backend = on_bus(again);
  during(backend.strikes(Fault::Kind::partition, "writer", "bus"), 0_ms, 30_ms);
  const TimeLine told = time_line_of(backend.writes_at({10_ms}).reads_at({0_ms, 37'999'999_ns, 38_ms}));
  check(told, {miss(0_ms, 0), hit(37'999'999_ns, 0, 27'999'999_ns), miss(38_ms, 1)});
  CHECK(told.because(Cause::invalidation_in_flight) == 1);
  CHECK(bus_in(told).published == 2);
  CHECK(bus_in(told).deliveries == 1);
  CHECK(told.measured.load.changes.lost == 0);
}

TEST_CASE("Pub-sub: one that is made once is lost at the first try") {
  Backend backend = on_bus({});
  during(backend.strikes(Fault::Kind::partition, "writer", "bus"), 0_ms, 30_ms);
  const TimeLine told = time_line_of(backend.writes_at({10_ms}).reads_at({0_ms, 38_ms}));
  check(told, {miss(0_ms, 0), hit(38_ms, 0, 28_ms)});
  CHECK(told.because(Cause::invalidation_lost) == 1);
}

TEST_CASE("Pub-sub: what the bus has acknowledged is not published again, whomever it reaches") {
  // The delivery is lost at 11; until the writer has its answer, at 12, it could still come again.
  Backend backend = on_bus(again);
  during(backend.strikes(Fault::Kind::partition, "bus", "cache"), 0_ms, 20_ms);
  const TimeLine told = time_line_of(backend.writes_at({10_ms}).reads_at({0_ms, 11'500'000_ns, 12'500'000_ns}));
  check(told, {miss(0_ms, 0), hit(11'500'000_ns, 0, 1'500'000_ns), hit(12'500'000_ns, 0, 2'500'000_ns)});
  CHECK(told.because(Cause::invalidation_in_flight) == 1);
  CHECK(told.because(Cause::invalidation_lost) == 1);
  CHECK(told.measured.load.changes.lost == 1);
  CHECK(told.measured.load.changes.under_way == 0);
  CHECK(told.measured.total.staleness.windows.unbounded == 1);
}

TEST_CASE("Pub-sub: an acknowledgement that is lost has the change come twice") {
  Backend backend = on_bus(again);
  during(backend.strikes(Fault::Kind::partition, "bus", "writer"), 0_ms, 15_ms);
  const TimeLine told = time_line_of(backend.writes_at({10_ms}).reads_at({0_ms, 13_ms, 37'999'999_ns, 38_ms}));
  check(told, {miss(0_ms, 0), miss(13_ms, 1), hit(37'999'999_ns, 1), miss(38_ms, 1)});
  CHECK(bus_in(told).deliveries == 2);
}

TEST_CASE("Pub-sub: what waits for a copy beyond the backlog is lost to it") {
  Backend backend = on_bus({}, "update");
  bus_of(backend).delay = models::Distribution::constant(10_ms);
  bus_of(backend).backlog = 1;
  // At the bus at 11, 13 and 22: the second finds the first waiting until 21.
  const TimeLine told = time_line_of(backend.writes_at({10_ms, 12_ms, 21_ms}).reads_at({0_ms, 23_ms, 34_ms}));
  check(told, {miss(0_ms, 0), hit(23_ms, 1, 11_ms), hit(34_ms, 3)});
  CHECK(told.because(Cause::invalidation_lost) == 1);
  CHECK(bus_in(told).published == 3);
  CHECK(bus_in(told).deliveries == 2);
  CHECK(bus_in(told).lost == 1);
  const analysis::explain::Story story = explained::told(backend.world);
  explained::check_told(story, Cause::invalidation_lost, {"the bus gave it up, as 1 already waited for cache"});
}

TEST_CASE("Pub-sub: what waits at a bus that crashes is lost then") {
  Backend backend = on_bus({});
  bus_of(backend).delay = models::Distribution::constant(10_ms);
  during(backend.strikes(Fault::Kind::crash, "bus"), 15_ms, 30_ms);
  backend.writes_at({10_ms}).reads_at({0_ms, 14_ms, 16_ms});
  const TimeLine told = time_line_of(backend);
  check(told, {miss(0_ms, 0), hit(14_ms, 0, 4_ms), hit(16_ms, 0, 6_ms)});
  CHECK(told.because(Cause::invalidation_in_flight) == 1);
  CHECK(told.because(Cause::invalidation_lost) == 1);
  CHECK(bus_in(told).lost == 1);
  const analysis::explain::Story story =
      explained::told(backend.world, {.cause = Cause::invalidation_lost, .data_class = {}, .key = {}, .at = {}});
  explained::check_told(story, Cause::invalidation_lost, {"it was dropped by the crash \"fault.1\""});
}

TEST_CASE("Pub-sub: what a bus hands on is counted by the second") {
  Backend backend = on_bus({});
  const std::vector<Duration> writes = {100_ms, 200_ms, 1'100_ms, 2'100_ms, 2'200_ms, 2'300_ms};
  const TimeLine told = time_line_of(backend.writes_at(writes).runs(4, 1));
  CHECK(bus_in(told).published == 4);
  CHECK(bus_in(told).deliveries_per_s.peak == 3);
  CHECK(bus_in(told).deliveries_per_s.mean == Approx(4.0 / 3));
}

TEST_CASE("A change that has come and is acknowledged is due no more, whether it could have been told again or not") {
  // The read takes v0 at 9 and stores it at 29, after the delete of the commit at 10: nothing will end that entry.
  for (const Settings& telling : {Settings{}, again}) {
    Backend backend;
    backend.cached("cache-aside", "invalidate");
    backend.policy().carry = option("carry", "inline", telling);
    backend.takes("db", "reader", 20_ms);
    const TimeLine told = time_line_of(backend.writes_at({10_ms}).reads_at({9_ms, 40_ms}));
    CHECK(told.because(Cause::fill_race) == 1);
    CHECK(told.measured.total.staleness.windows.unbounded == 1);
  }
}
