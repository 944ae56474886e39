// The curves of a sweep along its only axis: one figure of every strategy.
// Promise: the same map gives the same bytes; whoever sees no colours tells the lines by dashes and marks; knees stand
// below the axis, as wide as they are uncertain.
// Source: direct labels (Tufte).
#pragma once
#include <string>
#include <vector>
#include "analysis/map/map.hpp"
#include "analysis/page/looks.hpp"
#include "analysis/page/svg.hpp"

namespace stalemate::analysis::map {

/// Which figure of a cell is shown.
enum class Shown : std::uint8_t { share, load };
std::string title_of(const Map& map, Shown what);
measure::Estimate figure_of(const Cell& cell, Shown what);
std::string figure_text(double value, Shown what);

/// Of up to eight strategies each has a shape and a colour; of more the baseline, what is recommended and the front.
std::vector<page::Look> looks_of(const Map& map);

page::Picture curves_picture(const Map& map, Shown what);
/// Of a grid of two axes: one strategy's values by colour and as text, the first axis upwards.
page::Picture heat_picture(const Map& map, std::size_t strategy, Shown what);

}  // namespace stalemate::analysis::map
