// The system of a scenario, without its strategies: read once as written, and again for each strategy that changes it.
// Promise: each version is read by the same code, so that a change is judged as if it had been written in the file.
// Source: the scenario format of this project.
#pragma once
#include "analysis/load/reading.hpp"

namespace stalemate::analysis::load {

void read_system(Reader& root, Draft& draft);
/// Keeps the strategies and faults that the context asks for. Comes after all that refers to them by name.
void choose_rows(const Draft& base, Scenario& scenario);

}  // namespace stalemate::analysis::load
