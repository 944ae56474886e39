// Takeovers: from when to when a shard of a cache had no process, until one of its replicas took over.
// Promise: of the first seed, a row for each strategy and cache with one.
// Source: this project's glossary ("replica").
#pragma once
#include <vector>
#include "analysis/page/report.hpp"

namespace stalemate::analysis::page {

std::vector<FaultFact::Row> takeovers(const Report& report);

}  // namespace stalemate::analysis::page
