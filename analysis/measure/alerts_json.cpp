#include "analysis/measure/alerts_json.hpp"
#include "analysis/measure/number.hpp"

namespace stalemate::analysis::measure {
namespace {

using Json = nlohmann::ordered_json;

/// Of the incidents that were seen: how many, and after how long in the mean.
struct Sightings {
  std::int64_t seen = 0;
  double sum_s = 0;
  void add(const std::optional<double>& after_s) {
    if (!after_s) return;
    ++seen;
    sum_s += *after_s;
  }
  Json mean_s() const { return seen == 0 ? Json(nullptr) : Json(rounded(sum_s / static_cast<double>(seen))); }
};

std::optional<double> detected_s(const Incident& incident) {
  const auto first = first_to_see(incident);
  return first ? incident.seen_after[*first] : std::nullopt;
}

Json span(const Incident& of, const std::vector<AlertResult>& alerts) {
  const auto first = first_to_see(of);
  return {{"from_s", rounded(of.from_s)},
          {"until_s", of.is_over ? Json(rounded(of.until_s)) : Json(nullptr)},
          {"detected_s", first ? Json(rounded(*of.seen_after[*first])) : Json(nullptr)},
          {"by", first ? Json(alerts[*first].name) : Json(nullptr)}};
}

Json sightings_by(std::size_t alert, const IncidentResult& of) {
  Sightings sightings;
  for (const Incident& each : of.incidents) sightings.add(each.seen_after[alert]);
  return {{"seen", sightings.seen}, {"detected_s", sightings.mean_s()}};
}

Json incidents_of(const IncidentResult& of, const std::vector<AlertResult>& alerts) {
  Sightings sightings;
  double lasted_s = 0;
  Json spans = Json::array();
  for (const Incident& each : of.incidents) {
    sightings.add(detected_s(each));
    lasted_s += each.until_s - each.from_s;
    spans.push_back(span(each, alerts));
  }
  Json by = Json::object();
  for (std::size_t i = 0; i < alerts.size(); ++i) by[alerts[i].name] = sightings_by(i, of);
  return {{"count", of.incidents.size()},
          {"lasted_s", rounded(lasted_s)},
          {"seen", sightings.seen},
          {"detected_s", sightings.mean_s()},
          {"by", std::move(by)},
          {"spans", std::move(spans)}};
}

Json by_name(const std::vector<IncidentResult>& all, const std::vector<AlertResult>& alerts) {
  Json json = Json::object();
  for (const IncidentResult& each : all) json[each.what] = incidents_of(each, alerts);
  return json;
}

}  // namespace

Json alerts_json(const RunResult& result) {
  Json json = Json::object();
  for (const AlertResult& each : result.alerts) {
    double fired_s = 0;
    Json spans = Json::array();
    for (const Firing& firing : each.fired) {
      fired_s += firing.until_s - firing.from_s;
      spans.push_back({rounded(firing.from_s), rounded(firing.until_s)});
    }
    json[each.name] = {{"fired", {{"count", each.fired.size()}, {"lasted_s", rounded(fired_s)}}},
                       {"false_alarms", each.false_alarms},
                       {"spans", std::move(spans)}};
  }
  return json;
}

Json incidents_json(const RunResult& result) {
  if (result.alerts.empty()) return Json::object();
  return {{"faults", by_name(result.faults, result.alerts)},
          {"promises", by_name(result.promises, result.alerts)},
          {"unobserved", result.unobserved}};
}

}  // namespace stalemate::analysis::measure
