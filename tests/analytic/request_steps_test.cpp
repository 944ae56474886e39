// Requests of several steps by hand, to the nanosecond: one by one, all at once, one message; partly cached; torn.
// Promise: each request is compared whole: instant, latency, status, the latencies of its reads, whether it is torn.
// Source: sums of the declared latencies; the definition of a torn read.
#include "tests/analytic/request_shop.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::Status;
using Served = analysis::measure::WholeRequests;

void check_served(const ToldRequests& told, std::int64_t wholly, std::int64_t partly, std::int64_t not_cached) {
  const auto& latency = told.result.requests.latency_by_served;
  CHECK(equals<std::int64_t>("wholly cached", wholly, latency[Served::wholly].count()));
  CHECK(equals<std::int64_t>("partly cached", partly, latency[Served::partly].count()));
  CHECK(equals<std::int64_t>("not cached", not_cached, latency[Served::not_cached].count()));
}

}  // namespace

TEST_CASE("N+1: each read of a serial step waits for the one before it") {
  const ToldRequests told =
      tell_requests(shop({step("item", 1, StepHow::serial), step("price", 3, StepHow::serial)}, {0_ms, 200_ms}));
  check_requests(told, {{0, 80 * ms, Status::ok, {20 * ms, 20 * ms, 20 * ms, 20 * ms}},
                        {200 * ms, 12 * ms, Status::ok, {3 * ms, 3 * ms, 3 * ms, 3 * ms}}});
  check_served(told, 1, 0, 1);
  // A miss is a lookup and a read with their answers, and a set; a hit is a lookup with its answer.
  CHECK(equals<std::int64_t>("messages", 4 * 5 + 4 * 2, told.messages));
}

TEST_CASE("Parallel: a step ends with its slowest read, and each read is answered when it is ready") {
  Backend backend = shop({step("item", 1, StepHow::serial), step("price", 3, StepHow::parallel)}, {0_ms, 200_ms});
  backend.origin().servers = 1;
  const ToldRequests told = tell_requests(backend);
  check_requests(told, {{0, 60 * ms, Status::ok, {20 * ms, 20 * ms, 30 * ms, 40 * ms}},
                        {200 * ms, 6 * ms, Status::ok, {3 * ms, 3 * ms, 3 * ms, 3 * ms}}});
  CHECK(equals<std::int64_t>("messages", 4 * 5 + 4 * 2, told.messages));
}

TEST_CASE("Multi-get: one message there, and one back when the last key is ready") {
  Backend backend = shop({step("item", 1, StepHow::serial), step("price", 3, StepHow::multi_get)}, {0_ms, 200_ms});
  backend.origin().servers = 1;
  const ToldRequests told = tell_requests(backend);
  check_requests(told, {{0, 60 * ms, Status::ok, {20 * ms, 40 * ms, 40 * ms, 40 * ms}},
                        {200 * ms, 6 * ms, Status::ok, {3 * ms, 3 * ms, 3 * ms, 3 * ms}}});
  // The item's miss; then one lookup, one read and three sets; then two hits' worth.
  CHECK(equals<std::int64_t>("messages", 5 + (2 + 2 + 3) + 2 * 2, told.messages));
}

TEST_CASE("Multi-get: one message for each shard that holds a key") {
  Backend backend = shop({step("price", 3, StepHow::multi_get)}, {0_ms, 200_ms});
  backend.cache().shards = 2;
  backend.cache().sharding = models::CacheNode::Sharding::modulo;
  models::World world(backend.world);
  models::KeyNames names;
  for (std::size_t i = 0; i < backend.world.classes.size(); ++i)
    names.add(backend.world.classes[i].name, world.first_keys()[i]);
  const models::Ring ring("cache", 2, 0, names);
  std::set<std::uint32_t> shards;
  for (std::uint32_t key = 1; key <= 3; ++key) shards.insert(ring.owner_of(models::KeyId{key}));
  REQUIRE(shards.size() == 2);
  CHECK(equals<std::int64_t>("messages", (2 * 2 + 2 + 3) + 2 * 2, tell_requests(backend).messages));
}

TEST_CASE("Multi-get through a read-through cache: its misses go on together") {
  Backend backend = shop({step("price", 3, StepHow::multi_get)}, {0_ms, 200_ms});
  backend.world.strategy.policies[1].read = option("read", "read-through");
  backend.takes("cache", "db", 3_ms).takes("db", "cache", 4_ms);
  const ToldRequests told = tell_requests(backend);
  check_requests(told, {{0, 20 * ms, Status::ok, {20 * ms, 20 * ms, 20 * ms}},
                        {200 * ms, 3 * ms, Status::ok, {3 * ms, 3 * ms, 3 * ms}}});
  CHECK(equals<std::int64_t>("messages: fetch and read, then fetch", 2 + 2 + 2, told.messages));
}

TEST_CASE("A request is partly cached when some of its keys are there and some are not") {
  Backend backend = shop({step("price", 3, StepHow::parallel)}, {50_ms});
  models::Load one = backend.world.loads[0];
  one.name = "one";
  one.at = {Instant{}};
  one.request = {step("price", 1, StepHow::serial)};
  one.request[0].fixed_key = 1;
  backend.world.loads.push_back(one);
  const ToldRequests told = tell_requests(backend);
  check_requests(told,
                 {{0, 20 * ms, Status::ok, {20 * ms}}, {50 * ms, 20 * ms, Status::ok, {3 * ms, 20 * ms, 20 * ms}}});
  check_served(told, 0, 1, 1);
  CHECK(equals<std::int64_t>("hits", 1, told.result.load.caches[0].hits));
}

TEST_CASE("A request fails with the first of its reads that fails, and the others go on") {
  Backend backend = shop({step("price", 3, StepHow::parallel), step("item", 1, StepHow::serial)}, {0_ms});
  backend.origin().servers = 1;
  backend.origin().queue_limit = 1;
  const ToldRequests told = tell_requests(backend);
  check_requests(told, {{0, 10 * ms, Status::refused, {}}});
  CHECK(equals<std::int64_t>("reads invoked: the next step never begins", 3, told.result.total.reads.invoked));
  CHECK(equals<std::int64_t>("reads answered", 2, told.result.total.reads.answered));
  CHECK(equals<std::int64_t>("reads failed", 1, told.result.total.reads.failed));
  CHECK(equals<std::int64_t>("requests refused", 1, told.result.requests.failures[2]));
}

TEST_CASE("A client's multi-get is one message to one instance, which serves it with one worker") {
  for (const StepHow how : {StepHow::multi_get, StepHow::parallel}) {
    Backend backend = shop({step("price", 3, how)}, {0_ms});
    backend.world.nodes.push_back(node("phones", models::NodeSpec::Kind::client));
    backend.world.nodes[0].service.instances = 2;
    backend.world.nodes[0].service.workers = 1;
    backend.world.nodes[0].service.queue_limit = 1;
    backend.world.loads[0].from = "phones";
    backend.world.loads[0].to = "reader";
    const ToldRequests told = tell_requests(backend);
    if (how == StepHow::multi_get) {
      check_requests(told, {{0, 20 * ms, Status::ok, {20 * ms, 20 * ms, 20 * ms}}});
      CHECK(equals<std::int64_t>("messages", 2 + 2 + 2 + 3, told.messages));
    } else {
      check_requests(told, {{0, 40 * ms, Status::ok, {20 * ms, 20 * ms, 40 * ms}}});
      CHECK(equals<std::int64_t>("messages", 3 * (2 + 5), told.messages));
    }
  }
}

TEST_CASE("A service that makes its requests holds one worker for each") {
  Backend backend = shop({step("item", 1, StepHow::serial), step("price", 3, StepHow::parallel)}, {0_ms, 0_ms, 0_ms});
  backend.world.nodes[0].service.workers = 1;
  backend.world.nodes[0].service.queue_limit = 1;
  check_requests(tell_requests(backend), {{0, 0, Status::refused, {}},
                                          {0, 40 * ms, Status::ok, {20 * ms, 20 * ms, 20 * ms, 20 * ms}},
                                          {0, 46 * ms, Status::ok, {3 * ms, 3 * ms, 3 * ms, 3 * ms}}});
}

TEST_CASE("A lost letter fails all its keys when the sender gives up") {
  Backend backend = shop({step("price", 3, StepHow::multi_get)}, {0_ms});
  backend.world.give_up = 30_ms;
  backend.world.strategy.policies[1] = models::Policy{};
  backend.world.strategy.policies[1].carry = option("carry", "inline");
  backend.strikes(models::Fault::Kind::drop, "reader", "db");
  const ToldRequests told = tell_requests(backend);
  check_requests(told, {{0, 30 * ms, Status::unreachable, {}}});
  CHECK(equals<std::int64_t>("messages lost", 1, told.result.load.messages_lost));
  CHECK(equals<std::int64_t>("reads failed", 3, told.result.total.reads.failed));
}

TEST_CASE("A letter whose reader dies is lost with all it holds") {
  Backend backend = shop({step("price", 3, StepHow::multi_get)}, {0_ms});
  backend.world.give_up = 100_ms;
  backend.world.strategy.policies[1] = models::Policy{};
  backend.world.strategy.policies[1].carry = option("carry", "inline");
  backend.origin().servers = 1;
  models::Fault& crash = backend.strikes(models::Fault::Kind::crash, "db");
  crash.at = Instant{} + 25_ms;  // two keys are read and held, the third is being read
  check_requests(tell_requests(backend), {{0, 100 * ms, Status::unreachable, {}}});
}

namespace {

/// Uncached, one item and then one price: the item is read at 3 and the price at 20. Writes take no time.
ToldRequests read_both(const std::vector<models::Duration>& items, const std::vector<models::Duration>& prices) {
  Backend backend = shop({step("item", 1, StepHow::serial), step("price", 1, StepHow::serial)}, {0_ms});
  backend.world.loads[0].request[1].fixed_key = 0;
  for (models::Policy& policy : backend.world.strategy.policies) {
    policy = models::Policy{};
    policy.carry = option("carry", "inline");
  }
  backend.writes_at(items).writes_at(prices);
  models::Load& writes = backend.world.loads.back();
  writes.name = "prices";
  writes.writes = "price";
  writes.fixed_key = 0;
  return tell_requests(backend);
}

bool is_torn(const ToldRequests& told) { return told.requests.at(0).torn; }

}  // namespace

TEST_CASE("Torn: the item was replaced before the price that came with it was there") {
  CHECK(is_torn(read_both({15_ms}, {18_ms})));
  CHECK(is_torn(read_both({2_ms, 15_ms}, {1_ms, 18_ms})));
  const ToldRequests told = read_both({15_ms}, {18_ms});
  CHECK(equals<std::int64_t>("stale reads: each was current at its invocation", 0, told.result.total.staleness.stale));
}

TEST_CASE("Not torn: what was read together was there together, be it for a moment") {
  CHECK_FALSE(is_torn(read_both({}, {})));
  CHECK_FALSE(is_torn(read_both({15_ms}, {})));
  CHECK_FALSE(is_torn(read_both({}, {18_ms})));
  CHECK_FALSE(is_torn(read_both({18_ms}, {15_ms})));
  CHECK_FALSE(is_torn(read_both({19_ms}, {15_ms})));
  CHECK_FALSE(is_torn(read_both({1_ms, 21_ms}, {2_ms, 22_ms})));
}

TEST_CASE("Not torn: old versions of one moment are stale and go together") {
  Backend backend = shop({step("item", 1, StepHow::serial), step("price", 3, StepHow::multi_get)}, {0_ms, 200_ms});
  for (models::Policy& policy : backend.world.strategy.policies) policy.write = option("write", "write-around");
  backend.writes_at({100_ms});
  const ToldRequests told = tell_requests(backend);
  CHECK(equals<std::int64_t>("stale reads", 1, told.result.total.staleness.stale));
  CHECK_FALSE(told.requests.at(1).torn);
}

TEST_CASE("What a request asks for depends on its number alone, not on how or how fast it is answered") {
  const auto asked = [](StepHow how, const char* read) {
    Backend backend = shop({step("item", 1, StepHow::serial), step("price", 2, how)}, {0_ms, 1_ms, 300_ms, 400_ms});
    backend.world.classes[1].keys = 50;
    backend.world.strategy.policies[1].read = option("read", read);
    return tell_requests(backend).asked;
  };
  const auto first = asked(StepHow::serial, "none");
  CHECK(first.size() == 12);
  for (const StepHow how : {StepHow::serial, StepHow::parallel, StepHow::multi_get})
    for (const char* read : {"none", "cache-aside", "read-through"}) CHECK(asked(how, read) == first);
}

TEST_CASE("The keys of a step are distinct, however unlike their popularities") {
  Backend backend = shop({step("price", 40, StepHow::parallel)}, {0_ms});
  backend.world.classes[1].keys = 50;
  backend.world.loads[0].request[0].popularity = {models::Popularity::Law::zipf, 3.0};
  std::set<std::uint32_t> keys;
  for (const auto& [operation, key] : tell_requests(backend).asked) keys.insert(key);
  CHECK(keys.size() == 40);
}
