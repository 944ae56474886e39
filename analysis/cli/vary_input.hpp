// What a sweep is of, read from a command line: the scenario, its axes, the points, the runs.
// Promise: each value of a list and both ends of a range are tried on the scenario before any run; the same command
// gives the same facts.
// Source: this project's interface ("--vary").
#pragma once
#include <variant>
#include "analysis/cli/requests.hpp"
#include "analysis/cli/scenario_input.hpp"
#include "analysis/store/sweep_store.hpp"

namespace stalemate::analysis::cli {

struct SweepInput {
  Source source;  ///< The scenario as it was when the sweep began, with what it extends: its author may go on writing.
  sweep::Design design;
  store::SweepFacts facts;
  sweep::Shard shard;
  std::string warnings;
};

std::variant<SweepInput, Trouble> read_sweep(const RunRequest& request);

/// The same request at one of its points.
RunRequest at_point(const RunRequest& request, const sweep::Design& design, const sweep::Point& point);

}  // namespace stalemate::analysis::cli
