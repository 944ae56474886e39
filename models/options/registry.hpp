// The registry of options: what `list`, the schema, the help and the property suite read.
// Promise: one option is one source file, registered by one line at its end; iteration is by (axis, name), never by
// link order; frozen before main. Source: FoundationDB's self-registering workloads. Departs: every option carries its
// parameters and guarantees as data.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace stalemate::models::options {

/// What a parameter's value is; decides how a scenario writes it ("5s", "10%", 3, true, a word of `words`).
enum class ParameterKind : std::uint8_t { duration, ratio, count, factor, flag, word };

struct Parameter {
  std::string key;
  ParameterKind kind = ParameterKind::count;
  std::string fallback;  ///< The default as a scenario would write it; empty: the parameter is required.
  std::string unit;
  std::string doc;
  std::vector<std::string> words = {};  ///< For ParameterKind::word: the words allowed.
  std::int64_t least = 0;               ///< For ParameterKind::count.
};

/// What an option promises; tests/property/guarantees_test.cpp turns each into a check of the facts of any run.
enum class Guarantee : std::uint8_t {
  never_stale,        ///< No read is stale, as long as the origin answers from its leader.
  bounded_life,       ///< No entry is served as fresh past a time that its parameters set.
  one_fetch_per_key,  ///< At one node, at a time.
  bounded_fetches,    ///< At one node, at a time, as many as its parameter says.
  no_late_fill,       ///< No fill stores what was read before a delete that has reached the entry.
  newer_stays,        ///< An update replaces nothing that is newer.
  held_off,           ///< For its time after a delete no fill is stored.
  in_order,           ///< Changes of a key reach each copy in the order in which they were appended.
  read_your_writes,   ///< Where every tier has it.
  bounded_size,       ///< No shard holds more than its cache has room for.
  least_recent_goes,  ///< Evicted is what was stored or hit longest ago.
  first_in_goes,      ///< Evicted is what came first.
  bounded_overtime,   ///< What is served past its time is so no longer than a parameter allows.
  never_expires,      ///< No entry ends by its time.
  told_first,         ///< A write is acknowledged after its change has left for the cache.
  told_ahead,         ///< A write commits after its change has left for the cache.
  tells_nobody,       ///< No write of the class is told to the cache.
  takes_effect,       ///< What a change has reached serves nothing older, until somebody stores it again.
  stored_first,       ///< A write is acknowledged after the cache has stored it, or has refused to.
  store_commits,      ///< A write commits where and when the cache stores it.
  no_origin,          ///< No origin sees a request of the class.
  awaited,            ///< When a write is acknowledged no change of it is on its way.
  told_once,          ///< A copy gets a change as often as it was announced, unless what carries it doubles it.
  names_one,          ///< A write tells of its own key alone.
  names_derived,      ///< A write that tells of its key tells of what is computed from it too.
  purges,             ///< Nothing that a change names is found, until it is stored anew.
  one_generation,     ///< A look-up finds only what was stored under the generation that it goes by.
  caller_fetches,     ///< Who asks the cache fetches, not the cache.
  cache_fetches,      ///< Who asks the cache does not fetch, unless a guard or a fallback says so.
  early_is_safe,      ///< No read fails for an early fetch.
  one_filler,         ///< Of one key, while its time lasts, one at a time fetches what is stored.
  held_back,          ///< A read without its cache goes no further.
  failure_known,      ///< While a failure is remembered no look-up has its key fetched.
  leader_answers,     ///< For its time after a write only the leader answers its session.
  leader_fills,       ///< While a key is marked its misses read the leader.
  on_demand,          ///< Nothing is stored but what was asked for or written.
  fills_gaps,         ///< What is copied replaces nothing.
};
std::string_view name_of(Guarantee guarantee);

/// carry: the kind of bus that it publishes on.
enum class NeedsBus : std::uint8_t { none, broadcast, log };

/// names: what a delete names besides the key that was written.
enum class Named : std::uint8_t {
  key,         ///< Nothing.
  tags,        ///< Whatever bears a tag of it.
  everything,  ///< All that its cache holds.
  generation,  ///< Nothing: it moves on the generation by which the key and others are found.
};

/// fallback: whose silence an option answers for.
enum class Failed : std::uint8_t { none, cache, fetch };

/// Resolved parameter values of one use of an option. Durations in nanoseconds, ratios as fractions, factors above 0.
class Values {
 public:
  using Value = std::variant<std::int64_t, double, bool, std::string>;
  void set(std::string key, Value value);
  std::int64_t integer(std::string_view key) const;  ///< Counts, and durations in nanoseconds.
  double ratio(std::string_view key) const;
  double factor(std::string_view key) const;
  bool flag(std::string_view key) const;
  const std::string& word(std::string_view key) const;
  const std::vector<std::pair<std::string, Value>>& all() const { return values_; }

 private:
  const Value& at(std::string_view key) const;
  std::vector<std::pair<std::string, Value>> values_;
};

struct Option {
  std::string axis;
  std::string name;
  std::string promise;  ///< One sentence.
  std::vector<Parameter> parameters = {};
  std::vector<Guarantee> guarantees = {};
  std::string word = {};      ///< write: what caches are told of a commit by ("delete", "update"); empty: nothing.
  bool is_ahead = false;      ///< write: that word leaves before the commit.
  bool is_through = false;    ///< read, write: goes to the cache, which sees to the origin and stores what it gets.
  bool is_sole = false;       ///< read, write: for classes that no origin has, whose only copy the cache is.
  bool is_repeated = false;   ///< write: it tells of a commit more than once.
  bool is_versioned = false;  ///< write: what it tells only touches what is older.
  bool is_last_tier = false;  ///< write: nothing but the origin stands behind it.
  bool needs_expiry = false;  ///< stampede, fallback: without an expiry it does nothing.
  bool needs_ttl = false;     ///< read: it goes by an entry's time to live.
  bool asks_again = false;    ///< stampede: a waiter looks the key up until it is there.
  bool needs_delete = false;  ///< guard: it begins with a delete.
  bool needs_sessions = false;  ///< guard: it goes by what a session has written.
  bool needs_followers = false;  ///< guard: without reads from followers it does nothing.
  bool needs_priorities = false;  ///< fallback: it goes by what priority the loads have.
  bool tells_derived = false;  ///< names: caches of what is computed from the key are told too.
  bool revalidates = false;    ///< expiry: serves what is due, and has it fetched anew beside.
  Named named = Named::key;    ///< names
  Failed answers_for = Failed::none;  ///< fallback
  NeedsBus bus = NeedsBus::none;      ///< carry
  bool is_told_by_origin = false;     ///< carry: of what is committed, and not the writer.
  bool tells_for_all = false;         ///< carry: whoever has written.
  bool needs_instances = false;  ///< warm_up: it is done among the instances of a service, each with a copy of its own.
  bool needs_return = false;     ///< warm_up: it begins when a copy comes back.
};

/// All options of all axes, sorted by (axis, name).
const std::vector<const Option*>& all_options();
std::vector<const Option*> options_of(std::string_view axis);
const Option* find_option(std::string_view axis, std::string_view name);
/// The first of two neighbours that share axis and name, so that the linker would choose between them; null: none do.
const Option* named_twice(const std::vector<const Option*>& sorted);

/// Reads one parameter value as a scenario writes it ("5s", "10%", "3", "true", a word). Returns false when it is none.
bool read_value(const Parameter& parameter, std::string_view text, Values::Value& value);
/// The option's defaults; a required parameter is left out.
Values defaults_of(const Option& option);

/// The option's defaults with `given` laid over them.
Values resolved(const Option& option, const Values& given);

void add_option(const Option* option);

/// An option with the function that makes it. `Axis` names the axis (`Axis::name`) and its function type
/// (`Axis::Make`).
template <class Axis>
struct Registered : Option {
  mutable typename Axis::Make make;  ///< The mutation run makes an option do nothing.
  Registered(Option option, typename Axis::Make function) : Option(std::move(option)), make(function) {
    axis = Axis::name;
    add_option(this);
  }
  Registered(const Registered&) = delete;
  Registered& operator=(const Registered&) = delete;
};

/// The function that makes option `name` of an axis; null when there is none.
template <class Axis>
typename Axis::Make maker(std::string_view name) {
  const Option* option = find_option(Axis::name, name);
  return option == nullptr ? nullptr : static_cast<const Registered<Axis>*>(option)->make;
}

}  // namespace stalemate::models::options
