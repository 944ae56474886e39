// Checkers of caches: what an entry may be, how long it may live, what deletes, leases and coalescing promise.
// Promise: each replays the facts in a model of its own; none reads the models' state.
// Source: this project's semantics; RFC 9111 4.2 (freshness); Nishtala et al. 2013 (leases); singleflight (coalescing).
#pragma once
#include <algorithm>
#include <list>
#include <map>
#include <optional>
#include <set>
#include "tests/negative/origin_checkers.hpp"

namespace stalemate::tests {

inline bool is_hit(const sim::Fact& fact) {
  return kind_of(fact) == FactKind::lookup && models::has_found(fact);
}
inline bool is_fill(const sim::Fact& fact) {
  return kind_of(fact) == FactKind::stored && fact.outcome == static_cast<std::uint8_t>(models::StoredAs::fill);
}

/// A hit finds what was stored last; what is removed was there.
inline Violations hits_find_what_was_stored(const Record& run) {
  Violations found;
  std::map<NodeAndKey, std::uint32_t> held;
  for (const sim::Fact& fact : run.facts) {
    const NodeAndKey entry{fact.node, fact.key};
    const auto known = held.find(entry);
    if (kind_of(fact) == FactKind::stored) held[entry] = fact.version;
    if (is_hit(fact) && (known == held.end() || known->second != fact.version))
      found.add(fact, "a hit on what was not stored");
    if (kind_of(fact) != FactKind::removed) continue;
    if (known == held.end() || known->second != fact.version) found.add(fact, "what was not stored was removed");
    held.erase(entry);
  }
  return found;
}

/// Fresh while age < ttl, counted from the store; jitter may only shorten it, by at most its share.
inline Violations entries_live_their_time(const Record& run, sim::Duration ttl, double jitter = 0) {
  Violations found;
  std::map<NodeAndKey, sim::Instant> stored;
  const auto shortest = static_cast<std::int64_t>(static_cast<double>(ttl.ns) * (1 - jitter));
  for (const sim::Fact& fact : run.facts) {
    if (kind_of(fact) == FactKind::stored) stored[{fact.node, fact.key}] = fact.at;
    const std::int64_t age = (fact.at - stored[{fact.node, fact.key}]).ns;
    if (is_hit(fact) && age >= ttl.ns)
      found.add(fact, "a hit at age " + std::to_string(age) + " ns is past its time to live");
    const bool expired =
        kind_of(fact) == FactKind::removed && fact.outcome == static_cast<std::uint8_t>(models::Removal::expired);
    if (expired && age < shortest)
      found.add(fact, "an entry expired before its time, at age " + std::to_string(age) + " ns");
  }
  return found;
}

/// What a fill stores was read at the origin by the same operation: a hit renews nothing.
inline Violations fills_come_from_the_origin(const Record& run) {
  Violations found;
  std::map<std::uint64_t, std::set<std::uint32_t>> taken;  // versions, by operation
  std::map<std::uint64_t, std::size_t> reads, fills;
  for (const sim::Fact& fact : run.facts) {
    if (kind_of(fact) == FactKind::origin_started && fact.outcome == 0) {
      taken[fact.operation].insert(fact.version);
      ++reads[fact.operation];
    }
    if (!is_fill(fact)) continue;
    const bool brought =
        ++fills[fact.operation] <= reads[fact.operation] && taken[fact.operation].count(fact.version) > 0;
    if (!brought) found.add(fact, "a fill stored what its operation did not read at the origin");
  }
  return found;
}

/// A writer that owes its change to the cache sends it after the commit and before the acknowledgement.
inline Violations owed_changes_are_sent(const Record& run) {
  Violations found;
  using Commit = std::pair<std::uint64_t, std::uint32_t>;
  std::set<Commit> committed, sent;
  for (const sim::Fact& fact : run.facts) {
    const Commit commit{fact.operation, fact.version};
    const FactKind kind = kind_of(fact);
    if (kind == FactKind::committed) committed.insert(commit);
    if (kind == FactKind::change_sent) {
      if (committed.count(commit) == 0) found.add(fact, "a change left its writer before the commit that it is for");
      sent.insert(commit);
    }
    if (kind == FactKind::write_answered && sent.count(commit) == 0)
      found.add(fact, "a write was acknowledged and the cache was not told");
  }
  return found;
}

/// What a change for version v has reached no longer serves an older version, unless somebody stored it again.
inline Violations changes_take_effect(const Record& run) {
  Violations found;
  std::map<NodeAndKey, std::uint32_t> reached;
  for (const sim::Fact& fact : run.facts) {
    const NodeAndKey entry{fact.node, fact.key};
    if (kind_of(fact) == FactKind::change_arrived) reached[entry] = std::max(reached[entry], fact.version);
    if (kind_of(fact) == FactKind::stored) reached.erase(entry);
    const auto change = reached.find(entry);
    if (is_hit(fact) && change != reached.end() && fact.version < change->second)
      found.add(fact, "a hit on what a change had reached");
  }
  return found;
}

/// Under leases no fill stores what was read at the origin before a change reached the entry.
inline Violations voided_leases_store_nothing(const Record& run) {
  Violations found;
  std::map<std::pair<std::uint64_t, std::uint32_t>, std::size_t> read_at;  // (operation, version) to event
  std::map<NodeAndKey, std::size_t> changed_at;
  for (std::size_t i = 0; i < run.facts.size(); ++i) {
    const sim::Fact& fact = run.facts[i];
    if (kind_of(fact) == FactKind::origin_started && fact.outcome == 0) read_at[{fact.operation, fact.version}] = i;
    if (kind_of(fact) == FactKind::change_arrived) changed_at[{fact.node, fact.key}] = i;
    if (!is_fill(fact)) continue;
    const auto change = changed_at.find({fact.node, fact.key});
    if (change != changed_at.end() && change->second > read_at[{fact.operation, fact.version}])
      found.add(fact, "a fill was stored under a lease that a change had voided");
  }
  return found;
}

/// At one node a key is fetched once at a time. Not for clients that retry: their attempts share one operation id.
inline Violations one_fetch_a_node_and_key(const Record& run) {
  Violations found;
  std::set<std::uint64_t> leaving;                  // operations whose fetch has begun and not yet been sent
  std::map<std::uint64_t, std::uint16_t> fetching;  // operation to node
  std::map<NodeAndKey, int> under_way;
  for (const sim::Fact& fact : run.facts) {
    const FactKind kind = kind_of(fact);
    if (kind == FactKind::fetch_begun) leaving.insert(fact.operation);
    const bool asks = kind == FactKind::message_sent && fact.outcome == static_cast<int>(models::Verb::read);
    if (asks && leaving.erase(fact.operation) > 0) {
      fetching[fact.operation] = fact.node;
      if (++under_way[{fact.node, fact.key}] > 1) found.add(fact, "two fetches of one key are under way at one node");
    }
    if (kind != FactKind::fetch_ended) continue;
    const auto fetch = fetching.find(fact.operation);
    if (fetch == fetching.end()) {
      found.add(fact, "a fetch ended whose read at the origin never left");
      continue;
    }
    --under_way[{fetch->second, fact.key}];
    fetching.erase(fetch);
  }
  return found;
}

/// Who is evicted is, among the entries of its shard, the one whose last store or hit is longest ago.
inline Violations the_least_recent_is_evicted(const Record& run) {
  Violations found;
  std::map<std::uint16_t, std::list<std::uint32_t>> order;  // by shard, oldest use first
  for (const sim::Fact& fact : run.facts) {
    std::list<std::uint32_t>& entries = order[fact.node];
    const bool used = kind_of(fact) == FactKind::stored || is_hit(fact);
    const bool removed = kind_of(fact) == FactKind::removed;
    if (removed && fact.outcome == static_cast<std::uint8_t>(models::Removal::evicted) && entries.front() != fact.key)
      found.add(fact, "an entry was evicted that was not the least recently used");
    if (used || removed) entries.remove(fact.key);
    if (used) entries.push_back(fact.key);
  }
  return found;
}

/// No shard ever holds more entries than it has room for.
inline Violations shards_keep_to_their_size(const Record& run, std::size_t entries) {
  Violations found;
  std::map<std::uint16_t, std::set<std::uint32_t>> held;
  for (const sim::Fact& fact : run.facts) {
    if (kind_of(fact) == FactKind::removed) held[fact.node].erase(fact.key);
    if (kind_of(fact) != FactKind::stored) continue;
    held[fact.node].insert(fact.key);
    if (held[fact.node].size() > entries) found.add(fact, "a shard holds more than it has room for");
  }
  return found;
}

}  // namespace stalemate::tests
