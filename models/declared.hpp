// What a scenario declares besides its system: acts, alerts, growth, what is written of a class's caching.
// Promise: plain data; no model behaves by it.
// Source: the words of this project's scenario format.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>
#include "sim/time.hpp"

namespace stalemate::models {

using sim::Duration;

/// What is done with the data of a class, for what stale data costs.
struct Act {
  enum class Kind : std::uint8_t {
    view,            ///< What was read is shown. Harm: it was stale.
    check_then_act,  ///< A session reads, decides, and writes (`after_read`). Harm: what it had read was superseded.
    grant,           ///< What was read lets somebody in or not. Harm: it did, and the right had been revoked.
    take,            ///< A session reads how many units are left, and its write takes one. Harm: there was none.
    once,            ///< Each write must take effect once. Harm: it did so again.
  };
  Kind kind = Kind::view;
  std::string called;           ///< One harm, in the scenario's words; empty: in those of its kind.
  std::optional<double> costs;  ///< One harm, in `unit`; none: they are counted and have no price.
  std::string unit;
  double revokes = 0;      ///< grant: this share of the commits revokes; the others, and what was there before, grant.
  std::int64_t stock = 0;  ///< take: units of a key at first, and again after each write that follows no read.
};

/// What an operator is told of: a condition on what operators see.
struct Alert {
  enum class Signal : std::uint8_t {
    hit_ratio,             ///< Of a cache: hits of its lookups.
    origin_reads_per_s,    ///< Of an origin: reads that arrive.
    error_ratio,           ///< Of the requests that end: those that fail.
    invalidation_lag,      ///< Of the changes that come to a copy: the time since their commit, in the mean.
    failed_changes_per_s,  ///< Calls that were to tell a cache or a bus of a change, and got no answer.
    latency_p50,           ///< Of the requests that are answered, of a load or all; and further quantiles.
    latency_p95,
    latency_p99,
    latency_p999,
    canary_stale,  ///< Of what a canary reads: older than what it had been acknowledged of the key.
  };
  std::string name;
  Signal signal = Signal::hit_ratio;
  std::string of;      ///< The cache, the origin or the load; empty: the whole system.
  bool above = false;  ///< Else below.
  double bound = 0;    ///< A share, a rate a second, or seconds.
  Duration over{60'000'000'000};  ///< The window that is looked back on; whole seconds.
  Duration lasts{};               ///< So long the condition must hold; whole seconds.
  std::string data_class = {};    ///< Only what is done with this class is looked at; empty: everything.
  bool operator==(const Alert&) const = default;
};

/// Which quantile of latencies an alert looks at; 0: it looks at something else.
constexpr double quantile_of(Alert::Signal signal) {
  switch (signal) {
    case Alert::Signal::latency_p50: return 0.5;
    case Alert::Signal::latency_p95: return 0.95;
    case Alert::Signal::latency_p99: return 0.99;
    case Alert::Signal::latency_p999: return 0.999;
    default: return 0;
  }
}

/// What a team has written down of how a class is cached, whatever its strategies do; `review` holds the one against
/// the other. Its owner and its promise stand beside it.
struct StatedPolicy {
  std::optional<std::vector<std::string>> told_by = std::nullopt;  ///< Who tells caches of changes: services, origins.
  bool has_ttl = false;
  std::optional<Duration> ttl = std::nullopt;  ///< No entry lives longer; none: it is stated that entries do not end.
  std::string fallback;                        ///< What a read comes to without the cache: an option of that axis.
  std::vector<std::string> watched_by = {};    ///< Alerts that would show that it is stale, or the cache gone.
  std::string exit;                            ///< In words: what would let the cache be removed.
  bool operator==(const StatedPolicy&) const = default;
};

/// How a load's rate has risen since it was written down. It is in `rate_per_s` already.
struct Growth {
  double a_month = 0;  ///< Compounded.
  double times = 1;    ///< The rate at first.
};

}  // namespace stalemate::models
