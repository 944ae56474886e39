// A design review of a scenario: what it states, what its strategies do, what runs of them show, and what to ask next.
// Promise: every claim carries the command that shows it; a fault is named only where the file or a run shows it; it
// advises, and calls nothing safe. The same evidence gives the same sheet.
// Source: this project's interface ("review FILE").
#pragma once
#include "analysis/review/evidence.hpp"
#include "analysis/review/sheet.hpp"

namespace stalemate::analysis::review {

Sheet make_sheet(const Evidence& evidence);

}  // namespace stalemate::analysis::review
