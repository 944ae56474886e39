// What evictions, expiries and warm-ups guarantee of what a cache holds, as checks of the facts of a run.
// Promise: as guarantee_checks.hpp; evictions are looked at by cache, the others by tier.
// Source: the sentences of models/options/registry.hpp.
#pragma once
#include <list>
#include <utility>
#include "tests/property/operations.hpp"

namespace stalemate::tests::property {

/// No shard holds more than its share of the capacity, in entries or in bytes.
inline Verdict capacity_is_kept(const Record& run, const models::NodeSpec& node) {
  const models::CacheNode& plan = node.cache;
  const bool by_entries = plan.capacity_entries > 0;
  const std::int64_t all = by_entries ? plan.capacity_entries : plan.capacity_bytes;
  if (all == 0) return {};
  const std::int64_t shares = plan.capacity_per_shard ? 1 : plan.shards;
  const std::int64_t most = (all + shares - 1) / shares;
  const auto size_of = [&](std::uint32_t key) -> std::int64_t {
    if (by_entries) return 1;
    const models::DataClass* data_class = run.blueprint.classes.data();
    for (; key >= data_class->keys; ++data_class) key -= data_class->keys;
    return data_class->value_bytes;
  };
  Verdict verdict;
  std::map<std::uint16_t, std::map<std::uint32_t, std::int64_t>> held;  // sizes by slot, by shard
  std::map<std::uint16_t, std::int64_t> used;
  for (const sim::Fact& fact : run.facts) {
    const bool is_stored = kind_of(fact) == FactKind::stored;
    if ((!is_stored && kind_of(fact) != FactKind::removed) || run.nodes[fact.node].group != node.name) continue;
    std::int64_t& size = held[fact.node][fact.slot];
    used[fact.node] -= std::exchange(size, is_stored ? size_of(fact.key) : 0);
    used[fact.node] += size;
    verdict.seen += is_stored;
    if (used[fact.node] > most) verdict.broken.add(fact, "a shard holds more than it has room for");
  }
  return verdict;
}

/// Who is evicted is the first in a line in which an entry moves back when it is stored, and, `by_use`, at each use.
inline Verdict first_in_line_goes(const Record& run, const models::NodeSpec& node, bool by_use) {
  // By bytes one store may need the room of several; a replica that takes over has no line of its own.
  if (node.cache.capacity_entries == 0 || node.cache.replicas > 0) return {};
  Verdict verdict;
  std::map<std::uint16_t, std::list<std::uint32_t>> lines;  // slots, by shard
  for (const sim::Fact& fact : run.facts) {
    const FactKind kind = kind_of(fact);
    if (kind != FactKind::stored && kind != FactKind::removed && kind != FactKind::lookup) continue;
    if (run.nodes[fact.node].group != node.name) continue;
    std::list<std::uint32_t>& line = lines[fact.node];
    const auto place = std::find(line.begin(), line.end(), fact.slot);
    const bool is_evicted =
        kind == FactKind::removed && fact.outcome == static_cast<std::uint8_t>(models::Removal::evicted);
    verdict.seen += is_evicted;
    if (is_evicted && place != line.begin()) verdict.broken.add(fact, "an entry was evicted that was not its turn");
    if (kind == FactKind::removed) {
      if (place != line.end()) line.erase(place);
      continue;
    }
    const bool is_used = kind == FactKind::stored || models::has_served(fact);
    if (place == line.end() ? kind == FactKind::stored : is_used && by_use) {
      if (place != line.end()) line.erase(place);
      line.push_back(fact.slot);
    }
  }
  return verdict;
}
inline Verdict least_recent_is_evicted(const Record& run, const models::NodeSpec& node) {
  return first_in_line_goes(run, node, true);
}
inline Verdict first_in_is_evicted(const Record& run, const models::NodeSpec& node) {
  return first_in_line_goes(run, node, false);
}

/// Nothing ends by its time but what says that a key is not there, where that has one.
inline Verdict nothing_expires(const Record& run, const Use& use) {
  if (use.choice.values.integer("negative") > 0 || keeps_deleted(use.tier)) return {};
  const TierFacts facts(run, use);
  Verdict verdict;
  for (const sim::Fact& fact : run.facts) {
    if (!facts.has(fact)) continue;
    verdict.seen += kind_of(fact) == FactKind::stored;
    const bool is_expired =
        kind_of(fact) == FactKind::removed && fact.outcome == static_cast<std::uint8_t>(models::Removal::expired);
    if (is_expired) verdict.broken.add(fact, "an entry without an end expired");
  }
  return verdict;
}

/// Past the life that its expiry gives an entry is served as stale for the window, and is kept to stand in for the age.
inline Verdict overtime_is_bounded(const Record& run, const Use& use) {
  const auto life = longest_life(use.tier.expiry);
  const bool is_skewed = has_fault(run.blueprint, use.tier.cache, {models::Fault::Kind::skew});
  if (!life || use.tier.names.name == "version-key" || is_skewed) return {};
  const auto allowed = [&](const std::vector<Choice>& choices, const char* parameter) {
    sim::Duration sum;
    for (const Choice& each : choices)
      for (const auto& [key, value] : each.values.all())
        if (key == parameter) sum += sim::Duration{std::get<std::int64_t>(value)};
    return sum;
  };
  const sim::Duration served = *life + allowed(use.tier.stampede, "window");
  const sim::Duration kept = served + allowed(use.tier.fallback, "age");
  const bool is_of_fallback = use.option.axis == "fallback";
  const TierFacts facts(run, use);
  Verdict verdict;
  std::map<NodeAndKey, sim::Instant> stored;
  for (const sim::Fact& fact : run.facts) {
    if (!facts.has(fact)) continue;
    sim::Instant& at = stored[{fact.node, fact.key}];
    if (kind_of(fact) == FactKind::stored) at = fact.at;
    if (kind_of(fact) == FactKind::stored && models::is_by_replica(fact))
      at = sim::Instant{static_cast<std::int64_t>(fact.operation)};
    const models::Lookup wanted = is_of_fallback ? models::Lookup::lapsed : models::Lookup::stale;
    if (kind_of(fact) != FactKind::lookup || !is(fact, wanted)) continue;
    ++verdict.seen;
    if (fact.at - at >= (is_of_fallback ? kept : served))
      verdict.broken.add(fact, "what is past its time was there for longer than it may be");
  }
  return verdict;
}

/// Fills are of reads that clients have invoked, and nobody gives a copy what another holds.
inline Verdict stored_on_demand(const Record& run, const Use& use) {
  if (!use.is_alone) return {};  // the tier before it may be warmed through this one
  const TierFacts facts(run, use);
  Verdict verdict;
  std::set<std::uint64_t> invoked;
  for (const sim::Fact& fact : run.facts) {
    if (kind_of(fact) == FactKind::read_invoked) invoked.insert(fact.operation);
    if (kind_of(fact) != FactKind::stored || !facts.has(fact)) continue;
    if (!models::is_of_reader(static_cast<models::StoredAs>(fact.outcome))) continue;
    ++verdict.seen;
    if (invoked.count(fact.operation) == 0) verdict.broken.add(fact, "something was stored that nobody had asked for");
  }
  return verdict;
}

/// What another copy has given takes the place of nothing.
inline Verdict copies_fill_gaps(const Record& run, const Use& use) {
  const TierFacts facts(run, use);
  Verdict verdict;
  std::set<NodeAndKey> held;
  for (const sim::Fact& fact : run.facts) {
    if (!facts.has(fact)) continue;
    if (kind_of(fact) == FactKind::removed) held.erase({fact.node, fact.key});
    if (kind_of(fact) != FactKind::stored) continue;
    const bool is_new = held.insert({fact.node, fact.key}).second;
    if (fact.outcome != static_cast<std::uint8_t>(models::StoredAs::copied)) continue;
    ++verdict.seen;
    if (!is_new) verdict.broken.add(fact, "what a peer gave replaced what was there");
  }
  return verdict;
}

/// For one copy so many are fetched at once of what nobody has asked for.
inline Verdict preload_is_bounded(const Record& run, const Use& use) {
  const TierFacts facts(run, use);
  Verdict verdict;
  std::map<std::uint64_t, std::uint16_t> copies;  // by operation
  std::map<std::uint16_t, std::int64_t> under_way;
  for (const sim::Fact& fact : run.facts) {
    if (!facts.has(fact)) continue;
    if (kind_of(fact) == FactKind::preload) copies[fact.operation] = fact.node;
    const auto copy = copies.find(fact.operation);
    if (copy == copies.end() || copy->second != fact.node) continue;
    if (kind_of(fact) == FactKind::fetch_ended) --under_way[fact.node];
    if (kind_of(fact) != FactKind::fetch_begun) continue;
    ++verdict.seen;
    if (++under_way[fact.node] > use.choice.values.integer("at_a_time"))
      verdict.broken.add(fact, "more is fetched at once than may be to warm a copy");
  }
  return verdict;
}

}  // namespace stalemate::tests::property
