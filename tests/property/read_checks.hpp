// What readers, stampede controls, guards and fallbacks guarantee, as checks of the facts of a run.
// Promise: as guarantee_checks.hpp.
// Source: the sentences of models/options/registry.hpp.
#pragma once
#include "tests/property/operations.hpp"
#include "tests/property/storage_checks.hpp"

namespace stalemate::tests::property {

/// No request of the class comes to an origin.
inline Verdict origins_see_nothing(const Record& run, const Use& use) {
  const TierFacts facts(run, use);
  Verdict verdict;
  for (const sim::Fact& fact : run.facts) {
    if (!facts.has_key(fact.key)) continue;
    verdict.seen += kind_of(fact) == FactKind::lookup;
    const bool is_asked = kind_of(fact) == FactKind::origin_arrived || asks_origin(fact);
    if (is_asked) verdict.broken.add(fact, "an origin was asked for what only a cache has");
  }
  return verdict;
}

/// The cache itself reads no origin, but to warm a copy.
inline Verdict callers_fetch(const Record& run, const Use& use) {
  const TierFacts facts(run, use);
  Verdict verdict;
  std::set<std::uint64_t> warming;
  for (const sim::Fact& fact : run.facts) {
    if (!facts.has_key(fact.key)) continue;
    if (kind_of(fact) == FactKind::preload) warming.insert(fact.operation);
    if (!asks_origin(fact) || warming.count(fact.operation) > 0) continue;
    ++verdict.seen;
    if (facts.is_at_cache(fact.node)) verdict.broken.add(fact, "a cache read the origin for its caller");
  }
  return verdict;
}

/// Reads that got no answer from their cache, so far; and those that a guard sent to the leader.
class PastCache {
 public:
  PastCache(const Record& run, const Use& use) : facts_(run, use) {}
  void follow(const sim::Fact& fact) {
    if (kind_of(fact) == FactKind::leader_asked) led_.insert(fact.operation);
    const bool is_lookup = is_call(fact, models::Verb::get) || is_call(fact, models::Verb::fetch);
    if (kind_of(fact) == FactKind::call_failed && is_lookup && facts_.has(fact)) without_.insert(fact.operation);
  }
  bool is_without(std::uint64_t operation) const { return without_.count(operation) > 0; }
  bool is_led(std::uint64_t operation) const { return led_.count(operation) > 0; }

 private:
  TierFacts facts_;
  std::set<std::uint64_t> without_, led_;
};

/// Who asks the cache reads the origin where a guard says so, or after the cache has given no answer.
inline Verdict caches_fetch(const Record& run, const Use& use) {
  const bool is_edge = !cache_of(run, use).cache.edge_of.empty();  // the service behind it reads the origin
  if (!use.is_alone || is_edge) return {};
  const TierFacts facts(run, use);
  PastCache past(run, use);
  Verdict verdict;
  for (const sim::Fact& fact : run.facts) {
    if (!facts.has_key(fact.key)) continue;
    past.follow(fact);
    if (!asks_origin(fact) || past.is_led(fact.operation) || past.is_without(fact.operation)) continue;
    ++verdict.seen;
    if (!facts.is_at_cache(fact.node)) verdict.broken.add(fact, "a caller read the origin beside its cache");
  }
  return verdict;
}

/// Whose cache gives no answer reads no origin; of fallback "shed" those whose loads are below its priority.
inline Verdict reads_are_held_back(const Record& run, const Use& use) {
  const bool is_edge = !cache_of(run, use).cache.edge_of.empty();
  if (is_edge) return {};
  const bool sheds = use.option.needs_priorities;
  const auto is_low = [&](const models::Load& load) {
    return load.priority < models::priority_named(use.choice.values.word("below"));
  };
  const auto& loads = run.blueprint.loads;
  const bool are_all_low = sheds && std::all_of(loads.begin(), loads.end(), is_low);
  const TierFacts facts(run, use);
  const Operations operations(run);
  PastCache past(run, use);
  std::set<std::uint64_t> shed;
  Verdict verdict;
  for (const sim::Fact& fact : run.facts) {
    if (!facts.has_key(fact.key) || !operations.is_plain(fact.operation)) continue;
    past.follow(fact);
    const bool gives_way = kind_of(fact) == FactKind::shed && !models::ShedAs::unpacked(fact.outcome).was_displaced;
    if (gives_way) shed.insert(fact.operation);
    const bool is_held = !sheds || are_all_low || shed.count(fact.operation) > 0;
    if (!is_held || !past.is_without(fact.operation)) continue;
    verdict.seen += kind_of(fact) == FactKind::call_failed || gives_way;
    const bool by_service = run.is(fact, models::NodeInfo::Kind::service);
    if (asks_origin(fact) && by_service && !past.is_led(fact.operation))
      verdict.broken.add(fact, "a read went on without its cache");
  }
  return verdict;
}

/// Of the reads that one node passes on without their cache, at most `limit` are in service at an origin at once.
inline Verdict passing_is_bounded(const Record& run, const Use& use) {
  const std::int64_t limit = use.choice.values.integer("limit");
  if (!use.is_alone || limit == 0) return {};
  const TierFacts facts(run, use);
  const Operations operations(run);
  PastCache past(run, use);
  Verdict verdict;
  std::map<std::uint64_t, std::uint16_t> sender;
  std::map<std::uint16_t, std::set<std::uint64_t>> passing;  // by sender: operations
  for (const sim::Fact& fact : run.facts) {
    if (kind_of(fact) == FactKind::node_down) passing.erase(fact.node);
    if (!facts.has_key(fact.key) || !operations.is_plain(fact.operation)) continue;
    past.follow(fact);
    const bool is_passed = past.is_without(fact.operation) && !past.is_led(fact.operation);
    if (asks_origin(fact) && is_passed && !facts.is_at_cache(fact.node)) sender[fact.operation] = fact.node;
    const auto from = sender.find(fact.operation);
    if (from == sender.end()) continue;
    std::set<std::uint64_t>& its = passing[from->second];
    const bool is_read = kind_of(fact) == FactKind::origin_started && fact.outcome == 0;
    if (kind_of(fact) == FactKind::origin_ended || kind_of(fact) == FactKind::call_failed) {
      its.erase(fact.operation);
      sender.erase(from);
    }
    if (!is_read) continue;
    its.insert(fact.operation);
    ++verdict.seen;
    if (static_cast<std::int64_t>(its.size()) > limit)
      verdict.broken.add(fact, "more reads pass their cache than may at once");
  }
  return verdict;
}

/// What "as many as its parameter says" is of, by the option.
inline Verdict fetches_are_bounded(const Record& run, const Use& use) {
  if (use.option.axis == "fallback") return passing_is_bounded(run, use);
  return use.option.axis == "warm_up" ? preload_is_bounded(run, use) : fillers_are_bounded(run, use);
}

/// Who fetched early has what was held: no answer of an origin fails it. Where it is the outermost control.
inline Verdict early_reads_do_not_fail(const Record& run, const Use& use) {
  if (!use.is_alone || &use.tier.stampede.front() != &use.choice) return {};
  const TierFacts facts(run, use);
  const Operations operations(run);
  Verdict verdict;
  std::set<std::uint64_t> early;
  for (const sim::Fact& fact : run.facts) {
    if (!facts.has_key(fact.key) || !operations.is_plain(fact.operation)) continue;
    const bool is_early = is(fact, models::Lookup::early) || is(fact, models::Lookup::overdue_early);
    if (kind_of(fact) == FactKind::lookup && facts.has(fact) && is_early) early.insert(fact.operation);
    if (early.count(fact.operation) == 0) continue;
    verdict.seen += kind_of(fact) == FactKind::read_answered || kind_of(fact) == FactKind::read_failed;
    const auto status = static_cast<models::Status>(fact.outcome);
    const bool is_turned_away = status == models::Status::refused || status == models::Status::rate_limited;
    if (kind_of(fact) == FactKind::read_failed && is_turned_away)
      verdict.broken.add(fact, "a read failed that had found a fresh entry");
  }
  return verdict;
}

/// While its time lasts, counted from the look-up that got it, a lock has one key fetched once at a time.
inline Verdict one_holder_fetches(const Record& run, const Use& use) {
  using Kind = models::Fault::Kind;  // after them a lock is forgotten
  if (moves_keys(run, use) || has_fault(run.blueprint, use.tier.cache, {Kind::flush})) return {};
  const TierFacts facts(run, use);
  const sim::Duration time{use.choice.values.integer("time")};
  using Entry = std::pair<NodeAndKey, std::uint32_t>;  // with its generation
  Verdict verdict;
  std::map<std::pair<std::uint64_t, NodeAndKey>, sim::Instant> looked_up;  // by operation
  std::map<Entry, std::map<std::uint64_t, sim::Instant>> under_way;        // by operation: since when it has the lock
  for (const sim::Fact& fact : run.facts) {
    if (kind_of(fact) == FactKind::node_down)
      std::erase_if(under_way, [&](const auto& each) { return each.first.first.first == fact.node; });
    if (!facts.has(fact)) continue;
    const NodeAndKey at{fact.node, fact.key};
    if (kind_of(fact) == FactKind::lookup) looked_up[{fact.operation, at}] = fact.at;
    if (kind_of(fact) == FactKind::fetch_ended) under_way[{at, fact.version}].erase(fact.operation);
    if (kind_of(fact) != FactKind::fetch_begun) continue;
    auto& others = under_way[{at, fact.version}];
    ++verdict.seen;
    for (const auto& [operation, since] : others)
      if (operation != fact.operation && fact.at - since < time)
        verdict.broken.add(fact, "two fetch what one has the lock for");
    others[fact.operation] = looked_up[{fact.operation, at}];
  }
  return verdict;
}

/// While a shard remembers that a fetch has failed, no look-up of the key is a miss.
inline Verdict failures_are_known(const Record& run, const Use& use) {
  using Kind = models::Fault::Kind;
  const bool is_forgotten = has_fault(run.blueprint, use.tier.cache, {Kind::flush});
  if (is_forgotten || use.tier.names.name == "version-key") return {};
  const TierFacts facts(run, use);
  const sim::Duration time{use.choice.values.integer("time")};
  Verdict verdict;
  std::map<NodeAndKey, sim::Instant> until;
  for (const sim::Fact& fact : run.facts) {
    // A change may name any key.
    const bool ends_all = kind_of(fact) == FactKind::node_down || kind_of(fact) == FactKind::change_arrived;
    if (ends_all) std::erase_if(until, [&](const auto& each) { return each.first.first == fact.node; });
    if (!facts.has(fact)) continue;
    const NodeAndKey at{fact.node, fact.key};
    if (kind_of(fact) == FactKind::error_kept) until[at] = fact.at + time;
    const bool ends = kind_of(fact) == FactKind::stored || kind_of(fact) == FactKind::store_refused;
    if (ends || kind_of(fact) == FactKind::removed) until.erase(at);
    const auto known = until.find(at);
    if (kind_of(fact) != FactKind::lookup || known == until.end() || fact.at >= known->second) continue;
    verdict.seen += is(fact, models::Lookup::known_error);
    if (is(fact, models::Lookup::miss)) verdict.broken.add(fact, "a key is fetched whose fetch is known to fail");
  }
  return verdict;
}

/// For its time after a session's write only the leader answers its reads: of the key, or of the class.
inline Verdict leader_answers_writers(const Record& run, const Use& use) {
  if (!use.is_alone || fails_over(run.blueprint)) return {};
  const TierFacts facts(run, use);
  const sim::Duration time{use.choice.values.integer("time")};
  const bool of_key = use.choice.values.word("of") == "key";
  struct Invoked {
    std::uint32_t session = 0;
    sim::Instant until;  ///< Of a read: only the leader may answer it.
  };
  Verdict verdict;
  std::map<Told, sim::Instant> committed;
  std::map<std::uint32_t, Invoked> invoked;                                     // by slot
  std::map<std::pair<std::uint32_t, std::uint32_t>, sim::Instant> leads_until;  // by session and key
  for (const sim::Fact& fact : run.facts) {
    if (!facts.has_key(fact.key)) continue;
    const FactKind kind = kind_of(fact);
    const std::uint32_t of = of_key ? fact.key : 0;
    if (kind == FactKind::committed) committed[told_of(fact)] = fact.at;
    if (kind == FactKind::read_invoked || kind == FactKind::write_invoked)
      invoked[fact.slot] = {fact.version, leads_until[{fact.version, of}]};
    const Invoked& its = invoked[fact.slot];
    if (kind == FactKind::write_answered && its.session != 0)
      leads_until[{its.session, of}] = committed[told_of(fact)] + time;
    // Whoever was answered by then was sent on before.
    if (kind != FactKind::read_answered || its.session == 0 || fact.at >= its.until) continue;
    ++verdict.seen;
    if (!run.is(fact, models::NodeInfo::Kind::leader))
      verdict.broken.add(fact, "a session read elsewhere than at the leader after its write");
  }
  return verdict;
}

/// While its key is marked, who has missed there reads the leader.
inline Verdict leader_fills_marked(const Record& run, const Use& use) {
  using Kind = models::Fault::Kind;
  if (!use.is_alone || fails_over(run.blueprint) || has_fault(run.blueprint, use.tier.cache, {Kind::flush})) return {};
  const TierFacts facts(run, use);
  const Operations operations(run);
  const sim::Duration time{use.choice.values.integer("time")};
  Verdict verdict;
  std::map<NodeAndKey, sim::Instant> marked;  // until when
  std::set<std::uint64_t> missed;
  PastCache past(run, use);  // who has not heard of his miss has not heard of the marker
  for (const sim::Fact& fact : run.facts) {
    if (kind_of(fact) == FactKind::node_down)
      std::erase_if(marked, [&](const auto& each) { return each.first.first == fact.node; });
    if (!facts.has_key(fact.key)) continue;
    past.follow(fact);
    const NodeAndKey at{fact.node, fact.key};
    if (kind_of(fact) == FactKind::marker && facts.has(fact))
      marked[at] = fact.outcome == 1 ? fact.at + time : fact.at;
    const bool is_miss = is(fact, models::Lookup::miss) || is(fact, models::Lookup::lapsed);
    if (kind_of(fact) == FactKind::lookup && facts.has(fact) && is_miss && operations.is_plain(fact.operation))
      if (const auto mark = marked.find(at); mark != marked.end() && fact.at < mark->second)
        missed.insert(fact.operation);
    const bool is_read = kind_of(fact) == FactKind::origin_started && fact.outcome == 0;
    if (!is_read || missed.count(fact.operation) == 0 || past.is_without(fact.operation)) continue;
    ++verdict.seen;
    if (!run.is(fact, models::NodeInfo::Kind::leader))
      verdict.broken.add(fact, "who missed beside a marker read a follower");
  }
  return verdict;
}

/// A look-up finds what was stored under the generation that its reader was told.
inline Verdict generation_is_one(const Record& run, const Use& use) {
  const TierFacts facts(run, use);
  Verdict verdict;
  std::map<std::uint64_t, std::set<std::uint32_t>> told;                         // by operation
  std::map<std::uint16_t, std::uint32_t> next;                                   // by node: what is stored next
  std::map<std::pair<std::uint16_t, std::uint32_t>, std::uint32_t> generations;  // by node and slot
  for (const sim::Fact& fact : run.facts) {
    if (!facts.has(fact)) continue;
    if (kind_of(fact) == FactKind::generation_found) told[fact.operation].insert(fact.version);
    if (kind_of(fact) == FactKind::stored_under) next[fact.node] = fact.version;
    if (kind_of(fact) == FactKind::stored) generations[{fact.node, fact.slot}] = std::exchange(next[fact.node], 0);
    if (kind_of(fact) != FactKind::lookup || !models::has_found(fact)) continue;
    ++verdict.seen;
    if (told[fact.operation].count(generations[{fact.node, fact.slot}]) == 0)
      verdict.broken.add(fact, "a look-up found an entry of another generation");
  }
  return verdict;
}

}  // namespace stalemate::tests::property
