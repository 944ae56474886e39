// What a run is drawn as: the page, and the picture of staleness against load.
// Promise: from the report alone, but for one read that the page tells, for which the most stale strategy runs again.
// Source: this project's interface ("The page").
#pragma once
#include <string>
#include "analysis/cli/requests.hpp"
#include "analysis/cli/scenario_input.hpp"
#include "analysis/page/html.hpp"
#include "analysis/page/report.hpp"

namespace stalemate::analysis::cli {

std::string page_text(const RunRequest& request, const Loaded& loaded, const page::Report& report);
/// How pages look that hold neither a script nor a picture.
page::Assets assets_of_still_pages();
/// The same with pictures.
page::Assets assets_of_charts();
std::string picture_text(const Loaded& loaded, const page::Report& report);

}  // namespace stalemate::analysis::cli
