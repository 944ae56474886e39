// Staleness against load, a point a strategy: the first picture of a page.
// Promise: intervals where there are seeds; the front is marked by a line, and in the table by a word; every point is
// named, or stands in the table. Source: Pareto fronts; this project's interface ("The page").
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "analysis/page/grid.hpp"
#include "analysis/page/looks.hpp"

namespace stalemate::analysis::page {

struct FrontPoint {
  Look look;
  double load = 0;
  double stale = 0;
  std::optional<double> load_half = {};  ///< Of the 95 % interval.
  std::optional<double> stale_half = {};
  bool is_on_front = false;
  std::string verdict = {};
  bool is_named = true;  ///< In the picture, if it stands out at all.
};

/// Of strategies that answered a read.
std::vector<FrontPoint> front_points(const Report& report, const std::vector<Look>& looks);
/// "reads over 5 s old", "stale reads"
std::string staleness_title(const Report& report);
/// `stale_title`: what is drawn upwards.
Picture front_picture(const std::string& stale_title, const std::vector<FrontPoint>& points);
Grid front_grid(const Report& report, const std::vector<FrontPoint>& points);

}  // namespace stalemate::analysis::page
