// A report: what the screen, the CSV and the Markdown are made from. The scenario's facts and its runs as JSON.
// Promise: reads results by the paths that users read; strategies stand in the order of the answer.
// Source: this project's contract of results.
#pragma once
#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>
#include "analysis/load/reading.hpp"
#include "analysis/load/scenario.hpp"
#include "analysis/measure/advice.hpp"
#include "analysis/measure/comparison.hpp"
#include "analysis/measure/expectations.hpp"

namespace stalemate::analysis::page {

using Json = nlohmann::ordered_json;

/// What a class promises its sessions.
struct SessionPromise {
  std::string data_class;
  bool is_of_own_writes = false;  ///< Else: that none goes back in time.
  bool under_faults = true;
  std::string path() const;       ///< Of the share of reads that break it.
};

struct PromiseFact {
  std::string data_class;
  double max_age_s = 0;
  double share = 1;
  std::vector<std::string> changed_by = {};  ///< Strategies that promise something else of the class.
  bool is_of_loss = false;                   ///< Not of age: of what was lost of a class that no origin has.
  bool under_faults = true;
  std::string path() const;                  ///< Of the share of reads that break it.
};

/// A class whose harms are counted, as the file has it: a strategy may set another price.
struct ActFact {
  std::string data_class;
  models::Act act;
};

struct StrikeFact {
  double from_s = 0;
  std::optional<double> until_s;  ///< None: it does not end within the run.
  bool operator==(const StrikeFact&) const = default;
};

/// [[from, until], ...] of a run's JSON.
std::vector<StrikeFact> spans_in(const Json& spans);

struct FaultFact {
  std::string name;
  std::string text;  ///< "all catalogue -> redis dropped"
  std::string when;  ///< "4:00-5:30", or what it waits for.
  bool is_timed = true;  ///< The scenario says at what time.
  /// When it struck, in the first seed. What waits for something strikes each strategy at a time of its own.
  struct Row {
    std::string name;
    std::vector<StrikeFact> strikes;
  };
  std::vector<Row> rows;
};
/// Whether any of its strikes ends, and whether any does not.
bool ends(const FaultFact& fault);
bool goes_on(const FaultFact& fault);

/// How a strategy keeps one class, for the sentences that say why.
struct PolicyFact {
  std::string data_class;
  std::string cache;  ///< Empty: not cached.
  std::string write;
  load::EntryLife life;
  std::string lagging_origin;  ///< Not empty: reads go to followers of this origin.
  bool announces = false;      ///< Writers tell the cache of their writes.
  bool has_tiers = false;      ///< Looked up in more than one cache.
  bool own_copy_only = false;  ///< Each instance has a copy, and a change reaches the writer's own alone.
  std::vector<std::string> silent_writers = {};  ///< They write the class and owe its copies nothing.
  std::vector<std::string> untold_sources = {};  ///< It is computed from them, and not told of their writes.
  std::vector<PolicyFact> farther = {};          ///< The tiers behind, the nearest first; their own are empty.
};

struct StrategyReport {
  std::string name;
  bool is_baseline = false;
  std::vector<PolicyFact> policies;
  std::vector<Json> runs;                  ///< One a seed, in seed order. Never empty.
  std::vector<measure::Outcome> outcomes;  ///< Judged on the means.
  measure::Verdict verdict = measure::Verdict::undecided;
};

/// The command line that a report answers, in its parts. Words as they were meant, not quoted; empty: not known.
struct CommandFact {
  std::vector<std::string> start;     ///< stalemate run FILE, or stalemate replay TRACE --scenario FILE
  std::vector<std::string> describe;  ///< stalemate describe FILE
  std::vector<std::string> choice;    ///< --strategy, --seed and the like
  std::vector<std::string> faults;    ///< --fault, --no-faults, --what-if
  std::vector<std::string> sets;      ///< --set
  std::int64_t seeds = 1;
};

struct Report {
  std::string tool;
  std::string title;
  std::string question;
  std::string file;
  CommandFact command;
  std::vector<PromiseFact> promises;
  std::vector<SessionPromise> session_promises = {};
  bool promises_anything() const { return !promises.empty() || !session_promises.empty(); }
  std::vector<ActFact> acts = {};
  std::vector<std::string> sole = {};  ///< Classes that no origin has.
  bool is_sole = false;                ///< All of them.
  std::vector<FaultFact> faults;
  std::vector<std::string> assumed;
  std::vector<std::string> guesses;
  std::vector<std::string> leaves_out;
  std::optional<measure::Calibration> calibration;
  double warm_up_s = 0;
  std::vector<StrategyReport> strategies;              ///< In the order of the answer.
  std::vector<std::string> unfinished;                 ///< Strategies without a run.
  std::optional<measure::Comparison> comparison = {};  ///< None of a single seed.
  std::vector<measure::Advice> advice = {};
  int exit_status = 0;
  std::int64_t not_judged = 0;  ///< Expectations of strategies that were not asked for.
  std::string exit_reason;
  bool is_part = false;  ///< Runs are missing: it was interrupted.
};

/// `runs` in any order; each tells its strategy and seed. `strict`: what is undecided fails too.
Report make_report(const load::Scenario& scenario, const std::string& tool, const std::vector<Json>& runs,
                   bool strict = false);

/// Baseline first; then those that keep every promise, of them the unmet last; the undecided, the broken (least broken
/// first); then by origin reads a second.
void sort_for_answer(Report& report);
/// Sets the exit status and its reason from the verdicts.
void conclude(Report& report, bool strict);

/// One digest for all runs: of a lone run its own.
std::string digest_of(const Report& report);

/// The first strategy that is so; null: none is.
template <class Is>
const StrategyReport* first_row(const Report& report, Is is) {
  const auto found = std::find_if(report.strategies.begin(), report.strategies.end(), is);
  return found == report.strategies.end() ? nullptr : &*found;
}
/// Null: it was not run.
const StrategyReport* row_named(const Report& report, const std::string& strategy);
/// The system without a cache; null: it was not run.
const StrategyReport* baseline_of(const Report& report);

}  // namespace stalemate::analysis::page
