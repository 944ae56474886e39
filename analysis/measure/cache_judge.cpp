#include "analysis/measure/cache_judge.hpp"
#include <algorithm>

namespace stalemate::analysis::measure {
namespace {

}  // namespace

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
  for (const models::Policy& policy : world.blueprint().strategy.policies) {
    std::vector<Tier>& tiers = tiers_.emplace_back();
    for (const models::Policy* tier : models::tiers_of(policy))
      tiers.push_back({tier->cache.empty() ? 0 : named(tier->cache), models::asks_again(*tier)});
  }
  for (const std::vector<Tier>& tiers : tiers_)
    any_wait_ |= std::any_of(tiers.begin(), tiers.end(), [](const Tier& tier) { return tier.asks_again; });
  windows_.resize(clusters_.size());
  held_.resize(clusters_.size());
}

bool CacheJudge::asks_again(const sim::Fact& lookup) const {
  const std::vector<Tier>& tiers = tiers_[world_.class_of(lookup.key)];
  const std::size_t cluster = shards_[lookup.node].cluster;
  return std::any_of(tiers.begin(), tiers.end(),
                     [&](const Tier& tier) { return tier.asks_again && tier.cluster == cluster; });
}

CacheJudge::Waiting* CacheJudge::waiting(const sim::Fact& lookup) {
  const auto found = waiting_.find(lookup.operation);
  if (found == waiting_.end()) return nullptr;
  for (Waiting& each : found->second)
    if (each.cluster == shards_[lookup.node].cluster) return &each;
  return nullptr;
}

// A read that asks until another has filled is one lookup, a miss; when it finds the entry it has joined that fill.
bool CacheJudge::is_of_waiter(const sim::Fact& lookup) {
  Waiting* before = waiting(lookup);
  const bool may_wait = !models::has_served(lookup) && !models::is(lookup, models::Lookup::known_error);
  if (before == nullptr && may_wait && asks_again(lookup))
    waiting_[lookup.operation].push_back({shards_[lookup.node].cluster, is_measured(lookup)});
  if (before == nullptr || !models::has_served(lookup)) return before != nullptr;
  if (before->measured && !before->found) {
    --clusters_[before->cluster].misses;
    ++clusters_[before->cluster].joined;
  }
  before->found = true;
  return true;
}

// One that is fetched anew although it was fresh counts as a miss: it may join a fetch as misses do.
std::optional<bool> CacheJudge::lookup(const sim::Fact& fact) {
  using models::Lookup;
  if (models::has_served(fact)) shards_[fact.node].slots[fact.slot] = Slot::read;
  if (world_.warms_up(fact.operation)) return std::nullopt;  // no client has looked
  if (models::is(fact, Lookup::lapsed)) lapsed_[fact.operation] = is_measured(fact);
  if (models::is(fact, Lookup::known_error)) known_errors_.insert(fact.operation);
  if (any_wait_ && is_of_waiter(fact)) return std::nullopt;
  const bool error = models::is(fact, Lookup::known_error);
  const bool stale = models::is_served_stale(fact);
  const bool hit = models::spares_fetch(fact) && !stale;
  Shard& shard = shards_[fact.node];
  Windows& windows = windows_[shard.cluster];
  if (!error) windows.lookups.count(fact.at);
  if (hit || stale) windows.hits.count(fact.at);
  if (is_measured(fact)) count_lookup(fact, hit);
  return error ? std::nullopt : std::optional(hit || stale);
}

void CacheJudge::count_lookup(const sim::Fact& fact, bool hit) {
  using models::Lookup;
  CacheResult& result = result_of(fact);
  if (models::is(fact, Lookup::negative)) return void(++result.negatives);
  const bool error = models::is(fact, Lookup::known_error), stale = models::is_served_stale(fact);
  ++(hit ? result.hits : stale ? result.stale : error ? result.errors : result.misses);
}

// Until then its lookup counted as a miss, or as joined.
void CacheJudge::stood_in(const sim::Fact& fact) {
  const auto lapsed = lapsed_.find(fact.operation);
  if (lapsed == lapsed_.end() || !lapsed->second) return;
  CacheResult& result = result_of(fact);
  --(fact.outcome == 1 ? result.joined : result.misses);
  ++result.stale;
}

// Joined at a service or at a shard: the cluster is that of the tier.
void CacheJudge::joined(const sim::Fact& fact) {
  if (world_.warms_up(fact.operation)) return;
  if (is_measured(fact)) waiters_max_ = std::max<std::int64_t>(waiters_max_, fact.version);
  const auto at = models::JoinedAt::unpacked(fact.outcome);
  if (at.was_stale || !is_measured(fact)) return;  // such a lookup counts as stale by policy
  CacheResult& result = clusters_[tiers_[world_.class_of(fact.key)][at.tier].cluster];
  ++result.joined;
  --result.misses;
}

void CacheJudge::stored(const sim::Fact& fact, std::int64_t bytes) {
  Shard& shard = shards_[fact.node];
  if (shard.slots.size() <= fact.slot) shard.slots.resize(fact.slot + 1, Slot::empty);
  Slot& slot = shard.slots[fact.slot];
  CacheResult& result = clusters_[shard.cluster];
  Held& held = held_[shard.cluster];
  // What a replica has was stored before, and counted then.
  const bool is_fill = !models::is_by_replica(fact);
  if (!is_fill && slot != Slot::empty && is_measured(fact)) ++result.not_replicated;
  if (slot == Slot::empty) {
    ++held.entries;
    held.bytes += bytes;
  } else if (slot == Slot::unread && is_measured(fact)) {
    ++result.fills_never_read;
  }
  slot = is_fill ? Slot::unread : Slot::read;
  if (is_fill && is_measured(fact)) count_fill(fact, result);
  result.entries_max = std::max(result.entries_max, held.entries);
  result.bytes_max = std::max(result.bytes_max, held.bytes);
}

void CacheJudge::count_fill(const sim::Fact& fact, CacheResult& result) const {
  ++result.fills;
  if (fact.outcome == static_cast<std::uint8_t>(models::StoredAs::copied)) {
    ++result.copied;
  } else if (fact.outcome == static_cast<std::uint8_t>(models::StoredAs::fill)) {
    result.preloaded += world_.warms_up(fact.operation);
  }
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
    if (fact.outcome == static_cast<std::uint8_t>(models::Removal::purged)) ++result.purged;
    if (fact.outcome == static_cast<std::uint8_t>(models::Removal::not_replicated)) ++result.not_replicated;
  }
  slot = Slot::empty;
}

void CacheJudge::change_arrived(const sim::Fact& fact) {
  if (is_measured(fact)) ++result_of(fact).changes_arrived;
}

void CacheJudge::taken_over(const sim::Fact& fact) {
  CacheResult& result = result_of(fact);
  result.takeovers += is_measured(fact);
  result.takeover_spans.emplace_back(sim::seconds(shards_[fact.node].fell - sim::Instant{}),
                                     sim::seconds(fact.at - sim::Instant{}));
}

void CacheJudge::call_failed(const sim::Fact& fact) {
  if (world_.warms_up(fact.operation)) return;
  const auto verb = static_cast<models::Verb>(fact.version);
  const bool looks_up = verb == models::Verb::get || verb == models::Verb::fetch;
  if (looks_up && known_errors_.erase(fact.operation) > 0) return;  // its lookup was counted as one
  if (looks_up && is_shard_[fact.node] && is_measured(fact)) ++result_of(fact).errors;
}

void CacheJudge::fetch_begun(const sim::Fact& fact) {
  if (fetching_.add(entry_of(fact)) > 1 && is_measured(fact)) ++duplicates_;
}

void CacheJudge::finish(sim::Instant end, LoadResult& load) {
  for (std::size_t i = 0; i < clusters_.size(); ++i) {
    const auto& hits = clusters_[i].hits_series = windows_[i].hits.until(end);
    const auto& lookups = clusters_[i].lookups_series = windows_[i].lookups.until(end);
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
