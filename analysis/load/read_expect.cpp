// Expectations and observations: bounds on figures of the results.
#include <charconv>
#include "analysis/load/nearest.hpp"
#include "analysis/load/path.hpp"
#include "analysis/load/reading.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::load {

namespace options = models::options;

namespace {

/// In the units of the results: seconds, events a second, bytes, fractions.
std::optional<double> figure_of(std::string_view text) {
  if (const auto duration = options::read_duration(text)) return sim::seconds(*duration);
  if (const auto ratio = options::read_ratio(text)) return ratio;
  if (const auto rate = options::read_rate_per_s(text)) return rate;
  if (const auto bytes = options::read_bytes(text)) return double(*bytes);
  if (const auto count = options::read_count(text)) return double(*count);
  return std::nullopt;
}

std::optional<double> figure_of(const Node& node) {
  if (node.is(Kind::integer) || node.is(Kind::number)) return node.number;
  return node.is(Kind::text) ? figure_of(node.text) : std::nullopt;
}

constexpr const char* example = "write a number, or \"5s\", \"1%\", \"2000/s\", \"64MiB\"";

std::optional<double> bound_at(Reader& in, const char* key) {
  const Node* node = in.get(key);
  if (node == nullptr) return std::nullopt;
  const auto figure = figure_of(*node);
  if (!figure) in.error(key, excerpt(*node) + " is not a figure", example);
  return figure;
}

void check_path(Reader& in, const std::string& path) {
  PathError why;
  if (path.empty() || parse_path(path, &why)) return;
  in.error("path", in_quotes(path) + " is not a path: " + why.message);
}

void check_bounds(Reader& in, const Expectation& expectation) {
  const bool has_range = in.has("min") || in.has("max");
  if (has_range == in.has("equals")) {
    in.diagnostics().error(in.node().place, in.path(), R"(needs "min", "max" or both, or "equals" alone)");
  }
  if (expectation.least && expectation.most && *expectation.least > *expectation.most) {
    in.error("max", "lies below min");
  }
}

std::string written(const Node& node, const char* key) {
  const Node* bound = node.get(key);
  if (bound == nullptr) return "";
  const std::string sign = key == std::string_view("min") ? " >= " : key == std::string_view("max") ? " <= " : " = ";
  return sign + bound->text;
}

void check_strategy(Reader& in, const std::string& glob, const Scenario& scenario) {
  std::vector<std::string> names = {baseline_name};
  for (const StrategyPlan& plan : scenario.strategies) {
    if (plan.name != baseline_name) names.push_back(plan.name);
  }
  const auto is_met = [&](const std::string& name) { return matches_glob(glob, name); };
  if (glob == "*" || std::any_of(names.begin(), names.end(), is_met)) return;
  in.error("strategy", in_quotes(glob) + " is not defined under strategies", mend_for(glob, names));
}

Expectation read_expectation(Reader& in, const Scenario& scenario) {
  Expectation expectation;
  expectation.path = in.text("path");
  check_path(in, expectation.path);
  expectation.least = bound_at(in, "min");
  expectation.most = bound_at(in, "max");
  expectation.equals = bound_at(in, "equals");
  check_bounds(in, expectation);
  expectation.strategy = in.text("strategy", "*");
  check_strategy(in, expectation.strategy, scenario);
  std::string usual_text = expectation.path;
  for (const char* key : {"min", "max", "equals"}) usual_text += written(in.node(), key);
  expectation.text = in.text("text", usual_text);
  in.finish();
  return expectation;
}

/// "180/s..210/s", or one value.
std::optional<Observed> observed_in(const Node& node) {
  const std::size_t dots = node.is(Kind::text) ? node.text.find("..") : std::string::npos;
  const bool is_range = dots != std::string::npos;
  const std::string_view text = node.text;
  const auto low = is_range ? figure_of(text.substr(0, dots)) : figure_of(node);
  const auto high = is_range ? figure_of(text.substr(dots + 2)) : low;
  if (!low || !high) return std::nullopt;
  return Observed{"", *low, *high};
}

void read_observed(Reader& root, Scenario& scenario) {
  for (const Member* member : root.named("observed")) {
    const auto refuse = [&](Place place, const std::string& message, const char* mend) {
      root.diagnostics().error(place, member->value.path, message, mend);
    };
    if (!parse_path(member->key)) refuse(member->place, in_quotes(member->key) + " is not a path", "");
    auto observed = observed_in(member->value);
    if (!observed) {
      refuse(member->value.place, excerpt(member->value) + " is neither a figure nor a range",
             "write \"200/s\" or \"180/s..210/s\"");
      continue;
    }
    if (observed->low > observed->high) refuse(member->value.place, "ends below its beginning", "");
    observed->path = member->key;
    scenario.observed.push_back(std::move(*observed));
  }
}

}  // namespace

void read_expectations(Reader& root, Scenario& scenario) {
  for (const Node* item : root.optional_array("expect")) {
    Reader in(*item, root.diagnostics(), root.notes());
    if (item->is(Kind::object)) scenario.expectations.push_back(read_expectation(in, scenario));
  }
  read_observed(root, scenario);
}

}  // namespace stalemate::analysis::load
