// An origin's rate limit, the origin's node a class reads from, and a deploy, to the nanosecond.
// Promise: a token bucket by its definition; of a class that says so reads go to followers; a deploy takes one node at
// a time.
// Source: the generic cell rate algorithm (ITU-T I.371); the definitions of this project's scenario format.
#include <catch2/catch.hpp>
#include "sim/random.hpp"
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::Fault;
using models::RateGate;
using models::RateLimit;

std::vector<std::int64_t> answered_at(const Backend& backend) {
  std::vector<std::int64_t> at;
  for (const AnsweredRead& read : time_line_of(backend).reads) at.push_back(read.at);
  return at;
}

/// Down in turn for 3 ms with 2 ms between, from 10 ms on.
Fault& deployed(Backend& backend, const std::string& part) {
  Fault& fault = backend.strikes(Fault::Kind::deploy, part);
  fault.at = Instant{} + 10_ms;
  fault.down = 3_ms;
  fault.pause = 2_ms;
  return fault;
}

/// When each node went and came back, by its name.
class Outages final : public sim::FactReader {
 public:
  explicit Outages(models::World& world) : world_(world) { world.facts().add_reader(this); }
  void read(std::span<const sim::Fact> facts) override {
    for (const sim::Fact& fact : facts) {
      const std::string at = " at " + std::to_string(fact.at.ns / ms);
      const auto kind = models::kind_of(fact);
      if (kind == models::FactKind::node_down) told.push_back(world_.nodes()[fact.node].name + " down" + at);
      if (kind == models::FactKind::node_up) told.push_back(world_.nodes()[fact.node].name + " up" + at);
      if (kind == models::FactKind::fault_begun) told.push_back("begun" + at);
      if (kind == models::FactKind::fault_ended) told.push_back("ended" + at);
    }
  }
  std::vector<std::string> told;

 private:
  models::World& world_;
};

std::vector<std::string> outages_of(const Backend& backend) {
  models::World world(backend.world);
  Outages outages(world);
  world.run();
  return outages.told;
}

using Turns = std::vector<std::string>;

}  // namespace

TEST_CASE("Rate limit: a burst passes at once, then one an interval, and what is refused costs nothing") {
  Backend backend;
  backend.origin().rate_limit = {.per_s = 100, .burst = 2};
  backend.reads_at({0_ms, 0_ms, 0_ms, 5_ms, 9'999'999_ns, 10_ms, 20_ms, 29_ms, 50_ms, 50_ms, 50_ms});
  CHECK(answered_at(backend) == std::vector<std::int64_t>{0, 0, 10 * ms, 20 * ms, 50 * ms, 50 * ms});
  const auto result = backend.run();
  CHECK(result.load.origins[0].refused == 5);
  CHECK(result.total.reads.failures[static_cast<std::size_t>(models::Status::rate_limited)] == 5);
}

TEST_CASE("Rate limit: reads and writes are counted together, and a crash forgets the past") {
  Backend backend;
  backend.origin().rate_limit = {.per_s = 10, .burst = 1};
  backend.writes_at({0_ms}).reads_at({1_ms, 100_ms, 120_ms});
  CHECK(answered_at(backend) == std::vector<std::int64_t>{100 * ms});
  Fault& crash = backend.strikes(Fault::Kind::crash, "db");
  crash.at = Instant{} + 105_ms;
  crash.until = Instant{} + 110_ms;
  CHECK(answered_at(backend) == std::vector<std::int64_t>{100 * ms, 120 * ms});
  backend.origin().rate_limit.of_reads_only = true;
  CHECK(answered_at(backend) == std::vector<std::int64_t>{1 * ms, 120 * ms});
}

TEST_CASE("Rate limit: never more than the burst and the rate, in any span, whatever comes", "[long]") {
  constexpr double rate = 1000;
  constexpr std::int64_t burst = 20;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    RateGate gate(RateLimit{.per_s = rate, .burst = burst});
    sim::OperationDraw draw(sim::derive_key(seed, "gate", "test"), seed, 0);
    std::vector<std::int64_t> passed;
    std::int64_t now = 0;
    for (int i = 0; i < 5000; ++i) {
      const bool is_quiet = sim::below(draw, 4) == 0;
      now += static_cast<std::int64_t>(sim::below(draw, is_quiet ? 20 * ms : ms / 5));
      if (gate.lets_pass({now})) passed.push_back(now);
    }
    REQUIRE(passed.size() > 100);
    for (std::size_t first = 0; first < passed.size(); ++first)
      for (std::size_t last = first; last < passed.size() && last < first + 200; ++last) {
        const double seconds = static_cast<double>(passed[last] - passed[first]) / 1e9;
        REQUIRE(static_cast<double>(last - first + 1) <= burst + seconds * rate + 1e-6);
      }
  }
}

TEST_CASE("Rate limit: under more than it lets through, the rate is what passes") {
  Backend backend;
  backend.origin().rate_limit = {.per_s = 50, .burst = 5};
  const auto result = backend.reads(150).runs(1000, 100).run();
  CAPTURE("Expectation 50 answered a second", result.total.reads.answered);
  CHECK(static_cast<double>(result.total.reads.answered) / 900 == Approx(50).epsilon(0.001));
}

TEST_CASE("Read from: one class reads the leader, another its followers, which lag") {
  Backend backend;
  backend.world.classes.resize(2);
  backend.world.classes[1].name = "report";
  backend.world.classes[1].read_from = models::ReadFrom::follower;
  backend.world.strategy.policies.resize(2, backend.policy());
  backend.origin().followers = 1;
  backend.origin().lag = Distribution::constant(50_ms);
  backend.writes_at({0_ms}).reads_at({10_ms});
  for (std::size_t i = 0; i < 2; ++i) {
    models::Load other = backend.world.loads[i];
    other.name += " of reports";
    (i == 0 ? other.writes : other.reads) = "report";
    backend.world.loads.push_back(other);
  }
  const TimeLine told = time_line_of(backend);
  check(told, {{10 * ms, 0, 1, models::How::origin, 0}, {10 * ms, 0, 0, models::How::origin, 10 * ms}});
  CHECK(told.because(analysis::measure::Cause::replica_lag) == 1);
  backend.world.classes[0].read_from = models::ReadFrom::leader;
  backend.origin().read_from = models::ReadFrom::follower;
  CHECK(time_line_of(backend).reads == told.reads);
}

TEST_CASE("Settle time: two hundred and ninety-nine followers are waited for as one is") {
  Backend backend;
  backend.origin().followers = 299;  // more than a byte counts
  backend.origin().read_from = models::ReadFrom::follower;
  backend.origin().lag = Distribution::constant(50_ms);
  CHECK(backend.writes_at({1_ms}).run().total.staleness.settling.time.max() == 50 * ms);
}

TEST_CASE("Deploy: the instances of a service go one by one") {
  Backend backend;
  backend.world.nodes[0].service.instances = 3;
  deployed(backend, "reader").until = Instant{} + 23_ms;
  backend.reads_at({1_ms}).world.loads[0].timeout = 1_s;  // whose caller stands beside the service, and stays
  CHECK(outages_of(backend) == Turns{"begun at 10", "reader-1 down at 10", "reader-1 up at 13", "reader-2 down at 15",
                                    "reader-2 up at 18", "reader-3 down at 20", "reader-3 up at 23", "ended at 23"});
}

TEST_CASE("Deploy: a cache loses what it holds, unless it keeps its content, and one part alone is one turn") {
  const auto hows = [](bool keeps) {
    Backend backend;
    backend.cached("cache-aside", "write-around").reads_at({1_ms, 9_ms, 20_ms});
    deployed(backend, "cache").keeps_content = keeps;
    std::vector<models::How> hows;
    for (const AnsweredRead& read : time_line_of(backend).reads) hows.push_back(read.how);
    return hows;
  };
  CHECK(hows(false) == std::vector<models::How>{models::How::miss, models::How::hit, models::How::miss});
  CHECK(hows(true) == std::vector<models::How>{models::How::miss, models::How::hit, models::How::hit});
  Backend backend;
  backend.world.nodes[2].cache.shards = 2;
  deployed(backend, "cache-2");
  CHECK(outages_of(backend) == Turns{"begun at 10", "cache-2 down at 10", "cache-2 up at 13", "ended at 13"});
}
