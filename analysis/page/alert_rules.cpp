#include "analysis/page/alert_rules.hpp"
#include <algorithm>
#include <string_view>
#include <utility>
#include "analysis/load/describe_words.hpp"
#include "analysis/load/path.hpp"
#include "analysis/load/unobserved.hpp"
#include "analysis/measure/number.hpp"
#include "analysis/page/figures.hpp"
#include "analysis/page/normal_range.hpp"
#include "analysis/page/sightings.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

using models::Alert;

/// A scalar in single quotes: there a quote is the only character that means something. What YAML does not take as
/// text was made visible, but for two code points that are none.
std::string yaml_text(const std::string& text) {
  constexpr std::string_view no_characters[] = {"\xEF\xBF\xBE", "\xEF\xBF\xBF"};
  std::string quoted = "'";
  for (const char c : visible(text)) quoted += c == '\'' ? "''" : std::string(1, c);
  for (const std::string_view each : no_characters)
    for (std::size_t at = 0; (at = quoted.find(each, at)) != std::string::npos;)
      quoted.replace(at, each.size(), "\xEF\xBF\xBD");
  return quoted + '\'';
}

/// Labels and annotations are templates of Go: what would begin an action is written by one.
std::string template_text(const std::string& text) {
  std::string safe;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins_action = text.compare(i, 2, "{{") == 0;
    safe += begins_action ? "{{ \"{{\" }}" : std::string(1, text[i]);
    if (begins_action) ++i;
  }
  return safe;
}

/// A string of PromQL: what `visible` writes are escapes there too.
std::string promql_text(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return '"' + visible(escaped) + '"';
}

std::string in_seconds(sim::Duration time) { return std::to_string(time.ns / 1'000'000'000) + "s"; }

/// What an alert looks at, as an expression of PromQL.
class Expression {
 public:
  explicit Expression(const Alert& alert) : alert_(alert) {
    if (!alert.data_class.empty()) add_label("class", alert.data_class);
  }

  std::string text() {
    const std::string signal = signal_text();
    return signal + (alert_.above ? " > " : " < ") + measure::number_text(alert_.bound);
  }

 private:
  void add_label(const char* name, const std::string& value) {
    labels_ += (labels_.empty() ? "" : ",") + std::string(name) + "=" + promql_text(value);
  }

  std::string rate(const char* metric) const {
    const std::string selector = labels_.empty() ? "" : "{" + labels_ + "}";
    return "rate(" + std::string(metric) + selector + "[" + in_seconds(alert_.over) + "])";
  }
  std::string sum(const char* metric) const { return "sum(" + rate(metric) + ")"; }
  std::string ratio(const char* part, const char* whole) const { return sum(part) + " / " + sum(whole); }

  std::string signal_text() {
    switch (alert_.signal) {
      case Alert::Signal::hit_ratio:
        add_label("cache", alert_.of);
        return ratio("cache_hits_total", "cache_lookups_total");
      case Alert::Signal::origin_reads_per_s:
        add_label("origin", alert_.of);
        return sum("origin_reads_total");
      case Alert::Signal::error_ratio: return ratio("requests_failed_total", "requests_total");
      case Alert::Signal::invalidation_lag:
        return ratio("cache_invalidation_lag_seconds_sum", "cache_invalidation_lag_seconds_count");
      case Alert::Signal::failed_changes_per_s: return sum("cache_invalidations_failed_total");
      case Alert::Signal::canary_stale:
        add_label("load", alert_.of);
        return ratio("canary_reads_stale_total", "canary_reads_total");
      case Alert::Signal::latency_p50:
      case Alert::Signal::latency_p95:
      case Alert::Signal::latency_p99:
      case Alert::Signal::latency_p999: break;
    }
    if (!alert_.of.empty()) add_label("load", alert_.of);
    return "histogram_quantile(" + measure::number_text(models::quantile_of(alert_.signal)) + ", sum by (le) (" +
           rate("request_duration_seconds_bucket") + "))";
  }

  const Alert& alert_;
  std::string labels_;
};

std::string rule_text(const Alert& alert, const std::string& strategy) {
  std::string text = "      - alert: " + yaml_text(alert.name) + '\n';
  text += "        expr: " + yaml_text(Expression(alert).text()) + '\n';
  text += "        for: " + in_seconds(alert.lasts) + '\n';
  text += "        labels:\n          strategy: " + yaml_text(template_text(visible(strategy))) + '\n';
  return text + "        annotations:\n          summary: " +
         yaml_text(template_text(visible(load::words_for(alert)))) + '\n';
}

std::string rules_text(const std::vector<Alert>& alerts, const std::string& title, const std::string& strategy) {
  if (alerts.empty()) return "";
  std::string text = "# Names of metrics and labels are placeholders: put your own in their place.\n";
  text += "# A range needs two scrapes at least.\n";
  text += "groups:\n  - name: " + yaml_text(title) + "\n    rules:\n";
  for (const Alert& alert : alerts) text += rule_text(alert, strategy);
  text.pop_back();
  return text;
}

const models::Blueprint& blueprint_of(const load::Scenario& scenario, const StrategyReport& strategy) {
  const auto is_it = [&](const load::StrategyPlan& each) { return each.name == strategy.name; };
  return std::find_if(scenario.strategies.begin(), scenario.strategies.end(), is_it)->blueprint;
}

bool looks_at_cache(const Alert& alert) {
  return alert.signal == Alert::Signal::hit_ratio || alert.signal == Alert::Signal::invalidation_lag ||
         alert.signal == Alert::Signal::failed_changes_per_s;
}

/// Of a system without a cache: what would ring all the same, as it was meant for one with.
void add_ringing(const StrategyReport& baseline, const std::vector<Alert>& alerts, std::vector<std::string>& notes) {
  for (const Alert& alert : alerts) {
    const std::string fired = load::join("alerts", alert.name) + ".fired";
    const double count = sum(baseline, fired + ".count");
    const std::string times = count == 1 ? "once" : count_text(count) + " times";
    if (count > 0)
      notes.push_back(in_quotes(alert.name) + " fires in this run " + times + ", for " +
                      time_text(sum(baseline, fired + ".lasted_s")) +
                      ": its bound was meant for a system with a cache.");
  }
}

void add_seen(const Report& report, const StrategyReport& strategy, std::vector<std::string>& notes) {
  for (const Reason& each : sightings(report))
    if (each.strategy == strategy.name)
      for (const std::string& sentence : each.sentences) notes.push_back("In this run: " + sentence);
}

}  // namespace

bool declares_alerts(const load::Scenario& scenario, const StrategyReport& strategy) {
  return !blueprint_of(scenario, strategy).alerts.empty();
}

AlertRules alert_rules(const load::Scenario& scenario, const Report& report, const StrategyReport& strategy) {
  const models::Blueprint& blueprint = blueprint_of(scenario, strategy);
  std::vector<Alert> declared = blueprint.alerts;
  if (strategy.is_baseline) std::erase_if(declared, looks_at_cache);
  AlertRules rules;
  if (!declared.empty()) {
    rules.yaml = rules_text(declared, scenario.title, strategy.name);
    rules.notes.push_back("The rules and their bounds are the scenario's own alerts.");
    if (strategy.is_baseline) add_ringing(strategy, declared, rules.notes);
    add_seen(report, strategy, rules.notes);
    std::vector<std::string> unseen;
    for (const std::string& each : load::unobserved(blueprint)) unseen.push_back(visible(each));
    if (!unseen.empty()) rules.notes.push_back("No signal shows " + joined(unseen, ", ") + ".");
    return rules;
  }
  NormalRange normal = normal_range(scenario, strategy);
  rules.yaml = rules_text(normal.alerts, scenario.title, strategy.name);
  rules.notes = std::move(normal.notes);
  rules.notes.push_back(
      "None of these signals is staleness, and whether they would have fired in this run was not measured: declared "
      "as \"alerts\" of the scenario, they are.");
  return rules;
}

}  // namespace stalemate::analysis::page
