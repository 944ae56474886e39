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

TEST_CASE("a queue may drop what its caller no longer awaits, and a worker of a service too", "[scenario]") {
  using namespace samples;
  const Scenario cache = sound(with_redis(R"("service": "1ms", "queue": { "drop_abandoned": true })"));
  CHECK(find_node(cache.system, "redis")->cache.drops_abandoned);
  const std::string shop = R"("shop": { "kind": "service", "workers": 2, "work": "3ms",)"
                           R"( "queue": { "timeout": "1s", "drop_abandoned": true } })";
  const auto service = find_node(sound(changed(smallest, R"("shop": "service")", shop)).system, "shop")->service;
  CHECK(service.queue_timeout == sim::Duration{1'000'000'000});
  CHECK(service.drops_abandoned);
  CHECK(service.work.mean().ns == 3'000'000);
  const std::string db = R"("db": { "kind": "origin", "servers": 1, "queue": { "drop_abandoned": true } })";
  CHECK(find_node(sound(changed(smallest, R"("db": "origin")", db)).system, "db")->origin.drops_abandoned);
  const std::string brief = R"("shop": { "kind": "service", "workers": 1, "queue": 0 })";
  CHECK(find_node(sound(changed(smallest, R"("shop": "service")", brief)).system, "shop")->service.queue_limit == 0);
}

TEST_CASE("only what takes time can be slowed", "[scenario]") {
  const auto refuses = [](const std::string& fault, const std::string& refusal) {
    INFO(fault);
    const std::string faults =
        R"("network": { "latency": "0s" }, "faults": [{ "kind": "slow", "at": "4m", "factor": 2, )";
    const std::string text = samples::changed(samples::smallest, R"("title")", faults + fault + R"( }], "title")");
    const std::string with_bus = samples::changed(text, R"("db": "origin")", R"("db": "origin", "bus": "bus")");
    const std::string refused = samples::refusal_of(with_bus);
    INFO(refused);
    CHECK(refused.find(refusal) != std::string::npos);
  };
  refuses(R"("on": "shop")", "faults.0.on: has no effect: \"shop\" itself takes no time for a request; give that "
                             "service \"work\"\n");
  refuses(R"("on": "redis")", "faults.0.on: has no effect: a command of \"redis\" takes no time; give that cache a "
                              "\"service\" time\n");
  refuses(R"("on": "bus")", "faults.0.on: has no effect: \"bus\" hands on at once; give that bus a \"delay\"\n");
  refuses(R"("between": ["shop", "db"])", "faults.0.between: has no effect: messages take no time; give a link a "
                                          "\"latency\", or the network\n");
  refuses(R"("from": "shop", "to": "db")", "faults.0.from: has no effect: messages take no time");
  refuses(R"("between": ["shop", "db"], "class": "price")", "faults.0.class: \"class\" is not known here");
}

TEST_CASE("a deleted value is kept only where a delete can name it", "[scenario]") {
  const auto refuses = [](const std::string& keys) {
    const std::string text = samples::changed(samples::smallest, R"("expiry": "60s")", R"("expiry": "60s", )" + keys);
    INFO(text);
    const std::string refusal = "\"keep_deleted\" has no effect: no delete names an entry of \"price\"; write a "
                                "\"write\" that does, as \"invalidate\"";
    return samples::refusal_of(text).find(refusal) != std::string::npos;
  };
  const std::string kept = R"("stampede": { "use": "lock", "keep_deleted": "1s" })";
  CHECK(refuses(kept));
  CHECK(refuses(R"("write": "update", )" + kept));
  CHECK(refuses(R"("write": "invalidate", "names": "purge-all", )" + kept));
  samples::sound(samples::changed(samples::smallest, R"("expiry": "60s")", R"("write": "invalidate", )" + kept));
}
