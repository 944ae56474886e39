// A recorded trace as the requests of a load: its keys numbered by first appearance, its times from its first request.
// Promise: the order of the trace is kept. A stamp of a whole second says no more than the second: the n requests of
// one second stand at n instants drawn uniformly from it, by the seed, in the order of the file; the same trace and
// seed give the same instants in every load and strategy. Finer stamps are taken as they are. A time before the latest
// so far is taken for the latest. Source: order statistics of the uniform law, which a Poisson process shows within a
// second. Departs: sizes are not used, a class has one size.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>
#include "analysis/load/scenario.hpp"
#include "analysis/traces/formats.hpp"
#include "models/blueprint.hpp"

namespace stalemate::analysis::cli {

/// What must be known of a trace before it is replayed in a world.
struct TraceSurvey {
  std::int64_t requests = 0;
  std::int64_t writes = 0;
  std::int64_t keys = 0;
  sim::Duration span{};  ///< From the first request, or its second, to the end of the last second.
  traces::TraceFacts facts;
  std::vector<traces::Anomaly> anomalies;
  std::optional<traces::TraceError> error;  ///< Why it cannot be read, or cannot drive a load.
};

TraceSurvey survey_trace(traces::OpenedTrace opened, const std::string& name);
/// A warning a line about what is odd in a trace, each with the numbers of the first such records.
std::string anomaly_warnings(const std::string& trace, const std::vector<traces::Anomaly>& anomalies,
                             const traces::TraceFacts& facts);
/// A fresh stream; null when it can no longer be opened.
std::shared_ptr<models::Arrivals> open_arrivals(traces::OpenedTrace opened, std::uint64_t seed);

/// Opens the traces that a scenario names, and remembers why one could not be. May be called from several threads.
class TraceOpener {
 public:
  /// `scenario`: names are taken from its folder, or from the traces of the library if it is one of them. `typed`: a
  /// trace of the command line, taken as it stands.
  TraceOpener(std::string scenario, bool from_library, std::string typed)
      : scenario_(std::move(scenario)), from_library_(from_library), typed_(std::move(typed)) {}
  /// Null when it cannot be read, or holds more than `keys` keys.
  std::shared_ptr<models::Arrivals> open(const load::TraceSource& trace, std::uint32_t keys, std::uint64_t seed);
  /// Whether it says which of its requests write. Also if it cannot be read, which is then told when it is opened.
  bool tells_writes(const load::TraceSource& trace);
  std::vector<std::string> complaints() const;
  /// Whether the machine could not read one that is there.
  bool has_unreadable() const;
  /// Of every trace that was opened, as the scenario names it.
  std::map<load::TraceSource, TraceSurvey> surveys() const;

 private:
  std::string path_of(const std::string& file) const;
  traces::OpenedTrace opened(const load::TraceSource& trace) const;
  const TraceSurvey& survey_of(const load::TraceSource& trace);  ///< With the mutex held.

  std::string scenario_;
  bool from_library_;
  std::string typed_;
  mutable std::mutex mutex_;
  std::map<load::TraceSource, TraceSurvey> surveys_;
  std::vector<std::string> complaints_;
};

}  // namespace stalemate::analysis::cli
