// Time to recover and to heal after a fault, from one-second windows.
// Promise: until the 10 s rolling mean stays, for 10 s, within max(5 %, 3 standard errors) of the mean of the 60 s
// before the fault; empty when it never does.
// Source: this project's semantics ("Load").
#pragma once
#include <optional>
#include <vector>

namespace stalemate::analysis::measure {

/// Seconds from `from` (a fault's end) until `series` is back where it was before `began`. Both in whole seconds.
/// `one_sided`: lower is never worse (staleness, load).
std::optional<double> time_back(const std::vector<double>& series, std::size_t began, std::size_t from,
                                bool lower_is_fine);

}  // namespace stalemate::analysis::measure
