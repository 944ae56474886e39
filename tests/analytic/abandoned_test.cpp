// Work whose caller has given up, dropped when its turn comes, to the nanosecond: at an origin, a cache and a service;
// and the patience of who waits for a worker.
// Promise: the same requests with and without it are compared, so that each test fails without the option.
// Source: deadlines of gRPC; Google's SRE book, chapter 22 ("Deadline propagation").
#include <catch2/catch.hpp>
#include "tests/analytic/explained.hpp"
#include "tests/analytic/resilience_worlds.hpp"
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using analysis::measure::Cause;
using models::FactKind;
using models::How;

/// Four at once and one at 26 ms, of clients that wait 25 ms for a read that takes 10.
Users five() {
  Users users;
  users.ask_at({0_ms, 0_ms, 0_ms, 0_ms, 26_ms}).origin_read_takes(10_ms);
  users.load().timeout = 25_ms;
  return users;
}

const std::string db = "db", reader = "reader", cache = "cache";

}  // namespace

TEST_CASE("Abandoned: an origin works for nobody, or drops what its caller no longer awaits") {
  for (const bool drops : {false, true}) {
    Users users = five();
    users.origin().servers = 1;
    users.origin().drops_abandoned = drops;
    users.world.nodes[3].timeout = 25_ms;  // the service gives up with its clients
    const Ended ended(users);
    // The third begins at 20 and is awaited until 25; the fourth has its turn at 30.
    CHECK(ended.answered == Instants{10 * ms, 20 * ms, (drops ? 40 : 50) * ms});
    CHECK(ended.failed == Instants{25 * ms, 25 * ms});
    const FactLog log = log_of(users);
    CHECK(log.at(FactKind::abandoned) == (drops ? Instants{30 * ms} : Instants{}));
    CHECK(log.of(FactKind::origin_started).size() == (drops ? 4 : 5));
    const RunResult run = users.run();
    CHECK(run.load.origins.front().refused == (drops ? 1 : 0));
    CHECK(run.load.abandoned.contains(db) == drops);
    if (drops) CHECK(run.load.abandoned.at(db) == 1);
    CHECK(run.total.reads.invoked == run.total.reads.answered + run.total.reads.failed);
  }
}

TEST_CASE("Abandoned: a worker of a service drops what its client no longer awaits") {
  for (const bool drops : {false, true}) {
    Users users = five();
    users.service().workers = 1;
    users.service().drops_abandoned = drops;
    const Ended ended(users);
    CHECK(ended.answered == Instants{10 * ms, 20 * ms, (drops ? 40 : 50) * ms});
    CHECK(ended.failed == Instants{25 * ms, 25 * ms});
    CHECK(log_of(users).at(FactKind::abandoned) == (drops ? Instants{30 * ms} : Instants{}));
    if (drops) CHECK(users.run().load.abandoned.at(reader) == 1);
  }
}

TEST_CASE("Abandoned: who is awaited up to his turn is served, and who is not is dropped") {
  for (const auto& [timeout, begun] : {std::pair{10'000'001_ns, 2U}, std::pair{9'999'999_ns, 1U}}) {
    Users users;
    users.ask_at({0_ms, 0_ms}).origin_read_takes(10_ms);
    users.load().timeout = timeout;
    users.origin().servers = 1;
    users.origin().drops_abandoned = true;
    users.world.nodes[3].timeout = timeout;
    CHECK(log_of(users).of(FactKind::origin_started).size() == begun);
  }
}

TEST_CASE("Abandoned: a cache drops such look-ups, and does what nobody ever awaited") {
  for (const bool drops : {false, true}) {
    Backend backend;
    backend.cached("cache-aside", "invalidate").reads_at({0_ms, 100_ms, 100_ms, 100_ms, 100_ms, 126_ms});
    backend.cache().service = Distribution::constant(10_ms);
    backend.cache().drops_abandoned = drops;
    backend.world.nodes[2].timeout = 25_ms;
    const TimeLine told = time_line_of(backend);
    // Nobody awaits the set of the first; at 125 two turn to the origin, one of them while it is served.
    check(told, {{0, 10 * ms, 0, How::miss, 0},
                 {100 * ms, 10 * ms, 0, How::hit, 0},
                 {100 * ms, 20 * ms, 0, How::hit, 0},
                 {100 * ms, 25 * ms, 0, How::origin, 0},
                 {100 * ms, 25 * ms, 0, How::origin, 0},
                 {126 * ms, (drops ? 14 : 24) * ms, 0, How::hit, 0}});
    if (drops) CHECK(told.measured.load.abandoned.at(cache) == 1);
  }
}

TEST_CASE("Abandoned: a delete whose writer has given up is dropped too, and so lost") {
  for (const bool drops : {false, true}) {
    Backend backend;
    backend.cached("cache-aside", "invalidate").reads_at({0_ms, 98_ms, 130_ms}).writes_at({100_ms});
    backend.cache().service = Distribution::constant(10_ms);
    backend.cache().drops_abandoned = drops;
    backend.world.nodes[2].timeout = 5_ms;  // the reader turns to the origin
    backend.strikes(models::Fault::Kind::slow, "cache").factor = 0.4;  // 4 ms a command, but from 97 to 99
    during(backend.world.faults.front(), 0_ms, 97_ms);
    backend.world.faults.push_back(backend.world.faults.front());
    backend.world.faults.back().name = "again";
    during(backend.world.faults.back(), 109_ms, 1_s);
    const TimeLine told = time_line_of(backend);  // the look-up of 98 is served until 108, the delete given up at 105
    REQUIRE(told.reads.size() == 3);
    CHECK(told.reads.back().version == (drops ? 0U : 1U));
    CHECK(told.because(Cause::invalidation_lost) == (drops ? 1 : 0));
    if (drops)
      explained::check_told(explained::told(backend.world), Cause::invalidation_lost,
                            {"writer sends the delete for version 1 to cache, which drops it: whoever sent it awaits "
                             "no answer any more."});
  }
}

TEST_CASE("Abandoned: who has waited so long for a worker leaves") {
  Users users;
  users.ask_at({0_ms, 0_ms, 0_ms}).origin_read_takes(10_ms);
  users.service().workers = 1;
  users.service().queue_timeout = 15_ms;
  const Ended ended(users);
  CHECK(ended.answered == Instants{10 * ms, 20 * ms});
  CHECK(ended.failed == Instants{15 * ms});
  CHECK(ended.why == std::vector{Status::refused});
  users.service().queue_timeout = 10'000'001_ns;  // the second has its turn at 10
  CHECK(Ended(users).answered == Instants{10 * ms, 20 * ms});
  CHECK(Ended(users).failed == Instants{10'000'001});
  users.service().queue_timeout = 9'999'999_ns;
  CHECK(Ended(users).answered == Instants{10 * ms});
  CHECK(Ended(users).failed == Instants{9'999'999, 9'999'999});
}
