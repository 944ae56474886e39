// What an option guarantees, as a check of the facts of a run: one function a guarantee, for whichever option declares
// it.
// Promise: each replays the facts in a model of its own and counts what could have broken the guarantee; nothing here
// names an option but to read its parameters.
// Source: the sentences of models/options/registry.hpp.
#pragma once
#include <algorithm>
#include <map>
#include <set>
#include "tests/negative/origin_checkers.hpp"

namespace stalemate::tests::property {

using models::Blueprint;
using models::Choice;
using models::options::Guarantee;
using models::options::Option;

/// One tier of one class, and the option of its policy that is looked at.
struct Use {
  const models::Policy& tier;
  std::size_t data_class;
  const Choice& choice;
  const Option& option;
  std::size_t place;  ///< Of the tier, the outermost 0.
  bool is_alone;      ///< The class has no other one.
};

/// What was looked at, and what of it was wrong.
struct Verdict {
  std::int64_t seen = 0;
  Violations broken = {};
};

/// The facts of one tier: those of its class, at the nodes of its cache.
class TierFacts {
 public:
  TierFacts(const Record& run, const Use& use) : run_(run), use_(use) {
    for (std::size_t i = 0; i < use.data_class; ++i) first_ += run.blueprint.classes[i].keys;
    past_last_ = first_ + run.blueprint.classes[use.data_class].keys;
  }
  bool has(const sim::Fact& fact) const { return has_key(fact.key) && is_at_cache(fact.node); }
  bool has_key(std::uint32_t key) const { return key >= first_ && key < past_last_; }
  bool is_at_cache(std::uint16_t node) const {
    return node < run_.nodes.size() && run_.nodes[node].group == use_.tier.cache;
  }

 private:
  const Record& run_;
  const Use& use_;
  std::uint32_t first_ = 0;
  std::uint32_t past_last_ = 0;
};

inline bool is_fault_on(const models::Fault& fault, const std::string& cache) {
  return fault.node == cache || fault.node.rfind(cache + "-", 0) == 0;
}
inline bool has_fault(const Blueprint& world, const std::string& cache, std::set<models::Fault::Kind> kinds) {
  return std::any_of(world.faults.begin(), world.faults.end(), [&](const models::Fault& fault) {
    return kinds.count(fault.kind) > 0 && is_fault_on(fault, cache);
  });
}

/// The longest time for which an option of the axis expiry has an entry served; nothing: it sets no such end.
inline std::optional<sim::Duration> longest_life(const Choice& expiry) {
  for (const char* parameter : {"ttl", "hard", "max", "at_most"})
    for (const auto& [key, value] : expiry.values.all())
      if (key == parameter && std::get<std::int64_t>(value) > 0) return sim::Duration{std::get<std::int64_t>(value)};
  return std::nullopt;
}

/// No lookup serves as fresh what was stored longer ago than the parameter says.
inline Verdict entries_end(const Record& run, const Use& use) {
  const auto life = longest_life(use.choice);
  if (!life || use.tier.names.name == "version-key") return {};  // the facts of a hit name no generation
  const TierFacts facts(run, use);
  const sim::Duration absence{use.choice.values.integer("negative")};
  Verdict verdict;
  std::map<NodeAndKey, sim::Instant> stored;
  for (const sim::Fact& fact : run.facts) {
    if (!facts.has(fact)) continue;
    const bool is_by_replica = kind_of(fact) == FactKind::stored && models::is_by_replica(fact);
    if (kind_of(fact) == FactKind::stored) stored[{fact.node, fact.key}] = fact.at;
    if (is_by_replica) stored[{fact.node, fact.key}] = sim::Instant{static_cast<std::int64_t>(fact.operation)};
    using models::Lookup;
    const bool is_negative = is(fact, Lookup::negative);
    const bool is_fresh = is(fact, Lookup::hit) || is(fact, Lookup::early) || is(fact, Lookup::ahead) || is_negative;
    if (kind_of(fact) != FactKind::lookup || !is_fresh) continue;
    ++verdict.seen;
    // One that is fetched anew early may be of either kind.
    const sim::Duration longest = is_negative ? absence : is(fact, Lookup::hit) ? *life : std::max(*life, absence);
    if (fact.at - stored[{fact.node, fact.key}] >= longest)
      verdict.broken.add(fact, "an entry was served past its longest life");
  }
  return verdict;
}

/// At one node at most so many fetches are under way that `group_of` puts together.
template <class GroupOf>
Verdict at_most_under_way(const Record& run, const Use& use, std::int64_t most, GroupOf group_of) {
  // Whose fetch it is, is only told where the cache itself fetches; and another tier's would be counted with it.
  const bool fetches_itself = models::options::find_option("read", use.tier.read.name)->is_through;
  using Kind = models::Fault::Kind;  // after them a fetch can be for another shard than the one that makes it
  const bool keys_move = has_fault(run.blueprint, use.tier.cache, {Kind::add_shard, Kind::remove_shard});
  // What stands inside of it may go on fetching after it has answered.
  const bool is_innermost = &use.tier.stampede.back() == &use.choice;
  if (!fetches_itself || !use.is_alone || keys_move || !is_innermost) return {};
  const TierFacts facts(run, use);
  Verdict verdict;
  std::map<decltype(group_of(run.facts.front())), std::int64_t> under_way;
  for (const sim::Fact& fact : run.facts) {
    if (!facts.has(fact)) continue;
    if (kind_of(fact) == FactKind::fetch_ended) --under_way[group_of(fact)];
    if (kind_of(fact) != FactKind::fetch_begun) continue;
    ++verdict.seen;
    if (++under_way[group_of(fact)] > most) verdict.broken.add(fact, "more fetches are under way than there may be");
  }
  return verdict;
}

inline Verdict one_fetch_a_key(const Record& run, const Use& use) {
  return at_most_under_way(run, use, 1, [](const sim::Fact& fact) {
    return std::pair{NodeAndKey{fact.node, fact.key}, fact.version};  // and its generation
  });
}

inline Verdict fillers_are_bounded(const Record& run, const Use& use) {
  return at_most_under_way(run, use, use.choice.values.integer("fetches"),
                           [](const sim::Fact& fact) { return fact.node; });
}

/// No fill stores what its origin gave before a delete that has reached the entry.
inline Verdict no_late_fill(const Record& run, const Use& use) {
  const Option& write = *models::options::find_option("write", use.tier.write.name);
  // A change that moves on a generation deletes nothing.
  if (write.word != "delete" || !use.is_alone || use.tier.names.name == "version-key") return {};
  const TierFacts facts(run, use);
  Verdict verdict;
  std::map<std::pair<std::uint64_t, std::uint32_t>, std::size_t> read_at;  // operation and version, to event
  std::map<NodeAndKey, std::size_t> deleted_at;
  for (std::size_t i = 0; i < run.facts.size(); ++i) {
    const sim::Fact& fact = run.facts[i];
    const bool is_read = kind_of(fact) == FactKind::origin_started && fact.outcome == 0;
    if (is_read && facts.has_key(fact.key)) read_at[{fact.operation, fact.version}] = i;
    if (!facts.has(fact)) continue;
    if (kind_of(fact) == FactKind::change_arrived) deleted_at[{fact.node, fact.key}] = i;
    const bool is_fill =
        kind_of(fact) == FactKind::stored && fact.outcome == static_cast<std::uint8_t>(models::StoredAs::fill);
    const auto deleted = deleted_at.find({fact.node, fact.key});
    if (!is_fill || deleted == deleted_at.end()) continue;
    ++verdict.seen;
    if (deleted->second > read_at[{fact.operation, fact.version}])
      verdict.broken.add(fact, "a fill stored what was read before a delete");
  }
  return verdict;
}

/// A writer's update replaces nothing that is newer.
inline Verdict the_newer_stays(const Record& run, const Use& use) {
  if (use.tier.names.name == "version-key") return {};
  const TierFacts facts(run, use);
  Verdict verdict;
  std::map<NodeAndKey, std::uint32_t> held;
  for (const sim::Fact& fact : run.facts) {
    if (!facts.has(fact)) continue;
    const NodeAndKey entry{fact.node, fact.key};
    if (kind_of(fact) == FactKind::removed) held.erase(entry);
    if (kind_of(fact) != FactKind::stored) continue;
    const auto before = held.find(entry);
    if (fact.outcome == static_cast<std::uint8_t>(models::StoredAs::update) && before != held.end()) {
      ++verdict.seen;
      if (fact.version < before->second) verdict.broken.add(fact, "an update replaced what was newer");
    }
    held[entry] = fact.version;
  }
  return verdict;
}

/// For the parameter's time after a delete no fill of the key is stored.
inline Verdict fills_are_held_off(const Record& run, const Use& use) {
  const Option& write = *models::options::find_option("write", use.tier.write.name);
  // A set of its writer ends it, and so does a flush, which no fact tells of an empty cache; its own clock counts.
  using Kind = models::Fault::Kind;
  if (has_fault(run.blueprint, use.tier.cache, {Kind::skew, Kind::flush})) return {};
  if (write.word != "delete" || use.tier.names.name == "version-key") return {};
  const TierFacts facts(run, use);
  const sim::Duration time{use.choice.values.integer("time")};
  Verdict verdict;
  std::map<NodeAndKey, sim::Instant> deleted;
  for (const sim::Fact& fact : run.facts) {
    if (kind_of(fact) == FactKind::node_down)
      std::erase_if(deleted, [&](const auto& each) { return each.first.first == fact.node; });
    if (!facts.has(fact)) continue;
    if (kind_of(fact) == FactKind::change_arrived) deleted[{fact.node, fact.key}] = fact.at;
    const bool is_fill =
        kind_of(fact) == FactKind::stored && fact.outcome == static_cast<std::uint8_t>(models::StoredAs::fill);
    const auto held = deleted.find({fact.node, fact.key});
    if (held == deleted.end()) continue;
    verdict.seen += is_fill || kind_of(fact) == FactKind::store_refused;
    if (!is_fill) continue;
    if (fact.at - held->second < time) verdict.broken.add(fact, "a fill was stored while it was held off");
  }
  return verdict;
}

/// Of one key, no change reaches a copy for the first time after one that was appended later. What a writer appends
/// again, as it has heard nothing, may stand for the first one.
inline Verdict changes_come_in_order(const Record& run, const Use& use) {
  // A shard that serves several commands at once may finish those of one batch in another order.
  for (const models::NodeSpec& node : run.blueprint.nodes)
    if (node.name == use.tier.cache && node.cache.servers > 1) return {};
  const TierFacts facts(run, use);
  Verdict verdict;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::set<std::size_t>> appended;  // key and version, to events
  std::map<NodeAndKey, std::pair<std::size_t, std::set<std::uint32_t>>> arrived;
  for (std::size_t i = 0; i < run.facts.size(); ++i) {
    const sim::Fact& fact = run.facts[i];
    const bool is_appended = kind_of(fact) == FactKind::appended && fact.slot == use.place;
    if (is_appended && facts.has_key(fact.key)) appended[{fact.key, fact.version}].insert(i);
    if (kind_of(fact) != FactKind::change_arrived || fact.version == 0 || !facts.has(fact)) continue;
    const auto places = appended.find({fact.key, fact.version});
    auto& [last, versions] = arrived[{fact.node, fact.key}];
    if (places == appended.end() || !versions.insert(fact.version).second) continue;
    ++verdict.seen;
    const auto place = places->second.lower_bound(last);
    if (place == places->second.end()) verdict.broken.add(fact, "a change came after one that was appended later");
    if (place != places->second.end()) last = *place;
  }
  return verdict;
}

/// The class, which has no cache, is never stale: its origin is asked, and is whole.
inline Verdict is_never_stale(const Record& run, const Use& use) {
  const models::DataClass& data_class = run.blueprint.classes[use.data_class];
  for (const models::Fault& fault : run.blueprint.faults)
    if (fault.kind == models::Fault::Kind::failover) return {};  // what it knew may be void when it is answered
  for (const models::NodeSpec& node : run.blueprint.nodes)
    if (is_origin_of(node, data_class) && reads_followers(data_class, node.origin)) return {};
  const TierFacts facts(run, use);
  Verdict verdict;
  std::map<std::uint32_t, std::uint32_t> current;       // by key
  std::map<std::uint64_t, std::uint32_t> when_invoked;  // by operation
  for (const sim::Fact& fact : run.facts) {
    if (!facts.has_key(fact.key)) continue;
    if (kind_of(fact) == FactKind::committed) current[fact.key] = fact.version;
    if (kind_of(fact) == FactKind::read_invoked) when_invoked[fact.operation] = current[fact.key];
    if (kind_of(fact) != FactKind::read_answered) continue;
    ++verdict.seen;
    if (fact.version < when_invoked[fact.operation]) verdict.broken.add(fact, "a read without a cache was stale");
  }
  return verdict;
}

}  // namespace stalemate::tests::property
