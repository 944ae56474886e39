// Expectations: what the scenario expects and what its data classes promise, held against figures of the results.
// Promise: a figure that is not there decides nothing; a class with more than a tenth of its reads unanswered shows no
// promise kept.
// Source: this project's semantics ("over_bound") and contract of results.
#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>
#include "analysis/load/scenario.hpp"

namespace stalemate::analysis::measure {

enum class Verdict : std::uint8_t { held, broken, undecided };

/// Of a class that promises, below its own place: what is judged of its staleness, and of what was lost.
inline constexpr const char* staleness_promised = ".staleness.over_bound.ratio";
inline constexpr const char* loss_promised = ".reads.data_lost.ratio";
inline constexpr const char* own_writes_promised = ".staleness.sessions.broken.read_your_writes.ratio";
inline constexpr const char* no_return_promised = ".staleness.sessions.broken.monotonic_reads.ratio";

struct Outcome {
  enum class Relation : std::uint8_t { at_most, at_least, equal };
  std::string text;
  std::string path;  ///< Of the results, below runs[].
  Relation relation = Relation::at_most;
  double bound = 0;
  std::optional<double> actual;
  std::optional<double> half_width = {};  ///< Of the 95 % interval of a mean over seeds.
  bool straddles = false;                 ///< The bound lies within that interval, which is why this is undecided.
  Verdict verdict = Verdict::undecided;
  bool is_promise = false;  ///< A data class's own, not one of `expect`.
};

/// Judges one run: the promises of all classes first, then the expectations that concern this strategy. An expectation
/// with two bounds gives two outcomes.
std::vector<Outcome> judge(const load::Scenario& scenario, const load::StrategyPlan& plan,
                           const nlohmann::ordered_json& run);
/// Judges the means over the runs of one strategy, which differ by seed alone. A bound within the 95 % interval of the
/// mean is undecided.
std::vector<Outcome> judge(const load::Scenario& scenario, const load::StrategyPlan& plan,
                           const std::vector<nlohmann::ordered_json>& runs);

/// The same of runs whose outcomes are known, without the scenario: what is a promise is told by its path.
std::vector<Outcome> judge_again(const std::vector<nlohmann::ordered_json>& runs);

/// Writes the outcomes into the run's `expectations`; undecided is `"held": null`.
void add_expectations(nlohmann::ordered_json& run, const std::vector<Outcome>& outcomes);

/// The share of reads that failed or were still under way at the end; `path` leads to the requests ("reads"). None
/// without a read.
std::optional<double> unanswered_share(const std::vector<nlohmann::ordered_json>& runs, const std::string& path);
/// Above this share the answered ones are too few to judge by.
constexpr double unanswered_at_most = 0.1;

/// The seeds in which an outcome of the means is broken, of runs that have their own outcomes.
std::vector<std::uint64_t> broken_in(const std::vector<nlohmann::ordered_json>& runs, const Outcome& outcome);

/// The outcomes of the means as they stand in a document of several seeds, each with the seeds in which it is broken.
nlohmann::ordered_json outcomes_json(const std::vector<Outcome>& outcomes,
                                     const std::vector<nlohmann::ordered_json>& runs);

/// Of many outcomes: broken if one is, else undecided if one is.
Verdict overall(const std::vector<Outcome>& outcomes);

/// What production shows, held against the strategy that production runs.
struct Calibration {
  struct Figure {
    load::Observed observed;
    std::optional<double> actual;
    bool held = false;
  };
  std::string strategy;  ///< Empty: nobody said which strategy production runs, so nothing could be judged.
  std::vector<Figure> figures;
  bool held() const;
};

/// None when the scenario has no `observed` block.
std::optional<Calibration> calibrate(const load::Scenario& scenario, const std::vector<nlohmann::ordered_json>& runs);

}  // namespace stalemate::analysis::measure
