// By load: how much of what each load asked was answered, who gave way, when circuits were open, what canaries saw.
// Promise: nothing where no load has a priority or a circuit breaker and none is a canary; sums over the seeds.
// Source: this project's semantics ("Load").
#pragma once
#include <vector>
#include "analysis/page/reasons.hpp"
#include "analysis/page/report.hpp"

namespace stalemate::analysis::page {

std::vector<Reason> by_load(const Report& report);

/// When circuits were not closed, in the first seed: a row for each strategy and load with one that opened.
std::vector<FaultFact::Row> open_circuits(const Report& report);

}  // namespace stalemate::analysis::page
