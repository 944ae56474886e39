// Sessions that read what they have written: time-lines by hand, the share of reads, and what it does to
// read-your-writes.
// Promise: every instant is compared to the nanosecond; the share within the binomial law's interval.
// Source: read-your-writes (Terry et al. 1994); the rules of this project's glossary ("read_back").
#include <catch2/catch.hpp>
#include <cmath>
#include "tests/analytic/fact_log.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::FactKind;
using models::Load;

struct Requests {
  std::vector<sim::Fact> reads;
  std::vector<sim::Fact> writes;
};

Requests requests_of(const Backend& backend) {
  const FactLog log = log_of(backend);
  return {log.of(FactKind::read_invoked), log.of(FactKind::write_invoked)};
}

/// Writes take 10 ms; each is read back with this probability, 5 ms after its answer.
Backend reading_back(double share, const std::vector<Duration>& writes) {
  Backend backend;
  backend.world.classes[0].keys = 1000;
  backend.origin().write = Distribution::constant(10_ms);
  Load& load = backend.writes_at(writes).world.loads[0];
  load.read_back = models::ReadBack{share, Distribution::constant(5_ms)};
  load.sessions = 50;
  return backend;
}

}  // namespace

TEST_CASE("Read back: the session reads the key that it has written, so long after the answer") {
  const Requests requests = requests_of(reading_back(1, {0_ms, 100_ms}));
  REQUIRE(requests.writes.size() == 2);
  REQUIRE(requests.reads.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    const sim::Fact &write = requests.writes[i], &read = requests.reads[i];
    CHECK(read.at - write.at == 15_ms);
    CHECK(read.key == write.key);
    CHECK(read.version == write.version);  // the session
    CHECK(read.operation == write.operation + 1);
  }
  CHECK(requests.writes[1].operation == requests.writes[0].operation + 2);
}

TEST_CASE("Read back: nothing follows a write that failed, nor the end of the load") {
  Backend refused = reading_back(1, {0_ms});
  refused.strikes(models::Fault::Kind::crash, "db");
  CHECK(requests_of(refused).reads.empty());
  Backend ended = reading_back(1, {0_ms});
  ended.world.loads[0].ends = Instant{} + 15_ms;
  CHECK(requests_of(ended).reads.empty());
}

TEST_CASE("Read back: so many of the writes, whatever else is asked at the time") {
  Backend backend = reading_back(0.3, {});
  Load& load = backend.world.loads[0];
  load.shape = Load::Shape::poisson;
  load.rate_per_s = 100;
  const Requests requests = requests_of(backend.runs(200, 0));
  const auto writes = static_cast<double>(requests.writes.size());
  const double share = static_cast<double>(requests.reads.size()) / writes;
  CAPTURE("Expectation 0.3", share);
  CHECK(std::abs(share - 0.3) < 4 * std::sqrt(0.3 * 0.7 / writes));
}

TEST_CASE("Read back: a session that has read writes, and reads that back, and no more") {
  Backend backend;
  Load& load = backend.reads_at({0_ms}).world.loads[0];
  load.writes = "item";
  load.after_read = 1;
  load.think = Distribution::constant(7_ms);
  load.read_back = models::ReadBack{1, Distribution::constant(5_ms)};
  const Requests requests = requests_of(backend);
  REQUIRE(requests.writes.size() == 1);
  REQUIRE(requests.reads.size() == 2);
  CHECK(requests.writes[0].at.ns == 7 * ms);
  CHECK(requests.reads[1].at.ns == 12 * ms);
  CHECK(requests.reads[1].operation == requests.reads[0].operation + 2);
}

TEST_CASE("Read back: a user reads back as its next request, and then thinks") {
  Backend backend = reading_back(1, {});
  Load& load = backend.world.loads[0];
  load.shape = Load::Shape::closed;
  load.users = 1;
  load.think = Distribution::constant(100_ms);
  const Requests requests = requests_of(backend.runs(0.4, 0));
  REQUIRE(requests.writes.size() == 3);
  CHECK(requests.writes[0].at.ns == 100 * ms);
  CHECK(requests.reads.at(0).at.ns == 115 * ms);
  CHECK(requests.writes[1].at.ns == 215 * ms);
}

TEST_CASE("Read back: a follower that lags breaks read-your-writes in every one, the leader in none") {
  for (const bool lags : {true, false}) {
    Backend backend = reading_back(1, {0_ms, 1000_ms, 2000_ms});
    backend.origin().followers = 1;
    backend.origin().lag = Distribution::constant(50_ms);
    backend.origin().read_from = lags ? models::ReadFrom::follower : models::ReadFrom::leader;
    const auto staleness = backend.run().total.staleness;
    REQUIRE(staleness.sessions.has_value());
    CHECK(staleness.sessions->read_your_writes == (lags ? 3 : 0));
  }
}

TEST_CASE("Read your writes: what its session was acknowledged while a read was under way does not bind it") {
  // Version 0 is cached at 40; somebody else writes at 24, before the read at 25, which looks up at 45.
  const auto broken_by = [](const std::vector<Duration>& own_writes) {
    Backend backend;
    backend.cached("cache-aside", "write-around").takes("reader", "cache", 20_ms).reads_at({0_ms, 25_ms});
    backend.world.loads[0].sessions = 1;
    Load& own = backend.writes_at(own_writes).world.loads[1];
    own.name = "own";
    own.sessions = 1;
    backend.writes_at({24_ms});
    const auto result = backend.run();
    CHECK(result.total.staleness.stale == 1);
    return result.total.staleness.sessions->read_your_writes;
  };
  CHECK(broken_by({30_ms, 35_ms}) == 0);
  CHECK(broken_by({23_ms, 35_ms}) == 1);
}
