// explain: why reads were stale, in numbers, and one of them step by step.
#include <algorithm>
#include <filesystem>
#include "analysis/cli/commands.hpp"
#include "analysis/cli/explain_output.hpp"
#include "analysis/cli/interrupt.hpp"
#include "analysis/cli/moment.hpp"
#include "analysis/cli/reproduce.hpp"
#include "analysis/cli/scenario_input.hpp"
#include "analysis/cli/shell.hpp"
#include "analysis/cli/terminal.hpp"
#include "analysis/explain/explanation.hpp"
#include "analysis/explain/investigate.hpp"
#include "analysis/load/hexadecimal.hpp"
#include "analysis/load/nearest.hpp"
#include "analysis/page/words.hpp"
#include "sim/check.hpp"

namespace stalemate::analysis::cli {
namespace {

using explain::Explanation;
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

/// Over all classes.
std::uint32_t first_key_of(const models::Blueprint& system, std::size_t data_class) {
  std::uint32_t first = 0;
  for (std::size_t i = 0; i < data_class; ++i) first += system.classes[i].keys;
  return first;
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

class Explainer {
 public:
  Explainer(const ExplainRequest& request, const load::Scenario& scenario, const explain::Filter& filter)
      : request_(request), scenario_(scenario), filter_(filter), seed_(request.seed.value_or(scenario.system.seed)) {
    made_.title = scenario.title;
    made_.file = request.file;
    made_.seed = seed_;
    made_.asked = asked();
    made_.asks_more = filter.cause || filter.key || filter.at;
    made_.of_class = request.data_class;
    if (filter.key) made_.of_key = name_of_key();
    made_.first_from = filter.at.has_value();
    made_.around = filter.at;
  }

  /// None: interrupted, or a trace could not be opened again.
  std::optional<Explanation> explain(const std::vector<const StrategyPlan*>& plans) {
    std::optional<explain::Survey> most;
    for (const StrategyPlan* plan : plans) {
      auto survey = explain::survey(subject_of(*plan), filter_);
      if (!survey) return std::nullopt;
      made_.looked_at.push_back({plan->name, survey->pick.all(), staleness_in(survey->result).answered,
                                 survey->pick.matching()});
      const bool more = !most || better(survey->pick, most->pick);
      if (more) plan_ = plan, most.emplace(std::move(*survey));
    }
    take(*most);
    return tell(most->pick.picked()) ? std::optional(made_) : std::nullopt;
  }
  explain::KeyLife life;  ///< Of the key that was told.

 private:
  static bool better(const explain::Pick& a, const explain::Pick& b) {
    if (a.picked().has_value() != b.picked().has_value()) return a.picked().has_value();
    return a.matching() > b.matching();
  }

  explain::Subject subject_of(const StrategyPlan& plan) const {
    return {[&plan, seed = seed_] { return plan.for_run(seed); }, [] { return is_interrupted(); }};
  }

  const measure::Staleness& staleness_in(const measure::RunResult& result) const {
    return filter_.data_class ? result.classes[*filter_.data_class].staleness : result.total.staleness;
  }
  void take(const explain::Survey& survey) {
    const measure::RunResult& result = survey.result;
    made_.strategy = plan_->name;
    made_.digest = load::hexadecimal(result.digest);
    made_.answered = staleness_in(result).answered;
    made_.stale = survey.pick.all();
    made_.stale_all = result.total.staleness.stale;
    made_.phantom = staleness_in(result).phantom;
    made_.causes = survey.pick.causes();
    made_.matching = survey.pick.matching();
    made_.preferred = survey.pick.preferred();
    if (survey.pick.picked()) made_.picked = survey.pick.picked()->cause;
    made_.tried = !request_.quick;
    made_.again = command(made_.strategy, "");
    name_next();
  }
  bool tell(const std::optional<measure::StaleRead>& read) {
    if (!read && !filter_.key) return true;
    const std::uint32_t key = read ? read->key : *filter_.key;
    const auto trials = request_.quick ? explain::Trials::none : explain::Trials::each_actor;
    auto told = explain::tell(subject_of(*plan_), key, read, trials);
    if (!told) return false;
    made_.story = std::move(told->story);
    life = std::move(told->life);
    if (read) made_.around = read->invoked;
    if (filter_.key) made_.life = life;
    if (read && !filter_.key)
      made_.next.push_back({command(made_.strategy, key_words(*read)), "its key in all copies"});
    return true;
  }
  std::string key_words(const measure::StaleRead& read) const {
    const std::uint32_t first = first_key_of(scenario_.system, read.data_class);
    const std::string of_class = scenario_.system.classes.size() > 1 && request_.data_class.empty()
                                     ? shell_option("class", scenario_.system.classes[read.data_class].name)
                                     : "";
    return of_class + " --key " + std::to_string(read.key - first);
  }

  /// The most frequent cause that is not told here.
  void name_next() {
    const auto& causes = made_.causes;
    const auto& told = made_.picked;
    if (filter_.cause || !told) return;
    std::optional<std::size_t> other;
    for (std::size_t i = 0; i < causes.size(); ++i)
      if (static_cast<measure::Cause>(i) != *told && causes[i] > 0 && (!other || causes[i] > causes[*other])) other = i;
    if (!other) return;
    const std::string_view name = measure::name_of(static_cast<measure::Cause>(*other));
    made_.next.push_back({command(made_.strategy, shell_option("cause", name)), ""});
  }

  std::string name_of_key() const {
    return page::visible(scenario_.system.classes[*filter_.data_class].name) + " " + std::to_string(*request_.key);
  }
  std::string asked() const {
    std::vector<std::string> words;
    if (!request_.data_class.empty()) words.push_back(request_.data_class);
    if (request_.key) words.push_back("key " + std::to_string(*request_.key));
    if (!request_.cause.empty()) words.push_back(request_.cause);
    if (filter_.at) words.push_back("from " + page::clock_text(sim::seconds(*filter_.at - sim::Instant{})) + " on");
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
    return all;
  }

  std::string command(const std::string& strategy, const std::string& more) const {
    std::string text = "stalemate explain " + page::shell_word(operand(request_.file));
    if (!strategy.starts_with('-')) text += " " + page::shell_word(strategy);
    if (!request_.cause.empty()) text += shell_option("cause", request_.cause);
    if (!request_.data_class.empty()) text += shell_option("class", request_.data_class);
    if (request_.key) text += " --key " + std::to_string(*request_.key);
    if (request_.at) text += shell_option("at", *request_.at);
    if (request_.seed) text += " --seed " + std::to_string(*request_.seed);
    text += change_options(request_);
    if (request_.quick) text += " --quick";
    if (strategy.starts_with('-')) text += " -- " + page::shell_word(strategy);
    return text + more;
  }

  const ExplainRequest& request_;
  const load::Scenario& scenario_;
  explain::Filter filter_;
  std::uint64_t seed_;
  const StrategyPlan* plan_ = nullptr;
  Explanation made_;
};

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
