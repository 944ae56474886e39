// Figures of a strategy over its seeds, as the table and the sentences need them.
// Promise: means over seeds, in seed order; for the oldest read the oldest of all; none where no run has one.
// Source: the paths of this project's contract of results.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include "analysis/page/report.hpp"

namespace stalemate::analysis::page {

std::optional<double> mean(const StrategyReport& strategy, std::string_view path);
double sum(const StrategyReport& strategy, std::string_view path);
std::optional<double> greatest(const StrategyReport& strategy, std::string_view path);

/// Origin reads a second, over all origins.
double origin_load(const StrategyReport& strategy);
/// The origin, and the cache, that the table shows: the busiest of all strategies; empty when there is none.
std::string main_origin(const Report& report);
std::string main_cache(const Report& report);
std::string origin_path(const std::string& origin, std::string_view figure);
std::string cache_path(const std::string& cache, std::string_view figure);

/// The greatest share of answered reads over their bound among the classes that promise one; without a promise, the
/// share of stale reads.
std::optional<double> broken_share(const Report& report, const StrategyReport& strategy);
std::optional<double> failed_share(const StrategyReport& strategy);

/// The end of the last fault's effect on the stale ratio.
struct Healing {
  bool applies = false;    ///< There are faults, and stale reads to heal from.
  std::int64_t never = 0;  ///< Seeds in which it did not heal after some fault.
  double mean_s = 0;       ///< Of the slowest fault, over the seeds that healed.
};
Healing healing(const StrategyReport& strategy);

}  // namespace stalemate::analysis::page
