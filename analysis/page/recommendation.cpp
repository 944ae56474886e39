#include "analysis/page/recommendation.hpp"
#include <algorithm>
#include "analysis/page/figures.hpp"
#include "analysis/page/prose.hpp"
#include "analysis/page/standing.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

/// Over one seed by its figure, over several by what is shown.
bool asks_less(const Report& report, const StrategyReport& of, const StrategyReport& than) {
  if (report.comparison) return report.comparison->load().shows_below(of.name, than.name);
  return origin_load(of) < origin_load(than);
}

std::string use_text(const Report& report, const Recommendation& of) {
  std::string text = "Use " + in_quotes(of.recommended->name) + ".";
  std::vector<std::string> alike;
  for (const std::string& each : of.decision.alike)
    if (each != of.recommended->name) alike.push_back(in_quotes(each));
  if (!alike.empty()) text += " " + joined(alike, ", ") + " would do as well.";
  const bool can_compare = of.baseline != nullptr && !main_origin(report).empty() && caches(*of.recommended);
  if (!can_compare || asks_less(report, *of.recommended, *of.baseline)) return text;
  return text + " It is not shown to ask the origin less than no cache does: leave the cache out, unless it is wanted "
                "for something else.";
}

/// As sure as the runs are: an origin without a limit of servers serves anything.
std::string no_cache_text(const Report& report) {
  return serves_uncached(report) == true
             ? "Use no cache."
             : "Use no cache, if the origin can bear it: these runs do not show that it can.";
}

}  // namespace

bool caches(const StrategyReport& strategy) {
  return std::any_of(strategy.policies.begin(), strategy.policies.end(),
                     [](const PolicyFact& policy) { return !policy.cache.empty(); });
}

std::vector<const StrategyReport*> Recommendation::compared() const {
  std::vector<const StrategyReport*> all;
  for (const StrategyReport* each : {recommended, runner_up, current, baseline})
    if (each != nullptr && std::find(all.begin(), all.end(), each) == all.end()) all.push_back(each);
  return all;
}

std::string Recommendation::role_of(const StrategyReport& strategy) const {
  std::vector<std::string> roles;
  if (&strategy == recommended) roles.emplace_back("recommended");
  const bool is_second = recommended != nullptr && standing_of(strategy) == Standing::kept;
  if (&strategy == runner_up) roles.emplace_back(is_second ? "runner-up" : "nearest");
  if (&strategy == current) roles.emplace_back("production runs it");
  return joined(roles, ", ");
}

Recommendation recommend(const Report& report, const std::string& current) {
  Recommendation of;
  of.decision = decide(report);
  of.current = row_named(report, current);
  of.baseline = baseline_of(report);
  const auto is_open = [](const StrategyReport& each) {
    return !each.is_baseline && standing_of(each) == Standing::undecided;
  };
  const bool has_cached = first_row(report, [](const StrategyReport& each) { return !each.is_baseline; }) != nullptr;
  if (!of.decision.chosen.empty()) {
    of.kind = Recommendation::Kind::strategy;
    of.recommended = row_named(report, of.decision.chosen);
  } else if (first_row(report, is_open) != nullptr) {
    of.kind = Recommendation::Kind::cannot_tell;
  } else if (has_cached && of.decision.can_do_without && serves_uncached(report) != false) {
    of.kind = Recommendation::Kind::no_cache;
    of.recommended = of.baseline;
  }
  of.runner_up = first_row(report, [&](const StrategyReport& each) {
    return !each.is_baseline && &each != of.recommended;
  });
  return of;
}

std::string recommendation_text(const Report& report, const Recommendation& of) {
  switch (of.kind) {
    case Recommendation::Kind::strategy: return use_text(report, of);
    case Recommendation::Kind::no_cache: return no_cache_text(report);
    case Recommendation::Kind::cannot_tell: return "It cannot be told from these runs.";
    case Recommendation::Kind::none: break;
  }
  return "None of what was run.";
}

}  // namespace stalemate::analysis::page
