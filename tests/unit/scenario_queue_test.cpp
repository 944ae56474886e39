// "queue" of caches and origins: both of its forms, what `describe` says of it, and the lines that refuse one.
// Promise: each line of each refusal is compared whole.
// Source: the scenario format of this project.
#include "analysis/load/describe.hpp"
#include "analysis/load/reading.hpp"
#include "tests/unit/scenario_broken.hpp"
#include "tests/unit/scenario_sound.hpp"

namespace {

std::string with_redis(const std::string& keys) {
  return samples::changed(samples::smallest, R"("redis": "cache")", R"("redis": { "kind": "cache", )" + keys + " }");
}

void refuses_queue(const std::string& keys, const std::string& refusal) {
  INFO(keys);
  CHECK(samples::refusal_of(with_redis(keys)) == refusal + "\n");
}

}  // namespace

TEST_CASE("a queue is a number of places, or a limit and a patience", "[scenario]") {
  using namespace samples;
  const Scenario brief = sound(with_redis(R"("service": "1ms", "queue": 7, "connections": 8)"));
  CHECK(find_node(brief.system, "redis")->cache.queue_limit == 7);
  const Scenario whole = sound(with_redis(R"("service": "1ms", "queue": { "limit": 0, "timeout": "5ms" })"));
  CHECK(find_node(whole.system, "redis")->cache.queue_limit == 0);
  const std::string text = describe(whole);
  INFO(text);
  CHECK(text.find("a command takes 1ms, 1 server a shard, at most 0 wait, a command waits at most 5ms.") !=
        std::string::npos);
  const std::string queued = R"({ "kind": "origin", "servers": 1, "queue": 3 } })";
  const Scenario origin = sound(changed(smallest, R"("origin" })", queued));
  CHECK(find_node(origin.system, "db")->origin.queue_limit == 3);
}

TEST_CASE("a queue without commands that take time is warned of", "[scenario]") {
  const auto scenario = samples::sound(with_redis(R"("queue": 7)"));
  CHECK(scenario.warnings.render().find("nodes.redis.queue: has no effect without \"service\"") != std::string::npos);
}

TEST_CASE("a queue that cannot be is refused where it stands", "[scenario]") {
  refuses_queue(R"("service": "1ms", "queue": -1)",
          "s.json:3:88: nodes.redis.queue: -1 is not a whole number of at least 0");
  refuses_queue(R"("service": "1ms", "queue": { "limits": 1 })",
          "s.json:3:90: nodes.redis.queue.limits: \"limits\" is not known here; did you mean \"limit\"?");
  refuses_queue(R"("service": "1ms", "queue": { "timeout": "0s" })",
          "s.json:3:101: nodes.redis.queue.timeout: \"0s\" is not a duration above 0s and up to 3650d");
  refuses_queue(R"("service": "1ms", "connections": 4, "servers": 2, "queue": 3)",
          "s.json:3:120: nodes.redis.queue: lets more wait than there are connections: 4, of which 2 are being "
          "served; allow more \"connections\", or a shorter queue");
}
