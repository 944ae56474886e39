// Classes that no origin has: which shard has the only copy of each key, and what the commits of its writes are called.
// Promise: the writes of a key commit in the order in which they come to its shard; what becomes of the only copy is
// told once: from then on the key is not there, which is a version too. Numbers are never given twice.
// Source: caches as primary stores (session stores in Redis or memcached). Departs: a number is the ledger's name for a
// commit, which shards carry and do not compare.
#pragma once
#include <vector>
#include "models/commit_counts.hpp"
#include "models/wire.hpp"
#include "sim/zero_table.hpp"

namespace stalemate::models {

/// A write of a key that nobody else has, and the version that it made.
struct SoleCommit {
  OperationId operation{};
  Version version{};
};

class SoleCopies {
 public:
  SoleCopies(Wire& wire, std::uint64_t keys) : wire_(wire), keys_(keys) {}

  /// The write that has come to the shard `at` is made there; the only copy is there from now on.
  Value commit(const Call& call, const Node& at);
  /// Whether this version, at this shard, is the one that counts.
  bool is_at(KeyId key, Version held, NodeId at) const;
  /// That one is nobody's to find any more: the key is not there. `expires`: when it would have ended in any case.
  void end(KeyId key, NodeId at, SoleEnd why, Instant expires);
  /// Whether it has ever been written.
  bool has(KeyId key) const { return keys_[index(key)].number > 0; }
  /// The number given last.
  Version latest(KeyId key) const { return Version{keys_[index(key)].number}; }
  /// A replica has taken over at `at` without these commits: what it has is the only copy again.
  void take_back(KeyId key, NodeId at, const std::vector<SoleCommit>& commits, Version has);
  /// What is to be said of a key that is nowhere.
  Value absence(KeyId key) const;
  /// Told of the commit of a class that makes them so many.
  void watch_commits(ClassId data_class, std::int64_t reach, Trigger& trigger) {
    watched_.watch(data_class, reach, trigger);
  }

 private:
  static constexpr std::uint32_t nowhere = 0;
  struct Key {
    std::uint32_t number = 0;
    std::uint32_t current = 0;  ///< That of what there is: below `number`, if later ones are void.
    std::uint32_t holder = nowhere;  ///< 1 + the shard that has it.
  };
  static std::uint32_t holder_of(NodeId at) { return 1U + index(at); }
  static Value value_of(const Key& key, bool is_absent) {
    return {Version{key.number}, {0, key.number}, is_absent, {}, {}};
  }
  Wire& wire_;
  sim::ZeroTable<Key> keys_;
  CommitCounts watched_;
};

}  // namespace stalemate::models
