// Results as data: one run as JSON, a whole document of runs, and figures looked up by dotted path.
// Promise: the same run gives the same bytes; what was not measured is absent, what does not apply is null; integers
// are exact, other figures have nine significant digits, times are in seconds.
// Source: this project's contract "stalemate.results/1". Departs: figures that no judge computes yet are left out.
#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "analysis/load/path.hpp"
#include "analysis/load/scenario.hpp"
#include "analysis/measure/results.hpp"

namespace stalemate::analysis::measure {

inline constexpr const char* results_format = "stalemate.results/1";

struct RunIdentity {
  std::string strategy;
  std::uint64_t seed = 1;
  std::vector<std::string> options;
  std::string reproduce;  ///< The one command that gives this run again.
};

/// Everything that was measured. Its expectations are empty until `add_expectations`.
nlohmann::ordered_json run_json(const RunResult& result, const RunIdentity& identity);

/// What every run of this blueprint will report, with the figures of a run of no length: to check paths before a run.
nlohmann::ordered_json empty_run_json(const models::Blueprint& blueprint);

/// The whole document. `runs` in the order of strategies, then of seeds.
nlohmann::ordered_json document_json(const load::Scenario& scenario, const std::string& tool,
                                     const std::vector<nlohmann::ordered_json>& runs);

/// Two blanks a level; arrays of plain values stand on one line; a line feed at the end.
std::string write_json(const nlohmann::ordered_json& json);

/// None when the path leads nowhere, or to something else than a number. An entry of `recovery` is reached by its
/// number from 0 or by the name of its fault.
std::optional<double> value_at(const nlohmann::ordered_json& run, std::string_view dotted_path);
/// The same of a path that was read before, for whoever asks many runs.
std::optional<double> value_at(const nlohmann::ordered_json& run, const load::Path& path);
/// Whether the path leads to a number, or to the null of a figure that does not apply.
bool has_figure(const nlohmann::ordered_json& run, std::string_view dotted_path);
/// The paths of all single figures of a run, in its own order: no series, no expectations, no seed.
std::vector<std::string> figure_paths(const nlohmann::ordered_json& run);
/// The known figure nearest to a path that has none.
std::optional<std::string> nearest_figure(const nlohmann::ordered_json& run, std::string_view dotted_path);

/// The values of a figure over runs, in their order; runs without it do not count.
std::vector<double> values_at(const std::vector<nlohmann::ordered_json>& runs, std::string_view dotted_path);
/// Their plain mean. None when no run has it.
std::optional<double> mean_at(const std::vector<nlohmann::ordered_json>& runs, std::string_view dotted_path);

}  // namespace stalemate::analysis::measure
