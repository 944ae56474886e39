// Time to recover and to heal after a fault, from one-second windows.
// Promise: until the 10 s rolling figure stays, for 10 s, within max(5 %, 3 standard errors) of that of the 60 s before
// the fault; empty when it never does.
// Source: this project's semantics ("Load"). The error of a share: Agresti and Coull 1998 (two more of each kind).
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

namespace stalemate::analysis::measure {

/// Seconds from `from` (a fault's end) until `series` is back where it was before `began`. Both in whole seconds.
std::optional<double> time_back(const std::vector<double>& series, std::size_t began, std::size_t from);

struct Healing {
  std::optional<double> after_s;
  /// Ten windows in a row, between the fault's start and its healing, were out of bounds and worse than any before.
  bool worsened = false;
};

/// The same for the share of stale reads among those answered in each second. Fewer is never worse; seconds in which
/// nothing was read say nothing.
Healing time_to_heal(const std::vector<std::int64_t>& stale, const std::vector<std::int64_t>& reads, std::size_t began,
                     std::size_t from);

}  // namespace stalemate::analysis::measure
