// A moment of a run, as people type it.
// Promise: "252" and "252s", "4:12", "4m12s", "1:30:00" and "1h30m" are each what they look like; nothing else is
// taken. Source: this project's interface ("--at").
#pragma once
#include <optional>
#include <string_view>
#include "sim/time.hpp"

namespace stalemate::analysis::cli {

std::optional<sim::Instant> read_moment(std::string_view text);

}  // namespace stalemate::analysis::cli
