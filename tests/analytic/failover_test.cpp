// Time-lines by hand, to the nanosecond: a leader fails over and the tail that its follower lacks is lost.
// Promise: which reads are phantom, which stale and why, the windows, and the numbers that commits after it get.
// Source: this project's semantics (void commits, phantom reads, `next(v)`).
#include <catch2/catch.hpp>
#include "analysis/measure/cause.hpp"
#include "tests/analytic/expectation.hpp"
#include "tests/analytic/story.hpp"
#include "tests/analytic/worlds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::Fault;
using models::How;
using Cause = analysis::measure::Cause;

struct Outcome {
  std::vector<AnsweredRead> reads;
  analysis::measure::ClassResult total;
};

/// The follower applies 50 ms after a commit. The leader dies at 200 ms, the follower takes over at 300 ms.
Backend toppled(const std::vector<models::Duration>& writes, const std::vector<models::Duration>& reads) {
  Backend backend;
  backend.origin().followers = 1;
  backend.origin().lag = Distribution::constant(50_ms);
  Fault& fault = backend.strikes(Fault::Kind::failover, "db");
  fault.at = Instant{} + 200_ms;
  fault.until = Instant{} + 300_ms;
  return backend.runs(1, 0).writes_at(writes).reads_at(reads);
}

Outcome outcome_of(const Backend& backend) {
  models::World world(backend.world);
  analysis::measure::Measurement measurement(world);
  Story story(world);
  world.run();
  Outcome outcome{story.reads, measurement.result().total};
  CHECK(outcome.total.staleness.phantom == story.phantom_reads);
  CHECK(outcome.total.staleness.uncommitted == 0);
  return outcome;
}

void check_outcome(const Outcome& outcome, const std::vector<AnsweredRead>& expected, std::int64_t phantom,
                   std::int64_t lost) {
  REQUIRE(outcome.reads.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    std::cout << "Expectation " << expected[i] << " (by hand)\nActual " << outcome.reads[i] << " [exact]\n";
    CHECK(outcome.reads[i] == expected[i]);
  }
  CHECK(equals("phantom reads", phantom, outcome.total.staleness.phantom));
  CHECK(equals("writes lost", lost, outcome.total.writes.lost[0]));
}

}  // namespace

TEST_CASE("Failover: a copy of a lost write is a phantom, not stale, until a later write supersedes it") {
  // Commits at 100 and 180; the second is applied at 230, too late. The third gets a number of its own.
  Backend backend = toppled({100_ms, 180_ms, 320_ms}, {110_ms, 190_ms, 250_ms, 310_ms, 319_ms, 322_ms, 326_ms});
  backend.cached("cache-aside", "invalidate").takes("writer", "cache", 5_ms);
  const Outcome outcome = outcome_of(backend);
  check_outcome(outcome,
                {{110 * ms, 0, 1, How::miss, 0},
                 {190 * ms, 0, 2, How::miss, 0},
                 {250 * ms, 0, 2, How::hit, 0},
                 {310 * ms, 0, 2, How::hit, 0},
                 {319 * ms, 0, 2, How::hit, 0},
                 {322 * ms, 0, 2, How::hit, 2 * ms},
                 {326 * ms, 0, 3, How::miss, 0}},
                3, 1);
  CHECK(outcome.total.staleness.causes[static_cast<std::size_t>(Cause::invalidation_in_flight)] == 1);
  CHECK(outcome.total.writes.committed == 3);
}

TEST_CASE("Failover: what was applied when the leader died is kept") {
  const Outcome outcome = outcome_of(toppled({100_ms, 149_ms}, {310_ms}));
  check_outcome(outcome, {{310 * ms, 0, 2, How::origin, 0}}, 0, 0);
}

TEST_CASE("Failover: a read begun before it is judged by what was committed then, and blames the new leader") {
  // Begun at 250, when version 1 was 70 ms old and not void; it reaches the new leader at 310.
  Backend backend = toppled({180_ms}, {250_ms});
  backend.takes("reader", "db", 60_ms);
  const Outcome outcome = outcome_of(backend);
  check_outcome(outcome, {{250 * ms, 60 * ms, 0, How::origin, 70 * ms}}, 0, 1);
  CHECK(outcome.total.staleness.causes[static_cast<std::size_t>(Cause::replica_lag)] == 1);
}

TEST_CASE("Failover: a copy that a lost write had superseded is right again") {
  // Nothing tells the cache: the copy of version 0 is wrong from 180, and again from 400 to the end at 1 s.
  Backend backend = toppled({180_ms, 400_ms}, {10_ms, 190_ms, 310_ms, 410_ms});
  backend.cached("cache-aside", "write-around");
  const Outcome outcome = outcome_of(backend);
  check_outcome(outcome,
                {{10 * ms, 0, 0, How::miss, 0},
                 {190 * ms, 0, 0, How::hit, 10 * ms},
                 {310 * ms, 0, 0, How::hit, 0},
                 {410 * ms, 0, 0, How::hit, 10 * ms}},
                0, 1);
  const auto& windows = outcome.total.staleness.windows;
  CHECK(equals("windows", std::int64_t{2}, windows.count));
  CHECK(equals("their total, ns", (120 + 600) * ms, windows.total.ns));
  CHECK(outcome.total.staleness.lag_stale.max() == 1);
}

TEST_CASE("Failover: of several followers the one that has applied most takes over") {
  Backend backend = toppled({100_ms, 110_ms, 120_ms, 130_ms, 140_ms, 150_ms}, {310_ms});
  backend.origin().followers = 5;
  backend.origin().lag = Distribution::uniform(20_ms, 200_ms);
  models::World world(backend.world);
  std::map<std::uint16_t, std::uint32_t> applied;
  std::uint32_t voided = 0, kept = 0;
  class Listener final : public sim::FactReader {
   public:
    explicit Listener(std::function<void(const sim::Fact&)> hear) : hear_(std::move(hear)) {}
    void read(std::span<const sim::Fact> facts) override {
      for (const sim::Fact& fact : facts) hear_(fact);
    }

   private:
    std::function<void(const sim::Fact&)> hear_;
  } listener([&](const sim::Fact& fact) {
    const auto kind = models::kind_of(fact);
    if (kind == models::FactKind::replicated && fact.at.ns <= 200 * ms) applied[fact.node] = fact.version;
    if (kind == models::FactKind::replicated) CHECK(fact.version <= applied.begin()->second + 6);
    if (kind == models::FactKind::voided) ++voided, kept = fact.slot;
  });
  world.facts().add_reader(&listener);
  world.run();
  std::uint32_t most = 0;
  for (const auto& [node, version] : applied) most = std::max(most, version);
  REQUIRE(most < 6);  // else there is nothing to lose
  CHECK(equals<std::uint32_t>("kept by the most advanced", most, kept));
  CHECK(equals<std::uint32_t>("lost", 6 - most, voided));
}

TEST_CASE("Failover: no follower ever applies what is lost") {
  Backend backend = toppled({100_ms, 190_ms}, {240_ms, 400_ms, 600_ms});
  backend.origin().followers = 3;
  backend.origin().read_from = models::ReadFrom::follower;
  const Outcome outcome = outcome_of(backend);
  check_outcome(
      outcome,
      {{240 * ms, 0, 1, How::origin, 50 * ms}, {400 * ms, 0, 1, How::origin, 0}, {600 * ms, 0, 1, How::origin, 0}}, 0,
      1);
}
