// The one command that gives a run again.
// Promise: typed into a shell it gives the same digest, whatever blanks and quotes the names hold.
// Source: this project's interface ("Every result names the one command that reproduces it").
#pragma once
#include <cstdint>
#include <string>
#include "analysis/cli/requests.hpp"

namespace stalemate::analysis::cli {

std::string reproduce_command(const RunRequest& request, const std::string& strategy, std::uint64_t seed);

}  // namespace stalemate::analysis::cli
