// The JSON Schema of the scenario format, for editors.
// Promise: the same bytes on every machine; words and options are those that the loader reads.
// Source: JSON Schema draft-07. Departs: it cannot judge names, ranges of sums or instants; `check` can.
#pragma once
#include <string>

namespace stalemate::analysis::load {

std::string schema();

}  // namespace stalemate::analysis::load
