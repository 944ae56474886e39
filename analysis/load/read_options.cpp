// Uses of registered options: names, and parameters with their values.
#include "analysis/load/nearest.hpp"
#include "analysis/load/path.hpp"
#include "analysis/load/reading.hpp"
#include "models/options/quantity.hpp"
#include "models/options/registry.hpp"

namespace stalemate::analysis::load {

namespace options = models::options;
using options::Parameter;
using options::ParameterKind;

namespace {

std::string noun_of(const Parameter& parameter) {
  switch (parameter.kind) {
    case ParameterKind::duration: return "a duration";
    case ParameterKind::ratio: return "a share";
    case ParameterKind::count: return "a whole number";
    case ParameterKind::factor: return "a number above 0";
    case ParameterKind::flag: return "true or false";
    case ParameterKind::word: return "one of " + quoted_list(parameter.words);
  }
  return "";
}

std::string example_of(const Parameter& parameter) {
  if (parameter.kind == ParameterKind::duration) return "write it with its unit, as \"5s\" or \"300us\"";
  if (parameter.kind == ParameterKind::ratio) return "write it as \"1%\" or 0.01";
  return "";
}

/// What a scenario wrote, in the one spelling that the registry reads. Units never come from a bare number.
std::string spelling_of(const Node& node) {
  if (node.is(Kind::flag)) return node.flag ? "true" : "false";
  const bool has_text = node.is(Kind::text) || node.is(Kind::integer) || node.is(Kind::number);
  return has_text ? node.text : "";
}

// An option that knows no zero has no use for it: a wait of no time would spin at one instant. Ranges of evictions are
// judged by the policies themselves.
std::string range_broken(const Parameter& parameter, const std::string& axis, const options::Values::Value& value) {
  const bool has_range_of_its_own = axis == "eviction";
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    const bool is_duration = parameter.kind == ParameterKind::duration;
    const auto zero = options::read_duration(parameter.fallback);
    const bool may_be_zero = has_range_of_its_own || (zero && zero->ns == 0);
    if (is_duration && *integer == 0 && !may_be_zero) return "is not a duration above 0s";
    if (is_duration && *integer > limits::longest_run.ns) return "is longer than 3650d";
    if (!is_duration && !has_range_of_its_own && *integer > limits::option_count) return "is more than 10000";
    if (!is_duration && *integer < parameter.least) return "is less than " + std::to_string(parameter.least);
  }
  const auto* real = std::get_if<double>(&value);
  const bool is_factor = parameter.kind == ParameterKind::factor;
  if (real != nullptr && is_factor && *real > static_cast<double>(limits::option_count)) return "is more than 10000";
  if (real != nullptr && !is_factor && !has_range_of_its_own && *real > 1) return "is more than the whole";
  return "";
}

class ChoiceReader {
 public:
  ChoiceReader(const std::string& axis, Draft& draft) : axis_(axis), draft_(draft) {}

  std::optional<models::Choice> read(const Node& node) {
    if (node.is(Kind::text)) return by_name(node, node);
    if (node.is(Kind::object)) return with_parameters(node);
    draft_.diagnostics.error(node.place, node.path, excerpt(node) + " is no option",
                             "write a name, or {\"use\": name, ...}");
    return std::nullopt;
  }

 private:
  const options::Option* find(const Node& name) {
    const options::Option* option = options::find_option(axis_, name.text);
    if (option != nullptr) return option;
    const auto known = option_names(axis_);
    draft_.diagnostics.error(name.place, name.path, in_quotes(name.text) + " is no option of \"" + axis_ + "\"",
                             mend_for(name.text, known));
    return nullptr;
  }

  std::optional<models::Choice> by_name(const Node& name, const Node& node) {
    const options::Option* option = find(name);
    if (option == nullptr) return std::nullopt;
    models::Choice choice{option->name, options::defaults_of(*option)};
    for (const Parameter& parameter : option->parameters) {
      if (!parameter.fallback.empty()) continue;
      draft_.diagnostics.error(node.place, node.path, in_quotes(option->name) + " needs \"" + parameter.key + "\"",
                               R"(write {"use": ")" + option->name + R"(", ")" + parameter.key + R"(": ...})");
      return std::nullopt;
    }
    return choice;
  }

  std::optional<models::Choice> with_parameters(const Node& node) {
    Reader in(node, draft_.diagnostics, draft_.notes);
    const Node* name = in.require("use");
    if (name != nullptr && !name->is(Kind::text)) in.error("use", excerpt(*name) + " is not a text in quotes");
    if (name == nullptr || !name->is(Kind::text)) return std::nullopt;
    const options::Option* option = find(*name);
    if (option == nullptr) return std::nullopt;
    models::Choice choice{option->name, options::defaults_of(*option)};
    const auto before = draft_.diagnostics.errors();
    for (const Parameter& parameter : option->parameters) take(in, parameter, choice.values);
    in.finish();
    return draft_.diagnostics.errors() == before ? std::optional(choice) : std::nullopt;
  }

  void take(Reader& in, const Parameter& parameter, options::Values& values) {
    const bool is_required = parameter.fallback.empty();
    const Node* node = is_required ? in.require(parameter.key) : in.get(parameter.key);
    if (node == nullptr) return;
    const Node* bare = unwrapped(*node, draft_);
    if (bare == nullptr) return;
    options::Values::Value value;
    if (!options::read_value(parameter, spelling_of(*bare), value)) {
      draft_.diagnostics.error(bare->place, node->path, excerpt(*bare) + " is not " + noun_of(parameter),
                               example_of(parameter));
      return;
    }
    const std::string broken = range_broken(parameter, axis_, value);
    if (!broken.empty()) draft_.diagnostics.error(bare->place, node->path, excerpt(*bare) + " " + broken);
    values.set(parameter.key, std::move(value));
  }

  const std::string& axis_;
  Draft& draft_;
};

}  // namespace

std::vector<std::string> option_names(const std::string& axis) {
  std::vector<std::string> names;
  for (const options::Option* option : options::options_of(axis)) names.push_back(option->name);
  return names;
}

std::optional<models::Choice> choice_of(const Node& node, const std::string& axis, Draft& draft) {
  return ChoiceReader(axis, draft).read(node);
}

}  // namespace stalemate::analysis::load
