#include "analysis/cli/vary_input.hpp"
#include <algorithm>
#include <limits>
#include "analysis/cli/reproduce.hpp"
#include "analysis/cli/run_output.hpp"
#include "analysis/cli/running.hpp"
#include "analysis/load/path.hpp"
#include "analysis/measure/results_json.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::cli {
namespace {

constexpr std::int64_t runs_at_most = 100'000'000;

Trouble wrong_axis(const std::string& why) { return trouble(Exit::wrong_input, "--vary: " + why); }

/// However its path is written.
bool is_set(const RunRequest& request, const std::string& path) {
  return std::any_of(request.sets.begin(), request.sets.end(), [&](const std::string& set) {
    const auto parts = load::split_assignment(set);
    const auto own = parts ? load::parse_path(parts->first) : std::nullopt;
    return own && load::print(*own) == path;
  });
}

std::variant<std::vector<load::Axis>, Trouble> axes_of(const RunRequest& request, const load::Node& document) {
  std::vector<load::Axis> axes;
  for (const std::string& word : request.vary) {
    auto axis = load::Axis::of_word(document, word, request.points > 0);
    if (auto* const why = std::get_if<std::string>(&axis)) return wrong_axis(*why);
    axes.push_back(std::move(std::get<load::Axis>(axis)));
    if (axes.back().path() == "seed") return wrong_axis("seeds are no axis: --seeds N runs each point with N of them");
    if (is_set(request, axes.back().path())) return wrong_axis(axes.back().path() + " is given by --set as well");
    const auto is_it = [&](const load::Axis& each) { return each.path() == axes.back().path(); };
    if (std::count_if(axes.begin(), axes.end(), is_it) > 1)
      return wrong_axis(axes.back().path() + " is varied twice; give it all its values at once");
  }
  return axes;
}

/// What the scenario says of a value, in the name of the option that gave it.
Trouble of_axis(Trouble why, const std::string& setting) {
  constexpr std::string_view set = "stalemate: --set:";
  for (std::size_t at = 0; (at = why.message.find(set, at)) != std::string::npos;)
    why.message.replace(at, set.size(), "stalemate: --vary:");
  why.message += "stalemate: --vary: that is so with " + load::visible(setting) + "\n";
  return why;
}

/// Those of a list, and both ends of a range: what lies between is as good as they are, or is told when it is run.
std::vector<load::AxisValue> values_to_try(const load::Axis& axis) {
  if (axis.scale() == load::Axis::Scale::words) return axis.values();
  return {axis.values().front(), axis.values().back()};
}

/// Alone, on the scenario as it is.
std::optional<Trouble> try_values(const RunRequest& request, const Source& source,
                                  const std::vector<load::Axis>& axes) {
  for (const load::Axis& axis : axes)
    for (const load::AxisValue& value : values_to_try(axis)) {
      RunRequest one = request;
      one.sets.push_back(axis.set(value));
      const auto loaded = load_scenario(one, source);
      if (const auto* const why = std::get_if<Trouble>(&loaded)) return of_axis(*why, axis.set(value));
    }
  return std::nullopt;
}

std::variant<sweep::Design, Trouble> design_of(const RunRequest& request, std::vector<load::Axis> axes) {
  if (request.points > 0) return sweep::Design::random(std::move(axes), request.points);
  if (sweep::Design::points_of_grid(axes) <= sweep::Design::points_at_most) return sweep::Design::grid(std::move(axes));
  return wrong_axis("the grid has more than " + std::to_string(sweep::Design::points_at_most) +
                    " points; --points N draws N of them at random");
}

std::variant<sweep::Shard, Trouble> shard_of(const std::string& word) {
  const auto shard = word.empty() ? std::optional(sweep::Shard{}) : sweep::Shard::read(word);
  if (shard) return *shard;
  return trouble(Exit::wrong_input, "--shard: " + load::in_quotes(word) + " is no part of a whole; write I/N, as 2/8, "
                                    "I from 1 to N");
}

/// Figures that are asked for most, of those that this system reports.
std::vector<std::string> columns_of(const load::StrategyPlan& plan) {
  constexpr const char* of_all[] = {"staleness.ratio", "staleness.over_bound.ratio", "staleness.age_s.max",
                                    "reads.answered", "reads.failed", "latency_s.reads.mean", "latency_s.reads.p99"};
  constexpr const char* of_nodes[] = {".reads_per_s.mean", ".reads_per_s.peak", ".utilisation", ".hit_ratio"};
  std::vector<std::string> columns;
  const auto json = measure::empty_run_json(plan.blueprint);
  for (const char* path : of_all)
    if (measure::has_figure(json, path)) columns.emplace_back(path);
  for (const std::string& path : measure::figure_paths(json)) {
    const bool is_of_node = path.starts_with("load.origin.") || path.starts_with("load.cache.");
    const auto ends = [&](const char* ending) { return path.ends_with(ending); };
    if (is_of_node && std::any_of(std::begin(of_nodes), std::end(of_nodes), ends)) columns.push_back(path);
  }
  return columns;
}

store::SweepFacts facts_of(const RunRequest& request, const Loaded& loaded, const sweep::Design& design) {
  const load::Scenario& scenario = loaded.scenario;
  store::SweepFacts facts;
  facts.tool = tool_name();
  facts.title = scenario.title;
  facts.question = scenario.question;
  facts.file = request.file;
  facts.hash = scenario.hash;
  facts.command = whole_command(request);
  facts.design = design.is_grid() ? "grid" : "random";
  facts.first_seed = first_seed(request, scenario);
  facts.seeds = request.seeds;
  for (const load::Axis& axis : design.axes()) facts.axes.push_back({axis.path(), load::name_of(axis.scale())});
  for (const load::StrategyPlan& plan : scenario.strategies) facts.strategies.push_back({plan.name, plan.is_baseline});
  for (std::int64_t i = 0; i < design.size(); ++i) facts.points.push_back(design.point(i));
  for (const page::SourceText& source : loaded.sources) facts.sources.emplace_back(source.name, source.text);
  facts.columns = columns_of(scenario.strategies.back());
  return facts;
}

std::optional<Trouble> too_much(const RunRequest& request, const load::Scenario& scenario, std::int64_t points) {
  constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (auto why = too_many_seeds(request, scenario)) return why;
  if (first_seed(request, scenario) > largest - static_cast<std::uint64_t>(request.seeds))
    return trouble(Exit::wrong_input, "a sweep takes seeds up to " + std::to_string(largest));
  if (scenario.strategies.empty()) return trouble(Exit::wrong_input, "no strategy is left to run");
  const auto strategies = static_cast<std::int64_t>(scenario.strategies.size());
  if (points <= runs_at_most / strategies / request.seeds) return std::nullopt;
  return trouble(Exit::wrong_input, std::to_string(points) + " points of " + page::plural(strategies, "row") +
                                        " and " + page::plural(request.seeds, "seed") + " are more than " +
                                        std::to_string(runs_at_most) + " runs");
}

}  // namespace

std::variant<SweepInput, Trouble> read_sweep(const RunRequest& request) {
  auto document = read_scenario_document(request);
  if (auto* const why = std::get_if<Trouble>(&document)) return std::move(*why);
  auto read = read_source(request.file);
  if (auto* const why = std::get_if<Trouble>(&read)) return std::move(*why);
  Source& source = std::get<Source>(read);
  auto loaded = load_scenario(request, source);
  if (auto* const why = std::get_if<Trouble>(&loaded)) return std::move(*why);
  auto shard = shard_of(request.shard);
  if (auto* const why = std::get_if<Trouble>(&shard)) return std::move(*why);
  auto axes = axes_of(request, std::get<load::Node>(document));
  if (auto* const why = std::get_if<Trouble>(&axes)) return std::move(*why);
  auto design = design_of(request, std::get<std::vector<load::Axis>>(axes));
  if (auto* const why = std::get_if<Trouble>(&design)) return std::move(*why);
  const Loaded& base = std::get<Loaded>(loaded);
  for (auto each = base.sources.begin() + 1; each != base.sources.end(); ++each)  // after the scenario itself
    source.extended.emplace(each->name, each->text);
  const auto& points = std::get<sweep::Design>(design);
  if (auto why = too_much(request, base.scenario, points.size())) return std::move(*why);
  if (auto why = try_values(request, source, points.axes())) return std::move(*why);
  auto facts = facts_of(request, base, points);
  return SweepInput{std::move(source), points, std::move(facts), std::get<sweep::Shard>(shard), base.warnings};
}

RunRequest at_point(const RunRequest& request, const sweep::Design& design, const sweep::Point& point) {
  RunRequest one = request;
  one.vary.clear();
  for (std::string& set : design.sets(point)) one.sets.push_back(std::move(set));
  return one;
}

}  // namespace stalemate::analysis::cli
