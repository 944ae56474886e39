// Judges caches: lookups by outcome, evictions, fills and those never read, what is held, fetches begun twice.
// Promise: a joined miss counts as joined, not as a miss; a read that asks again while it waits for a lease is one
// lookup, joined when another's fill answers it; counts from the end of warm-up on.
// Source: this project's semantics ("Lookup outcomes", "Duplicate fetches").
#pragma once
#include <unordered_map>
#include <unordered_set>
#include <vector>
#include "analysis/measure/key_counts.hpp"
#include "analysis/measure/per_second.hpp"
#include "analysis/measure/results.hpp"
#include "models/world.hpp"

namespace stalemate::analysis::measure {

class CacheJudge {
 public:
  explicit CacheJudge(const models::World& world);

  /// Whether it was a hit, of those that a hit ratio is of.
  std::optional<bool> lookup(const sim::Fact& fact);
  void read_ended(const sim::Fact& fact) {
    if (!waiting_.empty()) waiting_.erase(fact.operation);
    if (!lapsed_.empty()) lapsed_.erase(fact.operation);
    if (!known_errors_.empty()) known_errors_.erase(fact.operation);
  }
  void joined(const sim::Fact& fact);
  void stood_in(const sim::Fact& fact);
  void stored(const sim::Fact& fact, std::int64_t bytes);
  void store_refused(const sim::Fact& fact);
  void removed(const sim::Fact& fact, std::int64_t bytes);
  void change_arrived(const sim::Fact& fact);
  void node_down(const sim::Fact& fact) { shards_[fact.node].fell = fact.at; }
  void taken_over(const sim::Fact& fact);
  void call_failed(const sim::Fact& fact);
  void fetch_begun(const sim::Fact& fact);
  void fetch_ended(const sim::Fact& fact) { fetching_.subtract(entry_of(fact)); }

  void finish(sim::Instant end, LoadResult& load);

 private:
  void count_lookup(const sim::Fact& fact, bool hit);
  void count_fill(const sim::Fact& fact, CacheResult& result) const;
  enum class Slot : std::uint8_t { empty, unread, read };
  struct Shard {
    std::size_t cluster = 0;
    std::vector<Slot> slots;
    sim::Instant fell;  ///< When it went down last.
  };
  struct Held {
    std::int64_t entries = 0;
    std::int64_t bytes = 0;
  };
  struct Windows {
    PerSecond hits;
    PerSecond lookups;
  };
  /// One tier of a class.
  struct Tier {
    std::size_t cluster = 0;
    bool asks_again = false;  ///< Who waits for another's fill looks the key up again.
  };
  struct Waiting {
    std::size_t cluster = 0;
    bool measured = false;  ///< Its first miss was.
    bool found = false;
  };
  /// The same key in another shard or tier, or under another generation, is another entry.
  static std::uint64_t entry_of(const sim::Fact& fetch) {
    return std::uint64_t{fetch.version} << 48U ^ std::uint64_t{fetch.node} << 32U ^ fetch.key;
  }
  bool asks_again(const sim::Fact& lookup) const;
  Waiting* waiting(const sim::Fact& lookup);
  bool is_of_waiter(const sim::Fact& lookup);
  CacheResult& result_of(const sim::Fact& fact) { return clusters_[shards_[fact.node].cluster]; }
  bool is_measured(const sim::Fact& fact) const { return fact.at >= measured_from_; }

  sim::Instant measured_from_;
  std::vector<Shard> shards_;  ///< By node; those that are no shard stay empty.
  std::vector<bool> is_shard_;
  std::vector<CacheResult> clusters_;
  std::vector<Windows> windows_;             ///< By cluster.
  std::vector<Held> held_;                   ///< By cluster.
  std::vector<std::vector<Tier>> tiers_;     ///< By class, the outermost first.
  bool any_wait_ = false;
  std::unordered_map<std::uint64_t, std::vector<Waiting>> waiting_;  ///< Reads that may ask again; never iterated.
  std::unordered_map<std::uint64_t, bool> lapsed_;  ///< Reads that found a lapsed entry: measured? Never iterated.
  std::unordered_set<std::uint64_t> known_errors_;  ///< Reads that found that a fetch had failed; never iterated.
  const models::World& world_;
  KeyCounts fetching_;                       ///< Fetches under way, by entry.
  std::int64_t duplicates_ = 0;
  std::int64_t waiters_max_ = 0;
};

}  // namespace stalemate::analysis::measure
