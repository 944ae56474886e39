// The loads of a blueprint: who asks whom for what, how often, again when it fails, and which keys.
// Promise: plain data; every default here is the default of the scenario format.
// Source: the words of this project's scenario format.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>
#include "models/declared.hpp"
#include "models/priority.hpp"
#include "sim/bands.hpp"
#include "sim/distribution.hpp"
#include "sim/time.hpp"

namespace stalemate::models {

using sim::Distribution;
using sim::Duration;
using sim::Instant;

/// Which keys are asked for. Ranks are permuted over the keys of the class.
struct Popularity {
  enum class Law : std::uint8_t { uniform, zipf, hot_set, empirical, scan };
  Law law = Law::uniform;
  double exponent = 1.0;     ///< zipf
  double hot_keys = 0.1;     ///< hot_set: share of the keys that is hot
  double hot_traffic = 0.9;  ///< hot_set: share of the traffic that the hot keys get
  std::vector<sim::Bands::Top> top = {};  ///< empirical: what the hottest keys get together; uniform between the points
  std::string recorded_in = "";  ///< empirical: the trace whose keys were counted; empty: none.
  std::uint32_t scan_from = 0;  ///< scan: the key of the class that comes first; then each next one, and round again.
  std::optional<Duration> turnover = std::nullopt;  ///< Once in this time each rank goes to another key; none: never.
};

struct Retries {
  enum class Backoff : std::uint8_t { fixed, exponential, full_jitter };
  std::int64_t max = 0;  ///< Attempts after the first.
  Backoff kind = Backoff::fixed;
  Duration base{};
  Duration cap = Duration{60'000'000'000};
  std::optional<double> budget = std::nullopt;  ///< Attempts beyond the first, as a share of the requests; none: any.
  std::int64_t reserve = 10;                    ///< Of a budget: what it begins with, and holds at most.
};

/// When a load's caller stops to ask its service.
struct CircuitBreaker {
  std::int64_t failures = 5;
  std::int64_t of = 0;  ///< So many attempts are looked back at; 0: as many as `failures`, so that they are in a row.
  Duration open{};      ///< Until a probe passes.
  std::int64_t window() const { return of == 0 ? failures : of; }
};

/// Requests at recorded instants, in order. The world pulls; it never rewinds.
class Arrivals {
 public:
  virtual ~Arrivals() = default;
  /// What a request does, if the record tells; else it is whatever its load does.
  enum class Does : std::uint8_t { either, read, write };
  struct Arrival {
    Instant at;
    std::uint32_t key = 0;  ///< Index within the class.
    Does does = Does::either;
  };
  virtual bool next(Arrival& arrival) = 0;
  /// Whether its requests say what they do. A load takes those it can make: reads, writes or both.
  virtual bool tells_writes() const { return false; }
};

/// Part of a request: one or several keys of one class, distinct ones, read or written.
struct Step {
  enum class How : std::uint8_t { serial, parallel, multi_get };
  std::string reads;
  std::int64_t keys = 1;
  How how = How::serial;
  Popularity popularity;                                  ///< Resolved: the class's own, or this step's.
  std::optional<std::uint32_t> fixed_key = std::nullopt;  ///< The step asks for this key of the class.
  std::string writes = "";                                ///< Instead of `reads`.
  std::optional<std::size_t> keys_of = std::nullopt;  ///< Its keys are numbered as those of this step before it.
  bool is_beside = false;                             ///< It begins with the step before it, not when that is answered.
  const std::string& data_class() const { return writes.empty() ? reads : writes; }
};

/// After this share of the answered writes their session reads the key that it has written.
struct ReadBack {
  double share = 1;
  Distribution after = Distribution::constant({});  ///< From the write's answer to the read.
};

/// So long a load's rate is multiplied by a factor.
struct Beat {
  Duration lasts;
  double factor = 1;
};

/// One stream of requests.
struct Load {
  enum class Shape : std::uint8_t { poisson, constant, listed, closed, recorded };
  std::string name;
  std::string from;        ///< A client or a service.
  std::string to;          ///< The service that answers; empty: `from` itself, a service.
  std::string reads;       ///< The class read; empty: none.
  std::string writes;      ///< The class written; empty: none.
  double write_share = 0;  ///< When it both reads and writes: the share of writes; none if the record tells.
  double deletes = 0;      ///< Share of its writes that delete; the others set, and so insert what is not there.
  /// Instead of a share of writes: after this share of the answered reads their session writes the key it has read.
  std::optional<double> after_read = std::nullopt;
  std::optional<ReadBack> read_back = std::nullopt;
  Shape shape = Shape::poisson;
  double rate_per_s = 0;                                  ///< poisson, constant
  std::optional<Growth> growth = std::nullopt;            ///< Of the rate.
  std::vector<Beat> curve = {};                           ///< Of the rate, from `begins` on, again and again.
  std::vector<Instant> at;                                ///< listed
  std::int64_t users = 0;                                 ///< closed
  Distribution think = Distribution::constant({});        ///< closed; after_read: before the write
  std::shared_ptr<Arrivals> recorded = nullptr;           ///< recorded; one world only
  Popularity popularity;                                  ///< Resolved: the class's own, or this load's.
  std::optional<std::uint32_t> fixed_key = std::nullopt;  ///< Every request asks for this key of the class.
  std::int64_t sessions = 0;                              ///< 0: none are told apart (closed loop: each user is one).
  Instant begins{};
  Instant ends = Instant::never();
  std::optional<Duration> timeout;
  Retries retries;
  std::optional<CircuitBreaker> breaker = std::nullopt;
  std::optional<Duration> hedge_after = std::nullopt;  ///< A read without an answer is then asked for once more.
  std::vector<Step> request = {};  ///< The steps of each request, one after the other; empty: one key.
  Priority priority = Priority::normal;
  bool is_canary = false;  ///< It compares what it reads back with what it has written.
};

/// The service that serves a load, and does its writes: that which a client asks, or the service itself.
inline const std::string& service_of(const Load& load) { return load.to.empty() ? load.from : load.to; }

/// Reads of a class in each request of a load; of a load that reads and writes, in each that reads.
inline std::int64_t reads_a_request(const Load& load, const std::string& data_class) {
  std::int64_t reads = load.reads == data_class ? 1 : 0;
  for (const Step& step : load.request) reads += step.reads == data_class ? step.keys : 0;
  return reads;
}

/// Writes of a class in each request of a load; of a load that reads and writes, in each that writes.
inline std::int64_t writes_a_request(const Load& load, const std::string& data_class) {
  std::int64_t writes = load.writes == data_class ? 1 : 0;
  for (const Step& step : load.request) writes += step.writes == data_class ? step.keys : 0;
  return writes;
}
inline bool writes_class(const Load& load, const std::string& data_class) {
  return writes_a_request(load, data_class) > 0;
}

/// Also what it only reads back.
inline bool reads_class(const Load& load, const std::string& data_class) {
  return reads_a_request(load, data_class) > 0 || (load.read_back && load.writes == data_class);
}
/// Whether its requests are told apart by sessions: of a closed loop each user is one.
inline bool tells_sessions(const Load& load) { return load.sessions > 0 || load.shape == Load::Shape::closed; }
/// Whether the load reads or writes the class.
inline bool asks_for(const Load& load, const std::string& data_class) {
  return writes_class(load, data_class) || reads_class(load, data_class);
}

}  // namespace stalemate::models
