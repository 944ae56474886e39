// Other systems without a cache: a faster query, an index, a smaller payload, a replica, more servers.
// Promise: each is settings of the scenario's own format, run as "no cache"; what the file gives no ground to try is
// named with the reason.
// Source: this project's models ("Would a faster query, an index, a smaller payload, or a read replica do instead?").
#pragma once
#include <vector>
#include "analysis/load/document.hpp"
#include "analysis/load/scenario.hpp"
#include "analysis/review/evidence.hpp"

namespace stalemate::analysis::review {

/// The document is the scenario's, with what was changed in it.
std::vector<Trial> trials_of(const load::Node& document, const load::Scenario& scenario);

}  // namespace stalemate::analysis::review
