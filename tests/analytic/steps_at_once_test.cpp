// Steps that begin together, and steps that write, by hand, to the nanosecond.
// Promise: each request is compared whole: instant, latency, status, the latencies of its reads; each write by its
// commit.
// Source: sums of the declared latencies; the scenario format of this project.
#include "tests/analytic/fact_log.hpp"
#include "tests/analytic/request_shop.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::FactKind;
using models::Status;

models::Step beside(models::Step step) {
  step.is_beside = true;
  return step;
}

models::Step writes(const std::string& data_class, std::int64_t keys, StepHow how) {
  models::Step made = step("", keys, how);
  made.writes = data_class;
  return made;
}

/// The shop, whose writes take 3 there and 4 back, and no time at the origin.
Backend till(std::vector<models::Step> request) { return shop(std::move(request), {0_ms, 200_ms}); }

}  // namespace

TEST_CASE("Steps of one list begin together, and the step after them waits for the slowest") {
  const Backend backend = till({step("item", 1, StepHow::serial), beside(step("price", 3, StepHow::serial)),
                                step("item", 1, StepHow::serial)});
  // The three prices take 20 each while the item takes 20; then the item is there, and takes 3.
  check_requests(tell_requests(backend), {{0, 63 * ms, Status::ok, {20 * ms, 20 * ms, 20 * ms, 20 * ms, 3 * ms}},
                                          {200 * ms, 12 * ms, Status::ok, {3 * ms, 3 * ms, 3 * ms, 3 * ms, 3 * ms}}});
}

TEST_CASE("A multi-get beside another step is one message all the same") {
  const Backend backend =
      till({step("price", 3, StepHow::multi_get), beside(step("item", 1, StepHow::serial))});
  const ToldRequests told = tell_requests(backend);
  check_requests(told, {{0, 20 * ms, Status::ok, {20 * ms, 20 * ms, 20 * ms, 20 * ms}},
                        {200 * ms, 3 * ms, Status::ok, {3 * ms, 3 * ms, 3 * ms, 3 * ms}}});
  CHECK(equals<std::int64_t>("messages", (2 + 2 + 3) + 5 + 2 * 2, told.messages));
}

TEST_CASE("Where one of the steps that began together fails, the others ask for nothing more") {
  Backend backend =
      shop({step("item", 1, StepHow::serial), beside(step("price", 3, StepHow::serial))}, {0_ms});
  backend.world.classes[0].origin_read = models::Distribution::constant(100_ms);
  backend.origin().servers = 1;
  backend.origin().queue_limit = 0;
  // Both lookups are back at 3; the item's read has the only server, and the first price is refused at 6.
  const ToldRequests told = tell_requests(backend);
  check_requests(told, {{0, 10 * ms, Status::refused, {}}});
  CHECK(equals<std::int64_t>("reads invoked", 2, told.result.total.reads.invoked));
}

TEST_CASE("What was begun beside a step that fails goes on, but begins nothing") {
  Backend backend = shop({step("item", 1, StepHow::serial), beside(step("price", 3, StepHow::serial))}, {0_ms});
  backend.world.strategy.policies[0] = models::Policy{};
  backend.world.strategy.policies[0].carry = option("carry", "inline");
  backend.world.classes[0].origin = "vault";
  backend.world.nodes.push_back(node("vault", models::NodeSpec::Kind::origin));
  backend.world.classes[1].origin = "db";
  backend.world.give_up = 25_ms;
  backend.strikes(models::Fault::Kind::drop, "reader", "vault");
  // At 25 the item is given up. The second price, which began at 20, is answered at 40; the third is never asked for.
  const ToldRequests told = tell_requests(backend);
  check_requests(told, {{0, 25 * ms, Status::unreachable, {20 * ms}}});
  CHECK(equals<std::int64_t>("reads invoked", 3, told.result.total.reads.invoked));
  CHECK(equals<std::int64_t>("reads answered", 2, told.result.total.reads.answered));
}

TEST_CASE("A step that writes commits its keys, and the next step waits for the acknowledgement") {
  Backend backend = till({writes("price", 2, StepHow::serial), step("item", 1, StepHow::serial)});
  backend.world.strategy.policies[1].write = option("write", "write-around");
  const FactLog log = log_of(backend);
  CHECK(log.at(FactKind::committed) == Instants{3 * ms, 10 * ms, 203 * ms, 210 * ms});
  CHECK(log.at(FactKind::read_invoked) == Instants{14 * ms, 214 * ms});
  CHECK(log.of(FactKind::write_of_request).size() == 4);
  CHECK(log.at(FactKind::request_ended) == Instants{34 * ms, 217 * ms});
}

TEST_CASE("The writes of a parallel step go at once, each with its own delete") {
  Backend backend = till({writes("price", 3, StepHow::parallel)});
  const FactLog log = log_of(backend);
  CHECK(log.at(FactKind::committed) == Instants{3 * ms, 3 * ms, 3 * ms, 203 * ms, 203 * ms, 203 * ms});
  // The acknowledgement at 7, the delete there at 8 and back at 10.
  CHECK(log.at(FactKind::request_ended) == Instants{10 * ms, 210 * ms});
}

TEST_CASE("A write of a request that fails fails the request") {
  Backend backend = shop({writes("price", 2, StepHow::serial), step("item", 1, StepHow::serial)}, {0_ms});
  backend.world.give_up = 30_ms;
  backend.strikes(models::Fault::Kind::drop, "reader", "db");
  const ToldRequests told = tell_requests(backend);
  check_requests(told, {{0, 30 * ms, Status::unreachable, {}}});
  CHECK(equals<std::int64_t>("writes invoked", 1, told.result.total.writes.invoked));
  CHECK(equals<std::int64_t>("writes failed", 1, told.result.total.writes.failed));
  CHECK(equals<std::int64_t>("reads invoked", 0, told.result.total.reads.invoked));
}

TEST_CASE("A step takes the keys of a step before it, in their places") {
  Backend backend = till({step("item", 4, StepHow::parallel), writes("price", 4, StepHow::serial)});
  backend.world.classes[0].keys = backend.world.classes[1].keys = 50;
  backend.world.loads[0].request[1].keys_of = 0;
  const FactLog log = log_of(backend);
  const auto read = log.of(FactKind::read_invoked);
  const auto written = log.of(FactKind::write_invoked);
  REQUIRE(read.size() == 8);
  REQUIRE(written.size() == 8);
  for (std::size_t i = 0; i < 8; ++i) CHECK(written[i].key == read[i].key + 50);
}

TEST_CASE("A request that only writes is none that a cache has served") {
  const ToldRequests told = tell_requests(till({writes("price", 1, StepHow::serial)}));
  using Served = analysis::measure::WholeRequests;
  CHECK(equals<std::int64_t>("not cached", 2, told.result.requests.latency_by_served[Served::not_cached].count()));
  CHECK(equals<std::int64_t>("torn", 0, told.result.requests.torn));
}
