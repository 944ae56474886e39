// The standard faults: what else might happen to a system, each alone and instead of the faults of its scenario.
// Promise: each is settings of the scenario's own format, so that it can be run, explained and written down like any
// other; one whose part the system does not have is left out, and says why.
// Source: what reviews of caches ask first: lost invalidations, cold and missing caches, lag, load, a shard, the bus.
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "models/blueprint.hpp"
#include "sim/time.hpp"

namespace stalemate::analysis::load {

/// One of them, whatever the system.
struct WhatIfFact {
  std::string name;   ///< As typed: "restart-cold".
  std::string title;  ///< "restart the cache cold"
  std::string doc;    ///< What happens, to what, and for how long.
};
const std::vector<WhatIfFact>& standard_what_ifs();

/// One of them for one system.
struct WhatIf {
  WhatIfFact fact;
  std::vector<std::string> sets;  ///< "PATH=VALUE"; empty: left out.
  std::string left_out;           ///< Why.
};

/// The middle of what is measured; none where requests end the run.
std::optional<sim::Instant> usual_strike(const models::Blueprint& system);

/// `at` is when it strikes. Its settings also take out what was written for the faults that it replaces (`expect` and
/// `observed`), and hold what says nothing under faults to its promise there as well: else nothing would be asked.
WhatIf make_what_if(const WhatIfFact& fact, const models::Blueprint& system, sim::Instant at);

}  // namespace stalemate::analysis::load
