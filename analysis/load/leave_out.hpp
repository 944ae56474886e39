// Leaving one part out: a cached class without its cache, or without one of its tiers, all else as it is.
// Promise: each is settings of the scenario's own format; a class whose only copy is a cache is never left without it.
// Source: leave-one-out, as ablation studies have it.
#pragma once
#include <string>
#include <vector>
#include "analysis/load/document.hpp"
#include "analysis/load/scenario.hpp"

namespace stalemate::analysis::load {

struct Omission {
  std::string strategy;
  std::string data_class;
  std::string tier;  ///< The cache that is passed by; empty: all of them.
  std::string set;   ///< "PATH=VALUE"
};

/// Of every strategy, in its order: its cached classes, and the tiers of those that have several.
std::vector<Omission> omissions_of(const Node& document, const Scenario& scenario);

}  // namespace stalemate::analysis::load
