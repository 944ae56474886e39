// Which instance a balancer by least connections takes: time-lines to the nanosecond, by hand.
// Promise: of the instances that are up the one with the fewest requests under way, of equals the first after the one
// that was chosen last; a request is under way until its caller has the answer, has given it up, or has died.
// Source: leastconn of HAProxy, least_conn of nginx.
#include <catch2/catch.hpp>
#include "tests/analytic/resilience_worlds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::sim::literals;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using models::FactKind;
using models::Fault;
using Balancer = models::ServiceNode::Balancer;

Users balanced(std::int64_t instances, Balancer balancer = Balancer::least_connections) {
  Users users;
  users.service().instances = instances;
  users.service().balancer = balancer;
  return users;
}

/// The readers make their requests themselves.
Backend balanced_readers(std::int64_t instances) {
  Backend backend;
  backend.world.nodes[0].service.instances = instances;
  backend.world.nodes[0].service.balancer = Balancer::least_connections;
  return backend;
}

/// The numbers of the instances, from 1 on, in which requests began.
std::vector<int> begun_in(const Backend& backend, FactKind kind) {
  std::vector<int> instances;
  for (const sim::Fact& fact : log_of(backend).of(kind)) instances.push_back(fact.node + 1);
  return instances;
}

Instants answered(const Backend& backend) { return Ended(backend).answered; }

}  // namespace

TEST_CASE("Least connections: while one instance is slow the other takes what comes") {
  const std::vector<Duration> at = {0_ms, 10_ms, 20_ms, 30_ms, 150_ms};
  CHECK(answered(balanced(2).ask_at(at).slow_to("reader-1", 100_ms)) ==
        Instants{10 * ms, 20 * ms, 30 * ms, 100 * ms, 250 * ms});
  CHECK(answered(balanced(2, Balancer::round_robin).ask_at(at).slow_to("reader-1", 100_ms)) ==
        Instants{10 * ms, 30 * ms, 100 * ms, 120 * ms, 250 * ms});
}

TEST_CASE("Least connections: equals have their turns, whoever else is slow") {
  Users even = balanced(3).ask_every(10_ms, 6);
  even.slow_to("reader-1", 1_ms).slow_to("reader-2", 2_ms).slow_to("reader-3", 3_ms);
  CHECK(answered(even) == Instants{1 * ms, 12 * ms, 23 * ms, 31 * ms, 42 * ms, 53 * ms});
  Users uneven = balanced(3).ask_every(10_ms, 5);
  uneven.slow_to("reader-1", 1_s).slow_to("reader-2", 2_ms).slow_to("reader-3", 3_ms);
  CHECK(answered(uneven) == Instants{12 * ms, 23 * ms, 32 * ms, 43 * ms, 1'000 * ms});
}

TEST_CASE("Least connections: requests of one instant see each other") {
  Users users = balanced(3).ask_at({0_ms, 0_ms, 0_ms, 0_ms});
  users.slow_to("reader-1", 10_ms).slow_to("reader-2", 20_ms).slow_to("reader-3", 30_ms);
  CHECK(answered(users) == Instants{10 * ms, 10 * ms, 20 * ms, 30 * ms});
}

TEST_CASE("Least connections: what was given up is under way no more, whatever is still done for it") {
  Users users = balanced(2).ask_at({0_ms, 40_ms, 60_ms});
  users.load().timeout = 50_ms;
  const Ended ended(users.slow_to("reader-1", 100_ms));
  CHECK(ended.answered == Instants{40 * ms});
  CHECK(ended.failed == Instants{50 * ms, 110 * ms});
}

TEST_CASE("Least connections: a retry is balanced anew, and a caller that dies leaves nothing under way") {
  Users users = balanced(2).ask_at({0_ms, 10_ms});
  users.load().timeout = 50_ms;
  users.load().retries = {.max = 1, .base = 5_ms};
  CHECK(answered(users.slow_to("reader-1", 100_ms)) == Instants{10 * ms});
  CHECK(Ended(users).failed == Instants{105 * ms});
  Users dying = balanced(2).ask_at({0_ms, 40_ms, 60_ms});
  during(dying.strikes(Fault::Kind::crash, "users"), 20_ms, 30_ms);
  CHECK(answered(dying.slow_to("reader-1", 100_ms)) == Instants{40 * ms, 160 * ms});
}

TEST_CASE("Least connections: a hedge goes to the least of the others, and to the same where there is no other") {
  Users users = balanced(3).ask_at({0_ms, 10_ms});
  users.load().hedge_after = 50_ms;
  users.slow_to("reader-1", 500_ms).slow_to("reader-2", 500_ms).slow_to("reader-3", 1_ms);
  CHECK(answered(users) == Instants{51 * ms, 61 * ms});
  Users alone = balanced(2).ask_at({0_ms});
  alone.load().hedge_after = 50_ms;
  alone.strikes(Fault::Kind::crash, "reader-2");
  CHECK(answered(alone.slow_to("reader-1", 100_ms)) == Instants{100 * ms});
}

TEST_CASE("Least connections: each key of a multi-get is a request under way") {
  Users users = balanced(2).ask_at({0_ms});
  users.world.classes[0].keys = 10;
  models::Load singles = users.load();
  singles.name = "singles";
  for (int i = 1; i <= 4; ++i) singles.at.push_back(Instant{} + 10_ms * i);
  singles.at.erase(singles.at.begin());
  users.load().reads.clear();
  users.load().request = {{.reads = "item", .keys = 3, .how = models::Step::How::multi_get, .popularity = {}}};
  users.world.loads.push_back(singles);
  users.slow_to("reader-1", 500_ms).slow_to("reader-2", 300_ms);
  // Three beside three: the fourth goes to the first instance, whose turn it is.
  CHECK(answered(users) == Instants{310 * ms, 320 * ms, 330 * ms, 500 * ms, 500 * ms, 500 * ms, 540 * ms});
}

TEST_CASE("Least connections: what an instance asks for itself is under way at it, reads, writes and steps alike") {
  const std::vector<Duration> at = {10_ms, 20_ms, 30_ms, 40_ms, 200_ms};
  const std::vector<int> past_the_first = {1, 2, 2, 2, 1};
  Backend reads = balanced_readers(2).reads_at(at);
  during(reads.strikes(Fault::Kind::pause, "reader-1"), 5_ms, 100_ms);
  CHECK(begun_in(reads, FactKind::read_invoked) == past_the_first);

  Backend writes = balanced_readers(2).writes_at(at);
  writes.world.loads[0].from = "reader";
  during(writes.strikes(Fault::Kind::pause, "reader-1"), 5_ms, 100_ms);
  CHECK(begun_in(writes, FactKind::write_invoked) == past_the_first);

  Backend steps = balanced_readers(2).reads_at(at);
  steps.world.loads[0].reads.clear();
  steps.world.loads[0].request = {{.reads = "item", .keys = 2, .how = models::Step::How::serial, .popularity = {}}};
  steps.world.classes[0].keys = 10;
  during(steps.strikes(Fault::Kind::pause, "reader-1"), 5_ms, 100_ms);
  CHECK(begun_in(steps, FactKind::request_begun) == past_the_first);
}

TEST_CASE("Least connections: an instance that is down takes nothing, and comes back with nothing under way") {
  Backend backend = balanced_readers(2).origin_read_takes(1_s).reads_at({0_ms, 55_ms, 70_ms, 80_ms});
  during(backend.strikes(Fault::Kind::crash, "reader-1"), 50_ms, 60_ms);
  CHECK(begun_in(backend, FactKind::read_invoked) == std::vector<int>{1, 2, 1, 2});
  Backend all_down = balanced_readers(2).reads_at({10_ms});
  all_down.strikes(Fault::Kind::crash, "reader");
  CHECK(Ended(all_down).why == std::vector{Status::refused});
}
