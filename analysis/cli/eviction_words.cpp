#include "analysis/cli/eviction_words.hpp"
#include <algorithm>
#include <optional>
#include "analysis/load/diagnostics.hpp"
#include "analysis/load/nearest.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::cli {
namespace {

using models::eviction::Capacity;
using models::options::Option;
using models::options::Parameter;
using traces::EvictionSetup;

constexpr std::string_view axis = "eviction";

std::vector<std::string> policies() {
  std::vector<std::string> names;
  for (const Option* option : models::options::options_of(axis)) names.push_back(option->name);
  return names;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

Trouble wrong(const std::string& word, const std::string& why, const std::string& mend) {
  return trouble(Exit::wrong_input, "--eviction " + word + ": " + why + (mend.empty() ? "" : "; " + mend));
}

std::optional<Trouble> add_parameter(const std::string& word, const std::string& part, const Option& option,
                                     EvictionSetup& setup) {
  const std::size_t equals = part.find('=');
  if (equals == std::string::npos) return wrong(word, load::in_quotes(part) + " is no parameter=value", "");
  const std::string key = part.substr(0, equals);
  const auto known = std::find_if(option.parameters.begin(), option.parameters.end(),
                                  [&](const Parameter& parameter) { return parameter.key == key; });
  std::vector<std::string> keys;
  for (const Parameter& parameter : option.parameters) keys.push_back(parameter.key);
  if (known == option.parameters.end()) {
    return wrong(word, option.name + " has no parameter " + load::in_quotes(key), load::mend_for(key, keys));
  }
  const bool is_repeated = std::any_of(setup.parameters.begin(), setup.parameters.end(),
                                       [&](const auto& given) { return given.first == key; });
  if (is_repeated) return wrong(word, key + " is given twice", "keep one of them");
  models::options::Values::Value value;
  const std::string text = part.substr(equals + 1);
  if (!models::options::read_value(*known, text, value)) {
    return wrong(word, load::in_quotes(text) + " is no value of " + key, known->doc);
  }
  setup.parameters.emplace_back(key, text);
  return std::nullopt;
}

std::variant<EvictionSetup, Trouble> setup_of(const std::string& word) {
  const auto parts = split(word);
  const Option* option = models::options::find_option(axis, parts.front());
  if (option == nullptr) return wrong(word, "there is no such policy", load::mend_for(parts.front(), policies()));
  EvictionSetup setup{option->name, {}, {}};
  for (std::size_t i = 1; i < parts.size(); ++i)
    if (auto why = add_parameter(word, parts[i], *option, setup)) return std::move(*why);
  return setup;
}

std::optional<Capacity> capacity_of(const std::string& word) {
  if (const auto entries = models::options::read_count(word); entries && *entries > 0)
    return Capacity::objects(*entries);
  if (const auto bytes = models::options::read_bytes(word); bytes && *bytes > 0) return Capacity::bytes(*bytes);
  return std::nullopt;
}

std::variant<std::vector<Capacity>, Trouble> capacities_of(const ReplayRequest& request) {
  std::vector<Capacity> capacities;
  for (const std::string& word : request.capacities) {
    const auto capacity = capacity_of(word);
    if (!capacity)
      return trouble(Exit::wrong_input,
                     "--capacity " + load::in_quotes(word) + " is neither entries (10000) nor bytes (64MiB)");
    const bool is_repeated = std::any_of(capacities.begin(), capacities.end(), [&](const Capacity& given) {
      return given.unit == capacity->unit && given.amount == capacity->amount;
    });
    if (is_repeated) return trouble(Exit::wrong_input, "--capacity " + word + ": the same capacity is given twice");
    capacities.push_back(*capacity);
  }
  if (capacities.empty())
    return trouble(Exit::wrong_input, "replay needs --capacity, as 64MiB or, in entries, as 10000; or --scenario");
  return capacities;
}

/// The same policy with the same parameters, in whatever order they were typed.
bool is_same(const EvictionSetup& a, const EvictionSetup& b) {
  return a.policy == b.policy &&
         std::is_permutation(a.parameters.begin(), a.parameters.end(), b.parameters.begin(), b.parameters.end());
}

std::vector<std::string> policies_of(const ReplayRequest& request) {
  std::vector<std::string> words = request.evictions;
  for (const std::string& name : policies())
    if (request.all && std::find(words.begin(), words.end(), name) == words.end()) words.push_back(name);
  return words.empty() ? std::vector<std::string>{"lru"} : words;
}

}  // namespace

std::variant<std::vector<EvictionSetup>, Trouble> eviction_setups(const ReplayRequest& request) {
  auto capacities = capacities_of(request);
  if (auto* const why = std::get_if<Trouble>(&capacities)) return std::move(*why);
  std::vector<EvictionSetup> setups;
  for (const std::string& word : policies_of(request)) {
    auto setup = setup_of(word);
    if (auto* const why = std::get_if<Trouble>(&setup)) return std::move(*why);
    const auto& made = std::get<EvictionSetup>(setup);
    if (std::any_of(setups.begin(), setups.end(), [&](const auto& given) { return is_same(given, made); }))
      return wrong(word, "the same policy is given twice", "");
    for (const Capacity& capacity : std::get<std::vector<Capacity>>(capacities)) {
      setups.push_back(made);
      setups.back().capacity = capacity;
    }
  }
  return setups;
}

std::string eviction_word(const EvictionSetup& setup) {
  std::string word = setup.policy;
  for (const auto& [key, value] : setup.parameters) word.append(",").append(key).append("=").append(value);
  return word;
}

std::string capacity_word(const Capacity& capacity) {
  return capacity.unit == Capacity::Unit::bytes ? models::options::write_bytes(capacity.amount)
                                                : std::to_string(capacity.amount);
}

}  // namespace stalemate::analysis::cli
