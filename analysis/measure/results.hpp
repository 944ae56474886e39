// The results of one run, as numbers: what the JSON, the tables and the expectations are made from.
// Promise: computed from facts alone; nothing rounded yet; figures that do not apply are empty.
// Source: this project's semantics.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>
#include "analysis/measure/acts.hpp"
#include "analysis/measure/alerts.hpp"
#include "analysis/measure/cause.hpp"
#include "analysis/measure/histogram.hpp"
#include "models/fact_kinds.hpp"
#include "models/priority.hpp"
#include "models/types.hpp"
#include "sim/time.hpp"

namespace stalemate::analysis::measure {

/// Conservation: invoked = answered + failed + under way.
struct Requests {
  std::int64_t invoked = 0;
  std::int64_t answered = 0;
  std::int64_t failed = 0;
  std::int64_t under_way = 0;
  std::int64_t attempts = 0;
  std::array<std::int64_t, models::status_count> failures{};  ///< By Status; ok stays 0.
  std::int64_t hedges = 0;  ///< Of the attempts: a second one at a read, beside a first that took long.
};

using LossCounts = std::array<std::int64_t, models::loss_count>;  ///< By Loss.

struct Reads : Requests {
  LossCounts data_lost{};      ///< Answered that the key is not there, since the only copy of it was lost.
  std::int64_t keys_lost = 0;  ///< Of those: distinct keys.
};

struct Writes : Requests {
  std::int64_t committed = 0;
  std::int64_t committed_after_failure = 0;
  std::int64_t duplicate_commits = 0;
  std::int64_t lost_updates = 0;  ///< Of writes that follow a read: what they overwrote was not what was read.
  LossCounts lost{};  ///< Commits that became void, or whose only copy went.
  std::int64_t unflushed = 0;  ///< Commits that only a write buffer has when the run ends.
};

/// Inconsistency windows: times in which a cache would have answered a superseded version.
struct Windows {
  std::int64_t count = 0;
  sim::Duration total{};
  sim::Duration longest{};
  std::int64_t open = 0;       ///< When the run ends.
  std::int64_t unbounded = 0;  ///< Of those: no expiry will close them, and no word is due.
  void merge(const Windows& other);
};

/// From a commit until no node would serve an older version.
struct Settling {
  Histogram time;  ///< ns; of commits in the measured time
  std::int64_t unsettled = 0;
};

/// Session guarantees broken, both among the stale reads. Counted where loads tell sessions apart.
struct Sessions {
  std::int64_t read_your_writes = 0;
  std::int64_t monotonic_reads = 0;
  std::int64_t broken_read_your_writes = 0;  ///< Of them, what no promise excuses that says nothing under faults.
  std::int64_t broken_monotonic_reads = 0;
  void merge(const Sessions& other) {
    read_your_writes += other.read_your_writes;
    monotonic_reads += other.monotonic_reads;
    broken_read_your_writes += other.broken_read_your_writes;
    broken_monotonic_reads += other.broken_monotonic_reads;
  }
};

/// Who got stale data.
struct Affected {
  std::int64_t keys = 0;
  std::set<std::uint32_t> sessions;
  std::map<std::string, std::int64_t> callers;  ///< Stale reads by client or service.
  sim::Duration longest{};                      ///< Of one key: between two stale reads of the same version.
  void merge(const Affected& other);
};

struct Staleness {
  std::int64_t answered = 0;
  std::int64_t stale = 0;
  std::int64_t over_bound = 0;
  std::int64_t excused = 0;  ///< Answered under a fault of which the promise says nothing: not judged.
  std::int64_t excused_over_bound = 0;  ///< Of those as old as that.
  std::int64_t judged() const { return answered - excused; }
  bool has_bound = false;
  Histogram age_stale;  ///< ns, stale reads only
  Histogram lag_stale;  ///< versions, stale reads only
  CauseCounts causes{};
  CauseCounts over_bound_causes{};
  std::int64_t stale_after_ack = 0;
  std::int64_t phantom = 0;      ///< Answered with a version that was void when the read was invoked.
  std::int64_t uncommitted = 0;  ///< Answered with a version before its commit.
  Windows windows;
  Settling settling;
  std::optional<Sessions> sessions;
  Affected affected;
  /// Over all answered reads: those that were not stale count as 0.
  Histogram over_all(const Histogram& of_stale) const;
};

struct ClassResult {
  std::string name;
  std::optional<double> share;  ///< Promised share of reads within max_age.
  Reads reads;
  Writes writes;
  Staleness staleness;
  Histogram read_latency;   ///< ns
  Histogram write_latency;  ///< ns
  Histogram time_to_failure;
  std::array<Histogram, models::how_count> latency_by_how;
  std::optional<ActResult> act = std::nullopt;  ///< Where the class declares one. Not merged: harms differ.
  void merge(const ClassResult& other);
};

/// Requests of several steps; their reads are counted as reads. What came from a cache is each read that was a hit.
struct WholeRequests : Requests {
  enum Served : std::uint8_t { wholly, partly, not_cached };
  static constexpr int served_count = 3;
  std::array<Histogram, served_count> latency_by_served;  ///< ns
  Histogram latency;                                      ///< ns
  std::int64_t torn = 0;  ///< Answered with versions that never were current at one instant.
};

/// Of one-second windows from the end of warm-up.
struct Rate {
  double mean = 0;
  double p99 = 0;
  double peak = 0;
};

/// A whole origin, or one of its nodes.
struct OriginResult {
  std::string node;
  std::int64_t reads = 0;
  std::int64_t writes = 0;
  std::int64_t refused = 0;
  Rate reads_per_s;
  Rate writes_per_s;
  std::optional<double> utilisation;  ///< Empty: no limit of servers.
  double busy_mean = 0;
  double queue_mean = 0;
  std::int64_t queue_max = 0;
  Histogram wait;  ///< ns
  std::int64_t preload_reads = 0;  ///< Of `reads`, those that warm a copy: nobody has asked for them.
  std::vector<double> reads_series;
  std::vector<double> queue_series = {};  ///< Waiting at the end of each measured second.
  std::vector<OriginResult> nodes = {};   ///< Leader and followers, where there are followers.
};

/// From when to when, in seconds; none: it is not over when the run ends.
using TimeSpan = std::pair<double, std::optional<double>>;

struct CacheResult {
  std::string name;
  std::int64_t hits = 0;
  std::int64_t stale = 0;  ///< Served although their time was over.
  std::int64_t negatives = 0;  ///< Hits on what says that the key is not there; not among `hits`.
  std::int64_t joined = 0;
  std::int64_t misses = 0;  ///< Joined ones not among them.
  std::int64_t errors = 0;
  std::int64_t evictions = 0;
  std::int64_t purged = 0;  ///< Deleted by changes of other keys.
  std::int64_t fills = 0;
  std::int64_t preloaded = 0;  ///< Of the fills, those that no read has begun,
  std::int64_t copied = 0;     ///< and those that another copy has given.
  std::int64_t fills_refused = 0;
  std::int64_t fills_never_read = 0;
  std::int64_t entries_max = 0;
  std::int64_t bytes_max = 0;
  std::int64_t changes_arrived = 0;
  std::int64_t takeovers = 0;       ///< By replicas.
  std::int64_t not_replicated = 0;  ///< Entries that went with the process: who took over had not them, or older ones.
  std::vector<TimeSpan> takeover_spans = {};  ///< From the loss of a process until a replica had taken over.
  std::vector<double> hit_ratio_series;
  std::vector<std::int64_t> hits_series = {};
  std::vector<std::int64_t> lookups_series = {};
};

/// The word of writes, counted once a copy that was told, however often it was sent.
struct ChangesResult {
  std::int64_t sent = 0;
  std::int64_t arrived = 0;
  std::int64_t lost = 0;  ///< Dropped, cut off, given up, or due while the copy's node was down.
  std::int64_t under_way = 0;  ///< At the end of the run.
  std::int64_t untold = 0;     ///< Commits whose writer told nobody: it did not know of them, or died.
  std::int64_t attempts = 0;
  Histogram lag;  ///< ns; from a measured commit to the first arrival of its word at each copy.
  std::vector<std::int64_t> arrivals_series = {};  ///< Those of `lag`.
  std::vector<double> lag_s_series = {};           ///< Their sum in each second.
  std::vector<std::int64_t> failed_series = {};    ///< Calls that were to tell of a change, and got no answer.
};

struct BusResult {
  std::string name;
  std::int64_t published = 0;   ///< To it, also what did not come.
  std::int64_t deliveries = 0;  ///< By it to copies, also those that did not come.
  std::int64_t lost = 0;        ///< By itself: what it would have delivered.
  Rate deliveries_per_s = {};
};

/// One direction of a link.
struct LinkResult {
  std::string name;  ///< "api -> redis"
  std::int64_t messages = 0;
  std::int64_t bytes = 0;  ///< Of the values aboard.
};

/// A service that serves loads.
struct CallerResult {
  std::string name;
  std::optional<double> cache_dependency;  ///< None: it asks no origin whose servers are limited.
};

struct LoadResult {
  std::vector<OriginResult> origins;
  std::vector<CacheResult> caches;
  std::vector<BusResult> buses = {};
  std::optional<double> amplification;
  std::int64_t duplicate_fetches = 0;
  std::int64_t stampede_max = 0;
  std::int64_t waiters_max = 0;
  std::optional<double> cache_dependency;
  std::vector<CallerResult> callers = {};
  std::int64_t messages = 0;
  std::int64_t messages_lost = 0;
  std::int64_t bytes = 0;
  std::vector<LinkResult> links;
  ChangesResult changes;
  std::map<std::string, std::int64_t> abandoned = {};  ///< By node whose queue drops such: requests nobody awaited.
};

/// Reads of one class that promises a greatest age.
struct PromiseSeries {
  std::vector<std::int64_t> answered;
  std::vector<std::int64_t> over_bound;
};

/// One-second windows from the start of the run.
struct Series {
  std::vector<std::int64_t> answered;
  std::vector<std::int64_t> stale;
  std::vector<std::int64_t> failed;
  std::vector<std::int64_t> over_bound;
  std::vector<std::int64_t> data_lost;           ///< Reads of what was lost.
  std::vector<std::int64_t> reads = {};          ///< Of `answered`, those that were reads.
  std::vector<std::int64_t> wrong_entries = {};  ///< At the beginning of each second.
  std::vector<PromiseSeries> promises = {};      ///< By class; empty ones where none is made.
};

/// The circuit breaker of a load's caller.
struct CircuitResult {
  std::int64_t opened = 0;  ///< In the measured time; after a probe that failed it opens again.
  double open_s = 0;        ///< Of the measured time: not closed.
  std::vector<TimeSpan> spans = {};
};

/// What a canary saw: its reads, and those that gave something older than it had been acknowledged of the key.
struct CanaryResult {
  std::int64_t reads = 0;
  std::int64_t stale = 0;
};

/// The requests of one load.
struct RequestsOfLoad {
  std::string name;
  models::Priority priority = models::Priority::normal;
  Requests reads;
  Requests writes;
  Histogram latency;              ///< ns
  std::int64_t below = 0;         ///< Shed by a fallback that serves no priority so low.
  std::int64_t displaced = 0;     ///< Shed from a full queue, for one of a higher priority.
  std::optional<CircuitResult> circuit = std::nullopt;
  std::optional<CanaryResult> canary = std::nullopt;
};

/// When a fault struck, in seconds. One that happens once has no length; one that is not over has no end.
struct FaultResult {
  std::string fault;
  std::vector<TimeSpan> strikes;
};

struct Recovery {
  std::string fault;
  std::optional<double> recover_s;  ///< Empty: did not within the run.
  std::optional<double> heal_s;
  bool worsened = false;  ///< It made stale reads more frequent than they were before.
};

struct RunResult {
  std::uint64_t digest = 0;
  std::uint64_t facts = 0;
  double measured_s = 0;
  ClassResult total;  ///< Over all classes.
  std::vector<ClassResult> classes;
  WholeRequests requests;
  LoadResult load;
  Series series;
  std::vector<Recovery> recovery;
  std::vector<RequestsOfLoad> loads = {};   ///< Where one has a priority, a circuit breaker, or is a canary.
  std::vector<AlertResult> alerts = {};     ///< As declared.
  std::vector<FaultResult> struck = {};     ///< When each fault did.
  std::vector<IncidentResult> faults = {};  ///< What became of each, where alerts are declared ...
  std::vector<IncidentResult> promises = {};  ///< ... and of each promise.
  std::vector<std::string> unobserved = {};   ///< Classes that none of the alerts looks at.
};

}  // namespace stalemate::analysis::measure
