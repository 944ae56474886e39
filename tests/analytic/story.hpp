// What a run told, read by a tester of its own: each answered read with its age, and the fills that came too late.
// Promise: judges from facts alone, with a ledger and bookkeeping that share no code with analysis/measure.
// Source: this project's definition of a stale read and of its age; a bad fill is a store of a version after an
// invalidation for a newer one has arrived at that cache.
#pragma once
#include <map>
#include <ostream>
#include <string>
#include <vector>
#include "models/world.hpp"

namespace stalemate::tests::worlds {

/// One answered read; times in ns.
struct AnsweredRead {
  std::int64_t at = 0;  ///< Invoked.
  std::int64_t latency = 0;
  std::uint32_t version = 0;
  models::How how{};
  std::int64_t age = 0;  ///< 0: not stale.
  bool operator==(const AnsweredRead&) const = default;
};

inline std::ostream& operator<<(std::ostream& out, const AnsweredRead& read) {
  constexpr const char* names[] = {"origin", "hit", "miss", "joined", "stale"};
  return out << "read at " << read.at << " ns: v" << read.version << " by " << names[static_cast<int>(read.how)]
             << ", age " << read.age << ", latency " << read.latency;
}

class Story final : public sim::FactReader {
 public:
  explicit Story(models::World& world) { world.facts().add_reader(this); }
  void read(std::span<const sim::Fact> facts) override {
    for (const sim::Fact& fact : facts) follow(fact);
  }

  std::vector<AnsweredRead> reads;  ///< In the order of their answers.
  std::int64_t origin_reads = 0;
  std::int64_t expired_at = -1;  ///< When the last expired entry was removed.
  std::int64_t refused_fills = 0;
  std::int64_t phantom_reads = 0;

 private:
  struct Open {
    std::int64_t at;
    std::size_t commits;  ///< Of its key, that stood before its invocation in event order.
    std::size_t voids;    ///< Of all keys, as well.
  };
  struct Commit {
    std::int64_t at;
    std::size_t voided;  ///< Its number among the void ones; 0: live.
  };
  void follow(const sim::Fact& fact) {
    switch (models::kind_of(fact)) {
      case models::FactKind::sole_ended:  // that it is not there is a version too
      case models::FactKind::committed: commits_[fact.key].push_back({fact.at.ns, 0}); return;
      case models::FactKind::voided: commits_[fact.key].at(fact.version - 1).voided = ++voids_; return;
      case models::FactKind::read_invoked: open_[fact.slot] = {fact.at.ns, commits_[fact.key].size(), voids_}; return;
      case models::FactKind::read_answered: answered(fact); return;
      case models::FactKind::origin_arrived: origin_reads += fact.outcome == 0; return;
      case models::FactKind::store_refused: ++refused_fills; return;
      case models::FactKind::removed:
        if (fact.outcome == static_cast<std::uint8_t>(models::Removal::expired)) expired_at = fact.at.ns;
        return;
      default: return;
    }
  }
  void answered(const sim::Fact& fact) {
    const Open& open = open_.at(fact.slot);
    const auto& commits = commits_[fact.key];
    std::size_t next = fact.version;  // commits[v] made version v + 1
    const auto was_void = [&](const Commit& commit) { return commit.voided != 0 && commit.voided <= open.voids; };
    while (next < open.commits && was_void(commits[next])) ++next;
    const bool stale = next < open.commits;
    reads.push_back({open.at, fact.at.ns - open.at, fact.version, static_cast<models::How>(fact.outcome),
                     stale ? open.at - commits[next].at : 0});
    phantom_reads += fact.version > 0 && was_void(commits[fact.version - 1]);
  }

  std::map<std::uint32_t, std::vector<Commit>> commits_;
  std::size_t voids_ = 0;
  std::map<std::uint32_t, Open> open_;
};

/// Counts stores by readers, and the bad ones among them.
class Fills final : public sim::FactReader {
 public:
  explicit Fills(models::World& world) : from_(models::Instant{} + world.blueprint().warm_up) {
    world.facts().add_reader(this);
  }
  void read(std::span<const sim::Fact> facts) override {
    for (const sim::Fact& fact : facts) {
      const auto kind = models::kind_of(fact);
      if (kind == models::FactKind::change_arrived) {
        std::uint32_t& newest = newest_deleted_[fact.key];
        newest = std::max(newest, fact.version);
      } else if (kind == models::FactKind::stored &&
                 fact.outcome == static_cast<std::uint8_t>(models::StoredAs::fill)) {
        if (fact.at < from_) continue;
        ++all;
        bad += fact.version < newest_deleted_[fact.key];
      }
    }
  }
  std::int64_t all = 0;
  std::int64_t bad = 0;

 private:
  models::Instant from_;
  std::map<std::uint32_t, std::uint32_t> newest_deleted_;
};

}  // namespace stalemate::tests::worlds
