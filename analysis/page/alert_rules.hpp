// Alerting rules: what a scenario's alerts, or else the calm time of its runs, say in the words of Prometheus.
// Promise: every bound is the scenario's own or was measured in these runs; a name stays text in YAML, in PromQL and in
// the templates of annotations; names of metrics are placeholders, and the rules say so.
// Source: Prometheus, "Alerting rules", "Metric and label naming"; YAML 1.2, single-quoted scalars.
#pragma once
#include <string>
#include <vector>
#include "analysis/load/scenario.hpp"
#include "analysis/page/report.hpp"

namespace stalemate::analysis::page {

struct AlertRules {
  std::string yaml;                ///< A file of rules, without its last line feed; empty: there is no rule.
  std::vector<std::string> notes;  ///< Where the bounds come from, and what the rules do not see.
};

/// Whether the scenario has alerts for it.
bool declares_alerts(const load::Scenario& scenario, const StrategyReport& strategy);

/// For a system that runs this strategy.
AlertRules alert_rules(const load::Scenario& scenario, const Report& report, const StrategyReport& strategy);

}  // namespace stalemate::analysis::page
