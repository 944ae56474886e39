#include "analysis/page/sightings.hpp"
#include <algorithm>
#include "analysis/load/path.hpp"
#include "analysis/page/figures.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

std::int64_t whole(double count) { return static_cast<std::int64_t>(count); }

std::int64_t total(const StrategyReport& of, const std::string& path) { return whole(sum(of, path)); }

std::string times_text(std::int64_t count) { return count == 1 ? "once" : plural(count, "time"); }

/// By `seen` of `count` incidents, in all seeds together.
std::string alert_text(const std::string& alert, std::int64_t seen, std::int64_t count, double after_s) {
  std::string text = in_quotes(alert) + " after " + time_text(after_s);
  if (count > 1) text += (seen > 1 ? " in the mean, " : ", ") + std::to_string(seen) + " of " + std::to_string(count);
  return text;
}

/// Who saw what stands at `path`; each alert has the same members in every run.
std::string seen_text(const StrategyReport& of, const std::string& path, std::int64_t count) {
  std::vector<std::string> seen;
  for (const auto& [alert, fired] : of.runs.front().at("alerts").items()) {
    const std::string by = load::join(path + ".by", alert);
    const auto after_s = mean(of, by + ".detected_s");
    if (after_s) seen.push_back(alert_text(alert, total(of, by + ".seen"), count, *after_s));
  }
  return seen.empty() ? "seen by no alert" : "seen by " + joined(seen, "; by ");
}

bool is_unobserved(const StrategyReport& of, const std::string& data_class) {
  const auto& names = of.runs.front().at("incidents").at("unobserved");
  return std::find(names.begin(), names.end(), data_class) != names.end();
}

void add_faults(const StrategyReport& of, std::vector<std::string>& sentences) {
  for (const auto& [fault, incidents] : of.runs.front().at("incidents").at("faults").items()) {
    const std::string path = load::join("incidents.faults", fault);
    if (const std::int64_t count = total(of, path + ".count"); count > 0)
      sentences.push_back(visible(fault) + ": " + seen_text(of, path, count) + ".");
  }
}

void add_promises(const StrategyReport& of, std::vector<std::string>& sentences) {
  for (const auto& [data_class, incidents] : of.runs.front().at("incidents").at("promises").items()) {
    const std::string path = load::join("incidents.promises", data_class);
    const std::int64_t count = total(of, path + ".count");
    if (count == 0) continue;
    const std::string lasted = time_text(sum(of, path + ".lasted_s"));
    const std::string broken =
        count == 1 ? "broken for " + lasted : "broken " + times_text(count) + ", " + lasted + " in all";
    const char* const why = is_unobserved(of, data_class) ? ", and no alert looks at this class." : ".";
    sentences.push_back("the promise of " + visible(data_class) + ", " + broken + ": " + seen_text(of, path, count) +
                        why);
  }
}

void add_false_alarms(const StrategyReport& of, std::vector<std::string>& sentences) {
  for (const auto& [alert, fired] : of.runs.front().at("alerts").items()) {
    const std::int64_t alarms = total(of, load::join("alerts", alert) + ".false_alarms");
    if (alarms > 0) sentences.push_back(in_quotes(alert) + " fires " + times_text(alarms) + " without an incident.");
  }
}

}  // namespace

std::vector<Reason> sightings(const Report& report) {
  std::vector<Reason> all;
  for (const StrategyReport& each : report.strategies) {
    if (each.is_baseline || each.runs.front().at("alerts").empty()) continue;
    Reason seen{each.name, {}};
    add_faults(each, seen.sentences);
    add_promises(each, seen.sentences);
    add_false_alarms(each, seen.sentences);
    if (!seen.sentences.empty()) all.push_back(std::move(seen));
  }
  return all;
}

}  // namespace stalemate::analysis::page
