// Expectations and observations: bounds on figures of the results.
#include "analysis/load/figure_unit.hpp"
#include "analysis/load/nearest.hpp"
#include "analysis/load/path.hpp"
#include "analysis/load/reading.hpp"

namespace stalemate::analysis::load {
namespace {

std::optional<double> figure_of(const Node& node, FigureUnit unit) {
  if (node.is(Kind::integer) || node.is(Kind::number)) return node.number;
  return node.is(Kind::text) ? read_figure(node.text, unit) : std::nullopt;
}

constexpr const char* above_a_share = "is more than 1, which a share never is";

bool is_possible(double figure, FigureUnit unit) { return unit != FigureUnit::share || figure <= 1; }

/// `unit`: none when the path is wrong, which has been said.
std::optional<double> bound_at(Reader& in, const char* key, std::optional<FigureUnit> unit) {
  const Node* node = in.get(key);
  if (node == nullptr || !unit) return std::nullopt;
  const auto figure = figure_of(*node, *unit);
  if (!figure) {
    in.error(key, excerpt(*node) + " is no bound on " + in_quotes(in.node().get("path")->text), example_of(*unit));
  } else if (!is_possible(*figure, *unit)) {
    in.error(key, excerpt(*node) + " " + above_a_share, example_of(*unit));
  }
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
  const auto unit = unit_of(expectation.path);
  expectation.least = bound_at(in, "min", unit);
  expectation.most = bound_at(in, "max", unit);
  expectation.equals = bound_at(in, "equals", unit);
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
std::optional<Observed> observed_in(const Node& node, FigureUnit unit) {
  const std::size_t dots = node.is(Kind::text) ? node.text.find("..") : std::string::npos;
  const bool is_range = dots != std::string::npos;
  const std::string_view text = node.text;
  const auto low = is_range ? read_figure(text.substr(0, dots), unit) : figure_of(node, unit);
  const auto high = is_range ? read_figure(text.substr(dots + 2), unit) : low;
  if (!low || !high) return std::nullopt;
  return Observed{"", *low, *high};
}

void read_observed(Reader& root, Scenario& scenario) {
  for (const Member* member : root.named("observed")) {
    const auto refuse = [&](Place place, const std::string& message, const char* mend) {
      root.diagnostics().error(place, member->value.path, message, mend);
    };
    const auto unit = unit_of(member->key);
    if (!unit) {
      refuse(member->place, in_quotes(member->key) + " is not a path", "");
      continue;
    }
    auto observed = observed_in(member->value, *unit);
    if (!observed) {
      refuse(member->value.place, excerpt(member->value) + " is neither a value of this figure nor a range of such",
             example_of(*unit));
      continue;
    }
    if (observed->low > observed->high) refuse(member->value.place, "ends below its beginning", "");
    if (!is_possible(observed->high, *unit)) refuse(member->value.place, above_a_share, example_of(*unit));
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
