// The forms that a JSON Schema is built from.
#include "analysis/load/schema_forms.hpp"

namespace stalemate::analysis::load::forms {

Json matching(const std::string& pattern) { return {{"type", "string"}, {"pattern", "^(" + pattern + ")$"}}; }

Json pair_of(Json item) {
  Json list = list_of(std::move(item));
  list["minItems"] = 2;
  list["maxItems"] = 2;
  return list;
}

// A description beside a $ref is ignored in draft-07: allOf carries both.
Json described(Json schema, const std::string& doc) {
  if (doc.empty()) return schema;
  Json result = {{"description", doc}};
  if (schema.contains("$ref")) {
    result["allOf"] = Json::array({std::move(schema)});
  } else {
    result.update(schema);
  }
  return result;
}

Json object_of(const std::vector<Key>& keys) {
  Json properties = Json::object();
  Json needed = Json::array();
  for (const Key& key : keys) {
    properties[key.name] = described(key.schema, key.doc);
    if (key.is_required) needed.push_back(key.name);
  }
  Json result = {{"type", "object"}, {"properties", std::move(properties)}};
  if (!needed.empty()) result["required"] = std::move(needed);
  result["additionalProperties"] = false;
  return result;
}

Json named(Json value) { return {{"type", "object"}, {"additionalProperties", std::move(value)}}; }

Json guessable(const Json& plain) {
  const Key guess = {"guess", flag(), "true: a guess, not a measured figure; every answer lists it"};
  return any_of({plain, object_of({{"value", plain, "", required}, guess})});
}

Json duration_text() {
  const std::string number = number_pattern;
  return matching(number + "(d|h|min|m|s|ms|us|\xC2\xB5s|ns)|[0-9][0-9_]*:[0-5][0-9](\\.[0-9]+)?");
}

Json time_text() {
  return any_of({duration_text(), matching(std::string("([0-9]+(\\.[0-9]+)?(d|h|min|m|s|ms|us|ns))+"))});
}

Json count_form() {
  const std::string number = number_pattern;
  return any_of({{{"type", "integer"}, {"minimum", 0}},
                 {{"type", "number"}, {"minimum", 0}},
                 matching(number + "(e[+-]?[0-9]+)?(k|M|G)?")});
}

Json ratio_form() {
  const std::string number = number_pattern;
  return any_of({{{"type", "number"}, {"minimum", 0}}, matching(number + "(e[+-]?[0-9]+)?%?")});
}

Json share_a(const std::string& time) {
  return guessable(matching(std::string(number_pattern) + "(e[+-]?[0-9]+)?%?/" + time));
}

Json scan() {
  const Key from = {"from", ref("count"), "the key that comes first; default 0"};
  return any_of({{{"const", "scan"}}, object_of({{"scan", object_of({from}), "", required}})});
}

Json law() {
  const Json d = ref("duration");
  const Key offset = {"offset", d, "added to every sample"};
  const Json log_normal = object_of({{"p50", d, "", required}, {"p99", d, "", required}});
  const Json normal = object_of({{"mean", d, "", required}, {"sd", d, "", required}});
  const Key alpha = {"alpha", ref("number"), "", required};
  const Json pareto = object_of({{"min", d, "", required}, alpha, {"cap", d, "", required}});
  const Json percentiles = {
      {"type", "object"}, {"patternProperties", {{"^p[0-9]", d}}}, {"additionalProperties", false}};
  const std::vector<Json> forms = {d, pair_of(d), normal, log_normal, d, pareto, percentiles};
  Json any = Json::array({duration_text()});
  for (std::size_t i = 0; i < words::laws.size(); ++i) {
    any.push_back(object_of({{words::laws[i].c_str(), forms[i], "", required}, offset}));
  }
  any.push_back(object_of({{"p50", d, "log-normal", required}, {"p99", d, "", required}, offset}));
  return {{"anyOf", std::move(any)}};
}

Json trace() {
  std::vector<Key> columns;
  for (const std::string& role : words::trace_columns) columns.push_back({role.c_str(), text(), "a column's name"});
  columns.push_back({"unit", one_word(words::time_units), "of a time that is a number; default s"});
  return object_of({{"file", text(), "plain, gzip or zstd", required},
                    {"format", one_word(words::trace_formats), "default as recognised from what the file holds"},
                    {"columns", object_of(columns), "of a CSV; default the usual names"}});
}

Json popularity() {
  const Json hot_set = object_of({{"keys", ref("ratio"), "share of the keys", required},
                                  {"traffic", ref("ratio"), "share of the traffic they get", required}});
  const Json uniform = {{"const", "uniform"}};
  const Json top = {
      {"type", "object"}, {"patternProperties", {{"^[0-9]", ref("ratio")}}}, {"additionalProperties", false}};
  const Key drift = {"drift", share_a("(d|h|min|m|s)"), "share of the ranks that go to other keys; default none"};
  return any_of({uniform, object_of({{"zipf", ref("number"), "exponent, above 0", required}, drift}),
                 object_of({{"hot_set", hot_set, "", required}, drift}),
                 object_of({{"top", top, "shares that so many of the hottest keys get together", required}, drift}),
                 object_of({{"trace", any_of({text(), trace()}), "as its keys are read there", required}, drift})});
}

}  // namespace stalemate::analysis::load::forms
