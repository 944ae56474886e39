// Edge caches by hand, to the nanosecond: what a client's read costs, who asks whom, and who does not pass by.
// Promise: each instant is a sum of declared latencies.
// Source: HTTP caches before an origin server (RFC 9111); the scenario format of this project.
#include <catch2/catch.hpp>
#include "tests/analytic/expectation.hpp"
#include "tests/analytic/fact_log.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::FactKind;
using models::How;
using models::Status;

/// phone -1-> cache -3-> reader -5-> db 10; back 6, 4, 2. The writer tells the cache in 7, and hears in 8.
Backend near_phones(const std::vector<models::Duration>& at, const std::string& write = "write-around") {
  Backend backend;
  backend.cached("read-through", write);
  backend.cache().edge_of = "reader";
  backend.world.nodes.push_back(node("phone", models::NodeSpec::Kind::client));
  backend.takes("phone", "cache", 1_ms).takes("cache", "phone", 2_ms);
  backend.takes("cache", "reader", 3_ms).takes("reader", "cache", 4_ms);
  backend.takes("reader", "db", 5_ms).takes("db", "reader", 6_ms).origin_read_takes(10_ms);
  backend.takes("writer", "cache", 7_ms).takes("cache", "writer", 8_ms);
  backend.reads_at(at);
  backend.world.loads[0].from = "phone";
  backend.world.loads[0].to = "reader";
  return backend;
}

/// Instants of the reads' answers, and what became of each.
struct Answers {
  explicit Answers(const Backend& backend) : Answers(log_of(backend)) {}
  explicit Answers(const FactLog& log) : at(log.at(FactKind::read_answered)), failed(log.at(FactKind::read_failed)) {
    for (const sim::Fact& fact : log.of(FactKind::read_answered)) how.push_back(static_cast<How>(fact.outcome));
  }
  Instants at;
  Instants failed;
  std::vector<How> how;
};

}  // namespace

TEST_CASE("A client asks the edge, which asks the service for what it lacks") {
  const Answers answers(near_phones({0_ms, 100_ms}));
  CHECK(answers.at == Instants{31 * ms, 103 * ms});
  CHECK(answers.how == std::vector{How::miss, How::hit});
}

TEST_CASE("Without an edge in the strategy the client asks the service itself") {
  Backend backend = near_phones({0_ms});
  backend.takes("phone", "reader", 20_ms).takes("reader", "phone", 30_ms);
  backend.policy() = models::Policy{};
  backend.policy().carry = option("carry", "inline");
  CHECK(Answers(backend).at == Instants{(20 + 5 + 10 + 6 + 30) * ms});
}

TEST_CASE("A service that makes its requests itself passes its edge by") {
  Backend backend = near_phones({0_ms});
  models::Load own = backend.world.loads[0];
  own.name = "own";
  own.from = "reader";
  own.to = "";
  own.at = {models::Instant{} + 100_ms};
  backend.world.loads.push_back(own);
  const Answers answers(backend);
  CHECK(answers.at == Instants{31 * ms, 121 * ms});
  CHECK(answers.how[1] == How::origin);
}

TEST_CASE("What lies behind the edge is the service's: its cache is asked by an instance") {
  Backend backend = near_phones({0_ms, 100_ms, 200_ms});
  backend.world.nodes.push_back(node("redis", models::NodeSpec::Kind::cache));
  backend.takes("reader", "redis", 1_ms).takes("redis", "reader", 1_ms);
  models::Policy inner = backend.policy();
  inner.cache = "redis";
  inner.read = option("read", "cache-aside");
  backend.ttl(50_ms);
  backend.policy().behind = {inner};
  const Answers answers(backend);
  // A miss of both, then of the edge alone, whose entry has expired.
  CHECK(answers.at == Instants{33 * ms, 112 * ms, 212 * ms});
  CHECK(answers.how == std::vector{How::miss, How::hit, How::hit});
}

TEST_CASE("An edge that is purged asks again, and the purge goes from the writer's own process") {
  Backend backend = near_phones({0_ms, 52_ms, 100_ms}, "invalidate");
  backend.takes("writer", "db", 0_ms).takes("db", "writer", 0_ms);
  backend.writes_at({50_ms});  // commits at 50, the purge arrives at 57
  const FactLog log = log_of(backend);
  CHECK(Answers(log).at == Instants{31 * ms, 55 * ms, 131 * ms});
  const auto read = log.of(FactKind::read_answered);
  CHECK(read[1].version == 0);
  CHECK(read[2].version == 1);
  CHECK(log.at(FactKind::change_arrived) == Instants{57 * ms});
}

TEST_CASE("An edge whose service has no instance up is refused at once, and its client learns why") {
  Backend backend = near_phones({0_ms});
  backend.strikes(models::Fault::Kind::crash, "reader").until = models::Instant{} + 60_s;
  const FactLog log = log_of(backend);
  CHECK(log.at(FactKind::read_failed) == Instants{3 * ms});
  CHECK(log.of(FactKind::read_failed)[0].outcome == static_cast<std::uint8_t>(Status::refused));
}

TEST_CASE("Clients of an edge that is down know no other way") {
  Backend backend = near_phones({0_ms});
  backend.strikes(models::Fault::Kind::crash, "cache").until = models::Instant{} + 60_s;
  CHECK(Answers(backend).failed == Instants{3 * ms});
}

TEST_CASE("A client that gives up does not stop what the edge has begun") {
  Backend backend = near_phones({0_ms, 50_ms});
  backend.world.loads[0].timeout = 20_ms;
  const Answers answers(backend);
  CHECK(answers.failed == Instants{20 * ms});
  CHECK(answers.at == Instants{53 * ms});
}

TEST_CASE("A worker of the service is held by what the edge lacks, and by nothing that it has") {
  Backend backend = near_phones({0_ms, 1_ms, 100_ms, 101_ms});
  backend.world.nodes[0].service.workers = 1;
  // The second waits for the worker until 25, when the first has the value: 25 + 21 + 4 + 2.
  CHECK(Answers(backend).at == Instants{31 * ms, 52 * ms, 103 * ms, 104 * ms});
}

TEST_CASE("Requests for one key are collapsed at the edge") {
  Backend backend = near_phones({0_ms, 1_ms, 5_ms});
  backend.stampede("coalesce");
  const FactLog log = log_of(backend);
  CHECK(Answers(log).at == Instants{31 * ms, 31 * ms, 31 * ms});
  CHECK(equals<std::size_t>("origin reads", 1, log.of(FactKind::origin_arrived).size()));
}

TEST_CASE("A client's writes pass the edge by, and the instance purges it") {
  Backend backend = near_phones({0_ms, 200_ms}, "invalidate");
  backend.takes("phone", "reader", 20_ms).takes("reader", "phone", 30_ms);
  backend.writes_at({100_ms});
  models::Load& writes = backend.world.loads.back();
  writes.from = "phone";
  writes.to = "reader";
  const FactLog log = log_of(backend);
  CHECK(log.at(FactKind::committed) == Instants{125 * ms});
  CHECK(log.at(FactKind::change_arrived) == Instants{(125 + 6 + 4) * ms});
  CHECK(log.at(FactKind::write_answered) == Instants{(135 + 3 + 30) * ms});
  CHECK(Answers(log).how == std::vector{How::miss, How::miss});
}

TEST_CASE("A retry and a hedge ask the same edge") {
  Backend backend = near_phones({0_ms});
  backend.world.loads[0].hedge_after = 10_ms;
  const FactLog log = log_of(backend);
  CHECK(Answers(log).at == Instants{31 * ms});
  CHECK(log.at(FactKind::lookup) == Instants{1 * ms, 11 * ms});
}

TEST_CASE("An edge that comes back empty fetches what is asked for most from its service") {
  Backend backend = near_phones({500_ms});
  backend.policy().warm_up = option("warm_up", "preload", {{"top", std::int64_t{1}}});
  backend.strikes(models::Fault::Kind::restart, "cache").at = models::Instant{} + 100_ms;
  CHECK(Answers(backend).at == Instants{503 * ms});
}
