// Nodes: clients, services, caches and origins.
#include <cmath>
#include <map>
#include "analysis/load/reading.hpp"
#include "models/eviction/policy.hpp"

namespace stalemate::analysis::load {

using models::NodeSpec;
using sim::Duration;

namespace {

constexpr std::int64_t one = 1;

Rule<std::int64_t> up_to_parts(std::int64_t least) { return between(least, limits::parts); }

struct Queue {
  std::int64_t limit = -1;
  std::optional<Duration> timeout;
  bool drops_abandoned = false;
};

/// "queue": how many may wait, or {"limit", "timeout", "drop_abandoned"}.
Queue read_queue(Reader& in) {
  Queue queue;
  const Node* node = in.get("queue");
  if (node == nullptr) return queue;
  const bool is_count = !node->is(Kind::object) || node->get("value") != nullptr;
  if (is_count) {
    queue.limit = in.optional_count("queue").value_or(-1);
    return queue;
  }
  Reader whole(*node, in.diagnostics(), in.notes());
  queue.limit = whole.count("limit", std::int64_t{-1}, at_least(std::int64_t{0}));
  queue.timeout = whole.optional_duration("timeout", some_duration());
  queue.drops_abandoned = whole.flag("drop_abandoned", false);
  whole.finish();
  return queue;
}

void read_service(Reader& in, models::ServiceNode& service, Draft& draft) {
  service.instances = in.count("instances", one, up_to_parts(1));
  const std::string balancer = in.word("balancer", words::balancers, "round-robin");
  service.balancer = enumerator<models::ServiceNode::Balancer>(words::balancers, balancer);
  service.workers = in.count("workers", std::int64_t{0});
  const Queue queue = read_queue(in);
  service.queue_limit = queue.limit;
  service.queue_timeout = queue.timeout;
  service.drops_abandoned = queue.drops_abandoned;
  if (in.has("queue") && service.workers == 0) in.warning("queue", "has no effect without \"workers\"");
  service.sheds_lowest = read_shed(in, service.workers > 0 && service.queue_limit > 0);
  service.work = read_law(in, "work", "0s", draft);
}

void read_capacity(Reader& in, models::CacheNode& cache) {
  auto capacity = in.optional_object("capacity");
  if (!capacity) {
    if (!in.has("capacity")) in.note_assumed("capacity", "unbounded");
    return;
  }
  const auto entries = capacity->optional_count("entries", at_least(one));
  const auto bytes = capacity->optional_bytes("bytes", at_least(one));
  cache.capacity_entries = entries.value_or(0);
  cache.capacity_bytes = bytes.value_or(0);
  if (capacity->has("entries") == capacity->has("bytes")) {
    in.error("capacity", "needs one of \"entries\" and \"bytes\"");
  }
  cache.capacity_per_shard = capacity->word("per", words::capacity_of, "total") == "shard";
  capacity->finish();
}

std::int64_t amount_of(const models::CacheNode& cache) {
  const std::int64_t whole = cache.capacity_entries + cache.capacity_bytes;
  return cache.capacity_per_shard ? whole : whole / cache.shards + (whole % cache.shards == 0 ? 0 : 1);
}

void read_eviction(Reader& in, models::CacheNode& cache, Draft& draft) {
  const Node* node = in.get("eviction");
  const bool is_bounded = cache.capacity_entries + cache.capacity_bytes > 0;
  if (node == nullptr) return;
  const auto choice = choice_of(*node, "eviction", draft);
  if (!choice) return;
  cache.eviction = choice->name;
  cache.eviction_values = choice->values;
  if (!in.has("capacity")) return in.warning("eviction", "has no effect without \"capacity\"");
  const auto make = models::options::maker<models::eviction::EvictionAxis>(choice->name);
  if (!is_bounded || make(choice->values, amount_of(cache), {}) != nullptr) return;
  std::string ranges;
  for (const auto& parameter : models::options::find_option("eviction", choice->name)->parameters) {
    ranges += (ranges.empty() ? "" : " ") + parameter.key + ": " + parameter.doc;
  }
  in.error("eviction", "has a parameter out of its range", ranges);
}

void set_usual_eviction(models::CacheNode& cache) {
  const auto* usual = models::options::find_option("eviction", cache.eviction);
  if (usual != nullptr) cache.eviction_values = models::options::defaults_of(*usual);
}

void read_sharding(Reader& in, models::CacheNode& cache) {
  cache.in_process = in.flag("in_process", false);
  cache.edge_of = in.optional_text("edge").value_or("");
  cache.shards = in.count("shards", one, up_to_parts(1));
  const std::string sharding = in.word("sharding", words::shardings, "ring");
  cache.sharding = enumerator<models::CacheNode::Sharding>(words::shardings, sharding);
  cache.virtual_nodes = in.count("virtual_nodes", std::int64_t{160}, between(one, std::int64_t{100'000}));
  if (cache.shards * cache.virtual_nodes > limits::ring_points) {
    in.error("virtual_nodes", "puts more than 10000000 points on the ring");
  }
  for (const char* key : {"shards", "sharding", "virtual_nodes"}) {
    if (cache.in_process && in.has(key)) in.error(key, "has no effect: an in-process cache has no shards");
  }
  const bool is_modulo = cache.sharding == models::CacheNode::Sharding::modulo;
  if (is_modulo && in.has("virtual_nodes")) in.warning("virtual_nodes", "has no effect without a ring");
}

void read_connections(Reader& in, models::CacheNode& cache, bool takes_time) {
  cache.connections = in.count("connections", std::int64_t{0});
  if (cache.connections > 0 && cache.connections < cache.servers) {
    in.error("connections", "is less than \"servers\": commands being served hold a connection too");
  }
  const Queue queue = read_queue(in);
  cache.queue_limit = queue.limit;
  cache.queue_timeout = queue.timeout;
  cache.drops_abandoned = queue.drops_abandoned;
  const bool is_wider = cache.connections > 0 && queue.limit > cache.connections - cache.servers;
  if (is_wider) {
    in.error("queue", "lets more wait than there are connections: " + std::to_string(cache.connections) +
                          ", of which " + std::to_string(cache.servers) + " are being served",
             "allow more \"connections\", or a shorter queue");
  }
  for (const char* key : {"connections", "queue"})
    if (in.has(key) && !takes_time) in.warning(key, "has no effect without \"service\"");
}

void read_replicas(Reader& in, models::CacheNode& cache, Draft& draft) {
  cache.replicas = in.count("replicas", std::int64_t{0}, between(std::int64_t{0}, limits::replicas));
  if (cache.replicas > 0) {
    cache.replica_lag = read_law(in, "replica_lag", assume<std::string>("0s"), draft);
    cache.failover = in.duration("failover", assume(cache.failover), some_duration());
  } else {  // written beside 0 they wait for a strategy that sets another number
    read_law(in, "replica_lag", "0s", draft);
    in.optional_duration("failover", some_duration());
  }
  if (cache.in_process && in.has("replicas"))
    in.error("replicas", "has no effect: an in-process cache has no shards", "leave it out");
  for (const char* key : {"replica_lag", "failover"})
    if (!in.has("replicas") && in.has(key)) in.error(key, "has no effect without \"replicas\"");
}

void read_cache(Reader& in, models::CacheNode& cache, Draft& draft) {
  read_sharding(in, cache);
  set_usual_eviction(cache);
  read_capacity(in, cache);
  read_eviction(in, cache, draft);
  cache.service = read_law(in, "service", "0s", draft);
  cache.servers = in.count("servers", one, at_least(one));
  const bool takes_time = !cache.service.is_constant() || cache.service.mean().ns > 0;
  if (in.has("servers") && !takes_time) in.warning("servers", "has no effect without \"service\"");
  read_connections(in, cache, takes_time);
  read_replicas(in, cache, draft);
}

void read_bus(Reader& in, models::BusNode& bus, Draft& draft) {
  bus.delay = read_law(in, "delay", "0s", draft);
  bus.loss = in.ratio("loss", 0.0);
  bus.duplicates = in.ratio("duplicates", 0.0);
  bus.reorder = read_reordering(in, bus.delay);
  bus.backlog = in.count("backlog", std::int64_t{0}, between(one, limits::option_count));
  const Node* log = in.get("log");
  if (log == nullptr) return;
  Reader whole(*log, in.diagnostics(), in.notes());
  models::LogPlan& plan = bus.log.emplace();
  plan.partitions = whole.count("partitions", one, up_to_parts(1));
  plan.batch = whole.count("batch", std::int64_t{100}, between(one, limits::option_count));
  plan.retry = whole.optional_duration("retry", some_duration()).value_or(plan.retry);
  plan.keeps = whole.count("keeps", std::int64_t{0});
  whole.finish();
  for (const char* key : {"loss", "duplicates", "reorder", "backlog"})
    if (in.has(key)) in.error(key, "has no effect: a log repeats what is not acknowledged, in order", "leave it out");
}

void read_line(Reader& in, models::OriginNode& origin) {
  const Queue queue = read_queue(in);
  origin.queue_limit = queue.limit;
  origin.queue_timeout = queue.timeout;
  origin.drops_abandoned = queue.drops_abandoned;
  if (in.has("queue") && origin.servers == 0) in.warning("queue", "has no effect without \"servers\"");
  origin.sheds_lowest = read_shed(in, origin.servers > 0 && origin.queue_limit > 0);
}

/// "rate_limit": "50/s", or {"rate", "burst", "of"}.
void read_rate_limit(Reader& in, models::RateLimit& limit) {
  const Node* node = in.get("rate_limit");
  if (node == nullptr) return;
  std::optional<std::int64_t> burst;
  const bool is_rate = !node->is(Kind::object) || node->get("value") != nullptr;
  if (is_rate) {
    limit.per_s = optional_rate(in, "rate_limit").value_or(0);
  } else {
    Reader whole(*node, in.diagnostics(), in.notes());
    whole.require("rate");
    limit.per_s = optional_rate(whole, "rate").value_or(0);
    burst = whole.optional_count("burst", between(one, limits::burst));
    limit.of_reads_only = whole.word("of", words::limited, "all") == "reads";
    whole.finish();
  }
  const auto a_second = static_cast<std::int64_t>(std::ceil(std::min(limit.per_s, double(limits::burst))));
  limit.burst = burst.value_or(std::max(one, a_second));
}

constexpr Duration usual_receipt{1'000'000};
constexpr Duration usual_patience{10'000'000'000};

models::Replication usual_replication(models::Replication::Mode mode, std::int64_t followers) {
  using Mode = models::Replication::Mode;
  if (mode == Mode::async) return {};
  const std::int64_t needs = mode == Mode::sync ? followers : 1;
  return {mode, sim::Distribution::constant(usual_receipt), true, needs, usual_patience};
}

// In one word, or with what it takes.
void read_replication(Reader& in, models::OriginNode& origin, Draft& draft) {
  using Mode = models::Replication::Mode;
  models::Replication& plan = origin.replication;
  const Node* node = in.get("replication");
  if (node == nullptr) return;
  if (origin.followers == 0) return in.error("replication", "has no effect without \"followers\"");
  const auto usual = [&](const std::string& word) {
    return usual_replication(enumerator<Mode>(words::replications, word), origin.followers);
  };
  if (!node->is(Kind::object)) {
    plan = usual(in.word("replication", words::replications));
    if (plan.tells_receipt) in.notes().assumed.push_back(node->path + ".receipt = 1ms");
    return;
  }
  Reader whole(*node, draft.diagnostics, draft.notes);
  plan = usual(whole.word("mode", words::replications));
  plan.tells_receipt |= whole.has("receipt");
  if (plan.tells_receipt) plan.receipt = read_law(whole, "receipt", assume<std::string>("1ms"), draft);
  if (plan.mode != Mode::async) {
    plan.needs = whole.count("needs", plan.needs, between(std::int64_t{1}, origin.followers));
    plan.patience = whole.duration("timeout", plan.patience, some_duration());
  }
  whole.finish();
}

void read_origin(Reader& in, models::OriginNode& origin, Draft& draft) {
  origin.servers = in.count("servers", std::int64_t{0});
  read_line(in, origin);
  read_rate_limit(in, origin.rate_limit);
  origin.read = read_law(in, "read", assume<std::string>("1ms"), draft);
  origin.write = read_law(in, "write", assume<std::string>("1ms"), draft);
  origin.followers = in.count("followers", std::int64_t{0}, up_to_parts(0));
  origin.lag = read_law(in, "lag", "0s", draft);
  if (in.has("lag") && origin.followers == 0) in.warning("lag", "has no effect without \"followers\"");
  origin.apply = read_law(in, "apply", "0s", draft);
  if (in.has("apply") && origin.followers == 0) in.warning("apply", "has no effect without \"followers\"");
  read_replication(in, origin, draft);
  const std::string from = in.word("read_from", words::read_from, "leader");
  origin.read_from = enumerator<models::ReadFrom>(words::read_from, from);
  if (from != "leader" && origin.followers == 0) in.error("read_from", "asks for a follower, but there is none");
}

void read_kind(Reader& in, NodeSpec& node, Draft& draft) {
  switch (node.kind) {
    case NodeSpec::Kind::client: return;
    case NodeSpec::Kind::service: read_service(in, node.service, draft); break;
    case NodeSpec::Kind::cache: read_cache(in, node.cache, draft); break;
    case NodeSpec::Kind::origin: read_origin(in, node.origin, draft); break;
    case NodeSpec::Kind::bus: read_bus(in, node.bus, draft); break;
  }
  node.timeout = in.optional_duration("timeout", some_duration());
}

/// "service" stands for {"kind": "service"}, at the same place.
Node whole_form(const Node& node) {
  if (!node.is(Kind::text)) return node;
  Node object;
  object.kind = Kind::object;
  object.place = node.place;
  object.path = node.path;
  Node kind = text_node(node.text, node.place);
  kind.path = node.path;
  object.members.push_back({"kind", node.place, std::move(kind)});
  return object;
}

void read_node(const Member& member, Draft& draft) {
  NodeSpec spec;
  spec.name = member.key;
  if (member.key.empty()) draft.diagnostics.error(member.place, member.value.path, "a name is empty");
  if (member.key == no_origin)
    draft.diagnostics.error(member.place, member.value.path,
                            "\"none\" cannot name a node: a class says so that it has no origin");
  const Node node = whole_form(member.value);
  if (!node.is(Kind::object)) {
    draft.doubtful_nodes.insert(member.key);
    draft.diagnostics.error(node.place, node.path, excerpt(node) + " is no node",
                            R"(write "service", or {"kind": "service", ...})");
    return;
  }
  Reader in(node, draft.diagnostics, draft.notes);
  const std::string kind = in.word("kind", words::node_kinds);
  if (kind.empty()) {
    draft.doubtful_nodes.insert(member.key);
    return;
  }
  spec.kind = enumerator<NodeSpec::Kind>(words::node_kinds, kind);
  read_kind(in, spec, draft);
  in.finish();
  draft.blueprint.nodes.push_back(std::move(spec));
}

// Faults and figures name the parts of a node too, so that no two may share a name.
void check_parts(Reader& root, Draft& draft) {
  std::map<std::string, std::string> taken;
  for (const NodeSpec& node : draft.blueprint.nodes) taken.emplace(node.name, node.name);
  std::int64_t running = 0;
  for (const NodeSpec& node : draft.blueprint.nodes) {
    const auto parts = parts_of(node, draft.blueprint);
    running += std::int64_t(parts.size());
    for (const std::string& part : parts) {
      const auto [other, is_free] = taken.emplace(part, node.name);
      if (is_free || other->second == node.name) continue;
      root.error("nodes", in_quotes(part) + " would be a part of " + in_quotes(node.name) + " and of " +
                              in_quotes(other->second));
    }
  }
  if (running > limits::running_nodes) {
    root.error("nodes", "would make " + std::to_string(running) + " instances, shards and servers, more than 60000");
  }
}

}  // namespace

void read_nodes(Reader& root, Draft& draft) {
  if (root.require("nodes") == nullptr) return;
  const auto members = root.named("nodes");
  if (members.empty() && root.get("nodes")->is(Kind::object)) root.error("nodes", "defines no node");
  if (members.size() > std::size_t{limits::nodes}) {
    root.error("nodes", "has " + std::to_string(members.size()) + " nodes, more than " + std::to_string(limits::nodes) +
                            "; equal ones can be one node with \"instances\"");
  }
  for (const Member* member : members) read_node(*member, draft);
  check_parts(root, draft);
  check_edges(root, draft);
}

}  // namespace stalemate::analysis::load
