// What alerts fired and what they saw, as JSON.
// Promise: as many figures of every run of a blueprint; the spans themselves stand beside them and are no figures.
// Source: this project's contract of results.
#pragma once
#include <nlohmann/json.hpp>
#include "analysis/measure/results.hpp"

namespace stalemate::analysis::measure {

/// By name.
nlohmann::ordered_json alerts_json(const RunResult& result);
/// Those of each fault and of each class's promise. Empty where no alert is declared.
nlohmann::ordered_json incidents_json(const RunResult& result);

}  // namespace stalemate::analysis::measure
