// Broken strategies and models, each caught by the checker that is there for it. A checker that stays silent here is
// worth nothing.
// Promise: first the healthy run, silent, then the broken one, with the sentence expected.
// Source: TigerBeetle's canaries; FoundationDB's tests/negative. Where the models cannot be broken from outside, the
// facts of a healthy run are changed as the broken model would have written them.
#include <catch2/catch.hpp>
#include "tests/negative/broken_options.hpp"
#include "tests/negative/busy_world.hpp"
#include "tests/negative/checkers.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::sim::literals;
using models::Blueprint;

/// The rule is silent on the healthy world and says `words` of the broken one.
template <class Rule, class Break>
void check_caught(Rule rule, Blueprint healthy, Break break_it, const std::string& words) {
  const Violations before = rule(record(healthy));
  INFO("healthy: " << before.text());
  CHECK(before.empty());
  break_it(healthy);
  const Violations after = rule(record(healthy));
  INFO("broken: " << after.text());
  CHECK(after.say(words));
}

/// The same for facts that are tampered with.
template <class Rule, class Tamper>
void check_tampering_caught(Rule rule, const Blueprint& healthy, Tamper tamper, const std::string& words) {
  Record run = record(healthy);
  const Violations before = rule(run);
  INFO("healthy: " << before.text());
  CHECK(before.empty());
  tamper(run.facts);
  const Violations after = rule(run);
  INFO("tampered: " << after.text());
  CHECK(after.say(words));
}

auto writes_with(const char* option) {
  return [option](Blueprint& world) { policy_of(world).write = choose("write", option); };
}
auto fills_with(const char* option) {
  return [option](Blueprint& world) { policy_of(world).stampede = {choose("stampede", option)}; };
}
Blueprint with(Blueprint world, const char* stampede, const char* read) {
  policy_of(world).stampede = {choose("stampede", stampede)};
  policy_of(world).read = choose("read", read);
  return world;
}

/// The nth fact of a kind.
Facts::iterator nth(Facts& facts, FactKind kind, int n) {
  return std::find_if(facts.begin(), facts.end(),
                      [&](const sim::Fact& fact) { return kind_of(fact) == kind && n-- == 0; });
}

TEST_CASE("an invalidate that forgets to delete is caught") {
  check_caught(owed_changes_are_sent, busy_world(), writes_with("broken-forgets"),
               "a write was acknowledged and the cache was not told");
}

TEST_CASE("a delete before the commit is caught") {
  check_caught(owed_changes_are_sent, busy_world(), writes_with("broken-deletes-first"),
               "a change left its writer before the commit that it is for");
}

TEST_CASE("an acknowledgement without a commit is caught") {
  check_caught(acknowledged_writes_have_committed, busy_world(), writes_with("broken-acknowledges"),
               "a write was acknowledged that had not committed");
}

TEST_CASE("a cache that serves what was never committed is caught") {
  Blueprint world = busy_world();
  policy_of(world).write = choose("write", "update");
  check_caught(versions_are_commits, world, writes_with("broken-foresees"),
               "a version was seen before it was committed");
}

TEST_CASE("a delete that leaves the entry is caught") {
  check_caught(changes_take_effect, busy_world(), writes_with("broken-deletes-nothing"),
               "a hit on what a change had reached");
}

TEST_CASE("a lease whose token comes after the fetch is caught") {
  check_caught(voided_leases_store_nothing, with(busy_world(), "lease", "cache-aside"),
               fills_with("broken-leases-late"), "a fill was stored under a lease that a change had voided");
}

TEST_CASE("a store past the check of the token is caught") {
  check_caught(voided_leases_store_nothing, with(busy_world(), "lease", "read-through"),
               fills_with("broken-stores-unchecked"), "a fill was stored under a lease that a change had voided");
}

/// Nobody reads: what is stored is what a cache fetches that comes up empty again and again.
Blueprint preloading_world() {
  Blueprint world = with(busy_world(), "lease", "cache-aside");
  world.loads[0].reads.clear();
  policy_of(world).warm_up = choose("warm_up", "preload");
  policy_of(world).warm_up.values.set("top", std::int64_t{40});
  models::Fault& fault = world.faults.emplace_back();
  fault.name = "again and again";
  fault.kind = models::Fault::Kind::restart;
  fault.node = "redis";
  fault.every = 100_ms;
  return world;
}

TEST_CASE("a preload that stores past its lease is caught") {
  check_caught(voided_leases_store_nothing, preloading_world(), fills_with("broken-stores-unchecked"),
               "a fill was stored under a lease that a change had voided");
}

TEST_CASE("coalescing by the clock is caught at a service and at a shard") {
  for (const char* read : {"cache-aside", "read-through"})
    check_caught(one_fetch_a_node_and_key, with(busy_world(), "coalesce", read),
                 fills_with("broken-coalesces-by-sleeping"), "two fetches of one key are under way at one node");
}

TEST_CASE("joiners who are never woken are caught") {
  check_caught([](const Record& run) { return nobody_waits_for_ever(run, 1_s); },
               with(busy_world(), "coalesce", "cache-aside"), fills_with("broken-leaves-joiners"),
               "a request still waits at the end");
}

TEST_CASE("a time to live that hits renew is caught") {
  const auto renewing = [](Blueprint& world) { policy_of(world).read = choose("read", "broken-renews-on-hit"); };
  check_caught(fills_come_from_the_origin, busy_world(), renewing,
               "a fill stored what its operation did not read at the origin");
}

/// One key, filled at 0 and read again when it is exactly a second old.
Blueprint edge_world() {
  Blueprint world = cached_world(1_s, models::Distribution::constant({}));
  models::Load load = reads_from("shop", "readers");
  load.shape = models::Load::Shape::listed;
  load.at = {sim::Instant{}, sim::Instant{} + 1_s - 1_ns, sim::Instant{} + 1_s};
  world.loads = {load};
  world.duration = 3_s;
  return world;
}

TEST_CASE("an entry that is still fresh when its age is its time to live is caught") {
  const auto closed = [](Blueprint& world) { policy_of(world).expiry = choose("expiry", "broken-closed-interval"); };
  check_caught([](const Record& run) { return entries_live_their_time(run, 1_s); }, edge_world(), closed,
               "a hit at age 1000000000 ns is past its time to live");
}

TEST_CASE("the eviction of the most recently used is caught") {
  Blueprint world = busy_world();
  world.nodes[2].cache.capacity_entries = 16;
  check_caught(
      the_least_recent_is_evicted, world,
      [](Blueprint& broken) { broken.nodes[2].cache.eviction = "broken-most-recent"; },
      "an entry was evicted that was not the least recently used");
}

TEST_CASE("staleness where none may be is caught") {
  Blueprint world = busy_world();
  policy_of(world).read = choose("read", "none");
  check_caught(
      no_read_is_stale, world, [](Blueprint& broken) { policy_of(broken).read = choose("read", "cache-aside"); },
      "a read is stale where none may be");
}

/// Each read's invocation is moved to just before its answer.
void judge_at_the_answer(Facts& facts) {
  std::map<std::uint32_t, sim::Fact> invoked;
  Facts moved;
  for (const sim::Fact& fact : facts) {
    if (kind_of(fact) == FactKind::read_invoked) {
      invoked[fact.slot] = fact;
      continue;
    }
    if (kind_of(fact) == FactKind::read_answered) {
      moved.push_back(invoked[fact.slot]);
      moved.back().at = fact.at;
    }
    moved.push_back(fact);
  }
  facts = std::move(moved);
}

TEST_CASE("a judge that looks at the answer instead of the invocation is caught") {
  const Record run = record(busy_world());
  const Violations before = staleness_is_judged_at_the_invocation(run, measure(run));
  INFO(before.text());
  CHECK(before.empty());
  Record moved = run;
  judge_at_the_answer(moved.facts);
  CHECK_THROWS_AS(measure(moved), sim::InternalError);  // a read took what was superseded before it was invoked
  analysis::measure::RunResult wrong = measure(run);
  ++wrong.total.staleness.stale;
  const Violations after = staleness_is_judged_at_the_invocation(run, wrong);
  INFO(after.text());
  CHECK(after.say("judged at the invocation, the number of stale reads is "));
}

/// Arrivals from the generator that everybody shares.
class SharedArrivals final : public models::Arrivals {
 public:
  bool next(Arrival& arrival) override {
    at_ += 1_ms;
    arrival = {at_, static_cast<std::uint32_t>(sim::below(shared_stream(), 40))};
    return true;
  }

 private:
  sim::Instant at_;
};

Blueprint shared_world(bool draws) {
  shared_stream() = sim::Stream(1);
  Blueprint world = busy_world();
  policy_of(world).read = choose("read", draws ? "broken-shared-stream" : "none");
  world.loads[0].writes.clear();
  world.loads[0].shape = models::Load::Shape::recorded;
  world.loads[0].recorded = std::make_shared<SharedArrivals>();
  return world;
}

TEST_CASE("a generator that strategies share with the clients is caught") {
  const Record one = record(shared_world(false));
  CHECK(random_numbers_are_common(one, record(shared_world(false))).empty());
  const Violations found = random_numbers_are_common(one, record(shared_world(true)));
  INFO(found.text());
  CHECK(found.say("the strategies were not asked the same"));
}

TEST_CASE("a draw that depends on another than its operation is caught") {
  const Record one = record(busy_world());
  Record other = one;
  for (sim::Fact& fact : other.facts)
    if (kind_of(fact) == FactKind::origin_ended && fact.operation % 50 == 0) fact.at += 1_us;
  CHECK(random_numbers_are_common(one, other).say("operation "));
}

TEST_CASE("an option that remembers other runs is caught") {
  Blueprint world = busy_world();
  CHECK(two_runs_are_one(world).empty());
  policy_of(world).expiry = choose("expiry", "broken-other-runs");
  const Violations found = two_runs_are_one(world);
  INFO(found.text());
  CHECK(found.say("the second run differs from the first"));
}

TEST_CASE("a reply delivered twice is caught") {
  check_tampering_caught(
      requests_are_conserved, busy_world(),
      [](Facts& facts) {
        const auto answer = nth(facts, FactKind::read_answered, 500);
        facts.insert(answer, sim::Fact(*answer));
      },
      "a request ended that was not under way");
}

TEST_CASE("a request that is answered and fails is caught") {
  check_tampering_caught(
      requests_are_conserved, busy_world(),
      [](Facts& facts) {
        const auto answer = nth(facts, FactKind::write_answered, 50);
        sim::Fact failure = *answer;
        failure.kind = static_cast<std::uint8_t>(FactKind::write_failed);
        facts.insert(answer, failure);
      },
      "a request ended that was not under way");
}

TEST_CASE("a slot taken twice and an operation asked twice are caught") {
  const auto ask_again = [](Facts& facts) {
    const auto invoked = nth(facts, FactKind::read_invoked, 500);
    facts.insert(invoked, sim::Fact(*invoked));
  };
  check_tampering_caught(requests_are_conserved, busy_world(), ask_again, "an operation was invoked twice");
  check_tampering_caught(requests_are_conserved, busy_world(), ask_again, "two requests under way share a slot");
}

TEST_CASE("a ledger that numbers a lost commit is caught, and refuses it itself") {
  const auto lose_one = [](Facts& facts) { facts.erase(nth(facts, FactKind::committed, 100)); };
  check_tampering_caught(versions_are_commits, busy_world(), lose_one, "a commit does not follow the last one");
  Record run = record(busy_world());
  lose_one(run.facts);
  CHECK_THROWS_AS(measure(run), sim::InternalError);
}

Blueprint followed_world() {
  Blueprint world = busy_world();
  origin_of(world).followers = 1;
  origin_of(world).lag = models::Distribution::constant(20_ms);
  origin_of(world).read_from = models::ReadFrom::follower;
  return world;
}

/// What a follower without an order would emit: each application waits for a lag of its own.
void apply_out_of_order(Facts& facts) {
  sim::Stream draws(5);
  for (sim::Fact& fact : facts)
    if (kind_of(fact) == FactKind::replicated)
      fact.at += sim::Duration{static_cast<std::int64_t>(sim::below(draws, 60'000'000))};
  std::stable_sort(facts.begin(), facts.end(), [](const sim::Fact& a, const sim::Fact& b) { return a.at < b.at; });
}

TEST_CASE("a follower that applies out of order is caught") {
  check_tampering_caught(followers_apply_in_commit_order, followed_world(), apply_out_of_order,
                         "a follower applied out of order");
}

TEST_CASE("a follower that answers what it has not applied is caught") {
  const auto answer_ahead = [](Facts& facts) {
    for (sim::Fact& fact : facts)
      if (kind_of(fact) == FactKind::origin_started && fact.outcome == 0 && fact.version > 3) ++fact.version;
  };
  check_tampering_caught(origin_reads_take_what_is_there, followed_world(), answer_ahead,
                         "an origin read took what is not there");
}

TEST_CASE("a hit on what was evicted is caught") {
  Blueprint world = busy_world();
  world.nodes[2].cache.capacity_entries = 16;
  const auto stay = [](Facts& facts) {
    const auto removed = nth(facts, FactKind::removed, 100);
    sim::Fact hit = *removed;
    hit.kind = static_cast<std::uint8_t>(FactKind::lookup);
    hit.outcome = static_cast<std::uint8_t>(models::Lookup::hit);
    facts.insert(removed + 1, hit);
  };
  check_tampering_caught(hits_find_what_was_stored, world, stay, "a hit on what was not stored");
  const auto grow = [](Facts& facts) {
    std::erase_if(facts, [](const auto& f) { return kind_of(f) == FactKind::removed; });
  };
  check_tampering_caught([](const Record& run) { return shards_keep_to_their_size(run, 8); }, world, grow,
                         "a shard holds more than it has room for");
}

/// A stream whose digest is that of its blocks' digests.
class BlockwiseStream {
 public:
  void emit(const sim::Fact& fact) { block_.push_back(fact); }
  void flush() {
    sim::FactStream stream;
    for (const sim::Fact& fact : block_) stream.emit(fact);
    digest_ = sim::mix(digest_ ^ stream.digest());
    block_.clear();
  }
  std::uint64_t digest() {
    flush();
    return digest_;
  }

 private:
  Facts block_;
  std::uint64_t digest_ = 0;
};

/// A stream that adds its facts up, so that their order does not matter.
class SummingStream {
 public:
  void emit(const sim::Fact& fact) {
    sim::FactStream one;
    one.emit(fact);
    digest_ += one.digest();
  }
  void flush() {}
  std::uint64_t digest() const { return digest_; }

 private:
  std::uint64_t digest_ = 0;
};

TEST_CASE("a digest of anything but the facts in order is caught") {
  Facts facts = record(busy_world()).facts;
  facts.resize(3000);
  CHECK(the_digest_is_of_the_facts_alone<sim::FactStream>(facts).empty());
  CHECK(the_digest_is_of_the_facts_alone<BlockwiseStream>(facts).say(
      "the digest depends on where a block of facts ends"));
  CHECK(the_digest_is_of_the_facts_alone<SummingStream>(facts).say("swapped facts leave the digest as it was"));
}

}  // namespace
