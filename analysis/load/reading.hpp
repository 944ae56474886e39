// What the parts of the scenario reader share: the draft they fill, the words of the format, its limits.
// Promise: a word stands at the place of its enumerator, so that reading is one lookup and the schema has the same
// list.
// Source: the scenario format of this project.
#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>
#include "analysis/load/document.hpp"
#include "analysis/load/scenario.hpp"
#include "models/blueprint.hpp"
#include "models/seat.hpp"
#include "sim/time.hpp"

namespace stalemate::analysis::load {

namespace words {
using List = std::vector<std::string>;
inline const List node_kinds = {"client", "service", "cache", "origin", "bus"};
inline const List shardings = {"ring", "modulo"};
inline const List balancers = {"round-robin", "random", "sticky", "least-connections"};
inline const List capacity_of = {"total", "shard"};
inline const List read_from = {"leader", "follower", "nearest"};
inline const List replications = {"async", "semi-sync", "sync"};
inline const List act_kinds = {"view", "check-then-act", "grant", "take", "once"};
inline const List limited = {"all", "reads"};
inline const List arrivals = {"poisson", "constant"};
inline const List backoffs = {"fixed", "exponential", "full-jitter"};
inline const List fault_kinds = {"drop", "delay",    "partition", "crash", "restart", "lag",
                                 "flush", "failover", "slow",      "spike",   "deploy",
                                 "skew",  "pause",    "remove-shard", "add-shard",
                                 "duplicate", "reorder", "hot-key"};
inline const List signals = {"hit_ratio", "origin_reads_per_s", "error_ratio", "invalidation_lag",
                             "failed_changes_per_s", "latency_p50", "latency_p95", "latency_p99", "latency_p999",
                             "canary_stale"};
inline const List priorities(models::priority_names.begin(), models::priority_names.end());
inline const List sheds = {"newcomer", "lowest-first"};
inline const List messages = {"all", "invalidations"};
inline const List keeps = {"nothing", "content"};
inline const List clocks = {"behind", "ahead"};
inline const List laws = {"constant", "uniform", "normal", "log_normal", "exponential", "pareto", "percentiles"};
inline const List step_hows = {"serial", "parallel", "multi-get"};
inline const List shapes = {"rate", "at", "users", "trace"};
/// Those of analysis/traces, which stands above this folder; a test holds the two lists together.
inline const List trace_formats = {"oracle-general", "twitter", "cachelib", "redis-monitor", "nginx", "csv"};
inline const List trace_columns = {"time", "key", "op", "size"};
inline const List time_units = {"s", "ms", "us", "ns"};
inline const std::string never = "never";  ///< A time to live that does not end.
inline const List set_roots = {"data", "nodes", "links", "load", "faults", "network", "months_later"};
}  // namespace words

/// The enumerator whose word this is; the first one for a word that was refused.
template <class Enum>
Enum enumerator(const words::List& list, const std::string& word) {
  const auto found = std::find(list.begin(), list.end(), word);
  return static_cast<Enum>(found == list.end() ? 0 : found - list.begin());
}

// Limits: beyond them a run would overflow a clock, an id or the memory of any machine.
namespace limits {
inline constexpr sim::Duration longest_run{3650 * std::int64_t{86'400'000'000'000}};
inline constexpr sim::Duration longest_law{86'400'000'000'000};
inline constexpr double log_normal_spread = 10'000;  ///< p99 over p50
inline constexpr double zipf_exponent = 10;
inline constexpr double slowest_rate = 1e-6;
inline constexpr double fastest_rate = 1e8;
inline constexpr double lag_factor = 1000;
inline constexpr double fault_factor = 1000;
inline constexpr double months = 1200;
inline constexpr double cost = 1e12;
inline constexpr std::int64_t stock = 1'000'000'000;
inline constexpr double slowest_link = 1;     ///< Bytes a second.
inline constexpr double fastest_link = 1e15;
inline constexpr std::int64_t keys = 4'294'967'295;
inline constexpr std::int64_t key_tables = std::int64_t{1} << 33;  ///< Keys times the origin nodes that hold them.
inline constexpr std::int64_t value_bytes = std::int64_t{1} << 30;
inline constexpr std::int64_t classes = 10'000;
inline constexpr std::uint32_t keys_a_tag = 100'000;  ///< Of one class: each change goes through them.
inline constexpr std::int64_t parts = 10'000;  ///< Instances, shards, followers of one node.
inline constexpr std::int64_t replicas = 100;  ///< Of one shard.
inline constexpr std::int64_t running_nodes = 60'000;
inline constexpr std::int64_t nodes = 500;  // routes are kept for every pair
inline constexpr std::int64_t ring_points = 10'000'000;
inline constexpr std::int64_t users = 10'000'000;
inline constexpr std::int64_t sessions = 4'000'000'000;
inline constexpr std::size_t tiers = 8;
inline constexpr std::size_t steps = 100;  ///< Of a request.
inline constexpr std::int64_t keys_a_step = 1000;
inline constexpr std::int64_t retries = 1000;
inline constexpr std::int64_t burst = 1'000'000'000;
inline constexpr std::int64_t option_count = 10'000;
}  // namespace limits

/// What is being read: one version of the system.
struct Draft {
  Diagnostics& diagnostics;
  Notes& notes;
  const ReadContext& context;
  models::Blueprint blueprint = {};
  std::vector<TraceUse> traces = {};
  std::set<std::string> doubtful_nodes = {};  ///< Their kind was refused: what refers to them is not judged.
  bool knows_end = true;                      ///< False when a number of requests ends the run.
  bool latency_is_declared = false;
  double months_later = 0;  ///< Than the rates of its loads were written down.
  /// What the strategy being read observes, in place of the alerts of all; none: it does not say.
  std::optional<std::vector<models::Alert>> observed = std::nullopt;
};

inline Rule<sim::Duration> any_duration() { return between(sim::Duration{0}, limits::longest_run); }
inline Rule<sim::Duration> some_duration() { return above_to(sim::Duration{0}, limits::longest_run); }

// read_laws.cpp
/// The value itself of {"value": ..., "guess": true}, noted as a guess; null when it is missing.
const Node* unwrapped(const Node& node, Draft& draft);
std::optional<sim::Distribution> law_of(const Node& node, Draft& draft);
sim::Distribution read_law(Reader& in, std::string_view key, const Fallback<std::string>& fallback, Draft& draft);
/// A point in a run: a duration, or several in one word, as "5m30s".
std::optional<sim::Duration> optional_time(Reader& in, std::string_view key);
/// Of a class with so many keys; 0: not known.
std::optional<models::Popularity> popularity_of(const Node& node, std::int64_t keys, Draft& draft);
/// "trace": a file's name, or {"file", "format", "columns"}.
std::optional<TraceSource> trace_source_of(Reader& in, Draft& draft);
std::optional<models::Popularity> popularity_of_trace(Reader& in, std::int64_t keys, Draft& draft);

// read_scan.cpp
/// The same of a load that asks as no class does: it may go through the keys, one after the other.
std::optional<models::Popularity> keys_like_of(const Node& node, std::int64_t keys, Draft& draft);

// read_change.cpp
/// "drift": "10%/h", as the time in which all ranks go to other keys.
std::optional<sim::Duration> read_turnover(Reader& in, Draft& draft);
void read_months(Reader& root, Draft& draft);
/// "grows": "8%/month"; raises the rate to what it is after all the months.
std::optional<models::Growth> read_growth(Reader& in, double& rate_per_s, Draft& draft);
void check_months(Reader& root, const Draft& draft);  // whether any load grows in them

// read_bands.cpp
/// {"top": {"1": "3%", "100": "22%"}}: what the hottest keys get together.
std::optional<models::Popularity> bands_of(Reader& in, std::int64_t keys);
/// Why a class of so many keys cannot have this popularity; empty if it can.
std::string misfit_of(const models::Popularity& popularity, std::int64_t keys);

// read_sole.cpp: classes that no origin has
/// The word in place of an origin's name.
inline constexpr const char* no_origin = "none";
void check_sole_class(Reader& in, const models::DataClass& data_class);
/// Whether the class has an origin and the policy needs none, or the other way round.
void check_sole(Reader& in, const models::Policy& policy, const models::DataClass& data_class, Draft& draft);
/// Whether a strategy says where each of them is.
void check_kept(const std::vector<const Node*>& written, const Node& strategy, Draft& draft);
/// Whether no class has an origin.
bool is_sole(const models::Blueprint& blueprint);
/// Keeps them as another system does; false: it does not, or not here.
bool keep_as(models::Blueprint& baseline, const models::Blueprint& other);

// read_options.cpp
/// A use of an option of an axis: its name, or {"use": name, parameter: value ...}.
std::optional<models::Choice> choice_of(const Node& node, const std::string& axis, Draft& draft);
std::vector<std::string> option_names(const std::string& axis);

// read_layers.cpp: what stands around a tier's reads
void check_read(Reader& in, const models::Policy& policy);
void check_expiry(Reader& in, const models::Policy& policy, const models::DataClass& data_class, const Draft& draft);
void read_stampede(Reader& in, models::Policy& policy, const models::DataClass& data_class, Draft& draft);
void read_fallback(Reader& in, models::Policy& policy, const models::DataClass& data_class, Draft& draft);

// read_tags.cpp
std::vector<models::Tag> read_tags(Reader& in);
void check_tags(Reader& root, Draft& draft);  // of one name, their number is one, and they line up with what is derived
/// What a policy names, with what it writes by.
void check_names(Reader& in, const models::Policy& policy, const models::DataClass& data_class, Draft& draft);
/// What the policies of several classes, each written in its node, name; null: it is not written.
void check_names(const std::vector<const Node*>& written, Draft& draft, const models::Strategy& strategy);
/// What several tiers, written in a list, name.
void check_names(const std::vector<models::Policy>& tiers, const Node& list, Draft& draft);

// read_warm_up.cpp
/// For a policy whose cache is known.
void read_warm_up(Reader& in, models::Policy& policy, const models::DataClass& data_class, Draft& draft);

// read_guard.cpp
void read_guard(Reader& in, models::Policy& policy, const models::DataClass& data_class, Draft& draft);
/// What the guards of several tiers, written in a list, say of each other.
void check_guards(const std::vector<models::Policy>& tiers, const Node& list, Draft& draft);

// read_edge.cpp
/// What of a tier makes no sense at an edge, if its cache is one.
void check_edge(const models::Policy& tier, bool is_outermost, const Node& node, const models::DataClass& data_class,
                Draft& draft);
/// Whether each stands before a service.
void check_edges(Reader& root, Draft& draft);

// names.cpp
const models::NodeSpec* find_node(const models::Blueprint& blueprint, std::string_view name);
const models::DataClass* find_class(const models::Blueprint& blueprint, std::string_view name);
const std::string& word_of(models::NodeSpec::Kind kind);
extern const std::vector<models::NodeSpec::Kind> any_kind;
/// A node of one of these kinds; else an error at `place` and null.
const models::NodeSpec* node_named(const Node& name, const std::vector<models::NodeSpec::Kind>& kinds, Draft& draft);
const models::NodeSpec* node_at(Reader& in, std::string_view key, const std::vector<models::NodeSpec::Kind>& kinds,
                                Draft& draft);
/// A class; else an error and null.
const models::DataClass* class_at(Reader& in, std::string_view key, Draft& draft);
std::vector<std::string> node_names(const models::Blueprint& blueprint,
                                    const std::vector<models::NodeSpec::Kind>& kinds);
std::vector<std::string> class_names(const models::Blueprint& blueprint);
/// The running nodes that a node becomes: "redis-1", "redis-2"; a lone one keeps its name; "near@shop-1" is the copy in
/// the process of an instance.
std::vector<std::string> parts_of(const models::NodeSpec& node, const models::Blueprint& blueprint);
std::vector<std::string> texts_of(Reader& in, std::string_view key);
std::string quoted_list(const std::vector<std::string>& names);

void read_run(Reader& root, Draft& draft);        // read_run.cpp
/// So many a second, "50/s", within the limits of a rate.
std::optional<double> optional_rate(Reader& in, std::string_view key);  // read_run.cpp
void read_data(Reader& root, Draft& draft);       // read_data.cpp
void check_data(Reader& root, Draft& draft);      // read_data.cpp: what the classes say of nodes
/// "policy" of a class: what its team has written of how it is cached.
std::optional<models::StatedPolicy> read_stated_policy(Reader& in);  // read_stated.cpp
void check_stated_policy(Reader& in, Draft& draft);                  // read_stated.cpp: whether it names nodes
std::optional<models::Act> read_act(Reader& in);   // read_acts.cpp: "act" of a class
/// Whether a load is wrong, or there is none: what follows from them is not known.
bool has_doubtful_load(Reader& root, const models::Blueprint& blueprint);  // read_acts.cpp
void check_promises(Reader& root, Draft& draft);  // read_data.cpp: whether any load tells the sessions apart
void check_acts(Reader& root, Draft& draft);      // read_acts.cpp: whether any load makes what they count
void read_nodes(Reader& root, Draft& draft);      // read_nodes.cpp
void read_links(Reader& root, Draft& draft);      // read_links.cpp
/// "reorder": a share, or {"share", "by"}. Not said by how much: by the mean of how long a message takes, as assumed.
sim::Reordering read_reordering(Reader& in, const sim::Distribution& takes);  // read_links.cpp
void read_load(Reader& root, Draft& draft);       // read_load.cpp
void read_request(Reader& in, models::Load& load, Draft& draft);  // read_request.cpp: the steps of a load's requests
std::vector<models::Beat> read_curve(Reader& in, Draft& draft);   // read_curve.cpp: how a load's rate varies
/// What a load's caller does about failure.
void read_attempts(Reader& in, models::Load& load, Draft& draft);  // read_attempts.cpp

// read_priority.cpp: who gives way to whom, and what watches itself
/// "priority" and "canary" of a load.
void read_priority(Reader& in, models::Load& load);
/// "shed" of a node: whether who has the lowest priority gives way in its queue, which `limit` limits.
bool read_shed(Reader& in, bool is_limited);
/// What loads and queues say of each other, once all loads have been read.
void check_priorities(Reader& root, Draft& draft);
/// Why no read of the class could be below a priority; empty: some are.
std::string none_below(const models::Blueprint& blueprint, const models::DataClass& data_class,
                       models::Priority priority);

/// "product, price and stock"
std::string names_of_steps(const models::Load& load);  // read_request.cpp
void read_faults(Reader& root, Draft& draft);     // read_faults.cpp

// read_strikes.cpp
/// When a fault strikes; its name and kind are known.
void read_strikes(Reader& in, models::Fault& fault, Draft& draft);
/// Whether what it waits for is there, once all faults have been read.
void check_strikes(const models::Fault& fault, const Node& item, Draft& draft);

void read_alerts(Reader& root, Draft& draft);     // read_alerts.cpp
/// The signal that a fault waits for, written as an alert without a name.
models::Alert read_condition_signal(const Node& node, Draft& draft);
inline constexpr const char* unseen_signal = " looks at what is known after the run alone";
inline constexpr const char* seen_signals = R"(known here: "hit_ratio", "origin_reads_per_s", "error_ratio")";
/// Whose signals are looked at: a class, and the cache of the tier in which that is said; empty: it has none.
struct Watched {
  const models::DataClass* data_class;
  std::string cache;
};
/// "observe" of a strategy, or, with `watched`, of what it says of a class.
void read_observe(Reader& in, const Watched* watched, Draft& draft);  // read_alerts.cpp
void check_derived(Reader& root, Draft& draft);   // read_derived.cpp: what derived classes say of others, and of loads
/// Whether a class is computed from others, and whether others are computed from it.
bool is_derived(const models::Blueprint& blueprint, std::string_view name);
bool is_source(const models::Blueprint& blueprint, std::string_view name);
/// Whether some class is computed from one that is not there.
bool has_unknown_source(const models::Blueprint& blueprint);
/// The classes whose writes change a derived one, directly or not.
std::vector<std::size_t> written_sources(const models::Blueprint& blueprint, std::size_t derived);
/// The copies of a derived class in one cache.
struct DerivedCopies {
  std::size_t data_class = 0;
  std::string cache;
};
/// The tier whose changes of the class tell the copies of what is derived from it; null: none does.
const models::Policy* telling_derived(const models::Blueprint& blueprint, std::size_t source,
                                      const DerivedCopies& derived);
models::Strategy baseline_for(const models::Blueprint& blueprint);                   // read_policy.cpp
models::Strategy read_policies(const Member& strategy, Draft& draft);                // read_policy.cpp
std::vector<std::string> options_used(const models::Blueprint& blueprint);           // read_policy.cpp
/// Whether this write tells any cache anything.
bool announces(const models::Policy& policy);
/// Whether its changes name what is computed from the class.
bool names_derived(const models::Policy& policy);
/// What its deletes take along with the key.
models::options::Named named_by(const models::Policy& policy);
/// Whether two classes, or one and itself, have a kind of tags in common.
bool share_tags(const models::DataClass& one, const models::DataClass& other);
/// Whether look-ups go by a generation.
bool goes_by_generation(const models::Policy& policy);
/// Whether it tells caches of what is computed from the class, too.
bool tells_derived(const models::Policy& policy);
/// Whether the origin tells of what it has committed, and not the writer.
bool is_told_by_origin(const models::Policy& policy);
/// Whether writers give the value to the cache, which sees to the origin.
bool writes_through(const models::Policy& policy);

std::string percent(double share);  // describe_words.cpp

/// How long entries of a tier may be served.
struct EntryLife {
  std::optional<sim::Duration> ttl = std::nullopt;
  std::optional<double> share = std::nullopt;           ///< Of the value's age, no shorter than `least`.
  sim::Duration least{};
  bool inherits_age = false;                            ///< Its times count from the origin, not from the store.
  std::optional<sim::Duration> idle = std::nullopt;     ///< It slides: so long from the last hit.
  std::optional<sim::Duration> at_most = std::nullopt;  ///< However often it slides.
  sim::Duration stale_for{};                            ///< After that, as stale.
  sim::Duration stands_in_for{};                        ///< After its time, where a fetch fails.
  sim::Duration negative{};                             ///< Of one that says that its key is not there; 0: not kept.
  bool ends() const { return ttl || idle; }
};
EntryLife entry_life(const models::Policy& policy);

/// "live up to 30 s"; of a life that ends. `text` writes a duration.
template <class Text>
std::string life_text(const EntryLife& life, Text text) {
  std::string words = life.ttl ? "live up to " + text(*life.ttl) : "live until unread for " + text(*life.idle);
  if (life.share)
    words = "live " + percent(*life.share) + " of their value's age, " + text(life.least) + " to " + text(*life.ttl);
  if (life.inherits_age) words += " from the origin";
  if (life.at_most) words += ", at most " + text(*life.at_most);
  if (life.stale_for.ns > 0) words += ", then as stale for " + text(life.stale_for);
  if (life.stands_in_for.ns > 0)
    words += ", and stand in for " + text(life.stands_in_for) + " more where a fetch fails";
  if (life.negative.ns > 0) words += "; of what is not there " + text(life.negative);
  return words;
}
bool is_cached(const models::Policy& policy);

/// Refuses messages to or from an in-process cache, which cross no link; true if there are any.
bool refuse_in_process(Reader& in, const std::vector<const models::NodeSpec*>& ends);  // names.cpp

bool takes_time(const models::Blueprint& blueprint, const std::string& from, const std::string& to);  // read_slow.cpp
void check_takes_time(Reader& in, const models::NodeSpec& node, const std::string& name);             // read_slow.cpp

void read_strategies(const Node& document, Reader& root, const Draft& base, Scenario& scenario);  // read_strategies.cpp
void read_expectations(Reader& root, Scenario& scenario);                                           // read_expect.cpp
std::string hash_of(const Node& document);                                                          // scenario_hash.cpp

}  // namespace stalemate::analysis::load
