// The report as one page of HTML: the answer, pictures with their tables, an incident, the scenario, and how to get
// every number again.
// Promise: self-contained, with neither network nor script needed to read it; the same run gives the same bytes; what
// comes from a scenario is text, never markup. Source: this project's interface ("The page").
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "analysis/load/scenario.hpp"
#include "analysis/page/incident.hpp"
#include "analysis/page/report.hpp"

namespace stalemate::analysis::page {

/// A file that makes a page look and move.
struct Asset {
  std::string_view text;
  std::string_view sha256;  ///< In hex; of scripts, so that the page runs these and no others.
};

/// Empty texts: the page does without.
struct Assets {
  Asset style;         ///< Of the page.
  Asset chart_style;   ///< Of pictures, also where they stand alone.
  Asset dark_style;    ///< Of both, in the dark.
  Asset script;
  Asset uplot_style;
  Asset uplot;
  Asset uplot_licence;  ///< Goes wherever uPlot goes.
};

/// A text that the scenario was read from: itself first, then what it extends.
struct SourceText {
  std::string name;  ///< As typed, or as the other one names it.
  std::string text;
};

struct PageFacts {
  const Report& report;
  const load::Scenario& scenario;
  std::vector<SourceText> sources;
  std::optional<Incident> incident;
  std::string no_incident;  ///< Why there is none.
  Assets assets;
};

std::string html(const PageFacts& facts);

/// The picture of staleness against load, as a file of its own.
std::string front_svg(const Report& report, const load::Scenario& scenario, const Assets& assets);

/// What a page was made from, in the order of its sources. None: it is no page of this project, or it does not hold its
/// scenario.
std::optional<std::vector<SourceText>> scenario_in(std::string_view page);

}  // namespace stalemate::analysis::page
