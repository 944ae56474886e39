// A standard fault from the command line: which one, when it strikes, and the settings that make it.
// Promise: what this system cannot have is refused with the reason; a time beyond the end too.
// Source: this project's interface ("--what-if standard").
#pragma once
#include <string>
#include <variant>
#include <vector>
#include "analysis/cli/exit_status.hpp"
#include "analysis/cli/requests.hpp"
#include "analysis/load/what_if.hpp"

namespace stalemate::analysis::cli {

/// When the standard faults strike.
std::variant<sim::Instant, Trouble> strike_of(const ScenarioChoice& choice, const models::Blueprint& system);

/// The settings of the one that is named. The system is the scenario's, as described.
std::variant<std::vector<std::string>, Trouble> what_if_sets(const ScenarioChoice& choice,
                                                             const models::Blueprint& system);

/// Of a name that stands for none, with the nearest that does; empty: it stands for one, or for all.
std::string unknown_what_if(const std::string& name);

}  // namespace stalemate::analysis::cli
