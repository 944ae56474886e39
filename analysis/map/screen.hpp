// A sweep on a screen and as Markdown: its cells, and the answer.
// Promise: of more cells than a screen shows, the front and what breaks is told, and where the rest is.
// Source: this project's interface (its screen, "It fits 100 columns and adapts to narrower ones").
#pragma once
#include <string>
#include <vector>
#include "analysis/map/map.hpp"
#include "analysis/page/screen.hpp"
#include "analysis/page/table.hpp"

namespace stalemate::analysis::map {

/// How a sweep ended.
struct Ending {
  int status = 0;
  std::string reason;
};

/// By what the map shows. Of a sweep with axes a break is what is looked for, and fails with `strict` alone; without an
/// axis it is a run like any other.
Ending ending_of(const Map& map, bool strict);

std::string screen(const Map& map, const Ending& ending, page::ScreenOptions options);
std::string markdown(const Map& map, const Ending& ending);

/// The rows of these places: strategy, axes, figures, verdict.
page::Table table_of(const Map& map, const std::vector<Place>& places);
std::vector<std::string> signature(const Map& map, const Ending& ending);

}  // namespace stalemate::analysis::map
