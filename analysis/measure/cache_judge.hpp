// Judges caches: lookups by outcome, evictions, fills and those never read, what is held, fetches begun twice.
// Promise: a joined miss counts as joined, not as a miss; a read that asks again while it waits for a lease is one
// lookup, joined when another's fill answers it; counts from the end of warm-up on.
// Source: this project's semantics ("Lookup outcomes", "Duplicate fetches").
#pragma once
#include <unordered_map>
#include <vector>
#include "analysis/measure/key_counts.hpp"
#include "analysis/measure/per_second.hpp"
#include "analysis/measure/results.hpp"
#include "models/world.hpp"

namespace stalemate::analysis::measure {

class CacheJudge {
 public:
  explicit CacheJudge(const models::World& world);

  void lookup(const sim::Fact& fact);
  void read_answered(const sim::Fact& fact) {
    if (!waiting_.empty()) lease_ended(fact);
  }
  void joined(const sim::Fact& fact);
  void stored(const sim::Fact& fact, std::int64_t bytes);
  void store_refused(const sim::Fact& fact);
  void removed(const sim::Fact& fact, std::int64_t bytes);
  void change_arrived(const sim::Fact& fact);
  void call_failed(const sim::Fact& fact);
  void fetch_begun(const sim::Fact& fact);
  void fetch_ended(const sim::Fact& fact) { fetching_.subtract(entry_of(fact)); }

  void finish(sim::Instant end, LoadResult& load);

 private:
  enum class Slot : std::uint8_t { empty, unread, read };
  struct Shard {
    std::size_t cluster = 0;
    std::vector<Slot> slots;
  };
  struct Held {
    std::int64_t entries = 0;
    std::int64_t bytes = 0;
  };
  struct Windows {
    PerSecond hits;
    PerSecond lookups;
  };
  struct Waiting {
    std::size_t cluster = 0;
    bool measured = false;  ///< Its first miss was.
  };
  void add(const models::Policy& policy, std::size_t cluster);
  /// The same key in another shard or tier is another entry.
  static std::uint64_t entry_of(const sim::Fact& fetch) {
    return static_cast<std::uint64_t>(fetch.node) << 32U | fetch.key;
  }
  bool asks_again(const sim::Fact& miss);
  void lease_ended(const sim::Fact& answer);
  CacheResult& result_of(const sim::Fact& fact) { return clusters_[shards_[fact.node].cluster]; }
  bool is_measured(const sim::Fact& fact) const { return fact.at >= measured_from_; }

  sim::Instant measured_from_;
  std::vector<Shard> shards_;  ///< By node; those that are no shard stay empty.
  std::vector<bool> is_shard_;
  std::vector<CacheResult> clusters_;
  std::vector<Windows> windows_;             ///< By cluster.
  std::vector<Held> held_;                   ///< By cluster.
  std::vector<std::size_t> cluster_of_key_;  ///< By class.
  std::vector<bool> leases_;                 ///< By class: waiters ask again.
  bool any_leases_ = false;
  std::unordered_map<std::uint64_t, Waiting> waiting_;  ///< Reads that missed under a lease; never iterated.
  const models::World& world_;
  KeyCounts fetching_;                       ///< Fetches under way, by entry.
  std::int64_t duplicates_ = 0;
  std::int64_t waiters_max_ = 0;
};

}  // namespace stalemate::analysis::measure
