#include "models/options/registry.hpp"
#include <algorithm>
#include <tuple>
#include "models/options/quantity.hpp"
#include "sim/check.hpp"

namespace stalemate::models::options {
namespace {

bool by_axis_and_name(const Option* a, const Option* b) {
  return std::tie(a->axis, a->name) < std::tie(b->axis, b->name);
}

// Construct on first use: registrars in other translation units run in link order.
std::vector<const Option*>& registry() {
  static std::vector<const Option*> options;
  return options;
}

}  // namespace

std::string_view name_of(Guarantee guarantee) {
  switch (guarantee) {
    case Guarantee::never_stale: return "never_stale";
    case Guarantee::bounded_life: return "bounded_life";
    case Guarantee::one_fetch_per_key: return "one_fetch_per_key";
    case Guarantee::bounded_fetches: return "bounded_fetches";
    case Guarantee::no_late_fill: return "no_late_fill";
    case Guarantee::newer_stays: return "newer_stays";
    case Guarantee::held_off: return "held_off";
    case Guarantee::in_order: return "in_order";
    case Guarantee::read_your_writes: return "read_your_writes";
    case Guarantee::bounded_size: return "bounded_size";
    case Guarantee::least_recent_goes: return "least_recent_goes";
    case Guarantee::first_in_goes: return "first_in_goes";
    case Guarantee::bounded_overtime: return "bounded_overtime";
    case Guarantee::never_expires: return "never_expires";
    case Guarantee::told_first: return "told_first";
    case Guarantee::told_ahead: return "told_ahead";
    case Guarantee::tells_nobody: return "tells_nobody";
    case Guarantee::takes_effect: return "takes_effect";
    case Guarantee::stored_first: return "stored_first";
    case Guarantee::store_commits: return "store_commits";
    case Guarantee::no_origin: return "no_origin";
    case Guarantee::awaited: return "awaited";
    case Guarantee::told_once: return "told_once";
    case Guarantee::names_one: return "names_one";
    case Guarantee::names_derived: return "names_derived";
    case Guarantee::purges: return "purges";
    case Guarantee::one_generation: return "one_generation";
    case Guarantee::caller_fetches: return "caller_fetches";
    case Guarantee::cache_fetches: return "cache_fetches";
    case Guarantee::early_is_safe: return "early_is_safe";
    case Guarantee::one_filler: return "one_filler";
    case Guarantee::held_back: return "held_back";
    case Guarantee::failure_known: return "failure_known";
    case Guarantee::leader_answers: return "leader_answers";
    case Guarantee::leader_fills: return "leader_fills";
    case Guarantee::on_demand: return "on_demand";
    case Guarantee::fills_gaps: return "fills_gaps";
  }
  return "";
}

void Values::set(std::string key, Value value) {
  for (auto& [known, held] : values_)
    if (known == key) {
      held = std::move(value);
      return;
    }
  values_.emplace_back(std::move(key), std::move(value));
}

const Values::Value& Values::at(std::string_view key) const {
  const auto found = std::find_if(values_.begin(), values_.end(), [&](const auto& v) { return v.first == key; });
  CHECK_INVARIANT(found != values_.end());
  return found->second;
}

std::int64_t Values::integer(std::string_view key) const { return std::get<std::int64_t>(at(key)); }
double Values::ratio(std::string_view key) const { return std::get<double>(at(key)); }
double Values::factor(std::string_view key) const { return std::get<double>(at(key)); }
bool Values::flag(std::string_view key) const { return std::get<bool>(at(key)); }
const std::string& Values::word(std::string_view key) const { return std::get<std::string>(at(key)); }

void add_option(const Option* option) {
  auto& options = registry();
  options.insert(std::lower_bound(options.begin(), options.end(), option, by_axis_and_name), option);
}

const std::vector<const Option*>& all_options() { return registry(); }

std::vector<const Option*> options_of(std::string_view axis) {
  std::vector<const Option*> found;
  std::copy_if(registry().begin(), registry().end(), std::back_inserter(found),
               [&](const Option* option) { return option->axis == axis; });
  return found;
}

const Option* find_option(std::string_view axis, std::string_view name) {
  for (const Option* option : registry())
    if (option->axis == axis && option->name == name) return option;
  return nullptr;
}

const Option* named_twice(const std::vector<const Option*>& sorted) {
  const auto same = [](const Option* a, const Option* b) { return a->axis == b->axis && a->name == b->name; };
  const auto found = std::adjacent_find(sorted.begin(), sorted.end(), same);
  return found == sorted.end() ? nullptr : *found;
}

bool read_value(const Parameter& parameter, std::string_view text, Values::Value& value) {
  switch (parameter.kind) {
    case ParameterKind::duration:
      if (const auto d = read_duration(text)) return value = d->ns, true;
      return false;
    case ParameterKind::ratio:
      if (const auto r = read_ratio(text)) return value = *r, true;
      return false;
    case ParameterKind::count:
      if (const auto n = read_count(text)) return value = *n, true;
      return false;
    case ParameterKind::factor:
      if (const auto f = read_factor(text)) return value = *f, true;
      return false;
    case ParameterKind::flag:
      if (text != "true" && text != "false") return false;
      return value = (text == "true"), true;
    case ParameterKind::word:
      if (std::find(parameter.words.begin(), parameter.words.end(), text) == parameter.words.end()) return false;
      return value = std::string(text), true;
  }
  return false;
}

Values defaults_of(const Option& option) {
  Values values;
  for (const Parameter& parameter : option.parameters) {
    if (parameter.fallback.empty()) continue;
    Values::Value value;
    CHECK_INVARIANT(read_value(parameter, parameter.fallback, value));
    values.set(parameter.key, std::move(value));
  }
  return values;
}

Values resolved(const Option& option, const Values& given) {
  Values values = defaults_of(option);
  for (const auto& [key, value] : given.all()) values.set(key, value);
  return values;
}

}  // namespace stalemate::models::options
