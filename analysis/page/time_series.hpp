// Staleness and load over time, of the first seed, in equal spans of whole seconds: what a page draws and tabulates.
// Promise: a share is that of its whole span, a load the mean over it; what was not read is nothing, not zero.
// Source: this project's results ("series").
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>
#include "analysis/page/grid.hpp"
#include "analysis/page/looks.hpp"

namespace stalemate::analysis::page {

struct TimeLine {
  Look look;
  std::vector<std::optional<double>> stale;  ///< Share of the answered reads.
  std::vector<std::optional<double>> load;   ///< Origin reads a second.
};

/// A fault while it lasts.
struct TimeBand {
  std::string name;
  double from_s = 0;
  double to_s = 0;
  bool goes_on = false;  ///< Beyond the end of the run.
};

struct TimeSeries {
  std::int64_t from_s = 0;
  std::int64_t to_s = 0;
  std::int64_t span_s = 1;
  std::vector<TimeLine> lines;  ///< In the order of the answer.
  std::vector<TimeBand> bands;
  bool is_empty() const { return to_s <= from_s; }
  std::vector<double> middles() const;  ///< Of the spans, in seconds.
};
TimeSeries time_series(const Report& report, const std::vector<Look>& looks);

enum class Shown : std::uint8_t { staleness, load };
const std::vector<std::optional<double>>& values_of(const TimeLine& line, Shown what);
Grid time_grid(const TimeSeries& series, Shown what, const std::string& title);
/// For the script that draws it.
Json time_json(const TimeSeries& series);

}  // namespace stalemate::analysis::page
