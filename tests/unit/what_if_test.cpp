// The standard faults: what each makes of a system, and which a system cannot have.
#include "analysis/load/what_if.hpp"
#include "analysis/load/reading.hpp"
#include "tests/unit/scenario_sound.hpp"

using namespace samples;

namespace {

using models::Fault;

const std::string everything_at_risk = R"({ "title": "At risk", "duration": "10m", "warm_up": "2m",
  "data": { "price": { "keys": 50, "promise": { "max_age": "1s" } } },
  "nodes": { "shop": "service", "near": { "kind": "cache", "in_process": true },
             "redis": { "kind": "cache", "shards": 3 }, "bus": "bus",
             "db": { "kind": "origin", "followers": 1, "lag": "10ms" } },
  "load": [ { "name": "reads", "from": "shop", "reads": "price", "rate": "10/s" },
            { "from": "shop", "reads": "price", "users": 7, "think": "1s" },
            { "from": "shop", "writes": "price", "rate": "1/s", "keys_like": "reads" } ],
  "faults": [ { "kind": "flush", "on": "redis", "at": "3m" } ],
  "strategies": { "delete": { "price": { "read": "cache-aside", "write": "invalidate", "cache": "redis" } } },
  "expect": [ { "text": "fast", "strategy": "delete", "path": "latency_s.reads.p99", "max": 1 } ] })";

const std::string bare = R"({ "title": "Bare", "stop": { "requests": 10 },
  "data": { "price": { "keys": 50 } }, "nodes": { "shop": "service", "db": "origin" },
  "load": [ { "from": "shop", "reads": "price", "at": ["1s"] } ],
  "strategies": {} })";

WhatIf named(const std::string& name, const models::Blueprint& system, sim::Instant at) {
  for (const WhatIfFact& fact : standard_what_ifs())
    if (fact.name == name) return make_what_if(fact, system, at);
  FAIL("no standard fault " + name);
  return {};
}

Scenario under(const std::string& name) {
  const Scenario described = sound(everything_at_risk);
  ReadContext context = with_traces();
  context.what_if = named(name, described.system, *usual_strike(described.system)).sets;
  return sound(everything_at_risk, context);
}

/// "drop shop>redis", "crash redis-1", "spike reads": in their order.
std::vector<std::string> strikes(const Scenario& scenario) {
  std::vector<std::string> texts;
  for (const Fault& fault : scenario.system.faults) {
    CHECK(fault.at == sim::Instant{} + sim::Duration{360'000'000'000});
    const std::string way = fault.from.empty() ? "" : fault.from + (fault.one_way ? ">" : "-") + fault.to;
    texts.push_back(words::fault_kinds[static_cast<std::size_t>(fault.kind)] + " " + fault.node + fault.load + way);
  }
  return texts;
}

}  // namespace

TEST_CASE("each standard fault stands alone in the place of the scenario's own, amid what is measured") {
  using Texts = std::vector<std::string>;
  CHECK(strikes(under("lose-invalidations")) == Texts{"drop shop>redis", "drop bus>redis", "drop bus>shop"});
  CHECK(strikes(under("cut-bus")) == Texts{"partition bus-shop", "partition bus-redis", "partition bus-db"});
  CHECK(strikes(under("restart-cold")) == Texts{"restart near", "restart redis"});
  CHECK(strikes(under("remove-cache")) == Texts{"crash near", "crash redis"});
  CHECK(strikes(under("lag-follower")) == Texts{"lag db"});
  CHECK(strikes(under("double-load")) == Texts{"spike reads", "spike shop writes price"});
  CHECK(strikes(under("kill-shard")) == Texts{"crash redis-1"});
}

TEST_CASE("the standard faults are as strong, and as long, as they say") {
  const auto first = [](const std::string& name) { return under(name).system.faults.front(); };
  const Fault lost = first("lose-invalidations");
  CHECK(lost.share == 0.01);
  CHECK(lost.invalidations_only);
  CHECK(lost.until == sim::Instant::never());
  const Fault cut = first("cut-bus");
  CHECK((cut.until - cut.at).ns == 60'000'000'000);
  CHECK(first("remove-cache").until == sim::Instant::never());
  CHECK(first("lag-follower").by.ns == 60'000'000'000);
  CHECK(first("double-load").factor == 2);
  CHECK(under("double-load").system.loads[1].users == 14);
  CHECK(under("restart-cold").system.loads[1].users == 7);
}

TEST_CASE("what was expected of other faults is not expected under a standard one") {
  CHECK(sound(everything_at_risk).expectations.size() == 1);
  CHECK(under("restart-cold").expectations.empty());
  CHECK(under("restart-cold").hash != sound(everything_at_risk).hash);
}

TEST_CASE("a standard fault whose part is not there is left out and says why") {
  const Scenario scenario = sound(bare);
  CHECK_FALSE(usual_strike(scenario.system));
  const std::pair<const char*, const char*> reasons[] = {
      {"lose-invalidations", "no link carries invalidations to a cache"},
      {"cut-bus", "there is no bus"},
      {"restart-cold", "there is no cache"},
      {"remove-cache", "there is no cache"},
      {"lag-follower", "no origin has followers"},
      {"double-load", "no load has a rate or users"},
      {"kill-shard", "no cache has several shards"}};
  for (const auto& [name, why] : reasons) {
    INFO(name);
    const WhatIf made = named(name, scenario.system, {});
    CHECK(made.left_out == why);
    CHECK(made.sets.empty());
  }
}
