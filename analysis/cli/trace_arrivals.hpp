// A recorded trace as the reads of a load: its keys numbered by first appearance, its times from its first request.
// Promise: the order of the trace is kept. Stamps of whole seconds are spread: the n requests of one second stand 1/n s
// apart, since a burst at the stroke of each second was never recorded. Time that runs backwards stands still.
// Source: the oracleGeneral format of libCacheSim. Departs: sizes are not used, a class has one size.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>
#include "models/blueprint.hpp"

namespace stalemate::analysis::cli {

/// What must be known of a trace before it is replayed in a world.
struct TraceSurvey {
  std::int64_t requests = 0;
  std::int64_t keys = 0;
  sim::Duration span{};  ///< From the first second to the end of the last one.
  std::string error;     ///< Not empty: it cannot be read.
};

TraceSurvey survey_trace(const std::string& path);
/// A fresh stream; null when it can no longer be opened.
std::shared_ptr<models::Arrivals> open_arrivals(const std::string& path);

/// Opens the traces that a scenario names, and remembers why one could not be. May be called from several threads.
class TraceOpener {
 public:
  /// `scenario`: names are taken from its folder. `typed`: a trace of the command line, taken as it stands.
  TraceOpener(std::string scenario, std::string typed) : scenario_(std::move(scenario)), typed_(std::move(typed)) {}
  /// Null when it cannot be read, or holds more than `keys` keys.
  std::shared_ptr<models::Arrivals> open(const std::string& file, std::uint32_t keys);
  std::vector<std::string> complaints() const;
  /// Of every trace that was opened, by the name that the scenario has for it.
  std::map<std::string, TraceSurvey> surveys() const;

 private:
  std::string path_of(const std::string& file) const;

  std::string scenario_;
  std::string typed_;
  mutable std::mutex mutex_;
  std::map<std::string, TraceSurvey> surveys_;
  std::vector<std::string> complaints_;
};

}  // namespace stalemate::analysis::cli
