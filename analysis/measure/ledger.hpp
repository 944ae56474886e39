// The ledger: numbers the commits of each key in commit order and remembers when each was made.
// Promise: an observer; version 0 of every key was there before the run. 12 bytes a commit, 8 a key touched.
// Source: this project's semantics ("Truth"). Departs: commits are kept until the run ends.
#pragma once
#include <cstdint>
#include <vector>
#include "sim/check.hpp"
#include "sim/time.hpp"
#include "sim/zero_table.hpp"

namespace stalemate::analysis::measure {

class Ledger {
 public:
  static constexpr std::uint32_t not_yet = ~0u;

  explicit Ledger(std::uint32_t keys) : keys_(keys) {}

  /// Of all keys, so far: a moment in the order of commits.
  std::uint32_t commits() const { return static_cast<std::uint32_t>(commits_at_.size()); }

  /// The version of `key` that was current when there were so many commits.
  std::uint32_t version_at(std::uint32_t key, std::uint32_t commits) const {
    Key then = keys_[key];
    for (; then.last > commits; --then.version) then.last = previous_[then.last - 1];
    return then.version;
  }

  /// The version of `key` that is current.
  std::uint32_t current(std::uint32_t key) const { return keys_[key].version; }

  /// The next commit of `key`; `named` is the number that its message carries.
  void commit(std::uint32_t key, std::uint32_t named, sim::Instant at) {
    Key& entry = keys_[key];
    CHECK_INVARIANT(named == entry.version + 1);
    commits_at_.push_back(at);
    previous_.push_back(entry.last);
    entry = {named, static_cast<std::uint32_t>(commits_at_.size())};
  }

  /// When `version` (at least 1, at most the current one) of `key` was committed.
  sim::Instant committed_at(std::uint32_t key, std::uint32_t version) const {
    return commits_at_[commit_of(key, version)];
  }

  /// Its place among the commits of all keys, from 0.
  std::uint32_t commit_of(std::uint32_t key, std::uint32_t version) const {
    CHECK_INVARIANT(version != 0 && version <= keys_[key].version);
    return place_of(key, version) - 1;
  }

  /// The place of a version among the commits of all keys, from 1; 0: it was there before the run.
  std::uint32_t place_of(std::uint32_t key, std::uint32_t version) const {
    const Key& entry = keys_[key];
    if (version > entry.version) return not_yet;
    std::uint32_t commit = entry.last;
    for (std::uint32_t v = entry.version; v != version; --v) commit = previous_[commit - 1];
    return commit;
  }

  /// When a commit was made.
  sim::Instant at(std::uint32_t commit) const { return commits_at_[commit]; }
  /// The commit of the version before, of the same key; `commit` made at least the second version.
  std::uint32_t before(std::uint32_t commit) const { return previous_[commit] - 1; }

  /// A hint that `key` will be asked for.
  void prefetch(std::uint32_t key) const { keys_.prefetch(key); }

 private:
  struct Key {
    std::uint32_t version;
    std::uint32_t last;  ///< 1 + the index of its last commit; 0: none.
  };
  sim::ZeroTable<Key> keys_;
  std::vector<sim::Instant> commits_at_;
  std::vector<std::uint32_t> previous_;
};

}  // namespace stalemate::analysis::measure
