#include "analysis/measure/cache_judge.hpp"
#include <algorithm>

namespace stalemate::analysis::measure {
CacheJudge::CacheJudge(const models::World& world)
    : measured_from_(sim::Instant{} + world.blueprint().warm_up),
      shards_(world.nodes().size()),
      is_shard_(world.nodes().size()),
      world_(world) {
  const auto named = [&](const std::string& name) {
    const auto found = std::find_if(clusters_.begin(), clusters_.end(), [&](const auto& c) { return c.name == name; });
    if (found != clusters_.end()) return static_cast<std::size_t>(found - clusters_.begin());
    clusters_.emplace_back().name = name;
    return clusters_.size() - 1;
  };
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    is_shard_[i] = world.nodes()[i].kind == models::NodeInfo::Kind::shard;
    if (is_shard_[i]) shards_[i].cluster = named(world.nodes()[i].group);
  }
  for (const models::Policy& policy : world.blueprint().strategy.policies)
    add(policy, policy.cache.empty() ? 0 : named(policy.cache));
  windows_.resize(clusters_.size());
  held_.resize(clusters_.size());
}

void CacheJudge::add(const models::Policy& policy, std::size_t cluster) {
  cluster_of_key_.push_back(cluster);
  const auto asks_again = [](const models::Choice& choice) {
    return models::options::find_option("stampede", choice.name)->asks_again;
  };
  leases_.push_back(std::any_of(policy.stampede.begin(), policy.stampede.end(), asks_again));
  any_leases_ = any_leases_ || leases_.back();
}

bool CacheJudge::asks_again(const sim::Fact& miss) {
  if (!leases_[world_.class_of(miss.key)]) return false;
  return !waiting_.try_emplace(miss.operation, Waiting{shards_[miss.node].cluster, is_measured(miss)}).second;
}

// A hit tells no operation, so it was counted when it was seen; it was the last of this read's lookups.
void CacheJudge::lease_ended(const sim::Fact& answer) {
  const auto found = waiting_.find(answer.operation);
  if (found == waiting_.end()) return;
  const Waiting waiting = found->second;
  waiting_.erase(found);
  if (answer.outcome != static_cast<std::uint8_t>(models::How::hit) || !waiting.measured) return;
  CacheResult& result = clusters_[waiting.cluster];
  --result.hits;
  --result.misses;
  ++result.joined;
}

// One that is fetched anew although it was fresh counts as a miss: it may join a fetch as misses do.
void CacheJudge::lookup(const sim::Fact& fact) {
  const auto is = [&](models::Lookup outcome) { return fact.outcome == static_cast<std::uint8_t>(outcome); };
  if (any_leases_ && is(models::Lookup::miss) && asks_again(fact)) return;
  const bool hit = is(models::Lookup::hit), stale = is(models::Lookup::stale);
  Shard& shard = shards_[fact.node];
  Windows& windows = windows_[shard.cluster];
  windows.lookups.count(fact.at);
  if (models::has_found(fact)) shard.slots[fact.slot] = Slot::read;
  if (hit || stale) windows.hits.count(fact.at);
  if (!is_measured(fact)) return;
  CacheResult& result = clusters_[shard.cluster];
  ++(hit ? result.hits : stale ? result.stale : result.misses);
}

// Joined at a service or at a shard: the cluster is that of the key's class.
void CacheJudge::joined(const sim::Fact& fact) {
  if (is_measured(fact)) waiters_max_ = std::max<std::int64_t>(waiters_max_, fact.version);
  const bool was_served = fact.outcome != 0;  // its lookup counts as stale by policy
  if (was_served || !is_measured(fact)) return;
  CacheResult& result = clusters_[cluster_of_key_[world_.class_of(fact.key)]];
  ++result.joined;
  --result.misses;
}

void CacheJudge::stored(const sim::Fact& fact, std::int64_t bytes) {
  Shard& shard = shards_[fact.node];
  if (shard.slots.size() <= fact.slot) shard.slots.resize(fact.slot + 1, Slot::empty);
  Slot& slot = shard.slots[fact.slot];
  CacheResult& result = clusters_[shard.cluster];
  Held& held = held_[shard.cluster];
  if (slot == Slot::empty) {
    ++held.entries;
    held.bytes += bytes;
  } else if (slot == Slot::unread && is_measured(fact)) {
    ++result.fills_never_read;
  }
  slot = Slot::unread;
  if (is_measured(fact)) ++result.fills;
  result.entries_max = std::max(result.entries_max, held.entries);
  result.bytes_max = std::max(result.bytes_max, held.bytes);
}

void CacheJudge::store_refused(const sim::Fact& fact) {
  if (is_measured(fact)) ++result_of(fact).fills_refused;
}

void CacheJudge::removed(const sim::Fact& fact, std::int64_t bytes) {
  Shard& shard = shards_[fact.node];
  Slot& slot = shard.slots[fact.slot];
  --held_[shard.cluster].entries;
  held_[shard.cluster].bytes -= bytes;
  CacheResult& result = clusters_[shard.cluster];
  if (is_measured(fact)) {
    if (slot == Slot::unread) ++result.fills_never_read;
    if (fact.outcome == static_cast<std::uint8_t>(models::Removal::evicted)) ++result.evictions;
  }
  slot = Slot::empty;
}

void CacheJudge::change_arrived(const sim::Fact& fact) {
  if (is_measured(fact)) ++result_of(fact).changes_arrived;
}

void CacheJudge::call_failed(const sim::Fact& fact) {
  const auto verb = static_cast<models::Verb>(fact.version);
  const bool looks_up = verb == models::Verb::get || verb == models::Verb::fetch;
  if (looks_up && is_shard_[fact.node] && is_measured(fact)) ++result_of(fact).errors;
}

void CacheJudge::fetch_begun(const sim::Fact& fact) {
  if (fetching_.add(entry_of(fact)) > 1 && is_measured(fact)) ++duplicates_;
}

void CacheJudge::finish(sim::Instant end, LoadResult& load) {
  for (std::size_t i = 0; i < clusters_.size(); ++i) {
    const auto hits = windows_[i].hits.until(end);
    const auto lookups = windows_[i].lookups.until(end);
    for (std::size_t s = 0; s < hits.size(); ++s) {
      const double ratio = lookups[s] == 0 ? 0 : static_cast<double>(hits[s]) / static_cast<double>(lookups[s]);
      clusters_[i].hit_ratio_series.push_back(ratio);
    }
    load.caches.push_back(std::move(clusters_[i]));
  }
  load.duplicate_fetches = duplicates_;
  load.waiters_max = waiters_max_;
}

}  // namespace stalemate::analysis::measure
