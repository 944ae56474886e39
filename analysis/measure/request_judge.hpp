// Judges requests: conservation, staleness, latency, attempts, commits, by data class and in one-second windows.
// Promise: a read is judged at its invocation, by the ledger as it stood then in event order.
// Source: this project's semantics ("Staleness of one read", "Load").
#pragma once
#include <unordered_map>
#include <unordered_set>
#include <vector>
#include "analysis/load/reading.hpp"
#include "analysis/measure/act_judge.hpp"
#include "analysis/measure/cause_judge.hpp"
#include "analysis/measure/ledger.hpp"
#include "analysis/measure/per_second.hpp"
#include "analysis/measure/results.hpp"
#include "analysis/measure/session_judge.hpp"
#include "analysis/measure/stale_read.hpp"
#include "models/blueprint.hpp"
#include "models/fact_kinds.hpp"
#include "sim/facts.hpp"

namespace stalemate::analysis::measure {

class RequestJudge {
 public:
  /// The ledger is written by this judge's owner before it hears of a commit.
  RequestJudge(const models::World& world, const Ledger& ledger, CauseJudge& causes);

  void read_invoked(const sim::Fact& fact);
  void read_answered(const sim::Fact& fact);
  void read_failed(const sim::Fact& fact);
  void write_invoked(const sim::Fact& fact);
  void write_answered(const sim::Fact& fact);
  void write_failed(const sim::Fact& fact);
  void attempt(const sim::Fact& fact);
  void committed(const sim::Fact& fact);
  /// The ledger has heard of it.
  void voided(const sim::Fact& fact);
  void based_on(const sim::Fact& fact);
  /// The ledger has heard of it: the only copy of a key has ended.
  void sole_ended(const sim::Fact& fact);

  /// It has begun or ended.
  void fault_turned(const sim::Fact& fact);

  /// From now on each stale read that is measured is told.
  void tell_stale_reads(StaleReads& to) { tell_to_ = &to; }

  /// Classes, total and series of a run that ended at `end`.
  void finish(sim::Instant end, RunResult& result);

 private:
  bool is_over_bound(std::uint32_t data_class, sim::Duration age) const {
    return max_age_[data_class] >= 0 && age.ns > max_age_[data_class];
  }
  struct UnderWay {
    sim::Instant invoked;
    Ledger::Then then = {};  ///< When it was invoked.
    std::uint32_t data_class = 0;
    std::uint64_t operation = 0;
    Moment moment = 0;  ///< Of its invocation, in the order of facts.
    std::uint32_t session = 0;
    std::uint16_t caller = 0;  ///< The node where it was invoked.
    static constexpr std::uint32_t nothing = ~0u;
    std::uint32_t read_before = nothing;  ///< The version that a write goes back to.
    std::int32_t commits = 0;             ///< Of its own, for a write.
    bool measured = false;
    bool open = false;
    bool writes = false;
  };

  /// Under way while a fault was in force of which the promise says nothing. When it is answered.
  bool is_excused(const UnderWay& read) const {
    return says_nothing_under_faults_[read.data_class] && (faults_in_force_ > 0 || read.invoked <= last_fault_);
  }

  UnderWay& open(const sim::Fact& fact, bool writes);
  void judge_staleness(const sim::Fact& fact, const UnderWay& read, std::uint32_t current);

  StaleRead stale_read(const sim::Fact& fact, const UnderWay& read, std::uint32_t current, Cause cause,
                       bool breaks_promise) const;
  /// Whether it breaks what is promised to sessions.
  bool judge_session(const sim::Fact& fact, const UnderWay& read);
  void note_affected(const sim::Fact& fact, const UnderWay& read);
  void judge_absence(const sim::Fact& answer, const UnderWay& read);
  /// Whether a write of somebody else stands between what a write goes back to and itself.
  bool is_blind(const sim::Fact& committed, std::uint32_t read_before) const;

  /// Stale reads of one key that got the same version.
  struct Exposure {
    std::uint32_t version = 0;
    sim::Instant since;
  };

  const models::World& world_;
  sim::Instant measured_from_;
  const Ledger& ledger_;
  CauseJudge& causes_;
  StaleReads* tell_to_ = nullptr;
  std::optional<SessionJudge> sessions_;                 ///< Where loads tell sessions apart.
  std::optional<ActJudge> acts_;                         ///< Where a class declares an act.
  std::unordered_map<std::uint32_t, Exposure> exposed_;  ///< By key; never iterated.
  /// The end of an only copy.
  struct End {
    std::optional<models::Loss> loss;  ///< None: it had expired.
    sim::Instant expires;              ///< It would have, if every read since then had found it.
    sim::Instant latest;               ///< However often it is read.
  };
  std::unordered_map<std::uint64_t, End> ends_;  ///< By key and version; never iterated.
  std::vector<load::EntryLife> lives_;           ///< By class, of its outermost tier.
  std::unordered_set<std::uint32_t> missed_;                ///< Keys whose lost data somebody has asked for.
  std::vector<std::vector<std::int64_t>> stale_by_caller_;  ///< By class and node.
  std::vector<ClassResult> classes_;
  /// Reads in each second of a class that promises a greatest age.
  struct Promised {
    PerSecond answered;
    PerSecond over_bound;
  };
  std::vector<Promised> promised_;                                  ///< By class.
  std::vector<std::int64_t> max_age_;                               ///< By class, ns; -1: no promise.
  std::vector<bool> says_nothing_under_faults_;                     ///< By class.
  std::int64_t faults_in_force_ = 0;
  sim::Instant last_fault_{-1};  ///< When one began or ended last.
  std::vector<UnderWay> under_way_;                                 ///< By request slot.
  std::unordered_map<std::uint64_t, std::uint32_t> open_writes_;    ///< Operation to slot; never iterated.
  struct FailedWrite {
    std::uint32_t data_class = 0;
    bool measured = false;
  };
  std::unordered_map<std::uint64_t, FailedWrite> failed_writes_;  ///< Failed without a commit so far; never iterated.
  PerSecond answered_;
  PerSecond written_;  ///< Of those, the writes.
  PerSecond stale_;
  PerSecond data_lost_;
  PerSecond failed_;
};

}  // namespace stalemate::analysis::measure
