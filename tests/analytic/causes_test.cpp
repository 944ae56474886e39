// Why reads were stale, by hand: one time-line a cause, and beside it the same story without its mechanism.
// Promise: every stale read of a story is accounted for, with its cause; without the mechanism the cause is gone.
// Source: the semantics of this project ("Why a read was stale").
#include <catch2/catch.hpp>
#include <map>
#include "tests/analytic/expectation.hpp"
#include "tests/analytic/worlds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using analysis::measure::Cause;
using analysis::measure::CauseCounts;
using models::Fault;


CauseCounts counts(const std::map<Cause, std::int64_t>& expected) {
  CauseCounts all{};
  for (const auto& [cause, count] : expected) all[static_cast<std::size_t>(cause)] = count;
  return all;
}

std::string text(const CauseCounts& counts) {
  std::string text;
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (counts[i] != 0) text += std::string(name_of(static_cast<Cause>(i))) + " " + std::to_string(counts[i]) + "  ";
  return text.empty() ? "none" : text;
}

void check_causes(const Backend& backend, const std::map<Cause, std::int64_t>& expected) {
  const RunResult run = backend.run();
  const CauseCounts wanted = counts(expected);
  std::cout << "Expectation " << text(wanted) << "(by hand)\nActual " << text(run.total.staleness.causes)
            << "[exact]\n";
  CHECK(run.total.staleness.causes == wanted);
}

/// An entry filled at 0 and read on; a write at 100 ms; the word takes 10 ms to the cache.
Backend story(const char* write, const std::vector<models::Duration>& reads) {
  Backend backend;
  backend.cached("cache-aside", write).takes("writer", "cache", 10_ms).takes("cache", "writer", 10_ms);
  return backend.reads_at(reads).writes_at({100_ms});
}

Backend& tries_again(Backend& backend, models::Duration pause) {
  backend.policy().carry = option("carry", "inline", {{"retries", std::int64_t{1}}, {"pause", pause.ns}});
  return backend;
}

/// The fetch reads the origin from 10 to 20 ms and stores at 20; the commit is made at 12, the delete is there at 14.
Backend race() {
  Backend backend;
  backend.cached("cache-aside", "invalidate").ttl(100_ms).takes("reader", "db", 10_ms).origin_read_takes(10_ms);
  backend.takes("writer", "db", 10_ms).takes("writer", "cache", 2_ms);
  return backend.reads_at({0_ms, 25_ms, 119_ms}).writes_at({2_ms});
}

/// Two updates, committed at 10 and 15 ms; the first one's word takes until 30, since a fault delays it.
Backend overtaken() {
  Backend backend;
  backend.cached("cache-aside", "update").reads_at({0_ms, 12_ms, 20_ms, 40_ms}).writes_at({10_ms, 15_ms});
  return backend;
}

/// Two tiers: a copy in each process in front of a shared cache that every writer deletes from.
Backend two_tiers() {
  Backend backend;
  backend.cached("cache-aside", "write-around").ttl(50_ms);
  backend.policy().cache = "near";
  models::Policy shared = backend.policy();
  shared.cache = "cache";
  shared.write = option("write", "invalidate");
  shared.carry = option("carry", "inline");
  shared.expiry = option("expiry", "none");
  backend.policy().behind = {shared};
  models::NodeSpec near = node("near", models::NodeSpec::Kind::cache);
  near.cache.in_process = true;
  backend.world.nodes.push_back(near);
  return backend;
}

}  // namespace

TEST_CASE("ttl-window: nobody tells the cache of the write") {
  check_causes(story("write-around", {0_ms, 99_ms, 101_ms, 500_ms}), {{Cause::ttl_window, 2}});
  check_causes(story("write-around", {0_ms, 99_ms, 101_ms, 500_ms}).ttl(1_ms), {});
}

TEST_CASE("invalidation-in-flight: the delete is on its way for 10 ms") {
  check_causes(story("invalidate", {0_ms, 100_ms, 105_ms, 109_ms, 111_ms}), {{Cause::invalidation_in_flight, 2}});
  check_causes(story("invalidate", {0_ms, 111_ms, 120_ms}), {});
}

TEST_CASE("invalidation-lost: a drop counts from the instant it happened") {
  Backend dropped = story("invalidate", {0_ms, 101_ms, 105_ms, 500_ms});
  dropped.strikes(Fault::Kind::drop, "writer", "cache").until = Instant{} + 150_ms;
  check_causes(dropped, {{Cause::invalidation_lost, 3}});
}

TEST_CASE("invalidation-lost: only the last try makes it lost, and before it word is due") {
  // Sent at 100 and lost; known to the writer at 149; sent again at 159 and lost again.
  Backend again = story("invalidate", {0_ms, 101_ms, 158_ms, 160_ms, 500_ms});
  tries_again(again, 10_ms).world.give_up = 49_ms;
  again.strikes(Fault::Kind::drop, "writer", "cache").until = Instant{} + 170_ms;
  check_causes(again, {{Cause::invalidation_in_flight, 2}, {Cause::invalidation_lost, 2}});
  Backend heard = story("invalidate", {0_ms, 101_ms, 158_ms, 160_ms, 170_ms, 500_ms});
  tries_again(heard, 10_ms).world.give_up = 49_ms;
  heard.strikes(Fault::Kind::drop, "writer", "cache").until = Instant{} + 150_ms;
  check_causes(heard, {{Cause::invalidation_in_flight, 3}});
}

TEST_CASE("invalidation-lost: a writer that never learns of its commit tells nobody") {
  Backend deaf = story("invalidate", {0_ms, 101_ms, 500_ms});
  deaf.strikes(Fault::Kind::drop, "db", "writer").until = Instant{} + 150_ms;
  check_causes(deaf, {{Cause::invalidation_lost, 2}});
}

TEST_CASE("invalidation-lost: a writer that dies after its commit tells nobody") {
  // Committed at 100; the answer would be there at 110.
  Backend dead = story("invalidate", {0_ms, 101_ms, 106_ms, 500_ms}).takes("db", "writer", 10_ms);
  dead.strikes(Fault::Kind::restart, "writer").at = Instant{} + 105_ms;
  check_causes(dead, {{Cause::invalidation_in_flight, 1}, {Cause::invalidation_lost, 2}});
}

TEST_CASE("fill-race: a slow reader stores what was deleted meanwhile, and a lease refuses it") {
  check_causes(race(), {{Cause::fill_race, 2}});
  check_causes(race().stampede("lease"), {});
}

TEST_CASE("write-reorder: the older update comes last, and in order it does no harm") {
  Backend late = overtaken();
  Fault& delay = late.strikes(Fault::Kind::delay, "writer", "cache");
  delay.by = 20_ms;
  delay.at = Instant{} + 5_ms;
  delay.until = Instant{} + 14_ms;
  // At 12 the first word is due; at 20 the second has come; from 30 on the first has overwritten it.
  check_causes(late, {{Cause::invalidation_in_flight, 1}, {Cause::write_reorder, 1}});
  check_causes(overtaken(), {});
}

TEST_CASE("joined-flight: the read joins a fetch that is older than the write") {
  Backend joined;
  joined.cached("cache-aside", "write-around").ttl(1_ms).origin_read_takes(40_ms).writes_at({15_ms});
  joined.reads_at({0_ms, 35_ms, 100_ms});
  Backend alone = joined;
  check_causes(joined.stampede("coalesce"), {{Cause::joined_flight, 1}});
  check_causes(alone, {});
}

TEST_CASE("replica-lag: read from the follower, or from what was filled from it") {
  const auto lagging = [](models::ReadFrom from) {
    Backend backend;
    backend.cached("cache-aside", "invalidate").reads_at({105_ms, 120_ms, 155_ms, 200_ms}).writes_at({100_ms});
    backend.origin().followers = 1;
    backend.origin().lag = models::Distribution::constant(50_ms);
    backend.origin().read_from = from;
    return backend;
  };
  check_causes(lagging(models::ReadFrom::follower), {{Cause::replica_lag, 4}});
  check_causes(lagging(models::ReadFrom::leader), {});
}

TEST_CASE("unowned-write: others take part in invalidation, this writer does not") {
  Backend backend = story("invalidate", {0_ms, 105_ms, 500_ms});
  backend.policy().owed_by = {"reader"};
  check_causes(backend, {{Cause::unowned_write, 2}});
  backend.policy().owed_by = {"reader", "writer"};
  check_causes(backend, {{Cause::invalidation_in_flight, 1}});
}

TEST_CASE("tier-not-invalidated: the shared cache is told, the copies in front of it are not") {
  // Filled at 0 through both tiers; the write at 10 deletes from the shared one; the near copy lives until 50.
  const Backend near = two_tiers().reads_at({0_ms, 20_ms, 49_ms, 60_ms}).writes_at({10_ms});
  check_causes(near, {{Cause::tier_not_invalidated, 2}});
}

TEST_CASE("a copy filled from a stale copy has that copy's cause") {
  // The near copy of 0 is gone at 50; the shared one was never told, since the delete was dropped.
  Backend lost = two_tiers().reads_at({0_ms, 60_ms, 70_ms}).writes_at({10_ms});
  lost.strikes(Fault::Kind::drop, "writer", "cache").until = Instant{} + 20_ms;
  check_causes(lost, {{Cause::invalidation_lost, 2}});
}

TEST_CASE("resurrected-node: the cache was down when the delete came, and kept its content") {
  const auto struck = [](bool keeps) {
    Backend backend = story("invalidate", {0_ms, 300_ms});
    Fault& crash = backend.strikes(Fault::Kind::crash, "cache");
    crash.at = Instant{} + 50_ms;
    crash.until = Instant{} + 200_ms;
    crash.keeps_content = keeps;
    return backend;
  };
  check_causes(struck(true), {{Cause::resurrected_node, 1}});
  check_causes(struck(false), {});
}

TEST_CASE("invalidation-lost: the writer had given up, or died, before its write was committed") {
  // The write of 100 ms is committed at 150.
  const auto story = [](const char* write) {
    Backend backend;
    backend.cached("cache-aside", write).reads_at({0_ms, 149_ms, 160_ms, 300_ms}).writes_at({100_ms}).runs(1, 0);
    backend.origin().write = Distribution::constant(50_ms);
    return backend;
  };
  for (const char* write : {"invalidate", "update", "double-delete"}) {
    Backend impatient = story(write);
    impatient.world.nodes[3].timeout = 20_ms;
    check_causes(impatient, {{Cause::invalidation_lost, 2}});
    const RunResult run = impatient.run();
    CHECK(stalemate::tests::equals<std::int64_t>("a commit that nobody was told of", 1, run.load.changes.untold));
    CHECK(stalemate::tests::equals<std::int64_t>("nothing ends the window", 1, run.total.staleness.windows.unbounded));
    Backend dying = story(write);
    dying.strikes(Fault::Kind::crash, "writer").at = Instant{} + 120_ms;
    check_causes(dying, {{Cause::invalidation_lost, 2}});
    Backend patient = story(write);
    patient.world.nodes[3].timeout = 60_ms;
    check_causes(patient, {});
    CHECK(stalemate::tests::equals<std::int64_t>("all were told", 0, patient.run().load.changes.untold));
  }
}

TEST_CASE("resurrected-node: what was written through a cache is committed while it is down") {
  Backend backend;
  backend.cached("read-through", "write-through").reads_at({0_ms, 300_ms}).writes_at({100_ms});
  backend.origin().write = Distribution::constant(50_ms);
  Fault& crash = backend.strikes(Fault::Kind::crash, "cache");
  crash.at = Instant{} + 120_ms;
  crash.until = Instant{} + 200_ms;
  crash.keeps_content = true;
  check_causes(backend, {{Cause::resurrected_node, 1}});
}

TEST_CASE("invalidation-lost: a link makes two of a write, and nobody awaits the commit of the second") {
  Backend backend;
  std::vector<models::Duration> reads;
  for (int i = 0; i < 300; ++i) reads.push_back({i * ms});
  backend.cached("cache-aside", "invalidate").reads_at(reads).writes_at({100_ms}).runs(1, 0);
  backend.world.links.push_back({"writer", "db", Distribution::uniform(1_ms, 50_ms), 0, true, {.duplicates = 1}});
  const RunResult run = backend.run();
  const auto of = [&](Cause cause) { return run.total.staleness.causes[static_cast<std::size_t>(cause)]; };
  CHECK(stalemate::tests::equals<std::int64_t>("a commit too many", 1, run.total.writes.duplicate_commits));
  CHECK(of(Cause::invalidation_lost) > 100);
  CHECK(of(Cause::invalidation_lost) == run.total.staleness.stale);
  CHECK(stalemate::tests::equals<std::int64_t>("nothing ends the window", 1, run.total.staleness.windows.unbounded));
}

TEST_CASE("windows: from the commit, or from the store of what was superseded, to the end of the entry") {
  const auto windows = [](const Backend& backend) { return backend.run().total.staleness.windows; };
  const auto late = windows(story("invalidate", {0_ms}));  // from the commit to the delete
  CHECK(stalemate::tests::equals<std::int64_t>("one window", 1, late.count));
  CHECK(stalemate::tests::equals<std::int64_t>("of 10 ms", 10 * ms, late.total.ns));
  const auto raced = windows(race().reads_at({}));  // from the store at 20 to the expiry at 120, though nobody looks
  CHECK(stalemate::tests::equals<std::int64_t>("of 100 ms", 100 * ms, raced.longest.ns));
  CHECK(stalemate::tests::equals<std::int64_t>("closed", 0, raced.open));
  const auto never = windows(story("write-around", {0_ms}).runs(1, 0));
  CHECK(stalemate::tests::equals<std::int64_t>("from 100 ms to the end at 1 s", 900 * ms, never.total.ns));
  CHECK(stalemate::tests::equals<std::int64_t>("open", 1, never.open));
  CHECK(stalemate::tests::equals<std::int64_t>("and nothing will close it", 1, never.unbounded));
}

TEST_CASE("a wrong entry replaced by another wrong one is one window") {
  // Update 1 comes at 60 and replaces version 0, when version 2 has been committed; update 2 comes at 70.
  Backend backend;
  backend.cached("cache-aside", "update").takes("writer", "cache", 50_ms).reads_at({0_ms}).writes_at({10_ms, 20_ms});
  const auto staleness = backend.run().total.staleness;
  CHECK(stalemate::tests::equals<std::int64_t>("one window", 1, staleness.windows.count));
  CHECK(stalemate::tests::equals<std::int64_t>("from 10 to 70 ms", 60 * ms, staleness.windows.total.ns));
  CHECK(stalemate::tests::equals<std::int64_t>("the commits settle after 50 ms each", 50 * ms,
                                               staleness.settling.time.max()));
}

TEST_CASE("settle time: until the follower that answers reads has the commit") {
  Backend backend;
  backend.cached("none", "write-around").writes_at({100_ms});
  backend.policy().cache.clear();
  backend.origin().followers = 2;
  backend.origin().lag = models::Distribution::constant(50_ms);
  backend.origin().read_from = models::ReadFrom::follower;
  CHECK(stalemate::tests::equals<std::int64_t>("50 ms", 50 * ms, backend.run().total.staleness.settling.time.max()));
}

TEST_CASE("stale after acknowledgement: only when the writer had been told before the read began") {
  // Committed at 100, deleted at 110, acknowledged at 120: what is stale before the delete is not acknowledged yet.
  CHECK(story("invalidate", {0_ms, 105_ms}).run().total.staleness.stale_after_ack == 0);
  CHECK(story("write-around", {0_ms, 105_ms}).run().total.staleness.stale_after_ack == 1);
}

TEST_CASE("sessions: read-your-writes and monotonic reads are broken by going back") {
  // One session: it fills at 0, writes at 100, reads at 105 what is not deleted before 110.
  Backend backend = story("write-around", {0_ms, 105_ms, 500_ms});
  for (models::Load& load : backend.world.loads) load.sessions = 1;
  const auto own = backend.run().total.staleness;
  REQUIRE(own.sessions.has_value());
  CHECK(stalemate::tests::equals<std::int64_t>("its own write unseen", 2, own.sessions->read_your_writes));
  CHECK(stalemate::tests::equals<std::int64_t>("never seen, so it does not go back", 0, own.sessions->monotonic_reads));
  CHECK(own.affected.sessions.size() == 1);
  CHECK(own.affected.keys == 1);
  CHECK(own.affected.longest == 395_ms);

  // Read from the leader at 102, then from a cache that still has the old version.
  Backend back = two_tiers().reads_at({0_ms, 20_ms}).writes_at({10_ms});
  back.world.nodes[0].service.instances = 2;
  back.world.nodes[0].service.balancer = models::ServiceNode::Balancer::round_robin;
  back.world.loads[0].at = {Instant{}, Instant{} + 20_ms, Instant{} + 21_ms};  // the second instance, then the first
  back.world.loads[0].sessions = 1;
  const auto gone_back = back.run().total.staleness;
  REQUIRE(gone_back.sessions.has_value());
  CHECK(stalemate::tests::equals<std::int64_t>("version 1, then version 0", 1, gone_back.sessions->monotonic_reads));
}
