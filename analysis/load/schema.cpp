// The JSON Schema of the scenario format, built from the words of the loader and the registry of options.
#include "analysis/load/schema.hpp"
#include "analysis/load/reading.hpp"
#include "analysis/load/schema_forms.hpp"
#include "models/options/registry.hpp"

namespace stalemate::analysis::load {
namespace {

using namespace forms;
namespace options = models::options;

Json value_of(const options::Parameter& parameter) {
  switch (parameter.kind) {
    case options::ParameterKind::duration: return ref("duration");
    case options::ParameterKind::ratio: return ref("ratio");
    case options::ParameterKind::count: return ref("count");
    case options::ParameterKind::factor: return {{"type", "number"}, {"exclusiveMinimum", 0}};
    case options::ParameterKind::flag: return flag();
    case options::ParameterKind::word: break;
  }
  return one_word(parameter.words);
}

std::string doc_of(const options::Parameter& parameter) {
  const std::string unit = parameter.unit.empty() ? "" : " (" + parameter.unit + ")";
  const std::string usual = parameter.fallback.empty() ? "; required" : "; default " + parameter.fallback;
  return parameter.doc + unit + usual;
}

Json use_of(const options::Option& option) {
  std::vector<Key> keys = {{"use", {{"const", option.name}}, "", required}};
  for (const auto& parameter : option.parameters) {
    keys.push_back({parameter.key.c_str(), value_of(parameter), doc_of(parameter), parameter.fallback.empty()});
  }
  return described(object_of(keys), option.promise);
}

bool needs_parameters(const options::Option& option) {
  return std::any_of(option.parameters.begin(), option.parameters.end(),
                     [](const options::Parameter& parameter) { return parameter.fallback.empty(); });
}

/// Any use of an option of an axis.
Json axis(const char* name) {
  Json any = Json::array();
  for (const options::Option* option : options::options_of(name)) {
    if (!needs_parameters(*option)) any.push_back(described({{"const", option->name}}, option->promise));
    any.push_back(use_of(*option));
  }
  if (std::string_view(name) == "expiry") any.push_back(described(duration_text(), "a ttl"));
  if (std::string_view(name) == "stampede" || std::string_view(name) == "fallback")
    any.push_back({{"const", "none"}});
  return {{"anyOf", std::move(any)}};
}

Json policy() {
  return object_of({{"read", ref("read"), "how reads use the cache", required},
                    {"write", ref("write"), "what a write does to the cache; default write-around"},
                    {"carry", ref("carry"), "how an invalidation travels; default inline"},
                    {"names", ref("names"), "what an invalidation names; default key"},
                    {"expiry", ref("expiry"), "how long an entry may be served; default none"},
                    {"guard", ref("guard"), "what a cache may store where readers and writers race; default none"},
                    {"stampede", any_of({ref("stampede"), list_of(ref("stampede"))}),
                     "what keeps misses from piling up, outermost first; default none"},
                    {"fallback", any_of({ref("fallback"), list_of(ref("fallback"))}),
                     "what a read without an answer comes to, outermost first; default origin, read-through fail-fast"},
                    {"warm_up", ref("warm_up"), "what is done when a copy comes up empty; default cold"},
                    {"cache", text(), "the cache node; default the only one"},
                    {"bus", text(), "what a carry other than inline publishes on; default the only one that fits"},
                    {"owed_by", list_of(text()), "services that owe the invalidation; default every writer"},
                    {"observe", list_of(alert()), "alerts on this class; with any, those of \"alerts\" do not apply"}});
}

Json act() {
  return object_of({{"kind", one_word(words::act_kinds), "what is done with what was read", required},
                    {"called", text(), "one harm, in your words: \"wrong price shown\""},
                    {"costs", ref("number"), "one harm; default none: harms are counted alone"},
                    {"unit", text(), "of the costs: \"EUR\", \"support calls\""},
                    {"revokes", ref("ratio"), "of a grant: the share of the commits that revoke"},
                    {"stock", ref("count"), "of a take: the units of a key at first and after a restock"}});
}

Json stated_policy() {
  return object_of(
      {{"told_by", list_of(text()), "invalidation: services and origins that tell caches of changes; []: nobody"},
       {"ttl", any_of({ref("duration"), one_word({words::never})}), "no entry lives longer; never: entries do not end"},
       {"fallback", one_word(option_names("fallback")), "what a read comes to when the cache is silent"},
       {"watched_by", list_of(text()), "observability: the alerts that would show it stale, or the cache gone"},
       {"exit", text(), "in words: what would let the cache be removed"}});
}

Json data_class() {
  const Json promise = object_of({{"max_age", ref("duration"), "no read is older than this"},
                                  {"share", ref("ratio"), "for at least this share of reads; default 100%"},
                                  {"kept", ref("ratio"),
                                   "origin none: this share of reads misses nothing that was lost; default 100%"},
                                  {"read_your_writes", flag(), "no session misses what it wrote; default false"},
                                  {"monotonic_reads", flag(), "no session goes back in time; default false"},
                                  {"under_faults", flag(),
                                   "false: it says nothing of reads under way while a fault lasts; default true"}});
  return object_of({{"keys", ref("count"), "how many keys", required},
                    {"size", ref("size"), "of one value; default 1KiB"},
                    {"popularity", ref("popularity"), "which keys are asked for; default uniform"},
                    {"promise", promise, "what readers may rely on; the expectation of every strategy"},
                    {"absent", ref("ratio"), "of its keys are not there when the run begins; default 0%"},
                    {"owner", text(), "the service that owns the data"},
                    {"policy", stated_policy(), "what is written of how it is cached; `review` holds it to that"},
                    {"origin", text(), "what holds it; default the only origin; none: a cache has the only copy"},
                    {"read_from", one_word(words::read_from), "default as its origin says"},
                    {"derived_from", list_of(text()), "what the origin computes it from: classes; nobody writes it"},
                    {"tags", named(ref("count")), "kinds of tags, how many of each: key i bears tag i modulo that"},
                    {"act", act(), "what is done with what was read, and what one harm costs; default nothing"},
                    {"origin_read", ref("law"), "time of one of its reads at the origin; default as that says"},
                    {"origin_write", ref("law"), "the same of a write"}});
}

Key kind_of(std::size_t kind) { return {"kind", {{"const", words::node_kinds[kind]}}, "", required}; }
Key timeout_key() { return {"timeout", ref("duration"), "callers of this node give up after this; default never"}; }

Key shed_key() { return {"shed", one_word(words::sheds), "who gives way in a full queue; default newcomer"}; }

Json queue(const std::string& who) {
  return any_of({ref("count"),
                 object_of({{"limit", ref("count"), who + "s that may wait; default no limit"},
                            {"timeout", ref("duration"), "a " + who + " that waited this long leaves unserved"},
                            {"drop_abandoned", flag(),
                             "a " + who + " whose caller has given up is dropped at its turn; default false"}})});
}

Json service() {
  return object_of({kind_of(1),
                    {"instances", ref("count"), "default 1"},
                    {"balancer", one_word(words::balancers), "default round-robin"},
                    {"workers", ref("count"), "requests served at once by an instance; default 0, no limit"},
                    {"queue", queue("request"), "of an instance: how many may wait; one too many is refused"},
                    {"work", ref("law"), "an instance's own time for each request; default 0s"},
                    shed_key(),
                    timeout_key()});
}

Json cache() {
  const Json capacity = object_of({{"entries", ref("count"), ""},
                                   {"bytes", ref("size"), ""},
                                   {"per", one_word(words::capacity_of), "what the capacity is of; default total"}});
  return object_of({kind_of(2),
                    {"in_process", flag(), "one in each instance of each service, which dies with it; default false"},
                    {"edge", text(), "the service that it stands before: the clients of that ask it"},
                    {"shards", ref("count"), "default 1"},
                    {"sharding", one_word(words::shardings), "consistent hashing or modulo; default ring"},
                    {"virtual_nodes", ref("count"), "points of a shard on the ring; default 160"},
                    {"capacity", capacity, "entries or bytes; default unbounded"},
                    {"eviction", ref("eviction"), "who leaves a full cache; default lru"},
                    {"service", ref("law"), "time of one command; default 0s"},
                    {"servers", ref("count"), "commands served at once by a shard; default 1"},
                    {"connections", ref("count"), "commands a shard serves or lets wait; default 0, no limit"},
                    {"queue", queue("command"), "of a shard: how many may wait; one too many is refused"},
                    {"replicas", ref("count"), "of each shard: one takes over when the shard goes down; default 0"},
                    {"replica_lag", ref("law"), "from a change at a shard to its receipt by a replica; default 0s"},
                    {"failover", ref("duration"), "until a replica has taken over; default 15s"},
                    timeout_key()});
}

Json reordering() {
  return any_of({ref("ratio"), object_of({{"share", ref("ratio"), "share of the messages", required},
                                          {"by", ref("duration"), "default as long as a message takes on average"}})});
}

Json bus() {
  const Json log = object_of({{"partitions", ref("count"), "each key is in one of them; default 1"},
                              {"batch", ref("count"), "entries of a partition that go to a copy together; default 100"},
                              {"retry", ref("duration"), "before what was not acknowledged goes again; default 100ms"},
                              {"keeps", ref("count"), "entries kept for a copy, besides those sent; default 0: all"}});
  return object_of({kind_of(4),
                    {"delay", ref("law"), "from publication to each delivery; default 0s"},
                    {"loss", ref("ratio"), "share of deliveries lost; default 0"},
                    {"duplicates", ref("ratio"), "share of deliveries made twice; default 0"},
                    {"reorder", reordering(), "share of deliveries held back, so that later ones pass; default 0"},
                    {"backlog", ref("count"), "deliveries that may wait for a copy; default 0: no limit"},
                    {"log", log, "makes it a log: each copy is told in order until it has acknowledged"},
                    timeout_key()});
}

Json rate_limit() {
  const Json whole = object_of({{"rate", ref("rate"), "", required},
                                {"burst", ref("count"), "at once after a pause; default a second's worth"},
                                {"of", one_word(words::limited), "what is counted and refused; default all"}});
  return any_of({ref("rate"), whole});
}

Json replication() {
  const Json mode = one_word(words::replications);
  return any_of({mode, object_of({{"mode", mode, "sync: a write commits when they have it", required},
                                  {"receipt", ref("law"), "from the leader to a follower; default 1ms"},
                                  {"needs", ref("count"), "so many followers; default 1, sync: all"},
                                  {"timeout", ref("duration"), "then semi-sync goes on, sync fails; default 10s"}})});
}

Json origin() {
  return object_of({kind_of(3),
                    {"servers", ref("count"), "requests served at once by each node; default 0, no limit"},
                    {"queue", queue("request"), "of each node: how many may wait; one too many is refused"},
                    shed_key(),
                    {"rate_limit", rate_limit(), "of each node: what comes faster is refused; default no limit"},
                    {"read", ref("law"), "time of one read; default 1ms"},
                    {"write", ref("law"), "time of one write; default 1ms"},
                    {"followers", ref("count"), "default 0"},
                    {"lag", ref("law"), "from the commit to a follower, which applies in commit order; default 0s"},
                    {"apply", ref("law"), "a follower applies one commit at a time, each for so long; default 0s"},
                    {"replication", replication(), "what followers must have before a write counts; default async"},
                    {"read_from", one_word(words::read_from), "default leader"},
                    timeout_key()});
}

Json node() {
  return any_of({one_word(words::node_kinds), object_of({kind_of(0)}), service(), cache(), origin(), bus()});
}

Json link() {
  return object_of({{"between", pair_of(text()), "both ways"},
                    {"from", text(), "one way"},
                    {"to", text(), ""},
                    {"latency", ref("law"), "", required},
                    {"loss", ref("ratio"), "share of messages lost; default 0"},
                    {"duplicates", ref("ratio"), "share of requests that arrive twice; default 0"},
                    {"reorder", reordering(), "share of messages held back, so that later ones pass; default 0"},
                    {"bandwidth", ref("bandwidth"), "of the values carried, each way; default no limit"}});
}

Json step() {
  return object_of({{"reads", text(), "a class of data"},
                    {"writes", text(), "instead of reads: a class of data"},
                    {"keys", ref("count"), "distinct keys of it; default 1"},
                    {"how", one_word(words::step_hows), "several keys: one by one, all at once, or in one message"},
                    {"keys_like", any_of({{{"const", "reads"}}, ref("popularity")}),
                     "which keys; default the popularity of the class"},
                    {"keys_of", text(), "the keys with the numbers of those that a step before it has of this class"},
                    {"key", ref("count"), "always this key of the class, from 0"}});
}

Json retries() {
  const Json whole = object_of({{"max", ref("count"), "attempts after the first", required},
                                {"backoff", one_word(words::backoffs), "default fixed"},
                                {"base", ref("duration"), "the first pause"},
                                {"cap", ref("duration"), "the longest pause; default 60s"},
                                {"budget", ref("ratio"), "retries and hedges, as a share of the requests; default any"},
                                {"reserve", ref("count"), "of a budget: at its beginning, and at most; default 10"}});
  return any_of({ref("count"), whole});
}

Json breaker() {
  return object_of({{"failures", ref("count"), "that open the circuit", required},
                    {"of", ref("count"), "among so many last attempts; default as many: failures in a row"},
                    {"open", ref("duration"), "requests fail at once; then one passes as a probe", required}});
}

Json hedge() {
  return object_of({{"after", ref("duration"), "a read without an answer is asked for at another instance", required}});
}

Json load() {
  const Json like_reads = {{"const", "reads"}};
  const Json after_read = object_of(
      {{"after_read", ref("ratio"), "after this share of the answered reads their session writes the key", required}});
  return object_of({{"name", text(), "default as \"shop reads price\""},
                    {"from", text(), "a client or a service", required},
                    {"to", text(), "the service that answers; default the one that asks"},
                    {"reads", text(), "a class of data"},
                    {"writes", text(), "a class of data"},
                    {"write_share", ref("ratio"), "of a load that reads and writes, unless its trace tells"},
                    {"deletes", ref("ratio"), "of its writes delete; the others set, or insert; default 0%"},
                    {"request", list_of(any_of({step(), list_of(step())})),
                     "instead of reads and writes: the steps of each request, in turn; those in a list begin together"},
                    {"rate", ref("rate"), "an open loop"},
                    {"arrivals", one_word(words::arrivals), "of a rate; default poisson; constant: from the start on"},
                    {"grows", share_a("month"), "of a rate, compounded, for all the \"months_later\""},
                    {"curve", list_of(object_of({{"for", ref("duration"), "", required},
                                                 {"factor", ref("number"), "times the rate, meanwhile", required}})),
                     "of a rate, from the load's beginning on, again and again: a day, a burst"},
                    {"at", list_of(ref("duration")), "listed instants"},
                    {"users", ref("count"), "a closed loop"},
                    {"think", ref("law"), "between two requests of a user, or a read and the write after it"},
                    {"trace", any_of({text(), trace()}), "a recorded trace: times, keys, and which requests write"},
                    {"keys_like", any_of({like_reads, after_read, scan(), ref("popularity")}),
                     "which keys are hit. For writes it moves results up to thirty-fold: say it"},
                    {"read_back", any_of({ref("ratio"), object_of({{"share", ref("ratio"), "default 100%"},
                                                                   {"after", ref("law"), "default 0s"}})}),
                     "after this share of the answered writes their session reads the key"},
                    {"key", ref("count"), "every request asks for this key of the class, from 0"},
                    {"sessions", ref("count"), "default 0: none are told apart"},
                    {"begins", ref("time"), "default 0s"},
                    {"ends", ref("time"), "default with the run"},
                    {"timeout", ref("duration"), "the caller gives an attempt up"},
                    {"retries", retries(), "default 0"},
                    {"breaker", breaker(), "of this load's caller, for its service; default none"},
                    {"hedge", hedge(), "the first answer wins, and what loses goes on; default none"},
                    {"priority", one_word(words::priorities), "who gives way where not all are served; default normal"},
                    {"canary", flag(), "a probe: it compares what it reads back with its own writes; default false"}});
}

Json expectation() {
  const Json bound = any_of({{{"type", "number"}}, text()});
  return object_of({{"text", text(), "what is expected, in words"},
                    {"path", text(), "a figure of the results, below runs[]", required},
                    {"strategy", text(), "a name or a glob; default every one but the baseline"},
                    {"min", bound, ""}, {"max", bound, ""}, {"equals", bound, ""}});
}

Json strategies() {
  const Json set = described(named(Json::object()), "changes to the system, path by path");
  const Json tiers = any_of({ref("policy"), list_of(ref("policy"))});
  const Json observe = described(list_of(alert()), "its own alerts, in place of those of \"alerts\"");
  return named(
      {{"type", "object"}, {"properties", {{"set", set}, {"observe", observe}}}, {"additionalProperties", tiers}});
}

Json definitions() {
  Json list = {{"duration", guessable(duration_text())},
               {"time", any_of({time_text(), guessable(duration_text())})},
               {"count", guessable(count_form())},
               {"ratio", guessable(ratio_form())},
               {"number", guessable({{"type", "number"}})},
               {"size", guessable(matching(std::string(number_pattern) + "(GiB|GB|MiB|MB|KiB|KB|B)"))},
               {"rate", guessable(matching(std::string(number_pattern) + "(e[+-]?[0-9]+)?(k|M|G)?/(s|m|min|h|d)"))},
               {"bandwidth", guessable(matching(std::string(number_pattern) +
                                                "(GiB|GB|MiB|MB|KiB|KB|B|Gbit|Mbit|kbit|bit)/s"))},
               {"law", guessable(law())},
               {"popularity", guessable(popularity())}};
  for (const options::Option* each : options::all_options()) list[each->axis] = axis(each->axis.c_str());
  list["policy"] = policy();
  return list;
}

Json whole() {
  const Json stop = object_of({{"requests", ref("count"), "ends the run after this many", required}});
  const Json network = object_of({{"latency", ref("law"), "between nodes that no link joins; default 250us"},
                                  {"give_up", ref("duration"), "a lost message is noticed after this; default 1s"}});
  return object_of({{"title", text(), "one line"},
                    {"question", text(), "what the scenario asks"},
                    {"story", text(), "the system and its users, in a few sentences"},
                    {"sources", list_of(text()), "where the figures come from"},
                    {"leaves_out", list_of(text()), "what is not modelled"},
                    {"extends", text(), "a file that lies under this one"},
                    {"duration", ref("duration"), "simulated; default 10m"},
                    {"warm_up", ref("duration"), "not measured; default a tenth of the duration"},
                    {"months_later", ref("number"), "than the rates were written down; default 0"},
                    {"stop", stop, "instead of a duration"},
                    {"seed", ref("count"), "default 1"},
                    {"network", network, ""},
                    {"data", named(data_class()), "classes of data by name"},
                    {"nodes", named(node()), "clients, services, caches and origins by name"},
                    {"links", list_of(link()), "what joins nodes; a pair without one talks over the fastest route"},
                    {"load", list_of(load()), "streams of requests"},
                    {"faults", list_of(fault()), "what goes wrong"},
                    {"alerts", list_of(alert()), "what operators are told of, by what they see"},
                    {"strategies", strategies(), "ways to cache, by name; \"no cache\" is always a row"},
                    {"current", text(), "the strategy that production runs"},
                    {"observed", named(any_of({{{"type", "number"}}, text()})),
                     "figures of production, as \"180/s..210/s\""},
                    {"expect", list_of(expectation()), "bounds on the results"}});
}

}  // namespace

std::string schema() {
  Json document = {{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", "A scenario of stalemate"}};
  document["definitions"] = definitions();
  document.update(whole());
  // What a file leaves out, the one that lies under it may have.
  document["anyOf"] = {{{"required", {"extends"}}}, {{"required", {"title", "data", "nodes", "load"}}}};
  return document.dump(2) + "\n";
}

}  // namespace stalemate::analysis::load
