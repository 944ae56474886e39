// The schema: that the committed copy is what the program prints, and that it knows the format the loader reads.
// Promise: the samples hold every key of the format, so a key that only one of loader and schema knows fails here.
// Source: JSON Schema draft-07. Departs: the validator knows the words that this schema uses, and refuses any other.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include "analysis/load/schema.hpp"
#include "models/options/registry.hpp"
#include "tests/unit/scenario_samples.hpp"

using Json = nlohmann::ordered_json;

namespace {

const Json& whole_schema() {
  static const Json document = Json::parse(stalemate::analysis::load::schema());
  return document;
}

bool has_type(const Json& value, const std::string& type) {
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  if (type == "boolean") return value.is_boolean();
  if (type == "array") return value.is_array();
  if (type == "object") return value.is_object();
  return type == "string" && value.is_string();
}

bool accepts(const Json& schema, const Json& value);

bool accepts_any(const Json& forms, const Json& value) {
  for (const Json& form : forms) {
    if (accepts(form, value)) return true;
  }
  return false;
}

bool accepts_members(const Json& schema, const Json& object) {
  const Json patterns = schema.value("patternProperties", Json::object());
  const Json needed = schema.value("required", Json::array());
  for (const auto& [key, value] : object.items()) {
    const Json* part = nullptr;
    if (schema.contains("properties") && schema["properties"].contains(key)) part = &schema["properties"][key];
    for (const auto& [pattern, form] : patterns.items()) {
      if (std::regex_search(key, std::regex(pattern))) part = &form;
    }
    if (part == nullptr && schema.contains("additionalProperties")) part = &schema["additionalProperties"];
    if (part != nullptr && !accepts(*part, value)) return false;
  }
  for (const Json& key : needed) {
    if (!object.contains(key.get<std::string>())) return false;
  }
  return true;
}

bool accepts_word(const Json& schema, const std::string& word, const Json& value) {
  const Json& rule = schema[word];
  if (word == "$ref") return accepts(whole_schema()[Json::json_pointer(rule.get<std::string>().substr(1))], value);
  if (word == "type") return has_type(value, rule);
  if (word == "const") return value == rule;
  if (word == "enum") return std::find(rule.begin(), rule.end(), value) != rule.end();
  if (word == "anyOf") return accepts_any(rule, value);
  if (word == "allOf") return accepts(rule.at(0), value);
  if (word == "minimum") return !value.is_number() || value >= rule;
  if (word == "minItems") return !value.is_array() || value.size() >= rule;
  if (word == "maxItems") return !value.is_array() || value.size() <= rule;
  if (word == "items") {
    const auto is_sound = [&](const Json& item) { return accepts(rule, item); };
    return !value.is_array() || std::all_of(value.begin(), value.end(), is_sound);
  }
  if (word == "pattern") {
    return !value.is_string() || std::regex_search(value.get<std::string>(), std::regex(rule.get<std::string>()));
  }
  static const std::set<std::string> elsewhere = {
      "$schema",    "title",    "description",          "definitions",
      "properties", "required", "additionalProperties", "patternProperties"};
  INFO(word);
  REQUIRE(elsewhere.count(word) == 1);
  return true;
}

bool accepts(const Json& schema, const Json& value) {
  if (schema.is_boolean()) return schema.get<bool>();
  for (const auto& member : schema.items()) {
    if (!accepts_word(schema, member.key(), value)) return false;
  }
  return !value.is_object() || accepts_members(schema, value);
}

bool accepts(const std::string& text) { return accepts(whole_schema(), Json::parse(text)); }

void collect_keys(const Json& value, std::set<std::string>& keys) {
  if (value.is_object()) {
    for (const auto& [key, below] : value.items()) keys.insert(key), collect_keys(below, keys);
  } else if (value.is_array()) {
    for (const Json& below : value) collect_keys(below, keys);
  }
}

void collect_properties(const Json& schema, std::set<std::string>& keys) {
  if (schema.is_array()) {
    for (const Json& below : schema) collect_properties(below, keys);
  }
  if (!schema.is_object()) return;
  for (const auto& [word, below] : schema.items()) {
    const bool holds_names = word == "properties" && below.is_object();
    if (holds_names) {
      for (const auto& property : below.items()) keys.insert(property.key());
    }
    collect_properties(below, keys);
  }
}

}  // namespace

TEST_CASE("the committed schema is the one that the program prints", "[schema]") {
  std::ifstream file(STALEMATE_SOURCE_DIR "/scenarios/schema.json", std::ios::binary);
  const std::string committed((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const bool is_same = committed == stalemate::analysis::load::schema();
  INFO("write it anew: stalemate schema > scenarios/schema.json");
  CHECK(is_same);
}

TEST_CASE("the schema accepts what the loader accepts", "[schema]") {
  CHECK(accepts(samples::smallest));
  CHECK(accepts(samples::full));
  CHECK(accepts(samples::sole));
  const char* guessed = R"({"use": "ttl", "ttl": {"value": "1m", "guess": true}})";
  CHECK(accepts(samples::changed(samples::smallest, "\"60s\"", guessed)));
  CHECK(accepts(samples::changed(samples::smallest, "50000", R"({"value": 5, "guess": true})")));
}

TEST_CASE("the schema refuses what an editor should mark", "[schema]") {
  CHECK_FALSE(accepts(samples::changed(samples::smallest, "\"title\"", R"("titel": "x", "title")")));
  CHECK_FALSE(accepts(samples::changed(samples::smallest, "\"2000/s\"", "\"2000\"")));
  CHECK_FALSE(accepts(samples::changed(samples::smallest, "\"60s\"", "\"60\"")));
  CHECK_FALSE(accepts(samples::changed(samples::smallest, "\"60s\"", "\"ttl\"")));
  CHECK_FALSE(accepts(samples::changed(samples::smallest, "\"cache-aside\"", "\"cash-aside\"")));
  CHECK_FALSE(accepts(samples::changed(samples::smallest, "\"keys\": 50000,", "")));
  CHECK_FALSE(accepts(samples::changed(samples::smallest, R"("title": "Price cache",)", "")));
  CHECK(accepts(R"({ "extends": "base.json", "seed": 2 })"));
  CHECK_FALSE(accepts(samples::changed(samples::smallest, "50000", "-1")));
  const char* sharded = R"("db": {"kind": "origin", "shards": 2})";
  CHECK_FALSE(accepts(samples::changed(samples::smallest, "\"db\": \"origin\"", sharded)));
}

TEST_CASE("the samples use every key of the schema but a few, so that none is known to the schema alone", "[schema]") {
  std::set<std::string> known, used;
  collect_properties(whole_schema(), known);
  collect_keys(Json::parse(samples::full), used);
  collect_keys(Json::parse(samples::smallest), used);
  collect_keys(Json::parse(samples::sole), used);
  used.insert({"extends", "stop", "requests"});  // read in scenario_test.cpp
  std::set<std::string> options;
  for (const auto* option : stalemate::models::options::all_options()) {
    for (const auto& parameter : option->parameters) options.insert(parameter.key);
  }
  for (const std::string& key : known) {
    INFO(key);
    CHECK((used.count(key) == 1 || options.count(key) == 1));
  }
}

TEST_CASE("every registered option stands in the schema with its promise and its parameters", "[schema]") {
  const std::string text = stalemate::analysis::load::schema();
  for (const auto* option : stalemate::models::options::all_options()) {
    INFO(option->axis << "/" << option->name);
    CHECK(text.find(Json(option->promise).dump()) != std::string::npos);
    CHECK(whole_schema()["definitions"].contains(option->axis));
    for (const auto& parameter : option->parameters) CHECK(text.find(parameter.doc) != std::string::npos);
  }
}
