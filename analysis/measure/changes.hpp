// Two results held against each other: which figures moved from the one to the other, by how much, and whether that is
// shown.
// Promise: pairs are of the same strategy and seed, so that chance which both share falls out; a figure that stands in
// one of the two alone has moved, and no difference of it is made.
// Source: this project's semantics ("Statistics"): paired differences, Student's t, Holm within a measure over the
// strategies.
#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>
#include "analysis/measure/comparison.hpp"

namespace stalemate::analysis::measure {

/// One figure of one strategy, before and after.
struct Change {
  std::string strategy;
  Measure measure;  ///< A figure of the results has one path, and that as its title.
  Estimate before, after;  ///< Over the seeds that both have; of none where a side has no such figure.
  Estimate difference;     ///< After minus before, of pairs.
  Judgement judged;

  bool is_on_one_side() const { return (before.count > 0) != (after.count > 0); }
  bool is_same() const;  ///< In every pair.
  bool is_shown() const { return judged.adjusted.is_shown; }
};

/// What was promised or expected, judged otherwise than before.
struct Turned {
  std::string strategy;
  std::string text;
  std::optional<Verdict> before, after;  ///< None: it is not judged there.
};

struct Changes {
  std::vector<std::string> strategies;  ///< Of both sides, in the order of the first.
  std::vector<std::string> only_before, only_after;
  std::int64_t seeds = 0;         ///< That both sides have.
  std::vector<Turned> turned;     ///< Of strategies that have the same seeds on both sides.
  std::vector<Change> measures;   ///< What a comparison of strategies looks at, by measure, then by strategy.
  std::vector<Change> figures;    ///< Every figure of the results, by strategy, then in their order.
  bool is_same() const;           ///< Nothing has moved, and nothing is on one side alone.
};

/// Or why they cannot be held against each other: no strategy, or no seed, in common.
std::variant<Changes, std::string> changes_between(const std::vector<Judged>& before, const std::vector<Judged>& after);

/// The strategies of a results document ("stalemate.results/1") with their runs; or why it is none.
std::variant<std::vector<Judged>, std::string> judged_in(const nlohmann::ordered_json& document);

}  // namespace stalemate::analysis::measure
