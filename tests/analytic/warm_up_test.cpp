// Copies that come up empty, to the nanosecond: what they fetch or are given, when, and what of it is stale.
// Promise: every time-line by hand; shares of turns within five standard errors of the ramp's straight line.
// Source: this project's definitions of a fill, of a stale read and of its cause; slow_start of nginx.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>
#include "tests/analytic/fact_log.hpp"
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using analysis::measure::Cause;
using models::FactKind;
using models::Fault;
using models::How;
using Balancer = models::ServiceNode::Balancer;

/// A shared cache that asks the origin itself: 5 ms there, 10 ms of service, no time back.
Backend preloading(std::int64_t top, std::int64_t at_a_time) {
  Backend backend;
  backend.cached("cache-aside", "invalidate").takes("cache", "db", 5_ms).origin_read_takes(10_ms);
  backend.policy().warm_up = option("warm_up", "preload", {{"top", top}, {"at_a_time", at_a_time}});
  return backend;
}

/// Two instances, each with a copy of its own, the second away from 50 ms to 100 ms; requests go to them in turn.
Backend two_copies(const models::Choice& warm_up) {
  Backend backend;
  backend.world.nodes[0].service.instances = 2;
  backend.cache().in_process = true;
  backend.cached("cache-aside", "invalidate").origin_read_takes(10_ms);
  backend.policy().warm_up = warm_up;
  during(backend.strikes(Fault::Kind::crash, "reader-2"), 50_ms, 100_ms);
  return backend;
}
models::Choice from_peer(Duration each) { return option("warm_up", "copy-from-peer", {{"each", each.ns}}); }

Backend& told_of_changes(Backend& backend) {
  backend.world.nodes.push_back(node("bus", models::NodeSpec::Kind::bus));
  backend.policy().carry = option("carry", "pub-sub");
  backend.policy().bus = "bus";
  return backend;
}

/// The keys preloaded, in order.
std::vector<std::uint32_t> preloaded(const FactLog& log) {
  std::vector<std::uint32_t> keys;
  for (const sim::Fact& fact : log.of(FactKind::preload)) keys.push_back(fact.key);
  return keys;
}

/// As many reads go to nine keys out of ninety as to all others together, or to them alone.
Backend hot_keys(double traffic) {
  Backend backend = preloading(9, 3);
  backend.world.classes[0].keys = 90;
  backend.world.classes[0].popularity = {
      .law = models::Popularity::Law::hot_set, .hot_keys = 0.1, .hot_traffic = traffic};
  return backend;
}

}  // namespace

TEST_CASE("Preload: so many keys, so many at a time, each after the way to the origin and its service") {
  Backend one = preloading(3, 1), two = preloading(3, 2);
  one.world.classes[0].keys = two.world.classes[0].keys = 5;
  const FactLog by_ones = log_of(one), by_twos = log_of(two);
  CHECK(by_ones.at(FactKind::preload) == Instants{0, 15 * ms, 30 * ms});
  CHECK(by_ones.at(FactKind::stored) == Instants{15 * ms, 30 * ms, 45 * ms});
  CHECK(by_twos.at(FactKind::preload) == Instants{0, 0, 15 * ms});
  CHECK(by_twos.at(FactKind::stored) == Instants{15 * ms, 15 * ms, 30 * ms});
  CHECK(preloaded(by_ones) == preloaded(by_twos));
}

TEST_CASE("Preload: of a class that has fewer keys all are fetched, each once") {
  Backend more = preloading(9, 2);
  more.world.classes[0].keys = 3;
  const FactLog log = log_of(more);
  CHECK(log.at(FactKind::preload) == Instants{0, 0, 15 * ms});
  std::vector<std::uint32_t> keys = preloaded(log);
  std::sort(keys.begin(), keys.end());
  CHECK(keys == std::vector<std::uint32_t>{0, 1, 2});
}

TEST_CASE("Preload: no client has looked, and the origin's load says so") {
  const TimeLine told = time_line_of(preloading(1, 1).reads_at({14_ms, 16_ms}));
  check(told, {{14 * ms, 10 * ms, 0, How::miss, 0}, {16 * ms, 0, 0, How::hit, 0}});
  const auto& cache = told.measured.load.caches.at(0);
  CHECK(cache.hits == 1);
  CHECK(cache.misses == 1);
  CHECK(cache.fills == 2);
  CHECK(cache.preloaded == 1);
  CHECK(told.measured.load.origins.at(0).reads == 2);
  CHECK(told.measured.load.origins.at(0).preload_reads == 1);
  CHECK(told.measured.load.duplicate_fetches == 1);
}

TEST_CASE("Preload: it fetches the keys that are asked for most, as they are then") {
  Backend steady = hot_keys(1).reads(50);
  steady.world.loads[0].begins = Instant{} + 50_ms;
  steady.runs(20, 0);
  const RunResult run = steady.run();
  CHECK(run.load.caches.at(0).hits == run.total.reads.answered);

  Backend drifting = hot_keys(1);
  drifting.world.classes[0].popularity.turnover = 30_s;
  drifting.reads(2'000).runs(20, 0);
  drifting.strikes(Fault::Kind::restart, "cache").at = Instant{} + 15_s;
  std::set<std::uint32_t> asked_for, fetched;
  for (const sim::Fact& fact : log_of(drifting).facts) {
    const bool is_then = fact.at >= Instant{} + 15_s && fact.at < Instant{} + 15'100_ms;
    if (is_then && models::kind_of(fact) == FactKind::read_invoked) asked_for.insert(fact.key);
    if (is_then && models::kind_of(fact) == FactKind::preload) fetched.insert(fact.key);
  }
  CHECK(fetched.size() == 9);
  CHECK(fetched == asked_for);
  CHECK(std::vector(fetched.begin(), fetched.end()) != preloaded(log_of(hot_keys(1))));
}

TEST_CASE("Preload: after a crash that lost the content, not after one that kept it, nor after a flush") {
  Backend crash = preloading(1, 1), kept = preloading(1, 1), flush = preloading(1, 1);
  during(crash.strikes(Fault::Kind::crash, "cache"), 100_ms, 200_ms);
  during(kept.strikes(Fault::Kind::crash, "cache"), 100_ms, 200_ms).keeps_content = true;
  flush.strikes(Fault::Kind::flush, "cache").at = Instant{} + 100_ms;
  CHECK(log_of(crash).at(FactKind::preload) == Instants{0, 200 * ms});
  CHECK(log_of(kept).at(FactKind::preload) == Instants{0});
  CHECK(log_of(flush).at(FactKind::preload) == Instants{0});
}

TEST_CASE("Preload: it dies with its node, and begins anew") {
  Backend backend = preloading(3, 1);
  backend.world.classes[0].keys = 3;
  during(backend.strikes(Fault::Kind::crash, "cache"), 20_ms, 40_ms);
  const FactLog log = log_of(backend);
  CHECK(log.at(FactKind::preload) == Instants{0, 15 * ms, 40 * ms, 55 * ms, 70 * ms});
  CHECK(log.at(FactKind::stored) == Instants{15 * ms, 55 * ms, 70 * ms, 85 * ms});
  std::set<std::uint64_t> operations;
  for (const sim::Fact& fact : log.of(FactKind::preload)) operations.insert(fact.operation);
  CHECK(operations.size() == 5);
}

TEST_CASE("Preload: each shard fetches the keys that it has, and one that joins those that it gets") {
  Backend backend = hot_keys(0.5);
  backend.cache().shards = 3;
  backend.strikes(Fault::Kind::add_shard, "cache").at = Instant{} + 1_s;
  const FactLog log = log_of(backend);
  std::vector<std::uint32_t> first = preloaded(log);
  REQUIRE(first.size() > 9);
  const std::vector<std::uint32_t> moved(first.begin() + 9, first.end());
  first.resize(9);
  CHECK(std::set(first.begin(), first.end()).size() == 9);
  std::set<std::uint16_t> at;
  for (const sim::Fact& fact : log.of(FactKind::preload))
    if (fact.at == Instant{} + 1_s || fact.at > Instant{} + 1_s) at.insert(fact.node);
  CHECK(at.size() == 1);
  for (const std::uint32_t key : moved) CHECK(std::count(first.begin(), first.end(), key) == 1);
}

TEST_CASE("Preload: what it brings after a delete is stale, unless a guard refuses it") {
  const auto race = [] {  // the origin read at 5, the commit at 7, the delete at 9, the store at 15
    return preloading(1, 1).takes("writer", "db", 5_ms).takes("writer", "cache", 2_ms).writes_at({2_ms});
  };
  const TimeLine told = time_line_of(race().reads_at({20_ms}));
  check(told, {{20 * ms, 0, 0, How::hit, 13 * ms}});
  CHECK(told.because(Cause::fill_race) == 1);
  Backend held_off = race();
  held_off.policy().guard = option("guard", "hold-off", {{"time", 40 * ms}});
  check(time_line_of(held_off.reads_at({20_ms})), {{20 * ms, 10 * ms, 1, How::miss, 0}});
  check(time_line_of(race().stampede("lease").reads_at({20_ms})), {{20 * ms, 10 * ms, 1, How::miss, 0}});
}

TEST_CASE("Preload: what a follower gives it that has not the write yet is stale from the beginning") {
  Backend backend = preloading(1, 1);
  backend.origin().followers = 1;
  backend.origin().read_from = models::ReadFrom::follower;
  backend.origin().lag = models::Distribution::constant(50_ms);
  const TimeLine told = time_line_of(backend.writes_at({1_ms}).reads_at({20_ms}));
  check(told, {{20 * ms, 0, 0, How::hit, 19 * ms}});
  CHECK(told.because(Cause::replica_lag) == 1);
}

TEST_CASE("Preload: within a process a read joins its fetch, and it takes the place of none under way") {
  Backend backend = two_copies(option("warm_up", "preload", {{"top", std::int64_t{1}}}));
  backend.world.faults.clear();
  const TimeLine told = time_line_of(backend.stampede("coalesce").reads_at({4_ms, 6_ms, 11_ms}));
  check(told, {{4 * ms, 6 * ms, 0, How::joined, 0}, {6 * ms, 4 * ms, 0, How::joined, 0}, {11 * ms, 0, 0, How::hit, 0}});
  CHECK(told.origin_reads == 2);  // one for each copy
  CHECK(told.measured.load.caches.at(0).joined == 2);
  CHECK(told.measured.load.caches.at(0).misses == 0);
}

TEST_CASE("Preload: a copy behind a near one is filled from the origin, a near one from what is behind it") {
  Backend backend = preloading(1, 1);
  backend.policy().read = option("read", "read-through");
  models::Policy near = backend.policy();
  near.read = option("read", "cache-aside");
  near.cache = "near";
  near.behind = {backend.policy()};
  backend.world.nodes.push_back(node("near", models::NodeSpec::Kind::cache));
  backend.world.nodes.back().cache.in_process = true;
  backend.policy() = near;
  backend.stampede("coalesce").policy().behind[0].stampede = backend.policy().stampede;
  const TimeLine told = time_line_of(backend.reads_at({16_ms}));
  check(told, {{16 * ms, 0, 0, How::hit, 0}});
  CHECK(told.origin_reads == 1);  // the near one joins what the far one fetches
  for (const auto& cache : told.measured.load.caches) CHECK(cache.hits + cache.misses + cache.joined <= 1);
}

TEST_CASE("Copy from a peer: entries keep the time that they have left, and come one after the other") {
  Backend backend = two_copies(from_peer(3_ms)).ttl(200_ms);
  const TimeLine told =
      time_line_of(backend.reads_at({0_ms, 20_ms, 60_ms, 104_ms, 130_ms, 209'999'999_ns, 210_ms, 211_ms}));
  check(told, {{0, 10 * ms, 0, How::miss, 0},  // stored at 10 by the first instance, at 30 by the second
               {20 * ms, 10 * ms, 0, How::miss, 0},
               {60 * ms, 0, 0, How::hit, 0},
               {104 * ms, 0, 0, How::hit, 0},  // copied at 103
               {130 * ms, 0, 0, How::hit, 0},
               {209'999'999, 0, 0, How::hit, 0},
               {210 * ms, 10 * ms, 0, How::miss, 0},
               {211 * ms, 10 * ms, 0, How::miss, 0}});
  CHECK(told.measured.load.caches.at(0).copied == 1);
  CHECK(told.measured.load.origins.at(0).preload_reads == 0);
  CHECK(log_of(backend).at(FactKind::given) == Instants{100 * ms});
}

TEST_CASE("Copy from a peer: what it holds by then stays, and before then it is cold") {
  Backend backend = two_copies(from_peer(30_ms));
  backend.reads_at({0_ms, 20_ms, 60_ms, 105_ms, 120_ms, 140_ms});
  const TimeLine told = time_line_of(backend);
  CHECK(told.reads[3] == AnsweredRead{105 * ms, 10 * ms, 0, How::miss, 0});
  CHECK(told.measured.load.caches.at(0).copied == 0);
}

TEST_CASE("Copy from a peer: with none that is up, or none that answers, it stays cold") {
  Backend all_down = two_copies(from_peer({}));
  during(all_down.strikes(Fault::Kind::crash, "reader-1"), 40_ms, 300_ms);
  CHECK(log_of(all_down.reads_at({0_ms, 20_ms})).of(FactKind::given).empty());
  Backend silent = two_copies(from_peer({}));
  silent.world.nodes[2].timeout = 5_ms;
  during(silent.strikes(Fault::Kind::pause, "reader-1"), 90_ms, 300_ms);
  silent.reads_at({0_ms, 20_ms});
  CHECK(silent.run().load.caches.at(0).copied == 0);
}

TEST_CASE("Copy from a peer: what that is told after the copy has left it, the newcomer holds stale") {
  const std::vector<Duration> reads = {0_ms, 20_ms, 60_ms, 120_ms};
  Backend backend = two_copies(from_peer(10_ms)).reads_at(reads).writes_at({101_ms});  // given at 100, stored at 110
  const TimeLine told = time_line_of(told_of_changes(backend));
  CHECK(told.reads.back() == AnsweredRead{120 * ms, 0, 0, How::hit, 19 * ms});
  CHECK(told.because(Cause::fill_race) == 1);
  backend.policy().guard = option("guard", "hold-off", {{"time", 40 * ms}});
  CHECK(time_line_of(backend).reads.back() == AnsweredRead{120 * ms, 10 * ms, 1, How::miss, 0});
  Backend untold = two_copies(from_peer(10_ms)).reads_at(reads).writes_at({101_ms});
  CHECK(time_line_of(untold).because(Cause::ttl_window) == 1);
}

TEST_CASE("Copy from a peer: what was stale there already is so for the reason that it had there") {
  Backend backend = two_copies(from_peer({})).reads_at({0_ms, 20_ms, 60_ms, 110_ms}).writes_at({70_ms});
  backend.strikes(Fault::Kind::drop, "bus", "reader-1");
  const TimeLine told = time_line_of(told_of_changes(backend));
  CHECK(told.reads.back() == AnsweredRead{110 * ms, 0, 0, How::hit, 40 * ms});
  CHECK(told.because(Cause::invalidation_lost) == 1);
}

namespace {

/// Two instances, the second away in the first second, and 10 000 requests in each second after that.
Backend returning(const models::Choice& warm_up, Balancer balancer) {
  Backend backend;
  backend.world.nodes[0].service.instances = 2;
  backend.world.nodes[0].service.balancer = balancer;
  backend.cache().in_process = true;
  backend.cached("cache-aside", "invalidate").reads(10'000).runs(6, 0);
  backend.world.loads[0].shape = models::Load::Shape::constant;
  backend.world.loads[0].begins = Instant{} + 1_s;
  backend.policy().warm_up = warm_up;
  during(backend.strikes(Fault::Kind::crash, "reader-2"), 0_s, 1_s);
  return backend;
}
models::Choice ramp(Duration time) { return option("warm_up", "ramp", {{"time", time.ns}}); }

/// Of the reads that begin in each second from the first on, how many the second instance takes.
std::vector<double> shares(const Backend& backend) {
  std::vector<double> taken(5), all(5);
  for (const sim::Fact& fact : log_of(backend).of(FactKind::read_invoked)) {
    const auto second = static_cast<std::size_t>(fact.at.ns / 1'000'000'000 - 1);
    ++all.at(second);
    taken.at(second) += fact.node == 1;
  }
  for (std::size_t i = 0; i < 5; ++i) taken[i] /= all[i];
  return taken;
}

}  // namespace

TEST_CASE("Ramp: the share of an instance's turns grows on a straight line, under each balancer that has turns") {
  for (const Balancer balancer : {Balancer::round_robin, Balancer::random}) {
    const std::vector<double> found = shares(returning(ramp(4_s), balancer));
    for (std::size_t second = 0; second < 5; ++second) {
      const double turns = second < 4 ? (static_cast<double>(second) + 0.5) / 4 : 1;
      const double expected = turns / 2;
      CHECK(std::abs(found[second] - expected) < 5 * std::sqrt(expected * (1 - expected) / 10'000));
    }
    const std::vector<double> cold = shares(returning(option("warm_up", "cold"), balancer));
    for (const double share : cold) CHECK(std::abs(share - 0.5) < 0.025);
  }
}

TEST_CASE("Ramp: at its return an instance gets nothing, and what it gets of a longer ramp it gets of a shorter one") {
  const auto taken = [](Duration time) {
    std::set<std::uint64_t> operations;
    for (const sim::Fact& fact : log_of(returning(ramp(time), Balancer::random)).of(FactKind::read_invoked))
      if (fact.node == 1) operations.insert(fact.operation);
    return operations;
  };
  const auto slow = taken(5_s), fast = taken(1_s);
  CHECK(slow.size() < fast.size());
  CHECK(std::includes(fast.begin(), fast.end(), slow.begin(), slow.end()));
  const FactLog log = log_of(returning(ramp(4_s), Balancer::round_robin));
  CHECK(log.of(FactKind::read_invoked).front().node == 0);
  CHECK(log.of(FactKind::read_invoked)[1].node == 0);
}

TEST_CASE("Ramp: a session goes back once, and where no other is up an instance takes all") {
  Backend sticky = returning(ramp(4_s), Balancer::sticky);
  sticky.world.loads[0].sessions = 200;
  std::set<std::uint32_t> back;
  int returns_twice = 0;
  for (const sim::Fact& fact : log_of(sticky).of(FactKind::read_invoked)) {
    if (fact.node == 1) back.insert(fact.version);
    returns_twice += fact.node == 0 && back.count(fact.version) > 0;
  }
  CHECK(back.size() > 60);
  CHECK(returns_twice == 0);
  Backend alone = returning(ramp(4_s), Balancer::random);
  alone.strikes(Fault::Kind::crash, "reader-1");
  for (const double share : shares(alone)) CHECK(share > 0.9995);  // the first came at the instant of its return
}

TEST_CASE("Ramp: by least connections too an instance that has come back is passed over in its share") {
  Backend backend = returning(ramp(4_s), Balancer::least_connections);
  const std::vector<double> found = shares(backend);  // each request has ended when the next one comes
  for (std::size_t second = 1; second < 4; ++second) CHECK(found[second] > found[second - 1]);
  CHECK(found[4] == Approx(0.5).margin(0.001));
}
