// Properties of whole worlds drawn from seeds: conservation, determinism, no staleness where nothing can be stale.
// Promise: counted from facts by code that shares nothing with analysis/measure; a failing world prints its seed, and
// the environment variable STALEMATE_WORLD=seed runs that one alone.
// Source: this project's semantics ("Load", "Staleness of one read", "Determinism").
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>
#include <map>
#include <numeric>
#include <set>
#include "analysis/measure/measurement.hpp"
#include "tests/analytic/request_story.hpp"
#include "tests/property/act_counter.hpp"
#include "tests/property/random_world.hpp"
#include "tests/property/replay.hpp"
#include "tests/property/request_counter.hpp"
#include "tests/property/takeover_counter.hpp"
#include "tests/sanitized.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests::property;
constexpr std::uint64_t whole_worlds = tests::is_sanitized ? 1000 : 4000;

struct Seen {
  std::int64_t whole_requests = 0, torn = 0;  ///< Requests of several steps.
  std::int64_t requests = 0, failed = 0, stale = 0, bare_reads = 0, under_way = 0;
  std::int64_t phantom = 0, lost = 0, missed = 0;
  std::set<std::size_t> losses;
  ActCount acts;
  std::int64_t hedged = 0, not_sent = 0;
  std::int64_t shed = 0, displaced = 0, opened = 0, canary_reads = 0;
  std::int64_t takeovers = 0, not_replicated = 0, sole_lookups = 0;
  std::map<Fault::Kind, int> faults;
  std::set<analysis::measure::Cause> causes;
};

bool moves_shards(const Blueprint& world) {
  return std::any_of(world.faults.begin(), world.faults.end(), [](const Fault& fault) {
    return fault.kind == Fault::Kind::remove_shard || fault.kind == Fault::Kind::add_shard;
  });
}

bool can_be_stale(const Blueprint& world, std::size_t data_class) {
  if (!world.classes[data_class].has_origin) return moves_shards(world);  // but for what is void by then, see below
  if (world.strategy.policies[data_class].read.name != "none") return true;
  for (const Fault& fault : world.faults)  // a read under way sees what its invocation could not know to be void
    if (fault.kind == Fault::Kind::failover && fault.node == world.classes[data_class].origin) return true;
  for (const NodeSpec& node : world.nodes)
    if (node.name == world.classes[data_class].origin)
      return reads_followers(world.classes[data_class], node.origin);
  return true;
}

void check_conserved(const Tally& counted, const Tally& measured) {
  CHECK(counted.invoked == counted.answered + counted.failed + counted.under_way);
  CHECK(counted == measured);
}

/// What is told by load is, in all, what is told of all; who gave way had a load of a lower priority than another.
void check_loads(const Blueprint& world, const analysis::measure::RunResult& result, Seen& seen) {
  if (result.loads.empty()) return;
  Tally reads, writes;
  const auto is_highest = [&](const analysis::measure::RequestsOfLoad& load) {
    return std::all_of(world.loads.begin(), world.loads.end(),
                       [&](const models::Load& other) { return other.priority <= load.priority; });
  };
  for (const auto& load : result.loads) {
    add_tally(load.reads, reads);
    add_tally(load.writes, writes);
    CHECK(load.latency.count() == load.reads.answered + load.writes.answered);
    // What warms a copy has a normal one.
    if (is_highest(load) && load.priority >= models::Priority::normal) CHECK(load.displaced == 0);
    if (load.canary) CHECK(load.canary->stale <= load.canary->reads);
    seen.shed += load.below;
    seen.displaced += load.displaced;
    seen.canary_reads += load.canary ? load.canary->reads : 0;
    seen.opened += load.circuit ? load.circuit->opened : 0;
  }
  CHECK(reads == tally_of(result.total.reads));
  CHECK(writes == tally_of(result.total.writes));
}

/// Requests of several steps: conserved, and torn when no instant saw their versions together.
void check_whole_requests(const tests::worlds::RequestStory& story, Instant from,
                          const analysis::measure::WholeRequests& measured, Seen& seen) {
  std::int64_t answered = 0, failed = 0, torn = 0;
  for (const auto& request : story.requests) {
    if (request.at < from.ns) continue;
    ++(request.status == models::Status::ok ? answered : failed);
    torn += request.torn;
  }
  CHECK(story.errors == 0);
  CHECK(measured.invoked == answered + failed + story.under_way(from));
  CHECK(measured.answered == answered);
  CHECK(measured.latency.count() == answered);
  CHECK(measured.failed == failed);
  CHECK(measured.under_way == story.under_way(from));
  CHECK(measured.torn == torn);
  seen.whole_requests += answered;
  seen.torn += torn;
}

/// The causes account for every stale read, in each class and in all; what is part of the stale reads is no more.
void check_causes(const analysis::measure::RunResult& result, Seen& seen) {
  using analysis::measure::Cause;
  analysis::measure::CauseCounts of_classes{};
  for (const auto& data_class : result.classes) {
    const auto& staleness = data_class.staleness;
    std::int64_t sum = 0;
    for (const std::int64_t reads : staleness.causes) sum += reads;
    for (std::size_t i = 0; i < of_classes.size(); ++i) of_classes[i] += staleness.causes[i];
    CHECK(sum == staleness.stale);
    std::int64_t over = 0;
    for (std::size_t i = 0; i < of_classes.size(); ++i) {
      over += staleness.over_bound_causes[i];
      CHECK(staleness.over_bound_causes[i] <= staleness.causes[i]);
    }
    CHECK(over == staleness.over_bound);
    CHECK(staleness.stale_after_ack <= staleness.stale);
    CHECK((staleness.stale > 0) == (staleness.affected.keys > 0));
    if (staleness.sessions) CHECK(staleness.sessions->read_your_writes <= staleness.stale);
    if (staleness.sessions) CHECK(staleness.sessions->monotonic_reads <= staleness.stale);
    CHECK(staleness.windows.unbounded <= staleness.windows.open);
    CHECK(staleness.windows.longest <= staleness.windows.total);
  }
  CHECK(of_classes == result.total.staleness.causes);
  const auto& changes = result.load.changes;
  CHECK(changes.sent == changes.arrived + changes.lost + changes.under_way);
  for (std::size_t i = 0; i < of_classes.size(); ++i)
    if (of_classes[i] > 0) seen.causes.insert(static_cast<Cause>(i));
}

/// Acts and harms of each class are those of the second count.
void check_acts(const ActCounter& counter, const analysis::measure::RunResult& result, Seen& seen) {
  for (std::size_t i = 0; i < result.classes.size(); ++i) {
    const auto& measured = *result.classes[i].act;
    const ActCount& counted = counter.counts()[i];
    CHECK(counted.acts == measured.acts);
    CHECK(counted.on_stale == measured.on_stale);
    CHECK(counted.overtaken == measured.overtaken);
    CHECK(counted.too_late == measured.granted_after_revocation);
    CHECK(counted.longest_ns == measured.longest.ns);
    CHECK(counted.oversold == measured.units_oversold);
    CHECK(counted.duplicates == measured.duplicates);
    seen.acts.on_stale += counted.on_stale;
    seen.acts.overtaken += counted.overtaken;
    seen.acts.too_late += counted.too_late;
    seen.acts.oversold += counted.oversold;
    seen.acts.duplicates += counted.duplicates;
  }
}

void check_takeovers(const TakeoverCounter& counter, const analysis::measure::RunResult& result, Seen& seen) {
  std::int64_t takeovers = 0, not_replicated = 0;
  for (const auto& cache : result.load.caches) {
    takeovers += cache.takeovers;
    not_replicated += cache.not_replicated;
  }
  CHECK(counter.takeovers == takeovers);
  CHECK(counter.not_replicated == not_replicated);
  CHECK(counter.misplaced == 0);
  seen.takeovers += takeovers;
  seen.not_replicated += not_replicated;
  seen.sole_lookups += counter.sole_lookups;
}

std::uint64_t digest_without_readers(const Blueprint& blueprint) {
  models::World world(blueprint);
  world.run();
  return world.facts().digest();
}

void check_world(std::uint64_t seed, Seen& seen) {
  INFO(replay_of(seed, "Whole worlds conserve"));
  const Blueprint blueprint = random_world(seed);
  models::World world(blueprint);
  analysis::measure::Measurement measurement(world);
  Counter counter(world);
  ActCounter acts(world);
  TakeoverCounter takeovers(world);
  tests::worlds::RequestStory story(world);
  world.run();
  const auto result = measurement.result();
  check_conserved(counter.finish(false), tally_of(result.total.reads));
  check_conserved(counter.finish(true), tally_of(result.total.writes));
  check_whole_requests(story, Instant{} + blueprint.warm_up, result.requests, seen);
  check_causes(result, seen);
  check_loads(blueprint, result, seen);
  check_acts(acts, result, seen);
  check_takeovers(takeovers, result, seen);
  CHECK(counter.errors == 0);
  CHECK(counter.stale == result.total.staleness.stale);
  CHECK(counter.commits == result.total.writes.committed);
  CHECK(counter.phantom == result.total.staleness.phantom);
  const auto& lost = result.total.writes.lost;
  CHECK(counter.lost == std::accumulate(lost.begin(), lost.end(), std::int64_t{0}));
  for (std::size_t i = 0; i < lost.size(); ++i)
    if (lost[i] > 0) seen.losses.insert(i);
  const auto& missed = result.total.reads.data_lost;
  CHECK(counter.missed == std::accumulate(missed.begin(), missed.end(), std::int64_t{0}));
  CHECK(result.total.staleness.uncommitted == 0);
  CHECK(digest_without_readers(blueprint) == result.digest);
  for (std::size_t i = 0; i < blueprint.classes.size(); ++i) {
    if (can_be_stale(blueprint, i)) continue;
    // A read under way sees what its invocation could not know to be void: a replica has taken over without it.
    const bool is_alone = !blueprint.classes[i].has_origin;
    CHECK(result.classes[i].staleness.stale == (is_alone ? counter.overtaken_by_void[i] : 0));
    seen.bare_reads += result.classes[i].reads.answered;
  }
  seen.requests += result.total.reads.invoked + result.total.writes.invoked;
  seen.failed += result.total.reads.failed + result.total.writes.failed;
  seen.under_way += result.total.reads.under_way + result.total.writes.under_way;
  seen.stale += result.total.staleness.stale;
  seen.phantom += counter.phantom;
  seen.lost += counter.lost;
  seen.missed += counter.missed;
  seen.hedged += counter.hedged;
  seen.not_sent += counter.not_sent;
  for (const Fault& fault : blueprint.faults) ++seen.faults[fault.kind];
}

}  // namespace

TEST_CASE("Whole worlds conserve requests, repeat themselves, and are never stale without cache and follower") {
  Seen seen;
  for (const std::uint64_t seed : world_seeds(whole_worlds)) check_world(seed, seen);
  if (draws_some_worlds()) return;
  std::cout << whole_worlds << " worlds: " << seen.requests << " requests, " << seen.failed << " failed, "
            << seen.under_way << " under way at the end, " << seen.stale << " stale reads, none among "
            << seen.bare_reads << " without cache and follower; " << seen.whole_requests
            << " requests of several steps answered, " << seen.torn << " torn; " << seen.lost << " writes lost, "
            << seen.phantom << " phantom reads, " << seen.missed << " reads of lost data; acts: "
            << seen.acts.on_stale << " on stale data, " << seen.acts.overtaken << " overtaken, " << seen.acts.too_late
            << " granted too late, " << seen.acts.oversold << " units oversold, " << seen.acts.duplicates
            << " duplicates; " << seen.hedged << " hedges, " << seen.not_sent << " requests not sent; "
            << seen.opened << " circuits opened; " << seen.shed << " requests shed by fallbacks, "
            << seen.displaced << " in queues; " << seen.canary_reads << " reads of canaries; " << seen.takeovers
            << " takeovers, without " << seen.not_replicated << " entries; " << seen.sole_lookups
            << " lookups of only copies\n";
  // The swarm has reached what it is meant to reach: counted where the worlds are many; the sanitized are some of them.
  if (tests::is_sanitized) return;
  CHECK(seen.requests > 100'000);
  CHECK(seen.failed > 10'000);
  CHECK(seen.under_way > 100);
  CHECK(seen.stale > 1'000);
  CHECK(seen.bare_reads > 10'000);
  CHECK(seen.whole_requests > 10'000);
  CHECK(seen.torn > 100);
  CHECK(seen.lost > 100);
  CHECK(seen.phantom > 10);
  CHECK(seen.missed > 1'000);
  CHECK(seen.losses.size() == models::loss_count);
  CHECK(seen.acts.on_stale > 1'000);
  CHECK(seen.acts.overtaken > 1'000);
  CHECK(seen.acts.too_late > 1'000);
  CHECK(seen.acts.oversold > static_cast<std::int64_t>(whole_worlds) / 4);
  CHECK(seen.acts.duplicates > 1'000);
  CHECK(seen.hedged > 1'000);
  CHECK(seen.not_sent > 1'000);
  CHECK(seen.opened > 100);
  CHECK(seen.shed > 100);
  CHECK(seen.displaced > 100);
  CHECK(seen.canary_reads > 100);
  CHECK(seen.takeovers > static_cast<std::int64_t>(whole_worlds) / 40);
  CHECK(seen.not_replicated > static_cast<std::int64_t>(whole_worlds) / 80);
  CHECK(seen.sole_lookups > 10'000);
  CHECK(seen.faults.size() == 18);
  CHECK(seen.causes.size() == analysis::measure::cause_count);
}
