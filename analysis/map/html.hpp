// A sweep as one page of HTML: the answer, curves or heat maps, the front, and every cell.
// Promise: self-contained, and readable without a script; the same store gives the same bytes; what comes from a
// scenario is text, never markup.
// Source: this project's interface ("The page").
#pragma once
#include <string>
#include "analysis/map/screen.hpp"
#include "analysis/page/html.hpp"

namespace stalemate::analysis::map {

std::string html(const Map& map, const Ending& ending, const page::Assets& assets);

}  // namespace stalemate::analysis::map
