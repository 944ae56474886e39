// The command that gives a run again, and the one that gives all runs of a report.
// Promise: typed into a shell it gives the same digest, whatever blanks and quotes the names hold.
// Source: this project's interface ("Every result names the one command that reproduces it").
#pragma once
#include <cstdint>
#include <string>
#include "analysis/cli/requests.hpp"
#include "analysis/page/report.hpp"
#include "analysis/traces/replay.hpp"

namespace stalemate::analysis::cli {

std::string reproduce_command(const RunRequest& request, const std::string& strategy, std::uint64_t seed);
/// One row of a replay, and all of them.
std::string reproduce_command(const ReplayRequest& request, const traces::EvictionSetup& setup);
std::string reproduce_command(const ReplayRequest& request);
/// The faults and values that were chosen, as options.
std::string change_options(const ScenarioChoice& choice);
/// In its parts. How it was worked on (--jobs) and where it went (-o, --format) are no part of it.
page::CommandFact command_of(const RunRequest& request);
/// The same as words of a shell.
std::string whole_command(const RunRequest& request);

}  // namespace stalemate::analysis::cli
