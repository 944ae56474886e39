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
/// Of the 95 % interval of that mean; none of a single seed.
std::optional<double> half_width(const StrategyReport& strategy, std::string_view path);
double sum(const StrategyReport& strategy, std::string_view path);
std::optional<double> greatest(const StrategyReport& strategy, std::string_view path);

/// Origin reads a second, over all origins.
double origin_load(const StrategyReport& strategy);
/// The origin, and the cache, that the table shows: the busiest of all strategies; empty when there is none.
std::string main_origin(const Report& report);
std::string main_cache(const Report& report);
/// Whether some strategy looks a class up in more than one cache.
bool has_tiers(const Report& report);
std::string origin_path(const std::string& origin, std::string_view figure);
std::string cache_path(const std::string& cache, std::string_view figure);

/// The greatest share of answered reads over their bound among the classes that promise one; without a promise, the
/// share of stale reads.
std::optional<double> broken_share(const Report& report, const StrategyReport& strategy);
/// Where that share stands in the results; empty when no class has one.
std::string broken_share_path(const Report& report, const StrategyReport& strategy);
/// Of two counts at paths of the results, over all seeds; none when there is no whole.
std::optional<double> share_of(const StrategyReport& strategy, const char* part, const char* whole);

/// Of an origin's busiest node; none without a limit of servers.
std::optional<double> busy(const StrategyReport& strategy, const std::string& origin);
constexpr double roomy_limit = 0.7;  ///< Above it an origin has little room.
constexpr double busy_limit = 0.95;  ///< Above it a queue grows faster than a short run can show.
/// Whether the origin is more than one node.
bool has_nodes(const Report& report, const std::string& origin);

/// The end of the last fault's effect on the stale ratio. Faults that do not end have none.
struct Healing {
  bool applies = false;    ///< A fault that ends made stale reads more frequent, in half of the seeds at least.
  std::int64_t never = 0;  ///< Seeds in which it did not heal after some fault.
  double mean_s = 0;       ///< Of the slowest fault, over the seeds that healed.
};
Healing healing(const Report& report, const StrategyReport& strategy);

}  // namespace stalemate::analysis::page
