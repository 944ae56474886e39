// Incidents, and which alert saw each after how long.
// Promise: an alert is an incident's own when it fires from its start on, and no later than its window and its `for`
// after the end; one that such an alert began and that still fires when the next incident starts has seen that at once.
// Source: this project's semantics ("Alerts").
#pragma once
#include <vector>
#include "analysis/measure/results.hpp"
#include "models/blueprint.hpp"
#include "sim/time.hpp"

namespace stalemate::analysis::measure {

/// In a run that ends at `end_s`. Seconds in which more reads were too old than the share allows; shorter pauses than
/// ten seconds do not part them.
std::vector<Incident> broken_times(const PromiseSeries& reads, double share, double end_s);

/// Fills in what each alert saw of each incident, and the false alarms. `results` has what `alerts` fired.
void attribute(const std::vector<models::Alert>& alerts, const std::vector<Incident*>& incidents,
               std::vector<AlertResult>& results);

/// Everything else has been measured; `of_facts`: by alert, what is looked at fact by fact.
void add_incidents(const models::Blueprint& blueprint, const std::vector<Signal>& of_facts, sim::Instant end,
                   RunResult& result);

}  // namespace stalemate::analysis::measure
