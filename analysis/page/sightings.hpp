// Seen: for each cached strategy which alert saw which incident, after how long, and what no alert saw.
// Promise: nothing where no alert is declared; times are means over the seeds in which it was seen.
// Source: this project's semantics ("Alerts").
#pragma once
#include <vector>
#include "analysis/page/reasons.hpp"
#include "analysis/page/report.hpp"

namespace stalemate::analysis::page {

std::vector<Reason> sightings(const Report& report);

}  // namespace stalemate::analysis::page
