// Common random numbers: what is asked for, and when, belongs to load and seed, not to the strategy nor to the company.
// Promise: compared fact by fact, exactly; the worlds have faults, retries and losses, so that strategies do differ.
// Source: this project's semantics ("Determinism"); Kleijnen 1974 on correlated replications.
#include <catch2/catch.hpp>
#include <map>
#include "tests/analytic/worlds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::FactKind;
using models::kind_of;
using models::Load;

struct Asked {
  std::int64_t at;
  std::uint64_t operation;
  std::uint32_t key;
  bool writes;
  bool operator==(const Asked&) const = default;
};

/// Who asked for what, by load; and everything that happened to the keys of the first class.
class Listener final : public sim::FactReader {
 public:
  explicit Listener(models::World& world) : first_keys_(world.first_keys()) { world.facts().add_reader(this); }
  void read(std::span<const sim::Fact> facts) override {
    for (sim::Fact fact : facts) {
      const auto kind = kind_of(fact);
      const bool writes = kind == FactKind::write_invoked;
      if (writes || kind == FactKind::read_invoked)
        asked[fact.operation >> models::operation_bits].push_back({fact.at.ns, fact.operation, fact.key, writes});
      fact.slot = 0;  // numbers that are given out to all as they come
      if (fact.key < first_keys_[1]) first_class.push_back(fact);
    }
  }
  std::map<std::uint64_t, std::vector<Asked>> asked;
  std::vector<sim::Fact> first_class;

 private:
  const std::vector<std::uint32_t>& first_keys_;
};

struct Heard {
  std::map<std::uint64_t, std::vector<Asked>> asked;
  std::vector<sim::Fact> first_class;
  RunResult result;
};

Heard listen(const Blueprint& blueprint) {
  models::World world(blueprint);
  analysis::measure::Measurement measurement(world);
  Listener listener(world);
  world.run();
  return {listener.asked, listener.first_class, measurement.result()};
}

Load load_of(const std::string& name, const std::string& from, const std::string& data_class, double per_s) {
  Load load;
  load.name = name;
  load.from = from;
  load.reads = load.writes = data_class;
  load.write_share = 0.2;
  load.rate_per_s = per_s;
  load.popularity = {models::Popularity::Law::zipf, 0.9};
  return load;
}

/// Three open loops over a network that loses messages, with a cache crash and a partition on the way.
Backend restless(std::uint64_t seed) {
  Backend backend(seed);
  Blueprint& world = backend.world;
  world.classes[0].keys = 50;
  world.default_latency = Distribution::exponential(2_ms);
  world.links = {{"reader", "cache", Distribution::exponential(1_ms), 0.02}};
  world.give_up = 100_ms;
  world.nodes.push_back(node("phones", models::NodeSpec::Kind::client));
  world.nodes[0].service.instances = 3;
  world.loads = {load_of("web", "reader", "item", 200), load_of("app", "phones", "item", 100),
                 load_of("cron", "writer", "item", 20)};
  world.loads[1].to = "reader";
  world.loads[1].timeout = 30_ms;
  world.loads[1].retries = {3, models::Retries::Backoff::full_jitter, 10_ms};
  world.loads[1].popularity = {models::Popularity::Law::hot_set};
  world.loads[1].sessions = 7;
  world.loads[0].popularity.turnover = 7_s;
  world.loads[2].shape = Load::Shape::constant;
  world.loads[2].popularity.law = models::Popularity::Law::scan;
  backend.origin().servers = 3;
  backend.origin().read = Distribution::exponential(4_ms);
  backend.origin().write = Distribution::exponential(6_ms);
  backend.strikes(models::Fault::Kind::restart, "cache").at = Instant{} + 10_s;
  models::Fault& cut = backend.strikes(models::Fault::Kind::partition, "reader", "db");
  cut.at = Instant{} + 15_s;
  cut.until = Instant{} + 17_s;
  return backend.runs(30, 0);
}

void check_same_demand(const Heard& one, const Heard& other) {
  CHECK(one.asked.size() == 3);
  CHECK((one.asked == other.asked));
  CHECK(one.result.digest != other.result.digest);  // they did behave differently
}

/// The same world with a second class, its own cache and its own origin, where somebody else may work.
Blueprint with_neighbour(bool busy, bool first) {
  Backend backend = restless(3);
  backend.cached("cache-aside", "invalidate").ttl(1_s).stampede("coalesce");
  Blueprint& world = backend.world;
  world.nodes[0].service.balancer = models::ServiceNode::Balancer::random;
  world.classes[0].origin = "db";
  world.classes.push_back(world.classes[0]);
  world.classes[1].name = "other";
  world.classes[1].origin = "other db";
  world.nodes.push_back(node("other cache", models::NodeSpec::Kind::cache));
  world.nodes.push_back(node("other db", models::NodeSpec::Kind::origin));
  world.strategy.policies.push_back(world.strategy.policies[0]);
  world.strategy.policies[1].cache = "other cache";
  if (!busy) return world;
  Load neighbour = load_of("neighbour", "reader", "other", 300);
  Load crowd = load_of("crowd", "reader", "other", 0);
  crowd.shape = Load::Shape::closed;
  crowd.users = 5;
  crowd.think = Distribution::exponential(100_ms);
  world.loads.insert(first ? world.loads.begin() : world.loads.end(), {neighbour, crowd});
  return world;
}

void check_undisturbed(bool first) {
  const Heard alone = listen(with_neighbour(false, false));
  Heard together = listen(with_neighbour(true, first));
  CHECK(together.result.total.reads.invoked > alone.result.total.reads.invoked + 1000);
  for (const auto& [source, asked] : alone.asked) CHECK((together.asked[source] == asked));
  REQUIRE(together.first_class.size() == alone.first_class.size());
  for (std::size_t i = 0; i < alone.first_class.size(); ++i) {
    const auto& one = alone.first_class[i];
    const auto& other = together.first_class[i];
    INFO("fact " << i << " of kind " << int{one.kind} << " at " << one.at.ns << " ns");
    REQUIRE(std::tie(one.at, one.operation, one.key, one.version, one.node, one.kind, one.outcome) ==
            std::tie(other.at, other.operation, other.key, other.version, other.node, other.kind, other.outcome));
  }
}

}  // namespace

TEST_CASE("Changing the strategy does not change when and for which keys clients ask in open loop", "[long]") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Heard uncached = listen(restless(seed).world);
    check_same_demand(uncached,
                      listen(restless(seed).cached("cache-aside", "invalidate").ttl(2_s).stampede("coalesce").world));
    check_same_demand(uncached, listen(restless(seed).cached("cache-aside", "update").stampede("lease").world));
    check_same_demand(uncached,
                      listen(restless(seed).cached("read-through", "write-through").stampede("coalesce").world));
  }
}

TEST_CASE("Another seed changes when and for which keys clients ask") {
  CHECK((listen(restless(1).world).asked != listen(restless(2).world).asked));
}

TEST_CASE("A second, unrelated load added at the end changes nothing for the first") { check_undisturbed(false); }

TEST_CASE("A second, unrelated load added before the others changes nothing for them") { check_undisturbed(true); }
