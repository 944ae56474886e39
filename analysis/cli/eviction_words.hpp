// Policies and capacities as they are written for `replay`: "s3-fifo,small=10%", "64MiB", "10000".
// Promise: a bare number is entries, a unit makes it bytes; a name or parameter that is unknown names the nearest.
// Source: the registry of options, axis "eviction".
#pragma once
#include <string>
#include <variant>
#include <vector>
#include "analysis/cli/exit_status.hpp"
#include "analysis/cli/requests.hpp"
#include "analysis/traces/replay.hpp"

namespace stalemate::analysis::cli {

/// Every policy of the request with every capacity, policies outermost.
std::variant<std::vector<traces::EvictionSetup>, Trouble> eviction_setups(const ReplayRequest& request);

std::string eviction_word(const traces::EvictionSetup& setup);
std::string capacity_word(const models::eviction::Capacity& capacity);

}  // namespace stalemate::analysis::cli
