// What a promise says nothing of while a fault is in force, and what it says to sessions.
// Promise: reads are placed to the nanosecond on both sides of a fault's beginning and end.
// Source: this project's semantics ("over_bound"; session guarantees of Terry et al.).
#include <catch2/catch.hpp>
#include "analysis/explain/investigate.hpp"
#include "analysis/measure/results_json.hpp"
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::Fault;

/// Version 0 is cached at 0 and superseded at 10 ms, of which nobody tells the cache; 5 ms old is too old.
Backend stale_at(const std::vector<Duration>& reads) {
  Backend backend;
  backend.cached("cache-aside", "write-around").reads_at({0_ms}).writes_at({10_ms}).reads_at(reads);
  backend.world.loads.back().name = "looks";
  backend.world.classes[0].promise.max_age = 5_ms;
  return backend;
}

const auto& staleness_of(const TimeLine& told) { return told.measured.total.staleness; }

}  // namespace

TEST_CASE("Promise: under faults it says nothing of reads that are under way while one is in force") {
  const std::vector<Duration> reads = {19'999'999_ns, 20_ms, 25_ms, 30_ms, 30'000'001_ns};
  for (const bool under_faults : {true, false}) {
    Backend backend = stale_at(reads);
    backend.world.classes[0].promise.under_faults = under_faults;
    during(backend.strikes(Fault::Kind::slow, "db"), 20_ms, 30_ms).factor = 2;
    const TimeLine told = time_line_of(backend);
    CHECK(staleness_of(told).stale == 5);
    CHECK(staleness_of(told).over_bound == (under_faults ? 5 : 2));
    CHECK(staleness_of(told).excused == (under_faults ? 0 : 3));
    CHECK(staleness_of(told).excused_over_bound == (under_faults ? 0 : 3));
    const auto json = analysis::measure::run_json(told.measured, {});
    // Of six reads, one of them fresh, three are not judged.
    CHECK(json.at("classes").front().at("staleness").at("over_bound").at("ratio").get<double>() ==
          Approx(under_faults ? 5 / 6.0 : 2 / 3.0));
  }
}

TEST_CASE("Promise: a read that a fault overtakes is excused, and one that is no older than promised is not counted") {
  Backend backend = stale_at({12_ms, 19_ms});
  backend.world.classes[0].promise.under_faults = false;
  backend.takes("cache", "reader", 2_ms);  // answered at 14 and 21
  during(backend.strikes(Fault::Kind::slow, "db"), 20_ms, 30_ms).factor = 2;
  const TimeLine told = time_line_of(backend);
  CHECK(staleness_of(told).stale == 2);
  CHECK(staleness_of(told).over_bound == 0);
  CHECK(staleness_of(told).excused == 1);
}

TEST_CASE("Promise: of a fault that strikes once the reads of that instant are excused") {
  Backend backend = stale_at({20_ms, 20'000'001_ns});
  backend.world.classes[0].promise.under_faults = false;
  Fault& restart = backend.strikes(Fault::Kind::restart, "writer");
  restart.at = Instant{} + 20_ms;
  const TimeLine told = time_line_of(backend);
  CHECK(staleness_of(told).over_bound == 1);
  CHECK(staleness_of(told).excused == 1);
}

TEST_CASE("Promise: what sessions miss under a fault is told, and breaks nothing that is not promised there") {
  for (const bool under_faults : {true, false}) {
    Backend backend = stale_at({15_ms, 25_ms});
    for (models::Load& load : backend.world.loads) load.sessions = 1;
    for (models::Load& load : backend.world.loads) load.name = "one";
    backend.world.classes[0].promise.under_faults = under_faults;
    during(backend.strikes(Fault::Kind::slow, "db"), 20_ms, 30_ms).factor = 2;
    const auto& sessions = *time_line_of(backend).measured.total.staleness.sessions;
    CHECK(sessions.read_your_writes == 2);
    CHECK(sessions.broken_read_your_writes == (under_faults ? 2 : 1));
  }
}

// The second read is the older one; the first alone is of the session that wrote.
TEST_CASE("Promise: the read that is explained is one that breaks what was promised to its session") {
  for (const bool is_promised : {true, false}) {
    Backend backend = stale_at({15_ms});
    for (models::Load& load : backend.world.loads) load.sessions = 1;
    backend.reads_at({25_ms});
    backend.world.loads.back().name = "nobody's";
    models::Promise& promise = backend.world.classes[0].promise;
    promise.max_age.reset();
    promise.read_your_writes = is_promised;
    const auto told = analysis::explain::survey({[&] { return backend.world; }}, {});
    CHECK(told->pick.picked()->breaks_promise == is_promised);
    CHECK(told->pick.picked()->invoked == Instant{} + (is_promised ? 15_ms : 25_ms));
  }
}
