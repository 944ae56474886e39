// The blueprint of a world: plain data that a scenario file, or C++ code, fills in and World builds from.
// Promise: one blueprint and one seed make one run; every default here is the default of the scenario format.
// Source: the words of this project's scenario format.
#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>
#include "models/declared.hpp"
#include "models/fault.hpp"
#include "models/load.hpp"
#include "models/options/registry.hpp"
#include "models/priority.hpp"
#include "sim/distribution.hpp"
#include "sim/link_traits.hpp"
#include "sim/time.hpp"

namespace stalemate::models {

using sim::Distribution;
using sim::Duration;
using sim::Instant;

/// What a data class promises to its readers; the default expectation of every strategy.
struct Promise {
  std::optional<Duration> max_age;  ///< No read older than this ...
  double share = 1.0;               ///< ... for at least this share of the answered reads.
  double kept = 1.0;  ///< Of a class without an origin: so many of its reads do not miss what was lost.
  bool read_your_writes = false;  ///< No session misses what it has written itself.
  bool monotonic_reads = false;   ///< None reads an older version than it has read before.
  bool under_faults = true;       ///< Else it says nothing of reads that are under way while a fault is in force.
  bool is_of_sessions() const { return read_your_writes || monotonic_reads; }
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
  std::optional<StatedPolicy> stated = std::nullopt;  ///< None: nothing is written of how it is to be cached.
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
  std::int64_t queue_limit = -1;  ///< Requests that wait for a worker; -1: no limit. Beyond it: refused.
  bool sheds_lowest = false;     ///< In a full queue who has the lowest priority gives way to who has a higher one.
  std::optional<Duration> queue_timeout = std::nullopt;  ///< Who has no worker by then leaves unserved.
  bool drops_abandoned = false;  ///< A worker that takes the next request drops it if nobody awaits it any more.
  Distribution work = Distribution::constant({});  ///< Of an instance itself on each request, before it goes on.
};

struct CacheNode {
  enum class Sharding : std::uint8_t { ring, modulo };
  bool in_process = false;  ///< Each instance of each service has one of its own, which dies with it.
  std::string edge_of;      ///< The service that it stands before, whose clients ask it instead; empty: none.
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
  bool drops_abandoned = false;       ///< As a service.
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
  std::int64_t backlog = 0;  ///< Deliveries that wait for one copy, at most; one too many is lost. 0: no limit.
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
  bool drops_abandoned = false;  ///< As a service.
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

/// Whether its queue drops what nobody awaits any more.
inline bool drops_abandoned(const NodeSpec& node) {
  switch (node.kind) {
    case NodeSpec::Kind::service: return node.service.drops_abandoned;
    case NodeSpec::Kind::cache: return node.cache.drops_abandoned;
    case NodeSpec::Kind::origin: return node.origin.drops_abandoned;
    case NodeSpec::Kind::client:
    case NodeSpec::Kind::bus: break;
  }
  return false;
}

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

/// Whether who waits for another's fill looks the key up again.
inline bool asks_again(const Policy& tier) {
  return std::any_of(tier.stampede.begin(), tier.stampede.end(), [](const Choice& choice) {
    return options::find_option("stampede", choice.name)->asks_again;
  });
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
