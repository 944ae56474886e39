// "replicas" of a cache's shards: what is assumed of them, what `describe` says, and what is refused beside them.
// Promise: what is assumed is compared whole.
// Source: the scenario format of this project.
#include "analysis/load/describe.hpp"
#include "analysis/load/reading.hpp"
#include "tests/unit/scenario_sound.hpp"

namespace {

using samples::Scenario;

Scenario replicated_redis(const std::string& keys) {
  const std::string redis = R"("redis": { "kind": "cache", )" + keys + " }";
  return samples::sound(samples::changed(samples::smallest, R"("redis": "cache")", redis));
}

std::vector<std::string> assumed_of_replicas(const Scenario& scenario) {
  std::vector<std::string> found;
  for (const std::string& each : scenario.assumed)
    if (each.find("replica_lag") != std::string::npos || each.find("failover") != std::string::npos)
      found.push_back(each);
  return found;
}

}  // namespace

TEST_CASE("replicas: what is not said of them is assumed, and said to be", "[scenario]") {
  const Scenario bare = replicated_redis(R"("replicas": 2)");
  CHECK(assumed_of_replicas(bare) ==
        std::vector<std::string>{"nodes.redis.replica_lag = 0s", "nodes.redis.failover = 15s"});
  const std::string text = describe(bare);
  INFO(text);
  CHECK(text.find("each with 2 replicas (lag 0ns (assumed), one takes over after 15s (assumed))") != std::string::npos);
  CHECK(assumed_of_replicas(replicated_redis(R"("replicas": 1, "replica_lag": "5ms", "failover": "1s")")).empty());
}

TEST_CASE("replicas: where there are none, what is said of them waits for a strategy that sets some", "[scenario]") {
  const Scenario none = replicated_redis(R"("replicas": 0, "replica_lag": "5ms", "failover": "1s")");
  CHECK(assumed_of_replicas(none).empty());
  CHECK(samples::find_node(none.system, "redis")->cache.replicas == 0);
}
