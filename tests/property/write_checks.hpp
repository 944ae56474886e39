// What writers, carriers and names guarantee, as checks of the facts of a run.
// Promise: as guarantee_checks.hpp.
// Source: the sentences of models/options/registry.hpp.
#pragma once
#include "tests/property/operations.hpp"

namespace stalemate::tests::property {

/// Who owes the change has sent it when the write is acknowledged.
inline Verdict change_leaves_first(const Record& run, const Use& use) {
  if (!use.is_alone || is_told_by_origin(use)) return {};
  const TierFacts facts(run, use);
  const Operations operations(run);
  Verdict verdict;
  std::set<Told> sent;
  for (const sim::Fact& fact : run.facts) {
    if (!facts.has_key(fact.key)) continue;
    const bool is_sent = kind_of(fact) == FactKind::change_sent;
    if (is_sent && facts.is_at_cache(static_cast<std::uint16_t>(fact.slot))) sent.insert(told_of(fact));
    const bool is_acknowledged = kind_of(fact) == FactKind::write_answered && operations.is_plain(fact.operation);
    if (!is_acknowledged || !operations.is_owed(run, use, fact)) continue;
    ++verdict.seen;
    if (sent.count(told_of(fact)) == 0) verdict.broken.add(fact, "a write was acknowledged before its change had left");
  }
  return verdict;
}

/// Who owes the change has sent it when the write commits.
inline Verdict change_leaves_ahead(const Record& run, const Use& use) {
  if (!use.is_alone || is_told_by_origin(use)) return {};
  const TierFacts facts(run, use);
  const Operations operations(run);
  Verdict verdict;
  std::set<std::pair<std::uint64_t, std::uint32_t>> sent;
  for (const sim::Fact& fact : run.facts) {
    if (!facts.has_key(fact.key) || !operations.wrote(fact.operation, fact.key)) continue;
    if (kind_of(fact) == FactKind::change_sent && fact.version == 0) sent.insert({fact.operation, fact.key});
    const bool is_commit = kind_of(fact) == FactKind::committed && operations.is_plain(fact.operation);
    if (!is_commit || !operations.is_owed(run, use, fact)) continue;
    ++verdict.seen;
    if (sent.count({fact.operation, fact.key}) == 0)
      verdict.broken.add(fact, "a write committed before its change had left");
  }
  return verdict;
}

/// No change of what was written leaves for the cache, and none stores there.
inline Verdict nobody_is_told(const Record& run, const Use& use) {
  const TierFacts facts(run, use);
  const Operations operations(run);
  Verdict verdict;
  for (const sim::Fact& fact : run.facts) {
    if (!facts.has_key(fact.key) || !operations.wrote(fact.operation, fact.key)) continue;
    verdict.seen += kind_of(fact) == FactKind::write_answered;
    const bool is_sent =
        kind_of(fact) == FactKind::change_sent && facts.is_at_cache(static_cast<std::uint16_t>(fact.slot));
    if (is_sent) verdict.broken.add(fact, "a cache is told of a write");
    if (kind_of(fact) == FactKind::stored && facts.has(fact)) verdict.broken.add(fact, "a write is stored in a cache");
  }
  return verdict;
}

/// What a change for version v has reached serves nothing below v, until somebody stores it again.
inline Verdict change_has_effect(const Record& run, const Use& use) {
  if (use.tier.names.name == "version-key") return {};
  const TierFacts facts(run, use);
  Verdict verdict;
  std::map<NodeAndKey, std::uint32_t> reached;
  for (const sim::Fact& fact : run.facts) {
    if (!facts.has(fact)) continue;
    std::uint32_t& version = reached[{fact.node, fact.key}];
    if (kind_of(fact) == FactKind::change_arrived) version = std::max(version, fact.version);
    if (kind_of(fact) == FactKind::stored) version = 0;
    if (kind_of(fact) != FactKind::lookup) continue;
    verdict.seen += version > 0;
    // By leave of a lease what was deleted is served as such.
    const bool serves = models::has_served(fact) && !is(fact, models::Lookup::deleted);
    if (serves && fact.version < version) verdict.broken.add(fact, "what a change had reached was served");
  }
  return verdict;
}

/// The cache has stored what it acknowledges, or has said that it cannot.
inline Verdict cache_stores_first(const Record& run, const Use& use) {
  if (!use.is_alone || moves_keys(run, use)) return {};
  const TierFacts facts(run, use);
  const Operations operations(run);  // who does not owe it writes past the cache
  Verdict verdict;
  std::set<std::pair<std::uint64_t, std::uint32_t>> done;  // operation and version; of one refused 0
  std::set<Told> deletes;
  for (const sim::Fact& fact : run.facts) {
    if (!facts.has_key(fact.key)) continue;
    using As = models::StoredAs;
    const bool is_written = fact.outcome == static_cast<std::uint8_t>(As::write_through);
    if (facts.has(fact) && kind_of(fact) == FactKind::stored && is_written) done.insert({fact.operation, fact.version});
    if (facts.has(fact) && kind_of(fact) == FactKind::store_refused) done.insert({fact.operation, 0});
    const bool is_commit = kind_of(fact) == FactKind::committed;
    if (is_commit && models::CommittedAs::unpacked(fact.outcome).is_delete) deletes.insert(told_of(fact));
    if (kind_of(fact) != FactKind::write_answered || deletes.count(told_of(fact)) > 0) continue;
    if (!operations.is_owed(run, use, fact)) continue;
    ++verdict.seen;
    if (done.count({fact.operation, fact.version}) + done.count({fact.operation, 0}) == 0)
      verdict.broken.add(fact, "a write was acknowledged before the cache had stored it");
  }
  return verdict;
}

/// A commit is a store, at the same place and instant.
inline Verdict commits_are_stores(const Record& run, const Use& use) {
  const TierFacts facts(run, use);
  Verdict verdict;
  std::map<std::pair<NodeAndKey, std::uint32_t>, sim::Instant> stored;
  for (const sim::Fact& fact : run.facts)
    if (kind_of(fact) == FactKind::stored && !models::is_by_replica(fact) && facts.has(fact))
      stored[{{fact.node, fact.key}, fact.version}] = fact.at;
  for (const sim::Fact& fact : run.facts) {
    if (kind_of(fact) != FactKind::committed || !facts.has_key(fact.key)) continue;
    if (models::CommittedAs::unpacked(fact.outcome).is_delete) continue;
    ++verdict.seen;
    const auto store = stored.find({{fact.node, fact.key}, fact.version});
    if (store == stored.end() || store->second != fact.at)
      verdict.broken.add(fact, "what was committed was not stored there and then");
  }
  return verdict;
}

/// Of an acknowledged write no change of its key is on its way: it has arrived, or its sender has heard that it failed.
inline Verdict changes_are_awaited(const Record& run, const Use& use) {
  // Who tells twice waits for the first time.
  if (models::options::find_option("write", use.tier.write.name)->is_repeated) return {};
  const TierFacts facts(run, use);
  const Operations operations(run);
  Verdict verdict;
  std::map<std::uint64_t, std::multiset<std::uint16_t>> under_way;  // by operation: to whom
  for (const sim::Fact& fact : run.facts) {
    if (!facts.has_key(fact.key) || !operations.wrote(fact.operation, fact.key)) continue;
    const auto to = static_cast<std::uint16_t>(fact.slot);
    if (kind_of(fact) == FactKind::change_sent && facts.is_at_cache(to)) under_way[fact.operation].insert(to);
    const bool is_end = kind_of(fact) == FactKind::change_arrived ||
                        (kind_of(fact) == FactKind::call_failed &&
                         (is_call(fact, models::Verb::drop) || is_call(fact, models::Verb::update)));
    std::multiset<std::uint16_t>& open = under_way[fact.operation];
    if (const auto ended = open.find(fact.node); is_end && ended != open.end()) open.erase(ended);
    if (kind_of(fact) != FactKind::write_answered || !operations.is_plain(fact.operation)) continue;
    ++verdict.seen;
    if (!open.empty()) verdict.broken.add(fact, "a write was acknowledged while a change of it was on its way");
  }
  return verdict;
}

/// A copy gets no change more often than it was announced to it.
inline Verdict changes_come_once(const Record& run, const Use& use) {
  using Kind = models::Fault::Kind;
  const auto doubles = [](const models::Fault& fault) { return fault.kind == Kind::duplicate; };
  const Blueprint& world = run.blueprint;
  if (moves_keys(run, use) || std::any_of(world.faults.begin(), world.faults.end(), doubles)) return {};
  for (const models::NodeSpec& node : world.nodes)
    if (node.name == use.tier.bus && node.bus.duplicates > 0) return {};
  for (const models::LinkSpec& link : world.links)
    if (link.traits.duplicates > 0) return {};
  const TierFacts facts(run, use);
  Verdict verdict;
  std::map<std::pair<std::uint16_t, Told>, std::int64_t> due;
  for (const sim::Fact& fact : run.facts) {
    if (!facts.has_key(fact.key)) continue;
    if (kind_of(fact) == FactKind::change_sent) ++due[{static_cast<std::uint16_t>(fact.slot), told_of(fact)}];
    if (kind_of(fact) != FactKind::change_arrived || !facts.has(fact)) continue;
    ++verdict.seen;
    if (--due[{fact.node, told_of(fact)}] < 0)
      verdict.broken.add(fact, "a copy got a change more often than it was sent");
  }
  return verdict;
}

/// Of its own class a write tells the cache of the key that it wrote.
inline Verdict one_key_is_named(const Record& run, const Use& use) {
  const TierFacts facts(run, use);
  const Operations operations(run);
  Verdict verdict;
  for (const sim::Fact& fact : run.facts) {
    const bool is_sent =
        kind_of(fact) == FactKind::change_sent && facts.is_at_cache(static_cast<std::uint16_t>(fact.slot));
    const std::uint32_t* written = operations.key_of(fact.operation);
    if (!is_sent || !facts.has_key(fact.key) || written == nullptr || !facts.has_key(*written)) continue;
    ++verdict.seen;
    if (*written != fact.key) verdict.broken.add(fact, "a write told of another key than its own");
  }
  return verdict;
}

/// When a write is acknowledged that has told of its key, it has told of what was computed anew from that, where it is
/// cached.
inline Verdict derived_is_named(const Record& run, const Use& use) {
  if (is_told_by_origin(use)) return {};
  const TierFacts facts(run, use);
  const Operations operations(run);
  const auto is_cached = [&](std::uint32_t key) {
    std::size_t data_class = 0;
    for (; key >= run.blueprint.classes[data_class].keys; ++data_class) key -= run.blueprint.classes[data_class].keys;
    return run.blueprint.strategy.policies[data_class].read.name != "none";
  };
  Verdict verdict;
  std::set<Told> sent, sent_here;  // to any tier, and to this one
  std::map<std::uint64_t, std::vector<Told>> computed;
  for (const sim::Fact& fact : run.facts) {
    if (kind_of(fact) == FactKind::change_sent) {
      sent.insert(told_of(fact));
      if (run.nodes.at(fact.slot).group == use.tier.cache) sent_here.insert(told_of(fact));
    }
    const bool is_computed = kind_of(fact) == FactKind::committed && !operations.wrote(fact.operation, fact.key);
    if (is_computed && is_cached(fact.key)) computed[fact.operation].push_back(told_of(fact));
    const bool is_acknowledged = kind_of(fact) == FactKind::write_answered && operations.is_plain(fact.operation);
    if (!is_acknowledged || !facts.has_key(fact.key) || sent_here.count(told_of(fact)) == 0) continue;
    for (const Told& each : computed[fact.operation]) {
      ++verdict.seen;
      if (sent.count(each) == 0) verdict.broken.add(fact, "a write has not told of what is computed from it");
    }
  }
  return verdict;
}

/// Which keys a change of one names: of every class at its cache, or those that share a tag with it.
class Named {
 public:
  Named(const Record& run, const Use& use)
      : classes_(run.blueprint.classes), everything_(use.choice.name == "purge-all") {}
  bool has(std::uint32_t changed, std::uint32_t key) const {
    if (everything_) return true;
    const auto [of_changed, i] = place_of(changed);
    const auto [of_key, j] = place_of(key);
    for (const models::Tag& one : of_changed->tags)
      for (const models::Tag& other : of_key->tags)
        if (one.name == other.name && i % one.count == j % other.count) return true;
    return changed == key;
  }

 private:
  std::pair<const models::DataClass*, std::uint32_t> place_of(std::uint32_t key) const {
    const models::DataClass* data_class = classes_.data();
    for (; key >= data_class->keys; ++data_class) key -= data_class->keys;
    return {data_class, key};
  }
  const std::vector<models::DataClass>& classes_;
  bool everything_;
};

/// After a change nothing that it names is found there, until it is stored anew.
inline Verdict named_is_gone(const Record& run, const Use& use) {
  const TierFacts facts(run, use);
  const Named named(run, use);
  struct Held {
    std::uint32_t key = 0;
    bool is_purged = false;
  };
  Verdict verdict;
  std::map<std::uint16_t, std::map<std::uint32_t, Held>> held;  // by node and slot
  for (const sim::Fact& fact : run.facts) {
    if (!facts.is_at_cache(fact.node)) continue;
    auto& entries = held[fact.node];
    if (kind_of(fact) == FactKind::stored) entries[fact.slot] = {fact.key, false};
    if (kind_of(fact) == FactKind::change_arrived && facts.has_key(fact.key))
      for (auto& [slot, entry] : entries)
        if (named.has(fact.key, entry.key)) entry.is_purged = true, ++verdict.seen;
    if (kind_of(fact) != FactKind::lookup || !models::has_found(fact) || is(fact, models::Lookup::deleted)) continue;
    if (entries[fact.slot].is_purged) verdict.broken.add(fact, "what a change had named was found");
  }
  return verdict;
}

}  // namespace stalemate::tests::property
