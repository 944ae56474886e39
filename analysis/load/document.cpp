// Documents: nodes, and the reader that asks them for typed values.
// Promise: a wrong value is reported once, at its own place, with the rule it breaks; a harmless one comes back.
// Source: the scenario format of this project. Departs: nothing is converted that the user did not write with a unit.
#include "analysis/load/document.hpp"
#include <algorithm>
#include <charconv>
#include <cstddef>
#include "analysis/load/nearest.hpp"
#include "analysis/load/path.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::load {

namespace quantity = models::options;

const Member* Node::member(std::string_view key) const {
  const auto found = std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.key == key; });
  return found == members.end() ? nullptr : &*found;
}

const Node* Node::get(std::string_view key) const {
  const Member* found = member(key);
  return found == nullptr ? nullptr : &found->value;
}

Node* Node::get(std::string_view key) { return const_cast<Node*>(std::as_const(*this).get(key)); }

std::vector<std::string> Node::keys() const {
  std::vector<std::string> list;
  for (const Member& m : members) list.push_back(m.key);
  return list;
}

Node text_node(std::string text, Place place) {
  Node node;
  node.kind = Kind::text;
  node.text = std::move(text);
  node.place = place;
  return node;
}

void set_paths(Node& node, const std::string& path) {
  node.path = path;
  for (std::size_t i = 0; i < node.items.size(); ++i) set_paths(node.items[i], join(path, std::int64_t(i)));
  for (Member& m : node.members) set_paths(m.value, join(path, m.key));
}

void set_places(Node& node, Place place) {
  node.place = place;
  for (Node& item : node.items) set_places(item, place);
  for (Member& m : node.members) {
    m.place = place;
    set_places(m.value, place);
  }
}

std::string excerpt(const Node& node) {
  switch (node.kind) {
    case Kind::null: return "null";
    case Kind::flag: return node.flag ? "true" : "false";
    case Kind::integer:
    case Kind::number: return node.text;
    case Kind::text: return in_quotes(node.text);
    case Kind::array: return "a list";
    case Kind::object: return "an object";
  }
  return {};
}

namespace {

std::string shortest(double value) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  return {digits, end};
}

bool is_numeric(const Node& node) { return node.is(Kind::integer) || node.is(Kind::number); }

// A unit says how a scenario writes a quantity, what it is called, and which range it has when nobody narrows it.
struct DurationUnit {
  using Type = sim::Duration;
  static constexpr const char* noun = "a duration";
  static constexpr const char* example = "write it with its unit, as \"5s\" or \"300us\"";
  static Rule<Type> usual() { return at_least(sim::Duration{0}); }
  static std::optional<Type> read(const Node& node) {
    return node.is(Kind::text) ? quantity::read_duration(node.text) : std::nullopt;
  }
  static std::string write(Type value) { return quantity::write_duration(value); }
};

struct CountUnit {
  using Type = std::int64_t;
  static constexpr const char* noun = "a whole number";
  static constexpr const char* example = "";
  static Rule<Type> usual() { return at_least(std::int64_t{0}); }
  static std::optional<Type> read(const Node& node) {
    if (node.is(Kind::integer)) return node.integer;
    return node.is(Kind::text) || node.is(Kind::number) ? quantity::read_count(node.text) : std::nullopt;
  }
  static std::string write(Type value) { return std::to_string(value); }
};

struct BytesUnit {
  using Type = std::int64_t;
  static constexpr const char* noun = "a size";
  static constexpr const char* example = "write it with its unit, as \"64MiB\"";
  static Rule<Type> usual() { return at_least(std::int64_t{0}); }
  static std::optional<Type> read(const Node& node) {
    return node.is(Kind::text) ? quantity::read_bytes(node.text) : std::nullopt;
  }
  static std::string write(Type value) { return quantity::write_bytes(value); }
};

struct RateUnit {
  using Type = double;
  static constexpr const char* noun = "a rate";
  static constexpr const char* example = "write it with its unit, as \"2000/s\"";
  static Rule<Type> usual() { return at_least(0.0); }
  static std::optional<Type> read(const Node& node) {
    return node.is(Kind::text) ? quantity::read_rate_per_s(node.text) : std::nullopt;
  }
  static std::string write(Type value) { return shortest(value) + "/s"; }
};

struct BandwidthUnit {
  using Type = double;
  static constexpr const char* noun = "a bandwidth";
  static constexpr const char* example = "write it with its unit, as \"100MB/s\" or \"1Gbit/s\"";
  static Rule<Type> usual() { return at_least(0.0); }
  static std::optional<Type> read(const Node& node) {
    return node.is(Kind::text) ? quantity::read_bandwidth(node.text) : std::nullopt;
  }
  static std::string write(Type value) { return quantity::write_bandwidth(value); }
};

struct RatioUnit {
  using Type = double;
  static constexpr const char* noun = "a share";
  static constexpr const char* example = "write it as \"1%\" or 0.01";
  static Rule<Type> usual() { return between(0.0, 1.0); }
  static std::optional<Type> read(const Node& node) {
    if (is_numeric(node)) return node.number;
    return node.is(Kind::text) ? quantity::read_ratio(node.text) : std::nullopt;
  }
  static std::string write(Type value) { return shortest(value); }
};

struct NumberUnit {
  using Type = double;
  static constexpr const char* noun = "a number";
  static constexpr const char* example = "";
  static Rule<Type> usual() { return {}; }
  static std::optional<Type> read(const Node& node) {
    return is_numeric(node) ? std::optional(node.number) : std::nullopt;
  }
  static std::string write(Type value) { return shortest(value); }
};

template <class T>
bool allows(const Rule<T>& rule, T value) {
  if (rule.least && (rule.is_above ? !(value > *rule.least) : !(value >= *rule.least))) return false;
  return !rule.most || value <= *rule.most;
}

/// "a number above 0", "a duration from 1ms to 5s".
template <class Unit>
std::string wanted(const Rule<typename Unit::Type>& rule) {
  std::string text = Unit::noun;
  if (rule.least && rule.is_above) text += " above " + Unit::write(*rule.least);
  if (rule.least && !rule.is_above) text += (rule.most ? " from " : " of at least ") + Unit::write(*rule.least);
  if (rule.most) text += (rule.is_above ? " and up to " : rule.least ? " to " : " up to ") + Unit::write(*rule.most);
  return text;
}

bool is_guessed_form(const Node& node) { return node.get("value") != nullptr || node.get("guess") != nullptr; }

std::string list_of(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) text += (i > 0 ? ", " : "") + in_quotes(words[i]);
  return text;
}

}  // namespace

Reader::Reader(const Node& node, Diagnostics& diagnostics, Notes& notes)
    : node_(&node), diagnostics_(&diagnostics), notes_(&notes) {
  if (!node.is(Kind::object)) diagnostics.error(node.place, node.path, excerpt(node) + " is not an object");
}

std::string Reader::path_of(std::string_view key) const { return join(node_->path, key); }

Place Reader::place_of(std::string_view key) const {
  const Node* value = node_->get(key);
  return value == nullptr ? node_->place : value->place;
}

void Reader::knows(std::string_view key) {
  if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) asked_.emplace_back(key);
}

const Node* Reader::get(std::string_view key) {
  knows(key);
  return node_->get(key);
}

bool Reader::has(std::string_view key) { return get(key) != nullptr; }

const Node* Reader::require(std::string_view key) {
  const Node* value = get(key);
  if (value == nullptr && node_->is(Kind::object)) error(key, "is missing", "add " + in_quotes(key) + ": ... here");
  return value;
}

void Reader::error(std::string_view key, std::string message, std::string mend) {
  diagnostics_->error(place_of(key), path_of(key), std::move(message), std::move(mend));
}

void Reader::warning(std::string_view key, std::string message, std::string mend) {
  diagnostics_->warning(place_of(key), path_of(key), std::move(message), std::move(mend));
}

void Reader::note_assumed(std::string_view key, std::string_view value) {
  std::string note = path_of(key) + " = " + std::string(value);
  auto& list = notes_->assumed;
  if (std::find(list.begin(), list.end(), note) == list.end()) list.push_back(std::move(note));
}

/// The value itself of {"value": ..., "guess": true}, noted as a guess, null when absent; any other node as it is.
const Node* Reader::unwrap_guess(const Node& node) {
  if (!is_guessed_form(node)) return &node;
  Reader wrapper(node, *diagnostics_, *notes_);
  const Node* value = wrapper.require("value");
  const bool is_guess = wrapper.flag("guess", false);
  wrapper.finish();
  auto& list = notes_->guesses;
  if (is_guess && std::find(list.begin(), list.end(), node.path) == list.end()) list.push_back(node.path);
  return value;
}

template <class Unit>
std::optional<typename Unit::Type> Reader::take(const Node& node, Rule<typename Unit::Type> rule) {
  const Node* const bare = unwrap_guess(node);
  if (bare == nullptr) return std::nullopt;
  if (!rule.least && !rule.most) rule = Unit::usual();
  const auto value = Unit::read(*bare);
  if (value && allows(rule, *value)) return value;
  const char* mend = value ? "" : Unit::example;
  diagnostics_->error(bare->place, node.path, excerpt(*bare) + " is not " + wanted<Unit>(rule), mend);
  return std::nullopt;
}

template <class Unit>
typename Unit::Type Reader::take_or(std::string_view key, const Fallback<typename Unit::Type>& fallback,
                                    Rule<typename Unit::Type> rule) {
  if (const Node* value = get(key)) return take<Unit>(*value, rule).value_or(fallback.value);
  if (fallback.is_assumption) note_assumed(key, Unit::write(fallback.value));
  return fallback.value;
}

#define STALEMATE_QUANTITY(name, Unit)                                                                        \
  Unit::Type Reader::name(std::string_view key, Rule<Unit::Type> rule) {                                      \
    const Node* value = require(key);                                                                         \
    return value == nullptr ? Unit::Type{} : take<Unit>(*value, rule).value_or(Unit::Type{});                 \
  }                                                                                                           \
  Unit::Type Reader::name(std::string_view key, Fallback<Unit::Type> fallback, Rule<Unit::Type> rule) {       \
    return take_or<Unit>(key, fallback, rule);                                                                \
  }                                                                                                           \
  std::optional<Unit::Type> Reader::optional_##name(std::string_view key, Rule<Unit::Type> rule) {            \
    const Node* value = get(key);                                                                             \
    return value == nullptr ? std::nullopt : take<Unit>(*value, rule);                                        \
  }                                                                                                           \
  std::optional<Unit::Type> Reader::name##_of(const Node& node, Rule<Unit::Type> rule) {                      \
    return take<Unit>(node, rule);                                                                            \
  }
STALEMATE_QUANTITY(duration, DurationUnit)
STALEMATE_QUANTITY(count, CountUnit)
STALEMATE_QUANTITY(bytes, BytesUnit)
STALEMATE_QUANTITY(rate, RateUnit)
STALEMATE_QUANTITY(bandwidth, BandwidthUnit)
STALEMATE_QUANTITY(ratio, RatioUnit)
STALEMATE_QUANTITY(number, NumberUnit)
#undef STALEMATE_QUANTITY

const Node* Reader::typed(const Node* node, Kind kind, const char* noun) {
  if (node == nullptr || node->is(kind)) return node;
  diagnostics_->error(node->place, node->path, excerpt(*node) + " is not " + noun);
  return nullptr;
}

std::string Reader::text(std::string_view key) {
  const Node* value = typed(require(key), Kind::text, "a text in quotes");
  return value == nullptr ? std::string() : value->text;
}

std::optional<std::string> Reader::optional_text(std::string_view key) {
  const Node* value = typed(get(key), Kind::text, "a text in quotes");
  return value == nullptr ? std::nullopt : std::optional(value->text);
}

std::string Reader::text(std::string_view key, Fallback<std::string> fallback) {
  if (!has(key) && fallback.is_assumption) note_assumed(key, fallback.value);
  return optional_text(key).value_or(std::move(fallback.value));
}

bool Reader::flag(std::string_view key) {
  const Node* value = typed(require(key), Kind::flag, "true or false");
  return value != nullptr && value->flag;
}

std::optional<bool> Reader::optional_flag(std::string_view key) {
  const Node* value = typed(get(key), Kind::flag, "true or false");
  return value == nullptr ? std::nullopt : std::optional(value->flag);
}

bool Reader::flag(std::string_view key, Fallback<bool> fallback) {
  if (!has(key) && fallback.is_assumption) note_assumed(key, fallback.value ? "true" : "false");
  return optional_flag(key).value_or(fallback.value);
}

std::optional<std::string> Reader::one_of(const Node& node, const std::vector<std::string>& words) {
  const bool is_known = node.is(Kind::text) && std::find(words.begin(), words.end(), node.text) != words.end();
  if (is_known) return node.text;
  const auto near = node.is(Kind::text) ? nearest(node.text, words) : std::nullopt;
  const std::string why = words.empty() ? " names nothing: there is none" : " is none of " + list_of(words);
  diagnostics_->error(node.place, node.path, excerpt(node) + why,
                      near ? "did you mean " + in_quotes(*near) + "?" : "");
  return std::nullopt;
}

std::string Reader::word(std::string_view key, const std::vector<std::string>& words) {
  const Node* value = require(key);
  return value == nullptr ? std::string() : one_of(*value, words).value_or("");
}

std::optional<std::string> Reader::optional_word(std::string_view key, const std::vector<std::string>& words) {
  const Node* value = get(key);
  return value == nullptr ? std::nullopt : one_of(*value, words);
}

std::string Reader::word(std::string_view key, const std::vector<std::string>& words, Fallback<std::string> fallback) {
  if (!has(key) && fallback.is_assumption) note_assumed(key, fallback.value);
  return optional_word(key, words).value_or(std::move(fallback.value));
}

std::optional<Reader> Reader::object(std::string_view key) {
  const Node* value = typed(require(key), Kind::object, "an object");
  return value == nullptr ? std::nullopt : std::optional(Reader(*value, *diagnostics_, *notes_));
}

std::optional<Reader> Reader::optional_object(std::string_view key) {
  const Node* value = typed(get(key), Kind::object, "an object");
  return value == nullptr ? std::nullopt : std::optional(Reader(*value, *diagnostics_, *notes_));
}

namespace {

std::vector<const Node*> entries_of(const Node* array) {
  std::vector<const Node*> list;
  if (array == nullptr) return list;
  for (const Node& item : array->items) list.push_back(&item);
  return list;
}

std::vector<const Member*> members_of(const Node* object) {
  std::vector<const Member*> list;
  if (object == nullptr) return list;
  for (const Member& m : object->members) list.push_back(&m);
  return list;
}

}  // namespace

std::vector<const Node*> Reader::array(std::string_view key) {
  return entries_of(typed(require(key), Kind::array, "a list"));
}

std::vector<const Node*> Reader::optional_array(std::string_view key) {
  return entries_of(typed(get(key), Kind::array, "a list"));
}

std::vector<const Member*> Reader::named(std::string_view key) {
  return members_of(typed(get(key), Kind::object, "an object"));
}

std::vector<const Member*> Reader::named() {
  for (const Member& m : node_->members) knows(m.key);
  return members_of(node_);
}

void Reader::finish() {
  for (const Member& m : node_->members) {
    if (std::find(asked_.begin(), asked_.end(), m.key) != asked_.end()) continue;
    diagnostics_->error(m.place, m.value.path, in_quotes(m.key) + " is not known here", mend_for(m.key, asked_));
  }
}

}  // namespace stalemate::analysis::load
