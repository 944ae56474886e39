// A scenario: what a user wrote, read, checked and resolved into one blueprint a strategy.
// Promise: every mistake is reported, all at once, each at its place; nothing that was written is ignored; what was not
// written but matters is listed in `assumed`. No file is opened here: the context brings texts and traces.
// Source: the scenario format of this project.
#pragma once
#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>
#include "analysis/load/diagnostics.hpp"
#include "analysis/load/overlay.hpp"
#include "models/blueprint.hpp"

namespace stalemate::analysis::load {

inline constexpr const char* baseline_name = "no cache";

/// A trace as a load names it.
struct TraceSource {
  std::string file;
  std::string format = {};                                        ///< Empty: recognised from what it holds.
  std::vector<std::pair<std::string, std::string>> columns = {};  ///< Of a CSV: "time", "key" ... and their names.
  auto operator<=>(const TraceSource&) const = default;
};

/// A load that replays a trace. `open` gives a fresh stream each time; null when the trace can no longer be opened. The
/// seed spreads the stamps of whole seconds.
struct TraceUse {
  std::int64_t load = 0;  ///< Index into Blueprint::loads.
  TraceSource trace;
  std::function<std::shared_ptr<models::Arrivals>(std::uint64_t seed)> open;
};

/// One row of the answer: the system as this strategy has it.
struct StrategyPlan {
  std::string name;
  models::Blueprint blueprint;  ///< Without the streams of its traces: see for_run.
  std::vector<std::string> options;  ///< "read/cache-aside", sorted by axis as written in a policy, without repeats.
  std::vector<TraceUse> traces;
  std::vector<std::string> sets = {};  ///< What it changes in the system: "nodes.db.read = \"1ms\"".
  bool is_baseline = false;

  /// The blueprint for one world, with every trace opened afresh; none when one of them cannot be.
  std::optional<models::Blueprint> for_run(std::uint64_t seed) const;
};

/// A bound on a figure of the results. Durations are in seconds, rates a second, sizes in bytes, shares as fractions.
struct Expectation {
  std::string text;
  std::string path;      ///< Of the results, below runs[].
  std::string strategy;  ///< A name or a glob; "*" means every strategy but the baseline.
  std::optional<double> least;
  std::optional<double> most;
  std::optional<double> equals;
  bool concerns(const StrategyPlan& plan) const;
};

/// What production shows of a figure of the results.
struct Observed {
  std::string path;
  double low = 0;
  double high = 0;
};

struct Scenario {
  std::string title;
  std::string question;
  std::string story;
  std::vector<std::string> sources;
  std::vector<std::string> leaves_out;
  std::string file;  ///< As typed.
  std::string hash;  ///< XXH3-64, in hex, of the document with what it extends and with --set; blanks do not count.
  std::string current;  ///< The strategy that production runs; empty: not said.
  std::vector<Observed> observed;
  std::vector<Expectation> expectations;
  std::vector<std::string> assumed;  ///< "path = value"
  std::vector<std::string> guesses;  ///< paths
  Diagnostics warnings;
  models::Blueprint system;  ///< As written, before any strategy.
  std::vector<StrategyPlan> strategies;
};

/// Whether any strategy is held to a promise.
bool promises_anything(const Scenario& scenario);

/// What comes from outside the text. All may be left empty.
struct ReadContext {
  FindText find_text;  ///< For `extends`.
  /// Opens a trace whose keys are to be numbered below `keys`; null when it cannot be read.
  std::function<std::shared_ptr<models::Arrivals>(const TraceSource& trace, std::uint32_t keys, std::uint64_t seed)>
      open_trace;
  std::vector<std::string> sets;        ///< "PATH=VALUE"
  std::vector<std::string> what_if;     ///< The same, after those: see what_if.hpp.
  std::vector<std::string> strategies;  ///< Names or globs of the strategies to keep; empty: all. The baseline stays.
  std::vector<std::string> faults;      ///< Names or globs of the faults to keep; empty: all.
  bool no_faults = false;
  bool no_baseline = false;
  std::optional<std::uint64_t> seed;
  /// Whether a fault is not to happen.
  bool leaves_out(const std::string& fault) const;
};

/// None when there is any error. Warnings are in the scenario and in the diagnostics.
std::optional<Scenario> read_scenario(const std::string& text, const std::string& file_name, const ReadContext& context,
                                      Diagnostics& diagnostics);

/// `*` stands for any characters, `?` for one.
bool matches_glob(std::string_view glob, std::string_view name);

}  // namespace stalemate::analysis::load
