#include "analysis/cli/page_output.hpp"
#include <algorithm>
#include "analysis/cli/explaining.hpp"
#include "analysis/cli/interrupt.hpp"
#include "analysis/cli/library.hpp"
#include "analysis/explain/stepped.hpp"
#include "analysis/page/figures.hpp"
#include "analysis/page/html.hpp"

namespace stalemate::analysis::cli {
namespace {

page::Asset asset_named(std::string_view name) {
  for (const EmbeddedFile& each : page_files())
    if (each.name == name) return {each.text, each.sha256};
  return {};
}

page::Assets assets_of_pages() {
  page::Assets assets;
  assets.style = asset_named("page.css");
  assets.chart_style = asset_named("chart.css");
  assets.dark_style = asset_named("dark.css");
  assets.script = asset_named("page.js");
  assets.uplot_style = asset_named("uPlot.min.css");
  assets.uplot = asset_named("uPlot.iife.min.js");
  assets.uplot_licence = asset_named("LICENSE");
  return assets;
}

/// With the most stale reads, the first of equals; null: none has one.
const page::StrategyReport* most_stale(const page::Report& report) {
  const page::StrategyReport* most = nullptr;
  double reads = 0;
  for (const page::StrategyReport& each : report.strategies) {
    const double stale = page::sum(each, "staleness.stale");
    if (stale > reads) most = &each, reads = stale;
  }
  return most;
}

/// The seed of its runs that had the most stale reads.
std::uint64_t stalest_seed(const page::StrategyReport& strategy) {
  const auto stale_in = [](const page::Json& run) { return run.at("staleness").at("stale").get<std::int64_t>(); };
  const auto has_less = [&](const page::Json& a, const page::Json& b) { return stale_in(a) < stale_in(b); };
  const auto most = std::max_element(strategy.runs.begin(), strategy.runs.end(), has_less);
  return most->at("seed").get<std::uint64_t>();
}

ExplainRequest explanation_of(const RunRequest& request, const page::StrategyReport& strategy) {
  ExplainRequest explain;
  static_cast<ScenarioChoice&>(explain) = static_cast<const ScenarioChoice&>(request);
  explain.strategy = strategy.name;
  explain.quick = true;
  if (const std::uint64_t seed = stalest_seed(strategy); strategy.runs.size() > 1) explain.seed = seed;
  return explain;
}

void add_incident(const RunRequest& request, page::PageFacts& facts) {
  const page::StrategyReport* const strategy = most_stale(facts.report);
  facts.no_incident = "No read was stale: there is nothing to step through.";
  if (strategy == nullptr) return;
  const auto& plans = facts.scenario.strategies;
  const auto plan = std::find_if(plans.begin(), plans.end(), [&](const load::StrategyPlan& each) {
    return each.name == strategy->name;
  });
  ExplainRequest explain = explanation_of(request, *strategy);
  const auto made = Explainer(explain, facts.scenario, {}).explain({&*plan});
  facts.no_incident = is_interrupted() ? "It was interrupted before a read could be told."
                                       : "A trace of the scenario could no longer be read to tell one.";
  if (!made) return;
  facts.incident = explain::stepped(*made);
  explain.quick = false;
  if (facts.incident && request.trace.empty()) facts.incident->command = explain_command(explain);
}

}  // namespace

std::string page_text(const RunRequest& request, const Loaded& loaded, const page::Report& report) {
  page::PageFacts facts{report, loaded.scenario, loaded.sources, std::nullopt, "", assets_of_pages()};
  add_incident(request, facts);
  return page::html(facts);
}

page::Assets assets_of_charts() {
  page::Assets assets = assets_of_still_pages();
  assets.chart_style = asset_named("chart.css");
  return assets;
}

page::Assets assets_of_still_pages() {
  page::Assets assets;
  assets.style = asset_named("page.css");
  assets.dark_style = asset_named("dark.css");
  return assets;
}

std::string picture_text(const Loaded& loaded, const page::Report& report) {
  return page::front_svg(report, loaded.scenario, assets_of_pages());
}

}  // namespace stalemate::analysis::cli
