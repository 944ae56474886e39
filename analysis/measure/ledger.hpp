// The ledger: numbers the commits of each key in commit order and remembers when each was made, and which became void.
// Promise: an observer; version 0 of every key was there before the run. 12 bytes a commit, 8 a key touched.
// Source: this project's semantics ("Truth"). Departs: commits are kept until the run ends.
#pragma once
#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <vector>
#include "sim/check.hpp"
#include "sim/time.hpp"
#include "sim/zero_table.hpp"

namespace stalemate::analysis::measure {

class Ledger {
 public:
  static constexpr std::uint32_t not_yet = ~0u;

  explicit Ledger(std::uint32_t keys) : keys_(keys) {}

  /// A moment in the order of commits and of their becoming void: how many there were of each.
  struct Then {
    std::uint32_t commits = 0;
    std::uint32_t voids = 0;  ///< Those of one instant are one.
  };
  Then now() const { return {commits(), static_cast<std::uint32_t>(voided_after_.size())}; }
  /// Of all keys, so far.
  std::uint32_t commits() const { return static_cast<std::uint32_t>(commits_at_.size()); }
  bool has_voids() const { return !voids_.empty(); }

  /// The version of `key` that was current then.
  std::uint32_t version_at(std::uint32_t key, Then then) const {
    Key entry = keys_[key];
    for (; entry.last > then.commits; --entry.version) entry.last = previous_[entry.last - 1];
    if (has_voids()) [[unlikely]]
      while (is_void(key, entry.version, then)) --entry.version;
    return entry.version;
  }

  /// The version of `key` that is current.
  std::uint32_t current(std::uint32_t key) const { return has_voids() ? version_at(key, now()) : keys_[key].version; }
  /// The greatest number that a version of `key` was given, void or not.
  std::uint32_t greatest(std::uint32_t key) const { return keys_[key].version; }

  /// The smallest version above `version` that was not void then; without one, the next.
  std::uint32_t next(std::uint32_t key, std::uint32_t version, Then then) const {
    return has_voids() ? next_live(key, version, then) : version + 1;
  }
  /// How many versions above `after`, up to `upto`, were not void then.
  std::uint32_t live(std::uint32_t key, std::uint32_t after, std::uint32_t upto, Then then) const;

  bool is_void(std::uint32_t key, std::uint32_t version, Then then) const {
    const Void* found = find_void(key, version);
    return found != nullptr && found->number <= then.voids;
  }

  struct Span {
    sim::Instant from;
    sim::Instant until;
  };
  /// When a version of `key` was superseded by one that was not void, as far as is known now, the oldest span first.
  std::vector<Span> superseded(std::uint32_t key, std::uint32_t version) const;
  /// The moments at which a version of `key` can have become current: its commit, and when later ones became void.
  std::vector<Then> births(std::uint32_t key, std::uint32_t version) const;

  /// A committed version is void from now on.
  void annul(std::uint32_t key, std::uint32_t version, sim::Instant at);

  /// The next commit of `key`; `named` is the number that its message carries.
  void commit(std::uint32_t key, std::uint32_t named, sim::Instant at) {
    Key& entry = keys_[key];
    CHECK_INVARIANT(named == entry.version + 1);
    commits_at_.push_back(at);
    previous_.push_back(entry.last);
    entry = {named, static_cast<std::uint32_t>(commits_at_.size())};
  }

  /// The commit made last came with the one before it: no moment lies between them.
  void join_last() { together_.insert(commits()); }
  /// The last place of those that came with this one.
  std::uint32_t whole(std::uint32_t place) const {
    if (together_.empty() || place == not_yet) [[likely]]
      return place;
    while (together_.contains(place + 1)) ++place;
    return place;
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
  struct Void {
    std::uint32_t version = 0;
    std::uint32_t number = 0;  ///< Of the instant at which it became void, from 1.
    sim::Instant at;
  };
  const Void* find_void(std::uint32_t key, std::uint32_t version) const {
    return has_voids() ? search_void(key, version) : nullptr;
  }
  const Void* search_void(std::uint32_t key, std::uint32_t version) const;
  std::uint32_t next_live(std::uint32_t key, std::uint32_t version, Then then) const;

  sim::ZeroTable<Key> keys_;
  std::vector<sim::Instant> commits_at_;
  std::vector<std::uint32_t> previous_;
  std::unordered_map<std::uint32_t, std::vector<Void>> voids_;  ///< By key; never iterated.
  std::unordered_set<std::uint32_t> together_;  ///< Places, from 1, of commits that came with the one before.
  std::vector<std::uint32_t> voided_after_;  ///< How many commits there were at each instant of voiding.
  sim::Instant voided_at_;
};

}  // namespace stalemate::analysis::measure
