// When faults strike, as a scenario says it: again and again, or when something first holds; and what is refused.
#include "tests/unit/scenario_broken.hpp"
#include "tests/unit/scenario_sound.hpp"

namespace {

using namespace stalemate::sim::literals;
using stalemate::sim::Instant;
using samples::Broken;
using stalemate::models::Condition;
using stalemate::models::Fault;
using Strikes = Fault::Kind;

Broken fault(const std::string& text, const std::string& refusal) {
  return {R"~("title")~", R"~("faults": [{"name": "f", )~" + text + R"~(}], "title")~", "s.json:1:" + refusal};
}

const std::vector<Broken> broken_strikes = {
    fault(R"~("kind": "flush", "on": "redis")~", R"~(14: faults.0.at: is missing; add "at": ... here)~"),
    fault(R"~("kind": "crash", "on": "redis", "at": "1m", "lasts": "5s")~",
          R"~(81: faults.0.lasts: has no effect without "every" or "when"; write "until")~"),
    fault(R"~("kind": "crash", "on": "redis", "every": "1m")~",
          R"~(14: faults.0.lasts: is missing; add "lasts": ... here)~"),
    fault(R"~("kind": "crash", "on": "redis", "every": "1m", "lasts": "0s")~",
          R"~(84: faults.0.lasts: is 0s: a strike needs a time above 0s)~"),
    fault(R"~("kind": "flush", "on": "redis", "every": "1m", "lasts": "5s")~",
          R"~(84: faults.0.lasts: has no effect: this fault ends by itself)~"),
    fault(R"~("kind": "flush", "on": "redis", "every": "1ms")~",
          R"~(69: faults.0.every: makes more than 100000 strikes in the run)~"),
    fault(R"~("kind": "flush", "on": "redis", "every": "1m", "at": "2m", "until": "1m")~",
          R"~(96: faults.0.until: does not lie after "at")~"),
    fault(R"~("kind": "pause", "on": "redis", "at": "2m")~",
          R"~(14: faults.0.until: is missing; add "until": ... here)~"),
    fault(R"~("kind": "pause", "on": "redis", "when": {"commits_of": "price", "reach": 5})~",
          R"~(14: faults.0.lasts: is missing; add "lasts": ... here)~"),
    fault(R"~("kind": "flush", "on": "redis", "when": {"commits_of": "price", "reach": 5}, "at": "1m")~",
          R"~(111: faults.0.at: has no effect beside "when")~"),
    fault(R"~("kind": "flush", "on": "redis", "when": {"commits_of": "price", "waiting_at": "db", "reach": 5})~",
          R"~(68: faults.0.when: needs one of "commits_of", "waiting_at", "begins", "ends", )~"
          R"~("signal" and "alert")~"),
    fault(R"~("kind": "flush", "on": "redis", "when": {"commits_of": "price"})~",
          R"~(68: faults.0.when.reach: is missing; add "reach": ... here)~"),
    fault(R"~("kind": "flush", "on": "redis", "when": {"commits_of": "prices", "reach": 5})~",
          R"~(83: faults.0.when.commits_of: "prices" is not defined under data; did you mean "price"?)~"),
    fault(R"~("kind": "flush", "on": "redis", "when": {"waiting_at": "db", "reach": 5})~",
          R"~(83: faults.0.when.waiting_at: nobody ever waits at "db"; give it "servers")~"),
    fault(R"~("kind": "flush", "on": "redis", "when": {"begins": "storm"})~",
          R"~(68: faults.0.when: "storm" is no fault; known here: "f")~"),
    fault(R"~("kind": "flush", "on": "redis", "when": {"ends": "f"})~",
          R"~(68: faults.0.when: "f" waits for itself and can never strike)~"),
    fault(R"~("kind": "flush", "on": "redis", "when": {"ends": "f", "reach": 2})~",
          R"~(91: faults.0.when.reach: has no effect on what another fault does)~"),
    fault(R"~("kind": "flush", "on": "redis", "when": {"signal": "hit_ratio"})~",
          R"~(68: faults.0.when: needs either "below" or "above")~"),
    fault(R"~("kind": "flush", "on": "redis", "when": {"signal": "hit_ratio", "below": "5%", "reach": 2})~",
          R"~(116: faults.0.when.reach: has no effect on a signal; write "below" or "above")~"),
    fault(R"~("kind": "flush", "on": "redis", "when": {"signal": "invalidation_lag", "above": "5s"})~",
          R"~(79: faults.0.when.signal: "invalidation_lag" looks at what is known after the run alone; known here: )~"
          R"~("hit_ratio", "origin_reads_per_s", "error_ratio")~"),
    fault(R"~("kind": "flush", "on": "redis", "when": {"alert": "low"})~",
          R"~(78: faults.0.when.alert: "low" is none of "alerts"; there are none: write it there)~"),
    fault(R"~("kind": "flush", "on": "redis", "when": {"alert": "low", "over": "5s"})~",
          R"~(78: faults.0.when.alert: "low" is none of "alerts"; there are none: write it there)~"
          "\ns.json:1:" R"~(93: faults.0.when.over: has no effect: the alert says it)~"),
    fault(R"~("kind": "flush", "on": "redis", "when": {"begins": "g", "over": "5s"})~",
          R"~(92: faults.0.when.over: has no effect without "signal")~"),
    fault(R"~("kind": "remove-shard", "on": "redis", "at": "1m")~",
          R"~(58: faults.0.on: "redis" is not one of several shards)~"),
    fault(R"~("kind": "add-shard", "on": "db", "at": "1m")~",
          R"~(55: faults.0.on: "db" is not a cache, which is what "add-shard" strikes)~"),
};

}  // namespace

TEST_CASE("broken times of a fault are refused where they stand", "[scenario]") { check_all(broken_strikes); }

TEST_CASE("no fault takes the last shard away, or all of them at once", "[scenario]") {
  const std::string head = R"~({ "title": "t", "data": { "price": { "keys": 10 } },
 "nodes": { "shop": "service", "redis": { "kind": "cache", "shards": 2 }, "db": "origin" },
 "load": [ { "from": "shop", "reads": "price", "rate": "1/s" } ],
 "strategies": { "s": { "price": { "read": "cache-aside" } } }, "faults": [)~";
  const auto removed = [](const std::string& part) {
    return R"~({"name": ")~" + part + R"~(", "kind": "remove-shard", "at": "1m", "on": ")~" + part + R"~("})~";
  };
  CHECK(samples::refusal_of(head + removed("redis") + "] }") ==
        "s.json:4:136: faults.0.on: \"redis\" is the whole cache; name one shard, as \"redis-1\"\n");
  CHECK(samples::refusal_of(head + removed("redis-1") + ",\n" + removed("redis-2") + "] }") ==
        "s.json:5:1: faults.1: with the other faults no shard is left\n");
}

TEST_CASE("a full scenario: faults that strike again and again, and when something holds", "[scenario]") {
  const std::vector<Fault> faults = samples::sound(samples::full).system.faults;
  REQUIRE(faults.size() == 24);
  REQUIRE(faults[22].when->signal);
  CHECK(faults[22].when->signal->of == "archive");
  CHECK(faults[22].when->signal->bound == 80);
  CHECK(faults[22].when->after == 1_s);
  CHECK(faults[22].lasts.mean() == 30_s);
  REQUIRE(faults[23].when->signal);
  CHECK(faults[23].when->what == "hit ratio low");
  CHECK(faults[23].when->signal->bound == 0.9);
  CHECK(faults[12].kind == Strikes::pause);
  CHECK(faults[12].node == "shop-1");
  CHECK(faults[12].every == 90_s);
  CHECK(faults[12].at == Instant{} + 120_s);
  CHECK(faults[12].until == Instant{} + 1080_s);
  CHECK(faults[12].lasts.describe() == "exponential mean 2s");
  CHECK(faults[13].kind == Strikes::remove_shard);
  CHECK(faults[13].keeps_content);
  REQUIRE(faults[13].when);
  CHECK(faults[13].when->of == Condition::Of::commits);
  CHECK(faults[13].when->what == "price");
  CHECK(faults[13].when->reach == 500);
  CHECK(faults[13].when->after == 3_s);
  CHECK(faults[13].lasts.mean() == 60_s);
  CHECK(faults[14].kind == Strikes::add_shard);
  CHECK(faults[14].when->of == Condition::Of::ends);
  CHECK(faults[14].when->what == "shrink");
  CHECK(faults[15].when->of == Condition::Of::waiting);
  CHECK(faults[15].when->what == "db");
  CHECK(faults[16].when->of == Condition::Of::begins);
}
