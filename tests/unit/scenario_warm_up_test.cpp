// What a scenario may not say of warm-ups: those that could never act where they stand.
// Promise: each refusal is compared whole: place, path, what is wrong, the mend.
// Source: the format's own rule: no option is accepted and ignored.
#include "analysis/load/describe.hpp"
#include "analysis/load/routes.hpp"
#include "models/seat.hpp"
#include "tests/unit/scenario_broken.hpp"
#include "tests/unit/scenario_sound.hpp"

namespace {

using namespace samples;

const char* const with_copies = R"({ "title": "A price",
  "data":  { "price": { "keys": 100 } },
  "nodes": { "shop": { "kind": "service", "instances": 2 }, "near": { "kind": "cache", "in_process": true },
             "redis": "cache", "db": "origin" },
  "load":  [ { "from": "shop", "reads": "price", "rate": "20/s" } ],
  "faults": [ { "kind": "deploy", "on": "shop", "at": "2m", "down": "5s" } ],
  "strategies": { "s": { "price": { "read": "cache-aside", "cache": "near", "warm_up": "cold" } } } })";

ReadContext with(const std::vector<std::string>& sets) {
  ReadContext context;
  context.sets = sets;
  return context;
}
std::string refused(const std::vector<std::string>& sets) { return refusal_of(with_copies, with(sets)); }
std::string warm_up(const std::string& use) { return "strategies.s.price.warm_up=" + use; }

const std::string in_redis = R"(strategies.s.price.cache="redis")";
const std::string from_peer = warm_up(R"("copy-from-peer")");
const std::string ramp = warm_up(R"({"use": "ramp", "time": "30s"})");
const std::string preload = warm_up(R"({"use": "preload", "top": 10})");

}  // namespace

TEST_CASE("warm-ups are read, and described", "[scenario]") {
  for (const std::string& use : {from_peer, ramp, preload}) {
    const Scenario scenario = sound(with_copies, with({use}));
    CHECK(describe(scenario).find(", warm-up: " + plan_of(scenario, "s").blueprint.strategy.policies[0].warm_up.name) !=
          std::string::npos);
  }
  const models::WarmUpTerms terms = models::warm_up_terms(
      plan_of(sound(with_copies, with({preload})), "s").blueprint.strategy.policies[0]);
  CHECK(terms.top == 10);
  CHECK(terms.at_a_time == 16);
  CHECK(describe(sound(with_copies)).find("warm-up:") == std::string::npos);
}

TEST_CASE("a shared cache that preloads asks what lies behind it, over a way of its own", "[scenario]") {
  const auto pairs = [](const std::string& use) {
    const Scenario scenario = sound(with_copies, with({in_redis, use}));
    return talking_pairs(plan_of(scenario, "s").blueprint);
  };
  const std::pair<std::string, std::string> way{"redis", "db"};
  const auto preloading = pairs(preload), cold = pairs(warm_up(R"("cold")"));
  CHECK(std::count(preloading.begin(), preloading.end(), way) == 1);
  CHECK(std::count(cold.begin(), cold.end(), way) == 0);
}

TEST_CASE("what is done among instances is refused for a shared cache, and for a lone instance", "[scenario]") {
  CHECK(refused({in_redis, from_peer}) ==
        "--set: strategies.s.price.warm_up: \"copy-from-peer\" has no effect: \"redis\" is shared: each of its shards "
        "has keys of its own; write \"preload\", or make the cache \"in_process\"\n");
  CHECK(refused({in_redis, ramp}) ==
        "--set: strategies.s.price.warm_up: \"ramp\" has no effect: \"redis\" is shared: the key chooses the shard, "
        "and no balancer does; write \"preload\", or make the cache \"in_process\"\n");
  CHECK(refused({"nodes.shop.instances=1", from_peer}) ==
        "--set: strategies.s.price.warm_up: \"copy-from-peer\" has no effect: no service that reads price has another "
        "instance; give one \"instances\", as 2\n");
}

TEST_CASE("what begins with a return is refused where nothing goes that comes back", "[scenario]") {
  const std::string nothing_returns =
      "has no effect: no fault takes an instance away that comes back; add one, as a \"deploy\"\n";
  CHECK(refused({"faults=[]", ramp}) == "--set: strategies.s.price.warm_up: \"ramp\" " + nothing_returns);
  CHECK(refused({R"(faults=[{"kind": "crash", "on": "shop-1", "at": "2m"}])", from_peer}) ==
        "--set: strategies.s.price.warm_up: \"copy-from-peer\" " + nothing_returns);
  sound(with_copies, with({R"(faults=[{"kind": "crash", "on": "shop-1", "at": "2m", "until": "3m"}])", ramp}));
  const std::string copies_alone = R"(faults=[{"kind": "restart", "on": "near", "at": "2m"}])";
  sound(with_copies, with({copies_alone, from_peer}));
  CHECK(refused({copies_alone, ramp}) == "--set: strategies.s.price.warm_up: \"ramp\" " + nothing_returns);
  sound(with_copies, with({"faults=[]", preload}));  // it acts when the run begins
}

TEST_CASE("a preload needs keys that are asked for most, and no more than there are", "[scenario]") {
  CHECK(refused({warm_up(R"({"use": "preload", "top": 101})")}) ==
        "--set: strategies.s.price.warm_up: \"top\" is more than the 100 keys of price; write so many at most\n");
  CHECK(refused({warm_up(R"({"use": "preload", "top": 0})")}) ==
        "--set: strategies.s.price.warm_up.top: 0 is less than 1\n");
  CHECK(refused({warm_up(R"({"use": "preload", "top": 5, "at_a_time": 0})")}) ==
        "--set: strategies.s.price.warm_up.at_a_time: 0 is less than 1\n");
  const std::string refusal =
      refused({R"(load=[{"from": "shop", "reads": "price", "trace": "reads.bin"}])", preload});
  CHECK(refusal.find("--set: strategies.s.price.warm_up: \"preload\" cannot know which keys a trace asks for most; "
                     "leave it out\n") != std::string::npos);
}

TEST_CASE("generations of one copy do not go to another", "[scenario]") {
  CHECK(refused({R"(load=[{"from": "shop", "reads": "price", "writes": "price", "write_share": "1%", "rate": "20/s"}])",
                 R"(strategies.s.price.write="invalidate")", R"(strategies.s.price.names="version-key")", from_peer}) ==
        "--set: strategies.s.price.warm_up: \"copy-from-peer\" has no effect: the generations of one copy are not "
        "those of another; choose another \"names\"\n");
}

TEST_CASE("without a cache there is nothing to warm", "[scenario]") {
  CHECK(refused({R"(strategies.s.price={"read": "none", "warm_up": {"use": "preload", "top": 5}})"}) ==
        "--set: strategies.s.price.warm_up: has no effect: \"read\" is \"none\"; write a \"read\" that uses the cache, "
        "as \"cache-aside\"\n");
}
