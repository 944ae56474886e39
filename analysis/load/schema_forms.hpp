// The forms that a JSON Schema is built from: texts, lists, objects, and the quantities of the scenario format.
// Promise: each form takes what the loader's reader of that quantity takes, and the same marked as a guess.
// Source: JSON Schema draft-07. Departs: none.
#pragma once
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>
#include "analysis/load/reading.hpp"

namespace stalemate::analysis::load::forms {

using Json = nlohmann::ordered_json;

inline constexpr const char* number_pattern = "[0-9][0-9_]*(\\.[0-9]+)?";

/// One key of an object.
struct Key {
  const char* name;
  Json schema;
  std::string doc;
  bool is_required = false;
};
inline constexpr bool required = true;

/// What stands under `definitions` by this name.
inline Json ref(const char* name) { return {{"$ref", std::string("#/definitions/") + name}}; }
inline Json text() { return {{"type", "string"}}; }
inline Json flag() { return {{"type", "boolean"}}; }
inline Json one_word(const words::List& list) { return {{"enum", list}}; }
inline Json list_of(Json item) { return {{"type", "array"}, {"items", std::move(item)}}; }
inline Json any_of(std::initializer_list<Json> forms) { return {{"anyOf", forms}}; }
Json matching(const std::string& pattern);
Json pair_of(Json item);
Json described(Json schema, const std::string& doc);
Json object_of(const std::vector<Key>& keys);
/// An object whose keys are names that the user gives.
Json named(Json value);
/// A quantity, or the same marked as a guess.
Json guessable(const Json& plain);

Json duration_text();
Json time_text();
Json count_form();
Json ratio_form();
/// A share in a time, as "10%/h".
Json share_a(const std::string& time);
Json scan();
Json law();
Json trace();
Json popularity();

// schema_faults.cpp
Json fault();
Json alert();

}  // namespace stalemate::analysis::load::forms
