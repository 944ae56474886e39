// Sessions that write what they have read: time-lines by hand, the share of writes, common random numbers.
// Promise: every instant is compared to the nanosecond; shares within the binomial law's interval.
// Source: read-modify-write; the rules of this project's glossary ("after_read").
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include "tests/analytic/fact_log.hpp"
#include "tests/analytic/goodness_of_fit.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::FactKind;
using models::Load;

/// Reads at the origin take 10 ms; each is followed by a write with this probability.
Backend rewriting(double share) {
  Backend backend;
  backend.origin_read_takes(10_ms);
  Load& load = backend.reads_at({0_ms, 100_ms}).world.loads[0];
  load.writes = "item";
  load.after_read = share;
  return backend;
}

TEST_CASE("an open loop's session writes the key as soon as its read is answered, and says what it read") {
  Backend backend = rewriting(1);
  backend.world.classes[0].keys = 1000;
  backend.world.loads[0].sessions = 50;
  const FactLog log = log_of(backend.world);
  CHECK(log.at(FactKind::read_answered) == Instants{10 * ms, 110 * ms});
  CHECK(log.at(FactKind::write_invoked) == Instants{10 * ms, 110 * ms});
  const auto reads = log.of(FactKind::read_invoked), writes = log.of(FactKind::write_invoked);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(writes[i].key == reads[i].key);
    CHECK(writes[i].version == reads[i].version);  // the session
    CHECK(writes[i].operation == reads[i].operation + 1);
  }
  CHECK(reads[1].operation == reads[0].operation + 2);
}

TEST_CASE("a write says which version it goes back to, whatever was committed since") {
  Backend backend = rewriting(1);
  backend.world.loads[0].think = Distribution::constant(5_ms);
  backend.writes_at({3_ms, 12_ms});
  const FactLog log = log_of(backend.world);
  const auto based = log.of(FactKind::based_on);
  REQUIRE(based.size() == 2);
  CHECK(based[0].at.ns == 15 * ms);
  CHECK(based[0].version == 0);  // read at 0; superseded at 3 and at 12, before this write
  CHECK(based[1].version == 3);
  CHECK(log.of(FactKind::committed)[2].version == 3);
}

TEST_CASE("an open loop pauses before the write, and a load that has ended writes no more") {
  Backend backend = rewriting(1);
  backend.world.loads[0].think = Distribution::constant(7_ms);
  backend.world.loads[0].ends = Instant{} + 117_ms;
  CHECK(log_of(backend.world).at(FactKind::write_invoked) == Instants{17 * ms});
  backend.world.loads[0].ends = Instant{} + 118_ms;
  CHECK(log_of(backend.world).at(FactKind::write_invoked) == Instants{17 * ms, 117 * ms});
}

TEST_CASE("a user writes as its next request: think, read, think, write, think, read") {
  Backend backend = rewriting(1);
  Load& load = backend.world.loads[0];
  load.shape = Load::Shape::closed;
  load.users = 1;
  load.think = Distribution::constant(5_ms);
  backend.origin().write = Distribution::constant(20_ms);
  backend.runs(0.09, 0);
  const FactLog log = log_of(backend.world);
  CHECK(log.at(FactKind::read_invoked) == Instants{5 * ms, 45 * ms, 85 * ms});
  CHECK(log.at(FactKind::write_invoked) == Instants{20 * ms, 60 * ms});
}

TEST_CASE("a read that fails is followed by no write") {
  Backend backend = rewriting(1);
  backend.world.loads[0].timeout = 9_ms;
  const FactLog log = log_of(backend.world);
  CHECK(log.of(FactKind::read_failed).size() == 2);
  CHECK(log.of(FactKind::write_invoked).empty());
}

TEST_CASE("the writes are the stated share of the answered reads, and of no other load", "[long]") {
  Backend backend = rewriting(0.2);
  Load& load = backend.world.loads[0];
  load.shape = Load::Shape::poisson;
  load.rate_per_s = 1000;
  backend.world.classes[0].keys = 100;
  backend.reads(100).runs(100, 0);
  const FactLog log = log_of(backend.world);
  std::map<std::uint64_t, std::uint32_t> read;  // operation to key
  for (const sim::Fact& fact : log.of(FactKind::read_answered)) read[fact.operation] = fact.key;
  const auto writes = log.of(FactKind::write_invoked);
  for (const sim::Fact& write : writes) REQUIRE(read.at(write.operation - 1) == write.key);
  const double reads = 100'000;
  CHECK(tests::fits("20 % of the reads", 0.2, double(writes.size()) / reads, std::sqrt(0.2 * 0.8 / reads)));
}

TEST_CASE("two strategies that answer every read of an open loop are asked the same reads and the same writes") {
  const auto asked = [](bool cached) {
    Backend backend = rewriting(0.3);
    Load& load = backend.world.loads[0];
    load.shape = Load::Shape::poisson;
    load.rate_per_s = 200;
    backend.world.classes[0].keys = 20;
    if (cached) backend.cached("cache-aside", "invalidate");
    const FactLog log = log_of(backend.runs(50, 0).world);
    std::set<std::pair<std::uint64_t, std::uint32_t>> found;
    for (const FactKind kind : {FactKind::read_invoked, FactKind::write_invoked})
      for (const sim::Fact& fact : log.of(kind))
        if (fact.at.ns < 49'000 * ms) found.emplace(fact.operation, fact.key);
    return found;
  };
  const auto bare = asked(false), cached = asked(true);
  CHECK(bare.size() > 12'000);
  std::size_t common = 0;
  for (const auto& each : bare) common += cached.count(each);
  CHECK(common >= bare.size() - 3);  // a write at the edge of what is compared comes earlier from a cache
}

}  // namespace
