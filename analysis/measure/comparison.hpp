// Strategies compared over seeds: intervals, paired differences and whether they are shown, the front, the ranking.
// Promise: pairs are of the same seed; no strategy is placed before another, or keeps it off the front, by a difference
// that is not shown.
// Source: this project's semantics ("Statistics"): Student's t, common random numbers, Holm within a measure over all
// pairs of strategies.
#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>
#include "analysis/measure/expectations.hpp"
#include "analysis/measure/statistics.hpp"

namespace stalemate::analysis::measure {

/// One strategy with its runs, which differ by seed alone, and what was expected of their means.
struct Judged {
  std::string strategy;
  std::vector<nlohmann::ordered_json> runs;
  std::vector<Outcome> outcomes;
};

/// A figure of a run: one of the results, or several of them made into one.
struct Measure {
  enum class Combined : std::uint8_t { greatest, sum };
  std::string title;  ///< "origin reads", as a sentence names it.
  std::vector<std::string> paths;
  Combined combined = Combined::greatest;

  /// None where a run has none of its figures.
  std::optional<double> of(const nlohmann::ordered_json& run) const;
};

/// What strategies are compared by: of the front first. `strategies`: each with a run at least.
std::vector<Measure> measures_of(const std::vector<Judged>& strategies);
/// The objects of a run whose keys are names of a scenario, of which measures are made. JSON pointers.
inline constexpr const char* groups_of_names[] = {"/classes", "/load/origin", "/load/cache", "/harm"};

struct Difference {
  std::string of;
  std::string against;
  Estimate estimate;  ///< Of the first minus the second, over the seeds that have both.
  Adjusted adjusted;
  /// Seeds that would show one of this size. None where it is shown, or where no usual number would do.
  std::optional<std::int64_t> seeds_needed;
};

struct Compared {
  Measure measure;
  std::vector<std::pair<std::string, Estimate>> strategies;  ///< Those that have the figure.
  std::vector<Difference> differences;                       ///< All pairs with two common seeds.

  const Difference* between(const std::string& of, const std::string& against) const;
  bool shows_below(const std::string& lower, const std::string& higher) const;
  /// The same figure in every common seed.
  bool is_same(const std::string& a, const std::string& b) const;
};

struct Place {
  std::string strategy;
  std::int64_t place = 1;  ///< One more than the number of those that are shown to stand before it.
};

struct Comparison {
  std::int64_t seeds = 0;
  std::vector<Compared> measures;  ///< The first two are those of the front: staleness, and origin reads.
  std::vector<std::string> front;
  std::vector<Place> ranking;

  const Compared& staleness() const { return measures[0]; }
  const Compared& load() const { return measures[1]; }
};

/// None of a single seed.
std::optional<Comparison> compare(const std::vector<Judged>& strategies);

nlohmann::ordered_json comparison_json(const Comparison& comparison);
/// Of every figure of the runs: the half-width of the 95 % interval of its mean; null without two values.
nlohmann::ordered_json half_widths_json(const std::vector<nlohmann::ordered_json>& runs);

}  // namespace stalemate::analysis::measure
