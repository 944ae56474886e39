// Looks: how each strategy is drawn, the same in every picture: a shape and a colour, or muted.
// Promise: of up to eight strategies all stand out; of more the baseline, the front, what production runs, and the
// worst. Source: direct labels, and few colours (Tufte; Okabe & Ito for those who see fewer).
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "analysis/page/report.hpp"
#include "analysis/page/svg.hpp"

namespace stalemate::analysis::page {

struct Look {
  std::string name;        ///< Of the strategy.
  std::size_t number = 0;  ///< Its place in the answer, by which scripts find it.
  bool is_baseline = false;
  std::optional<int> shape;  ///< Of its marker, and of its colour; none: muted.
  std::string classes(const char* more = "") const;  ///< "look look-3", "muted"
  std::string label() const;                         ///< Fit to be shown, and short.
  std::string group(const std::string& svg) const;   ///< What belongs to it, so that it can be switched off.
};

/// Of all strategies, in the order of the answer. `current`: what production runs; empty: not said.
std::vector<Look> looks_of(const Report& report, const std::string& current);
bool has_muted(const std::vector<Look>& looks);
/// The marker of a look, alone, for a legend.
std::string look_marker(const Look& look, Point at, double radius);

/// Strategies that no other one beats in both staleness and load: by shown differences over seeds, else as measured.
std::vector<std::string> front_of(const Report& report);

}  // namespace stalemate::analysis::page
