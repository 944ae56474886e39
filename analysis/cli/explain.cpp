// explain: why reads were stale, in numbers, and one of them step by step.
#include <algorithm>
#include <filesystem>
#include "analysis/cli/commands.hpp"
#include "analysis/cli/explain_output.hpp"
#include "analysis/cli/explaining.hpp"
#include "analysis/cli/interrupt.hpp"
#include "analysis/cli/moment.hpp"
#include "analysis/cli/scenario_input.hpp"
#include "analysis/cli/terminal.hpp"
#include "analysis/explain/explanation.hpp"
#include "analysis/explain/investigate.hpp"
#include "analysis/load/nearest.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::cli {
namespace {

using load::StrategyPlan;

Trouble unknown(const char* what, const std::string& word, const std::vector<std::string>& known) {
  const std::string mend = load::mend_for(word, known);
  return trouble(Exit::wrong_input,
                 std::string("there is no ") + what + " " + load::in_quotes(word) + (mend.empty() ? "" : "; " + mend));
}

std::optional<Trouble> find_cause(const ExplainRequest& request, explain::Filter& filter) {
  if (request.cause.empty()) return std::nullopt;
  std::vector<std::string> known;
  for (std::size_t i = 0; i < measure::cause_count; ++i) {
    known.emplace_back(measure::name_of(static_cast<measure::Cause>(i)));
    if (known.back() == request.cause) filter.cause = static_cast<measure::Cause>(i);
  }
  if (filter.cause) return std::nullopt;
  return unknown("cause", request.cause, known);
}

std::optional<Trouble> find_class(const ExplainRequest& request, const models::Blueprint& system,
                                  explain::Filter& filter) {
  std::vector<std::string> known;
  for (const models::DataClass& each : system.classes) {
    if (each.name == request.data_class) filter.data_class = static_cast<std::uint32_t>(known.size());
    known.push_back(each.name);
  }
  if (!request.data_class.empty() && !filter.data_class) return unknown("data class", request.data_class, known);
  if (request.key && !filter.data_class && known.size() > 1)
    return trouble(Exit::wrong_input,
                   "--key is a key of a data class: say which by --class; " + load::mend_for("", known));
  return std::nullopt;
}

std::optional<Trouble> find_key(const ExplainRequest& request, const models::Blueprint& system,
                                explain::Filter& filter) {
  if (!request.key) return std::nullopt;
  const std::size_t data_class = filter.data_class.value_or(0);
  const models::DataClass& of = system.classes[data_class];
  if (*request.key >= of.keys) {
    return trouble(Exit::wrong_input, "--key " + std::to_string(*request.key) + ": " + load::in_quotes(of.name) +
                                          " has keys from 0 to " + std::to_string(of.keys - 1));
  }
  filter.data_class = static_cast<std::uint32_t>(data_class);
  filter.key = first_key_of(system, data_class) + static_cast<std::uint32_t>(*request.key);
  return std::nullopt;
}

std::optional<Trouble> find_moment(const ExplainRequest& request, const models::Blueprint& system,
                                   explain::Filter& filter) {
  if (!request.at) return std::nullopt;
  const std::string what = "--at " + load::in_quotes(*request.at);
  filter.at = read_moment(*request.at);
  if (!filter.at) return trouble(Exit::wrong_input, what + " is no time of the run; write 4:12, 252 or 4m12s");
  if (*filter.at < sim::Instant{} + system.duration) return std::nullopt;
  return trouble(Exit::wrong_input,
                 what + " is after the end of the run, " + page::clock_text(sim::seconds(system.duration)));
}

std::variant<explain::Filter, Trouble> filter_of(const ExplainRequest& request, const load::Scenario& scenario) {
  explain::Filter filter;
  if (auto why = find_cause(request, filter)) return *why;
  if (auto why = find_class(request, scenario.system, filter)) return *why;
  if (auto why = find_key(request, scenario.system, filter)) return *why;
  if (auto why = find_moment(request, scenario.system, filter)) return *why;
  return filter;
}

std::variant<std::vector<const StrategyPlan*>, Trouble> plans_of(const ExplainRequest& request,
                                                                 const load::Scenario& scenario) {
  std::vector<const StrategyPlan*> plans;
  std::vector<std::string> known;
  const auto take = [&](auto is_meant) {
    for (const StrategyPlan& plan : scenario.strategies)
      if (is_meant(plan)) plans.push_back(&plan);
  };
  for (const StrategyPlan& plan : scenario.strategies) known.push_back(plan.name);
  if (request.strategy.empty()) {
    take([](const StrategyPlan& plan) { return !plan.is_baseline; });
    if (plans.empty()) take([](const StrategyPlan&) { return true; });
    return plans;
  }
  take([&](const StrategyPlan& plan) { return plan.name == request.strategy; });  // a name may hold a star
  if (plans.empty()) take([&](const StrategyPlan& plan) { return load::matches_glob(request.strategy, plan.name); });
  if (plans.empty()) return unknown("strategy", request.strategy, known);
  return plans;
}

Exit not_told() {
  if (!is_interrupted()) return fail(trouble(Exit::machine, "a trace of the scenario can no longer be read"));
  complain("stalemate: interrupted: nothing is told, and no file is written\n");
  return exit_of_interrupt();
}

Exit explain_safely(const ExplainRequest& request, const load::Scenario& scenario, ExplainOutput& output) {
  const auto filter = filter_of(request, scenario);
  if (const auto* why = std::get_if<Trouble>(&filter)) return fail(*why);
  const auto plans = plans_of(request, scenario);
  if (const auto* why = std::get_if<Trouble>(&plans)) return fail(*why);
  Explainer explainer(request, scenario, std::get<explain::Filter>(filter));
  const auto made = explainer.explain(std::get<std::vector<const StrategyPlan*>>(plans));
  if (!made) return not_told();
  if (const auto why = output.write(*made, explainer.life)) return fail(*why);
  return output.is_missing() ? Exit::broken : Exit::done;
}

}  // namespace

Exit run_command(const ExplainRequest& request) {
  if (const auto why = ExplainOutput::wrong_names(request.outputs)) return fail(*why);
  if (const auto why = overwrites(request.outputs, request.file)) return fail(*why);
  if (request.what_if == every_what_if)
    return fail(trouble(Exit::wrong_input, "--what-if standard has many runs; explain one, as --what-if restart-cold"));
  RunRequest run;
  static_cast<ScenarioChoice&>(run) = static_cast<const ScenarioChoice&>(request);
  const auto loaded = load_scenario(run);
  if (const auto* why = std::get_if<Trouble>(&loaded)) return fail(*why);
  const Loaded& ready = std::get<Loaded>(loaded);
  if (!request.quiet) complain(ready.warnings);
  watch_interrupts();
  auto output = ExplainOutput::open(request.outputs, request.format);
  if (const auto* why = std::get_if<Trouble>(&output)) return fail(*why);
  return explain_safely(request, ready.scenario, std::get<ExplainOutput>(output));
}

}  // namespace stalemate::analysis::cli
