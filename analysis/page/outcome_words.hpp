// What was promised or expected, in words: the bound, what was measured, and whether it held.
// Promise: each figure has the unit that its path tells, and its half-width where there is one.
// Source: this project's interface ("The page").
#pragma once
#include <string>
#include "analysis/measure/expectations.hpp"

namespace stalemate::analysis::page {

std::string bound_text(const measure::Outcome& outcome);   ///< "at most 0 %"
std::string actual_text(const measure::Outcome& outcome);  ///< "4.52 ±0.3 %"; "-": it has no figure
std::string held_word(const measure::Outcome& outcome);    ///< "held", "BROKEN", "UNMET", "? undecided"

}  // namespace stalemate::analysis::page
