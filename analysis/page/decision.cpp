#include "analysis/page/decision.hpp"
#include <algorithm>
#include "analysis/page/standing.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {

Decision decide(const Report& report) {
  Decision decision;
  for (const StrategyReport& each : report.strategies) {
    if (standing_of(each) != Standing::kept) continue;
    if (each.is_baseline) {
      decision.can_do_without = true;
    } else if (decision.chosen.empty()) {
      decision.chosen = each.name;
      decision.alike = {each.name};
    } else if (report.comparison && !report.comparison->load().shows_below(decision.chosen, each.name)) {
      decision.alike.push_back(each.name);
    }
  }
  decision.can_do_without = decision.can_do_without && decision.chosen.empty();
  return decision;
}

bool flips(const Decision& before, const Decision& after) {
  if (before.chosen.empty() || after.chosen.empty())
    return before.chosen != after.chosen || before.can_do_without != after.can_do_without;
  return std::find(after.alike.begin(), after.alike.end(), before.chosen) == after.alike.end();
}

std::string decision_text(const Decision& decision) {
  if (!decision.chosen.empty()) return visible(decision.chosen);
  return decision.can_do_without ? "no cache" : "none holds";
}

}  // namespace stalemate::analysis::page
