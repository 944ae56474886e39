// `describe`: the system of a scenario read back in plain sentences, before any run.
// Promise: what was assumed comes first; every default that is an assumption says so again where it stands; a figure is
// a closed formula, or the text says that there is none.
// Source: utilisation law (Denning & Buzen 1978); TTL caches as renewals (Jung et al. 2003).
#pragma once
#include <optional>
#include <string>
#include "analysis/load/scenario.hpp"

namespace stalemate::analysis::load {

/// `requests_per_s`: how many simulated requests this machine handles in a second, if that was measured.
std::string describe(const Scenario& scenario, std::optional<double> requests_per_s = std::nullopt);

}  // namespace stalemate::analysis::load
