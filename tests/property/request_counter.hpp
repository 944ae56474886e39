// Counts the requests, commits and answers of a world from its facts alone.
// Promise: it shares nothing with analysis/measure.
// Source: this project's semantics ("Load", "Staleness of one read").
#pragma once
#include <cstdint>
#include <map>
#include <ostream>
#include <vector>
#include "analysis/measure/results.hpp"
#include "models/world.hpp"

namespace stalemate::tests::property {

using models::FactKind;
using models::Instant;
using models::kind_of;

struct Tally {
  std::int64_t invoked = 0, answered = 0, failed = 0, under_way = 0, attempts = 0;
  bool operator==(const Tally&) const = default;
};

inline std::ostream& operator<<(std::ostream& out, const Tally& tally) {
  return out << tally.invoked << " invoked, " << tally.answered << " answered, " << tally.failed << " failed, "
             << tally.under_way << " under way, " << tally.attempts << " attempts";
}

inline Tally tally_of(const analysis::measure::Requests& requests) {
  return {requests.invoked, requests.answered, requests.failed, requests.under_way, requests.attempts};
}

void add_tally(const analysis::measure::Requests& requests, Tally& sum) {
  sum.invoked += requests.invoked;
  sum.answered += requests.answered;
  sum.failed += requests.failed;
  sum.under_way += requests.under_way;
  sum.attempts += requests.attempts;
}

/// Follows every request by its slot, and every key by its commits.
class Counter final : public sim::FactReader {
 public:
  explicit Counter(models::World& world) : world_(world), from_(Instant{} + world.blueprint().warm_up) {
    world.facts().add_reader(this);
  }
  void read(std::span<const sim::Fact> facts) override {
    for (const sim::Fact& fact : facts) follow(fact);
  }
  Tally finish(bool writes) {
    Tally tally = writes ? writes_ : reads_;
    for (const auto& [slot, open] : open_) tally.under_way += open.writes == writes && open.measured;
    return tally;
  }
  std::int64_t stale = 0;
  std::int64_t commits = 0;
  std::int64_t phantom = 0;
  std::int64_t lost = 0;
  std::int64_t missed = 0;  ///< Reads of what was lost.
  std::int64_t hedged = 0, not_sent = 0;
  std::map<std::size_t, std::int64_t> overtaken_by_void;  ///< By class: stale reads whose key then lost a write.
  std::int64_t errors = 0;  ///< Ends without a beginning, second beginnings, commits out of order, time that runs back.

 private:
  struct Open {
    std::uint64_t operation;
    std::uint32_t key;
    std::uint32_t committed;
    std::size_t voids;
    bool writes;
    bool measured;
    bool attempted;
    Instant at;
    std::size_t voids_of_key;
  };
  void follow(const sim::Fact& fact) {
    errors += fact.at < now_;
    now_ = fact.at;
    switch (kind_of(fact)) {
      case FactKind::read_invoked: return begin(fact, false);
      case FactKind::write_invoked: return begin(fact, true);
      case FactKind::read_answered: return end(fact, false, true);
      case FactKind::read_failed: return end(fact, false, false);
      case FactKind::write_answered: return end(fact, true, true);
      case FactKind::write_failed: return end(fact, true, false);
      case FactKind::attempt: return attempt(fact);
      case FactKind::committed:
        errors += fact.version != ++committed_[fact.key];
        commits += fact.at >= from_ && !world_.is_derived(fact.key);  // what is computed was not written
        fates_[fact.key].push_back({fact.at >= from_, 0});
        return;
      case FactKind::voided: return lose(fact);
      case FactKind::sole_ended: return end_sole(fact);
      default: return;
    }
  }
  /// Of its versions that are not void.
  std::uint32_t newest_below(const sim::Fact& end) {
    std::uint32_t live = end.version - 1;
    while (live > 0 && fates_[end.key].at(live - 1).voided != 0) --live;
    return live;
  }
  /// The key is not there any more, which is a version without a commit.
  void end_sole(const sim::Fact& fact) {
    errors += fact.version != ++committed_[fact.key] || newest_below(fact) != fact.slot;
    fates_[fact.key].push_back({false, 0});
    const bool is_lost = static_cast<models::SoleEnd>(fact.outcome) != models::SoleEnd::expired;
    lost += is_lost && fates_[fact.key].at(fact.slot - 1).measured;
    if (is_lost) gone_[{fact.key, fact.version}] = Instant{static_cast<std::int64_t>(fact.operation)};
  }
  /// A hit would have put its end off, where it slides.
  void miss(const sim::Fact& fact, const Open& read) {
    const auto found = gone_.find({fact.key, fact.version});
    if (found == gone_.end() || read.at >= found->second) return;
    missed += read.measured;
    const models::Choice& expiry = world_.blueprint().strategy.policies[world_.class_of(fact.key)].expiry;
    if (expiry.name == "sliding" && expiry.values.integer("at_most") == 0)
      found->second = std::max(found->second, read.at + models::Duration{expiry.values.integer("idle")});
  }
  void begin(const sim::Fact& fact, bool writes) {
    const bool measured = fact.at >= from_;
    const Open open{fact.operation, fact.key, committed_[fact.key], voids_, writes, measured, false, fact.at,
                    voids_of_key_[fact.key]};
    errors += !open_.try_emplace(fact.slot, open).second;
    if (!measured) return;
    Tally& tally = writes ? writes_ : reads_;
    ++tally.invoked;
    ++tally.attempts;  // the first attempt is the invocation
  }
  void end(const sim::Fact& fact, bool writes, bool answered) {
    const auto found = open_.find(fact.slot);
    if (found == open_.end()) return void(++errors);
    const Open open = found->second;
    open_.erase(found);
    errors += open.operation != fact.operation || open.key != fact.key || open.writes != writes;
    if (answered) errors += fact.version > committed_[fact.key];  // nobody has seen what was never committed
    if (answered && !writes) miss(fact, open);
    if (!open.measured) return;
    Tally& tally = writes ? writes_ : reads_;
    ++(answered ? tally.answered : tally.failed);
    if (!answered && fact.outcome == static_cast<std::uint8_t>(models::Status::circuit_open)) {
      --tally.attempts;  // not even the first
      ++not_sent;
      errors += open.attempted;
    }
    if (!answered || writes) return;
    const bool is_stale = live_after(fact.key, fact.version, open);
    stale += is_stale;
    overtaken_by_void[world_.class_of(fact.key)] += is_stale && voids_of_key_[fact.key] > open.voids_of_key;
    phantom += fact.version > 0 && is_void(fates_[fact.key].at(fact.version - 1), open);
  }
  void lose(const sim::Fact& fact) {
    Fate& fate = fates_[fact.key].at(fact.version - 1);
    errors += fate.voided != 0 || fact.slot == fact.version;
    fate.voided = ++voids_;
    ++voids_of_key_[fact.key];
    lost += fate.measured && !world_.is_derived(fact.key);
  }
  void attempt(const sim::Fact& fact) {
    const auto found = open_.find(fact.slot);
    if (found == open_.end()) return void(++errors);
    const bool is_hedge = fact.outcome == static_cast<std::uint8_t>(models::AttemptAs::hedge);
    found->second.attempted = true;
    hedged += is_hedge;
    const bool again = fact.version > 0 || is_hedge;
    if (again && found->second.measured) ++(found->second.writes ? writes_ : reads_).attempts;
  }

  struct Fate {
    bool measured;
    std::size_t voided;  ///< Its number among the void ones; 0: live.
  };
  static bool is_void(const Fate& fate, const Open& then) { return fate.voided != 0 && fate.voided <= then.voids; }
  bool live_after(std::uint32_t key, std::uint32_t version, const Open& then) {
    for (std::uint32_t v = version; v < then.committed; ++v)
      if (!is_void(fates_[key][v], then)) return true;
    return false;
  }

  const models::World& world_;
  Instant from_;
  Instant now_;
  std::map<std::uint32_t, std::vector<Fate>> fates_;  ///< Of each key: version v stands at v - 1.
  std::size_t voids_ = 0;
  std::map<std::uint32_t, std::size_t> voids_of_key_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, Instant> gone_;  ///< Lost, and when it would have expired.
  std::map<std::uint32_t, Open> open_;
  std::map<std::uint32_t, std::uint32_t> committed_;
  Tally reads_, writes_;
};

}  // namespace stalemate::tests::property
