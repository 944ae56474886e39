// A document: JSON values that know where they were written, and a reader that asks them for typed values.
// Promise: no exception, no nesting deeper than `levels_at_most`; what nobody asked for is reported, never ignored.
// Source: RFC 8259. Departs: // and /* */ comments are allowed, a repeated key is an error, objects keep their order.
#pragma once
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "analysis/load/diagnostics.hpp"
#include "sim/time.hpp"

namespace stalemate::analysis::load {

inline constexpr std::int64_t levels_at_most = 64;
inline constexpr std::int64_t path_bytes_at_most = 1000;

enum class Kind : std::uint8_t { null, flag, integer, number, text, array, object };

struct Member;

/// One JSON value. Only the field that `kind` names is meaningful (text: also for numbers, as they were written).
struct Node {
  Kind kind = Kind::null;
  bool flag = false;
  Place place;                ///< Of the value's first character.
  std::int64_t integer = 0;   ///< Kind::integer.
  double number = 0;          ///< Kind::number and Kind::integer.
  std::string text;           ///< Kind::text decoded; numbers as written.
  std::string path;           ///< Dotted, from the root; empty at the root.
  std::vector<Node> items;    ///< Kind::array.
  std::vector<Member> members;  ///< Kind::object, in the order written.

  bool is(Kind k) const { return kind == k; }
  const Member* member(std::string_view key) const;
  const Node* get(std::string_view key) const;  ///< The member's value; null when absent or when this is no object.
  Node* get(std::string_view key);
  std::vector<std::string> keys() const;
};

struct Member {
  std::string key;
  Place place;  ///< Of the key.
  Node value;
};

Node text_node(std::string text, Place place = {});
/// Gives a node, and all below it, the paths that follow from `path`.
void set_paths(Node& node, const std::string& path);
/// Gives a node, and all below it, one place.
void set_places(Node& node, Place place);
/// A value as an error message shows it: `"5 s"`, `-1`, `true`, `an object`.
std::string excerpt(const Node& node);

/// Parses a whole text. None, with an error, when it is no JSON; a repeated key is an error too, but the first of the
/// two stands, so that the rest can be judged as well.
std::optional<Node> parse(std::string_view text, std::string_view file_name, Diagnostics& diagnostics);

/// What the results and `describe` must own up to.
struct Notes {
  std::vector<std::string> guesses;  ///< Paths of values marked {"value": ..., "guess": true}.
  std::vector<std::string> assumed;  ///< "path = value" for each default that is an assumption.
};

/// A default. `reader.duration("ttl", 60_s)` takes it in silence, `assume(60_s)` has it listed as assumed.
template <class T>
struct Fallback {
  T value;
  bool is_assumption = false;
  template <class U>
    requires std::convertible_to<U, T>
  Fallback(U&& v) : value(std::forward<U>(v)) {}
  template <class U>
    requires std::convertible_to<U, T>
  Fallback(Fallback<U> other) : value(std::move(other.value)), is_assumption(other.is_assumption) {}
};
template <class T>
Fallback<T> assume(T value) {
  Fallback<T> fallback(std::move(value));
  fallback.is_assumption = true;
  return fallback;
}

/// What range a quantity must lie in. Without one: durations, counts, bytes, rates at least 0, ratios 0 to 1.
template <class T>
struct Rule {
  std::optional<T> least, most;
  bool is_above = false;  ///< `least` itself is not allowed.
  Rule() = default;
  Rule(std::optional<T> low, std::optional<T> high, bool above) : least(low), most(high), is_above(above) {}
  template <class U>
    requires std::convertible_to<U, T>
  Rule(const Rule<U>& other) : least(other.least), most(other.most), is_above(other.is_above) {}
};
template <class T> Rule<T> above(T low) { return {low, std::nullopt, true}; }
template <class T> Rule<T> at_least(T low) { return {low, std::nullopt, false}; }
template <class T> Rule<T> between(T low, T high) { return {low, high, false}; }
template <class T> Rule<T> above_to(T low, T high) { return {low, high, true}; }

/// Reads an object key by key. Each form of a question, for a duration:
///   duration(key, rule)            required: absent or wrong is an error, and 0 comes back;
///   duration(key, fallback, rule)  absent: the fallback; wrong: an error and the fallback;
///   optional_duration(key, rule)   absent: none; wrong: an error and none;
///   duration_of(node, rule)        of a node at hand (an array's entry); wrong: an error and none.
/// A quantity may also be written {"value": "300us", "guess": true}. The node must outlive the reader.
class Reader {
 public:
  /// A node that is no object is an error here; every question then answers without a further one.
  Reader(const Node& node, Diagnostics& diagnostics, Notes& notes);

#define STALEMATE_QUANTITY(name, T)                                            \
  T name(std::string_view key, Rule<T> rule = {});                             \
  T name(std::string_view key, Fallback<T> fallback, Rule<T> rule = {});       \
  std::optional<T> optional_##name(std::string_view key, Rule<T> rule = {});   \
  std::optional<T> name##_of(const Node& node, Rule<T> rule = {});
  STALEMATE_QUANTITY(duration, sim::Duration)  ///< "5s", "300us"
  STALEMATE_QUANTITY(count, std::int64_t)      ///< 12, 1e6, "10M"
  STALEMATE_QUANTITY(bytes, std::int64_t)      ///< "64MiB"
  STALEMATE_QUANTITY(rate, double)             ///< "2000/s", in events a second
  STALEMATE_QUANTITY(bandwidth, double)        ///< "100MB/s", in bytes a second
  STALEMATE_QUANTITY(ratio, double)            ///< "1%", 0.01
  STALEMATE_QUANTITY(number, double)           ///< 0.99: any number without a unit, no range unless a rule gives one
#undef STALEMATE_QUANTITY

  std::string text(std::string_view key);
  std::string text(std::string_view key, Fallback<std::string> fallback);
  std::optional<std::string> optional_text(std::string_view key);
  bool flag(std::string_view key);
  bool flag(std::string_view key, Fallback<bool> fallback);
  std::optional<bool> optional_flag(std::string_view key);

  /// One of `words`; a required one that is absent or wrong comes back empty.
  std::string word(std::string_view key, const std::vector<std::string>& words);
  std::string word(std::string_view key, const std::vector<std::string>& words, Fallback<std::string> fallback);
  std::optional<std::string> optional_word(std::string_view key, const std::vector<std::string>& words);

  std::optional<Reader> object(std::string_view key);  ///< Required.
  std::optional<Reader> optional_object(std::string_view key);
  std::vector<const Node*> array(std::string_view key);  ///< Required; empty when absent or wrong.
  std::vector<const Node*> optional_array(std::string_view key);
  /// All members of an object whose keys are names given by the user, as in `nodes`.
  std::vector<const Member*> named(std::string_view key);
  /// The same for this object itself: every key counts as asked for.
  std::vector<const Member*> named();

  bool has(std::string_view key);          ///< Counts as asking.
  const Node* get(std::string_view key);   ///< The raw value; null when absent. Counts as asking.
  const Node* require(std::string_view key);  ///< The raw value; absent is an error and null.
  /// Makes `key` known without reading it, so that an unknown neighbour may be offered it.
  void knows(std::string_view key);

  /// An error (warning) at the value of `key`, or at the object when the key is absent.
  void error(std::string_view key, std::string message, std::string mend = {});
  void warning(std::string_view key, std::string message, std::string mend = {});
  void note_assumed(std::string_view key, std::string_view value);

  /// Reports every key that was never asked for, with the nearest of those that were. Call it last.
  void finish();

  const Node& node() const { return *node_; }
  const std::string& path() const { return node_->path; }
  Diagnostics& diagnostics() { return *diagnostics_; }
  Notes& notes() { return *notes_; }

 private:
  template <class Unit>
  std::optional<typename Unit::Type> take(const Node& node, Rule<typename Unit::Type> rule);
  template <class Unit>
  typename Unit::Type take_or(std::string_view key, const Fallback<typename Unit::Type>& fallback,
                              Rule<typename Unit::Type> rule);
  std::optional<std::string> one_of(const Node& node, const std::vector<std::string>& words);
  const Node* typed(const Node* node, Kind kind, const char* noun);
  const Node* unwrap_guess(const Node& node);
  std::string path_of(std::string_view key) const;
  Place place_of(std::string_view key) const;

  const Node* node_;
  Diagnostics* diagnostics_;
  Notes* notes_;
  std::vector<std::string> asked_;
};

}  // namespace stalemate::analysis::load
