// explain on worlds made by hand, one a cause: what it tells, and whether what it calls a cause is one.
// Promise: whether a read is stale without an operation or a fault is judged here by a ledger of its own.
// Source: this project's semantics ("Why a read was stale"); counterfactual causes (Lewis 1973).
#include <catch2/catch.hpp>
#include <iostream>
#include "tests/analytic/explained.hpp"
#include "tests/analytic/worlds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using namespace stalemate::tests::explained;
using models::Fault;

/// A write at 1 s, reads at 0.5 s and 2 s.
Backend written_once(const std::string& write) {
  Backend backend;
  backend.cached("cache-aside", write).reads_at({500_ms, 2_s}).writes_at({1_s}).runs(5, 0);
  return backend;
}

bool is_loss(const Actor& actor) { return actor.kind == Actor::Kind::loss; }

bool has_loss(const explain::Story& story, Actor::Role role) {
  return std::any_of(story.actors.begin(), story.actors.end(),
                     [&](const Actor& actor) { return is_loss(actor) && actor.role == role; });
}

models::SparedLoss loss_of(const explain::Story& story) {
  const auto found = std::find_if(story.actors.begin(), story.actors.end(), is_loss);
  return found == story.actors.end() ? models::SparedLoss{} : found->loss;
}

}  // namespace

TEST_CASE("explain: nobody tells the cache") {
  const Backend backend = written_once("write-around").ttl(10_s);
  const explain::Story story = told(backend.world);
  check_told(story, measure::Cause::ttl_window,
             {"reader asks cache for item 0: it holds nothing", "reader asks db for item 0: it is at version 0",
              "reader sets version 0 in cache", "db commits version 1, written by writer; nobody tells cache of it",
              "it holds version 0", "version 1 was 1 s old",
              "So cache kept version 0: nobody told it, and its entries live up to 10 s."});
  CHECK(check_roles(backend.world, story) ==
        2);  // without the fill the read misses; without the write nothing is stale
}

TEST_CASE("explain: the writer takes no part") {
  Backend backend = written_once("invalidate");
  backend.policy().owed_by = {"reader"};
  const explain::Story story = told(backend.world);
  check_told(story, measure::Cause::unowned_write,
             {"writer does not have to tell cache of it: of all services only reader does"});
  CHECK(check_roles(backend.world, story) == 2);
}

TEST_CASE("explain: a link that loses messages loses the delete, and that loss is a cause") {
  Backend backend = written_once("invalidate");
  backend.world.links.push_back({"writer", "cache", models::Distribution::constant({}), 1, true});
  const explain::Story story = told(backend.world);
  check_told(
      story, measure::Cause::invalidation_lost,
      {"writer sends the delete for version 1 to cache; the link writer -> cache lost it, as it loses 100.00 %"});
  CHECK(check_roles(backend.world, story) == 3);
  CHECK(has_loss(story, Actor::Role::cause));
}

TEST_CASE("explain: a loss that is spared arrives when it would have, over all links of its way") {
  Backend backend = written_once("invalidate");
  backend.world.nodes.push_back(node("switch", models::NodeSpec::Kind::service));
  backend.takes("writer", "switch", 100_ms).takes("switch", "cache", 300_ms);
  backend.world.links[0].loss = 1;
  backend.reads_at({500_ms, 1399_ms, 1401_ms});
  backend.world.loads.erase(backend.world.loads.begin());
  explain::Story story = told(backend.world);
  CHECK(story.read.invoked == sim::Instant{} + 1401_ms);
  CHECK(check_roles(backend.world, story) == 3);
  backend.world.spared = {loss_of(story)};
  CHECK(backend.run().total.staleness.stale == 1);  // at 1.399 s; the delete arrives at 1.4 s
}

TEST_CASE("explain: a bus loses what it delivers, and that loss is a cause") {
  Backend backend = written_once("invalidate");
  backend.world.nodes.push_back(node("bus", models::NodeSpec::Kind::bus));
  backend.world.nodes.back().bus.loss = 1;
  backend.policy().carry = option("carry", "pub-sub");
  backend.policy().bus = "bus";
  const explain::Story story = told(backend.world);
  check_told(story, measure::Cause::invalidation_lost, {"the bus lost it, as it loses 100.00 % of what it delivers"});
  CHECK(check_roles(backend.world, story) == 3);
  CHECK(has_loss(story, Actor::Role::cause));
}

TEST_CASE("explain: a cut loses the delete, and is a cause") {
  Backend backend = written_once("invalidate");
  Fault& cut = backend.strikes(Fault::Kind::partition, "writer", "cache");
  cut.at = sim::Instant{} + 900_ms;
  cut.until = sim::Instant{} + 1'500_ms;
  const explain::Story story = told(backend.world);
  check_told(story, measure::Cause::invalidation_lost,
             {"The fault \"fault.1\" begins: nothing passes from writer to cache until 0:01.5", "db commits version 1",
              "writer sends the delete for version 1 to cache; it was dropped by the partition \"fault.1\" of 0:00.9 "
              "to 0:01.5"});
  CHECK(check_roles(backend.world, story) == 3);
}

TEST_CASE("explain: a copy is wrong until the failover that loses what had superseded it") {
  Backend backend = written_once("write-around");
  backend.origin().followers = 1;
  backend.origin().lag = Distribution::constant(10_s);
  Fault& failover = backend.strikes(Fault::Kind::failover, "db");
  failover.at = sim::Instant{} + 2'500_ms;
  failover.until = sim::Instant{} + 3_s;
  const auto told = explain::tell(subject_of(backend.world), 0, std::nullopt, explain::Trials::none);
  REQUIRE(told);
  std::vector<explain::KeyLife::Held> cached;
  for (const explain::KeyLife::Held& each : told->life.held)
    if (told->life.copies[each.copy] == "cache") cached.push_back(each);
  REQUIRE(cached.size() == 2);
  CHECK(cached[0].wrong_from == sim::Instant{} + 1_s);
  CHECK(cached[0].until == sim::Instant{} + 3_s);
  CHECK(cached[0].end == explain::KeyLife::End::current_again);
  CHECK(cached[1].from == sim::Instant{} + 3_s);
  CHECK_FALSE(cached[1].is_wrong());
}

TEST_CASE("explain: a follower without the write takes over while the read is on its way") {
  Backend backend;
  backend.reads_at({2'050_ms}).writes_at({1'950_ms}).takes("reader", "db", 60_ms).runs(5, 0);
  backend.origin().followers = 1;
  backend.origin().lag = Distribution::constant(1_s);
  Fault& failover = backend.strikes(Fault::Kind::failover, "db");
  failover.at = sim::Instant{} + 2_s;
  failover.until = sim::Instant{} + 2'100_ms;
  const explain::Story story = told(backend.world);
  check_told(story, measure::Cause::replica_lag,
             {"The fault \"fault.1\" begins: the leader of db fails until 0:02.1, when a follower takes over",
              "A follower that had not applied version 1 takes over as db: version 1 is void from now on.",
              "That is stale: when the read began, version 1 was 100 ms old",
              "So an answer was taken from db after a follower that had not applied version 1 had taken over."});
  CHECK(check_roles(backend.world, story) == 2);
}

TEST_CASE("explain: what lost the delete is found among more links than a fact has numbers for", "[long]") {
  Backend backend = written_once("invalidate");
  backend.strikes(Fault::Kind::partition, "writer", "cache").at = sim::Instant{} + 900_ms;
  auto& nodes = backend.world.nodes;
  for (int i = 0; i < 300; ++i)  // before the others, so that the links of those come last: some 90 000 in all
    nodes.insert(nodes.begin(), node("client " + std::to_string(i), models::NodeSpec::Kind::client));
  check_told(told(backend.world), measure::Cause::invalidation_lost, {"it was dropped by the partition \"fault.1\""});
}

TEST_CASE("explain: another fault at the time is not named") {
  Backend backend = written_once("invalidate");
  Fault& cut = backend.strikes(Fault::Kind::partition, "writer", "cache");
  cut.at = sim::Instant{} + 900_ms;
  Fault& idle = backend.strikes(Fault::Kind::drop, "reader", "writer");
  idle.at = sim::Instant{} + 900_ms;
  CHECK(text_of(told(backend.world)).find("fault.2") == std::string::npos);
}

TEST_CASE("explain: a fault that the slice does not see is named when its removal matters") {
  Backend backend;
  backend.cached("cache-aside", "invalidate").reads_at({1_s, 2_s}).writes_at({1'060_ms}).runs(5, 0);
  Fault& slow = backend.strikes(Fault::Kind::delay, "reader", "cache");
  slow.by = 50_ms;
  slow.at = sim::Instant{} + 900_ms;
  slow.until = sim::Instant{} + 1'500_ms;
  const explain::Story story = told(backend.world);
  check_told(story, measure::Cause::fill_race,
             {"The fault \"fault.1\" begins: all messages from reader to cache take 50 ms longer"});
}

TEST_CASE("explain: a slow reader puts back what was deleted") {
  Backend backend;
  backend.cached("cache-aside", "invalidate").reads_at({1_s, 2_s}).writes_at({1'010_ms}).runs(5, 0);
  backend.takes("db", "reader", 100_ms);
  const explain::Story story = told(backend.world);
  check_told(story, measure::Cause::fill_race,
             {"reader asks db for item 0: it is at version 0", "db commits version 1",
              "writer's delete for version 1 reaches cache", "reader sets version 0 in cache",
              "So version 0 was put into cache after the delete for version 1"});
  CHECK(check_roles(backend.world, story) == 2);
}

TEST_CASE("explain: the delete is still on its way") {
  Backend backend = written_once("invalidate");
  backend.takes("writer", "cache", 1'200_ms);
  const explain::Story story = told(backend.world);
  check_told(story, measure::Cause::invalidation_in_flight,
             {"writer sends the delete for version 1 to cache", "That is stale",
              "Only now the delete for version 1 reaches cache, 1.2 s after"});
  CHECK(check_roles(backend.world, story) == 2);
}

TEST_CASE("explain: a follower lacks the write") {
  Backend backend;
  backend.cached("cache-aside", "invalidate").reads_at({1'100_ms, 3_s}).writes_at({1_s}).runs(5, 0);
  backend.origin().followers = 1;
  backend.origin().lag = Distribution::constant(200_ms);
  backend.origin().read_from = models::ReadFrom::follower;
  const explain::Story story = told(backend.world);
  check_told(story, measure::Cause::replica_lag,
             {"db commits version 1", "reader asks db-follower-1 for item 0: it is at version 0",
              "reader sets version 0 in cache", "Only now db-follower-1 applies version 1, 200 ms after the commit",
              "version 1 was 2 s old"});
  CHECK(check_roles(backend.world, story) == 2);
}

TEST_CASE("explain: a lag of a fault is named") {
  Backend backend;
  backend.cached("cache-aside", "invalidate").reads_at({1'100_ms, 3_s}).writes_at({1_s}).runs(5, 0);
  backend.origin().followers = 1;
  backend.origin().read_from = models::ReadFrom::follower;
  Fault& lag = backend.strikes(Fault::Kind::lag, "db");
  lag.by = 500_ms;
  lag.until = sim::Instant{} + 4_s;
  const explain::Story story = told(backend.world);
  check_told(story, measure::Cause::replica_lag,
             {"The fault \"fault.1\" begins: the followers of db lag 500 ms longer until 0:04"});
  CHECK(check_roles(backend.world, story) == 3);
}

TEST_CASE("explain: the cache was down when the delete came, and kept what it had") {
  Backend backend = written_once("invalidate");
  Fault& crash = backend.strikes(Fault::Kind::crash, "cache");
  crash.at = sim::Instant{} + 900_ms;
  crash.until = sim::Instant{} + 1'500_ms;
  crash.keeps_content = true;
  const explain::Story story = told(backend.world);
  check_told(story, measure::Cause::resurrected_node,
             {"The fault \"fault.1\" begins: cache is down until 0:01.5",
              "writer sends the delete for version 1 to cache, which is down", "cache is up again",
              "So cache came back with what it had held before it went down."});
  CHECK(check_roles(backend.world, story) == 3);
}

TEST_CASE("explain: a bus that is down has lost the word, and the copy has not come back from anywhere") {
  Backend backend = written_once("invalidate");
  backend.world.nodes.push_back(node("bus", models::NodeSpec::Kind::bus));
  backend.policy().bus = "bus";
  backend.policy().carry = option("carry", "pub-sub");
  Fault& crash = backend.strikes(Fault::Kind::crash, "bus");
  crash.at = sim::Instant{} + 900_ms;
  crash.until = sim::Instant{} + 1'500_ms;
  const explain::Story story = told(backend.world);
  check_told(story, measure::Cause::invalidation_lost,
             {"The fault \"fault.1\" begins: bus is down until 0:01.5", "to bus, which is down",
              "So cache kept version 0: the delete for version 1 never reached it"});
  CHECK(check_roles(backend.world, story) == 3);
}

TEST_CASE("explain: of several writes that the answer lacks, none is told but the first") {
  Backend backend = written_once("write-around");
  backend.world.loads.back().at.push_back(sim::Instant{} + 1'500_ms);
  CHECK(text_of(told(backend.world)).find("commits version 2") == std::string::npos);
}

TEST_CASE("explain: of two updates the older arrives last") {
  Backend backend;
  backend.cached("cache-aside", "update").reads_at({3_s}).writes_at({1_s}).runs(5, 0);
  backend.world.loads.push_back(backend.world.loads.back());
  backend.world.loads.back().name = "fast updates";
  backend.world.loads.back().from = "reader";
  backend.world.loads.back().at = {sim::Instant{} + 1'100_ms};
  backend.takes("writer", "cache", 500_ms);
  const explain::Story story = told(backend.world);
  check_told(story, measure::Cause::write_reorder,
             {"db commits version 1, written by writer", "db commits version 2, written by reader",
              "reader's update for version 2 reaches cache", "writer's update for version 1 reaches cache",
              "So cache was left with the older of two writes, because it arrived last."});
  CHECK(check_roles(backend.world, story) == 2);
}

TEST_CASE("explain: how often a read that waits for another one's fill has asked") {
  Backend backend;
  backend.cached("cache-aside", "write-around").stampede("lease").origin_read_takes(100_ms);
  backend.reads_at({1_s, 1'025_ms}).writes_at({1'010_ms}).runs(5, 0);
  check_told(told(backend.world), measure::Cause::ttl_window,
             {"reader asks cache for item 0: it holds nothing", "reader sets version 0 in cache",
              "reader asks cache for item 0, having asked 7 times more in vain while another read was to fill it: it "
              "holds version 0"});
}

TEST_CASE("explain: a read that has waited in vain fetches for itself") {
  Backend backend;
  backend.cached("cache-aside", "write-around").stampede("lease").reads_at({1_s, 1'025_ms}).writes_at({1'010_ms});
  backend.origin_read_takes(2_s).runs(9, 0);
  backend.origin().followers = 1;
  backend.origin().lag = Distribution::constant(5_s);
  backend.origin().read_from = models::ReadFrom::follower;
  check_told(told(backend.world), measure::Cause::replica_lag,
             {"reader has asked cache 100 times more in vain, while another fetch of item 0 was to fill it; now it "
              "fetches item 0 itself"});
}

TEST_CASE("explain: the second copy of a set that the link has doubled is told as that") {
  Backend backend = written_once("write-around");
  backend.takes("reader", "cache", {});
  backend.world.links.back().traits.duplicates = 1;
  const std::string text = text_of(told(backend.world));
  INFO(text);
  CHECK(text.find("reader sets version 0 in cache.") != std::string::npos);
  CHECK(text.find("reader sets version 0 in cache (the second copy of one message).") != std::string::npos);
  CHECK(text.find("in vain") == std::string::npos);
}

TEST_CASE("explain: a write is part of it where a later one supersedes too") {
  Backend backend = written_once("write-around");
  backend.world.loads.back().at.push_back(sim::Instant{} + 1'500_ms);
  const explain::Story story = told(backend.world);
  CHECK(check_roles(backend.world, story) == 1);  // the fill
  for (const Actor& actor : story.actors)
    if (actor.kind == Actor::Kind::write) CHECK((actor.role == Actor::Role::part && actor.without->age() == 500_ms));
}

TEST_CASE("explain: in worlds at random what is called a cause is one, and the rest is none", "[long]") {
  std::int64_t stories = 0;
  for (const char* write : {"write-around", "invalidate", "update"}) {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      Backend backend(seed);
      backend.cached("cache-aside", write).reads(40).updates(4).keys(20, 0.8).ttl(20_s).runs(30, 0);
      backend.takes("writer", "cache", 20_ms).takes("db", "reader", 30_ms).origin_read_takes(10_ms);
      Fault& cut = backend.strikes(Fault::Kind::partition, "writer", "cache");
      cut.at = sim::Instant{} + 10_s;
      cut.until = sim::Instant{} + 12_s;
      for (std::size_t cause = 0; cause < measure::cause_count; ++cause) {
        explain::Filter filter;
        filter.cause = static_cast<measure::Cause>(cause);
        const auto survey = explain::survey(subject_of(backend.world), filter);
        if (!survey->pick.picked()) continue;
        ++stories;
        check_roles(backend.world, told(backend.world, filter));
      }
    }
  }
  std::cout << "Actual " << stories << " stories\n";
  CHECK(stories >= 12);
}

TEST_CASE("an operation that is skipped does not happen, and every other one is as it was") {
  Backend backend = written_once("write-around");
  const auto whole = backend.run();
  const auto survey = explain::survey(subject_of(backend.world), {});
  backend.world.skipped = {survey->pick.picked()->operation};
  const auto without = backend.run();
  CHECK(whole.total.reads.invoked == without.total.reads.invoked + 1);
  CHECK(without.total.staleness.stale == 0);
  CHECK(whole.total.writes.invoked == without.total.writes.invoked);
}
