// Alerts: when a condition on what operators see has held for long enough, from one-second windows.
// Promise: evaluated at the end of each whole second whose window lies after the warm-up; a window without a sample
// fulfils no condition, and what was pending starts anew.
// Source: Prometheus alerting rules (`for`; a ratio is the ratio of two sums over the window). Departs: evaluated each
// second, and never on part of a window.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>
#include "models/blueprint.hpp"

namespace stalemate::analysis::measure {

/// What an alert looks at: in each second a sum, and how many it is of. Seconds beyond their ends have none.
struct Signal {
  std::vector<double> sum;
  std::vector<double> of;
  std::optional<double> bound = std::nullopt;  ///< Of their ratio; none: that of the alert.
};

/// From the instant at which an alert fires until the condition no longer holds, in seconds of the run.
struct Firing {
  double from_s = 0;
  double until_s = 0;  ///< At the latest the end of the last whole second.
  bool operator==(const Firing&) const = default;
};

/// Of a run in which the seconds from `first` on, and below `end`, are whole and measured.
std::vector<Firing> firings_of(const models::Alert& alert, const Signal& signal, std::size_t first, std::size_t end);

struct AlertResult {
  std::string name;
  std::vector<Firing> fired;
  std::int64_t false_alarms = 0;  ///< Of those: none began on account of an incident.
};

/// One fault, or one time in which a promise was broken.
struct Incident {
  double from_s = 0;
  double until_s = 0;  ///< The end of the run, where it was not over by then.
  bool is_over = true;
  /// From its start to each alert, in their order. None: that alert did not see it.
  std::vector<std::optional<double>> seen_after = {};
};

/// All those of one fault, or of one class's promise.
struct IncidentResult {
  std::string what;
  std::vector<Incident> incidents;
};

/// The alert that saw it first, by its number.
std::optional<std::size_t> first_to_see(const Incident& incident);

}  // namespace stalemate::analysis::measure
