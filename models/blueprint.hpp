// The blueprint of a world: plain data that a scenario file, or C++ code, fills in and World builds from.
// Promise: one blueprint and one seed make one run; every default here is the default of the scenario format.
// Source: the words of this project's scenario format.
#pragma once
#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>
#include "models/declared.hpp"
#include "models/fault.hpp"
#include "models/options/registry.hpp"
#include "models/priority.hpp"
#include "sim/bands.hpp"
#include "sim/distribution.hpp"
#include "sim/link_traits.hpp"
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
  std::uint32_t scan_from = 0;  ///< scan: the key of the class that comes first; then each next one, and round again.
  std::optional<Duration> turnover = std::nullopt;  ///< Once in this time each rank goes to another key; none: never.
};

/// What a data class promises to its readers; the default expectation of every strategy.
struct Promise {
  std::optional<Duration> max_age;  ///< No read older than this ...
  double share = 1.0;               ///< ... for at least this share of the answered reads.
  double kept = 1.0;  ///< Of a class without an origin: so many of its reads do not miss what was lost.
};

/// Which nodes of an origin answer its reads; nearest: by the mean latency from who asks, the leader of equals.
enum class ReadFrom : std::uint8_t { leader, follower, nearest };

/// A kind of tags: each key of a class that declares it bears one of them, as do keys of others that do.
struct Tag {
  std::string name;
  std::uint32_t count = 1;
};

struct DataClass {
  std::string name;
  std::uint32_t keys = 1;
  std::int64_t value_bytes = 1024;  ///< One entry of this class in a cache of byte capacity; bytes on links.
  Popularity popularity;
  Promise promise;
  double absent = 0;   ///< Share of its keys that are not there when the run begins.
  std::string owner;   ///< The service that owns the data; empty: nobody is named.
  std::string origin;  ///< The origin node that holds it; empty: the only one.
  bool has_origin = true;  ///< Else a cache has the only copy of each key, from its first write on.
  std::optional<ReadFrom> read_from = std::nullopt;  ///< Else as its origin says.
  /// The classes that its origin computes it from; empty: it is written. A commit of theirs is one of its own.
  std::vector<std::string> derived_from = {};
  std::optional<Act> act = std::nullopt;  ///< None: what its stale reads led to is not counted.
  std::optional<Distribution> origin_read = std::nullopt;   ///< Time of one read there; else as the origin says.
  std::optional<Distribution> origin_write = std::nullopt;  ///< The same of a write.
  std::vector<Tag> tags = {};             ///< By which a change may name other keys.
};

struct ServiceNode {
  enum class Balancer : std::uint8_t { round_robin, random, sticky, least_connections };
  std::int64_t instances = 1;
  Balancer balancer = Balancer::round_robin;
  std::int64_t workers = 0;      ///< Requests served at once by an instance; 0: no limit.
  std::int64_t queue_limit = 0;  ///< Requests that wait for a worker; 0: no limit. Beyond it: refused.
  bool sheds_lowest = false;     ///< In a full queue who has the lowest priority gives way to who has a higher one.
};

struct CacheNode {
  enum class Sharding : std::uint8_t { ring, modulo };
  bool in_process = false;  ///< Each instance of each service has one of its own, which dies with it.
  std::int64_t shards = 1;
  Sharding sharding = Sharding::ring;
  std::int64_t virtual_nodes = 160;   ///< Points of a shard on the ring.
  std::int64_t capacity_entries = 0;  ///< 0: not limited by entries.
  std::int64_t capacity_bytes = 0;    ///< 0: not limited by bytes.
  bool capacity_per_shard = false;    ///< Else the capacity is the total of all shards.
  std::string eviction = "lru";
  options::Values eviction_values;
  Distribution service = Distribution::constant({});  ///< Time of one command.
  std::int64_t servers = 1;                           ///< Commands served at once by a shard, when they take time.
  std::int64_t connections = 0;  ///< Commands a shard serves or lets wait, when they take time; 0: no limit.
  std::int64_t queue_limit = -1;          ///< Commands that may wait; -1: no limit. Beyond it: refused.
  std::optional<Duration> queue_timeout;  ///< A command whose service has not begun by then leaves unserved.
  std::int64_t replicas = 0;              ///< Of each shard: one takes over when the shard's process goes.
  Distribution replica_lag = Distribution::constant({});  ///< From a change at the shard to its receipt by a replica.
  Duration failover{15'000'000'000};  ///< From the loss of the process until a replica has taken over.
};

/// What makes a bus a log: it tells each copy until that has acknowledged, in order.
struct LogPlan {
  std::int64_t partitions = 1;  ///< Each key is in one of them.
  std::int64_t batch = 100;     ///< Entries of a partition that go to one copy together.
  Duration retry{100'000'000};  ///< Before what was not acknowledged goes again.
  std::int64_t keeps = 0;       ///< Entries of a partition that wait for one copy; the oldest go; 0: no limit.
};

/// A bus: for publish/subscribe, where whoever is not reached now is not told later, or a log.
struct BusNode {
  Distribution delay = Distribution::constant({});  ///< From publication to delivery, drawn for each delivery.
  double loss = 0;                                  ///< Share of deliveries lost.
  double duplicates = 0;                            ///< Share of deliveries made twice.
  sim::Reordering reorder = {};                     ///< Share of deliveries held back beyond their delay.
  std::optional<LogPlan> log = std::nullopt;        ///< Then nothing is lost, doubled or held back.
};

/// What comes faster is turned away.
struct RateLimit {
  double per_s = 0;        ///< 0: no limit.
  std::int64_t burst = 1;  ///< So many at once after a pause.
  bool of_reads_only = false;
};

/// What an origin's followers have to have before a write counts.
struct Replication {
  enum class Mode : std::uint8_t {
    async,      ///< Nothing.
    semi_sync,  ///< A write commits at the leader, and is acknowledged when followers have received it.
    sync,       ///< It commits when they have.
  };
  Mode mode = Mode::async;
  Distribution receipt = Distribution::constant({});  ///< From the leader to a follower; it applies it later.
  bool tells_receipt = false;  ///< Else a follower has what it has applied, and no more.
  std::int64_t needs = 0;      ///< So many followers.
  Duration patience{};         ///< After that a semi_sync leader waits for nobody, and at a sync one the write fails.
};

struct OriginNode {
  std::int64_t servers = 0;               ///< Requests served at once by each node; 0: no limit.
  std::int64_t queue_limit = -1;          ///< Requests that may wait; -1: no limit. Beyond it: refused.
  bool sheds_lowest = false;              ///< As a service.
  std::optional<Duration> queue_timeout;  ///< A request whose service has not begun by then leaves unserved.
  RateLimit rate_limit;                   ///< Of each node.
  Distribution read = Distribution::constant({});
  Distribution write = Distribution::constant({});
  std::int64_t followers = 0;
  Distribution lag =
      Distribution::constant({});  ///< From commit to application at a follower; applied in commit order.
  Distribution apply = Distribution::constant({});  ///< A follower applies one commit at a time, each for so long.
  ReadFrom read_from = ReadFrom::leader;
  Replication replication;
};

struct ClientNode {};

struct NodeSpec {
  enum class Kind : std::uint8_t { client, service, cache, origin, bus };
  std::string name;
  Kind kind = Kind::service;
  ServiceNode service;
  CacheNode cache;
  OriginNode origin;
  BusNode bus;
  std::optional<Duration> timeout;  ///< Callers of this node give a call up after this; none: they wait.
};

inline bool reads_followers(const DataClass& data_class, const OriginNode& origin) {
  return origin.followers > 0 && data_class.read_from.value_or(origin.read_from) != ReadFrom::leader;
}

/// Followers are counted from 1.
inline std::string follower_name(const std::string& origin, std::int64_t number) {
  return origin + "-follower-" + std::to_string(number);
}

/// Whether the node is the origin that holds the class.
inline bool is_origin_of(const NodeSpec& node, const DataClass& data_class) {
  return node.kind == NodeSpec::Kind::origin && data_class.has_origin &&
         (data_class.origin.empty() || data_class.origin == node.name);
}

/// Both ways unless `one_way`.
struct LinkSpec {
  std::string from;
  std::string to;
  Distribution latency = Distribution::constant({});
  double loss = 0;
  bool one_way = false;
  sim::LinkTraits traits = {};  ///< Each way has its own.
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

/// Part of a request: one or several keys of one class, distinct ones.
struct Step {
  enum class How : std::uint8_t { serial, parallel, multi_get };
  std::string reads;
  std::int64_t keys = 1;
  How how = How::serial;
  Popularity popularity;                                  ///< Resolved: the class's own, or this step's.
  std::optional<std::uint32_t> fixed_key = std::nullopt;  ///< The step asks for this key of the class.
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

/// Whether the load reads or writes the class.
inline bool asks_for(const Load& load, const std::string& data_class) {
  return load.writes == data_class || reads_a_request(load, data_class) > 0;
}

/// One use of an option: its name and its resolved parameters.
struct Choice {
  std::string name;
  options::Values values;
};

/// How one class is cached.
struct Policy {
  std::string cache;  ///< The cache node; empty: none.
  std::string bus;    ///< The bus that carries changes, for a carrier that needs one.
  Choice read{"none", {}};
  Choice write{"write-around", {}};
  Choice carry{"inline", {}};
  Choice names{"key", {}};
  Choice expiry{"none", {}};
  Choice guard{"none", {}};
  Choice warm_up{"cold", {}};
  std::vector<Choice> stampede;      ///< Outermost first.
  std::vector<Choice> fallback;      ///< Outermost first; where none answers for the cache, the usual one does.
  std::vector<std::string> owed_by;  ///< Services that owe the invalidation; empty: every writer.
  std::vector<Policy> behind;        ///< The tiers behind this one, the nearest first; they have none behind them.
};

/// The tiers of a class, the outermost first.
inline std::vector<const Policy*> tiers_of(const Policy& policy) {
  std::vector<const Policy*> tiers{&policy};
  for (const Policy& tier : policy.behind) tiers.push_back(&tier);
  return tiers;
}

/// Whether the policy says what a read comes to that gets no answer from the cache.
inline bool answers_for_cache(const Policy& policy) {
  return std::any_of(policy.fallback.begin(), policy.fallback.end(), [](const Choice& each) {
    return options::find_option("fallback", each.name)->answers_for == options::Failed::cache;
  });
}
/// What it comes to otherwise: those who ask a cache to ask the origin do not ask the origin themselves.
inline const char* usual_fallback(const Policy& policy) {
  return options::find_option("read", policy.read.name)->is_through ? "fail-fast" : "origin";
}

struct Strategy {
  std::string name;
  std::vector<Policy> policies;  ///< One a data class, in the order of Blueprint::classes.
};

/// One loss, as a message_lost tells it.
struct SparedLoss {
  Instant at;
  std::uint64_t operation = 0;
  std::uint16_t receiver = 0;
  std::uint8_t what = 0;  ///< LostMessage, packed.
  bool operator==(const SparedLoss&) const = default;
};

struct Blueprint {
  std::vector<DataClass> classes;
  std::vector<NodeSpec> nodes;
  std::vector<LinkSpec> links;
  std::vector<Load> loads;
  std::vector<Fault> faults;
  std::vector<Alert> alerts = {};
  Strategy strategy;
  Distribution default_latency = Distribution::constant(Duration{250'000});
  Duration give_up{1'000'000'000};  ///< When a message is lost, its sender learns it after this: "unreachable".
  Duration duration{600'000'000'000};
  Duration warm_up{60'000'000'000};
  std::int64_t stop_requests = 0;  ///< Ends the run after this many requests; 0: after `duration`.
  std::uint64_t seed = 1;
  /// Operations that do not happen, sorted by number: what would the run have been without them?
  std::vector<std::uint64_t> skipped;
  /// Messages that arrive, whatever would lose them: what would the run have been without those losses?
  std::vector<SparedLoss> spared;
};

/// Whether some key of the class may not be there.
inline bool has_absence(const Blueprint& blueprint, const DataClass& data_class) {
  const auto deletes = [&](const Load& load) { return load.writes == data_class.name && load.deletes > 0; };
  return data_class.absent > 0 || std::any_of(blueprint.loads.begin(), blueprint.loads.end(), deletes);
}

}  // namespace stalemate::models
