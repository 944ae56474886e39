#include "analysis/cli/explaining.hpp"
#include <utility>
#include "analysis/cli/interrupt.hpp"
#include "analysis/cli/reproduce.hpp"
#include "analysis/cli/shell.hpp"
#include "analysis/load/hexadecimal.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::cli {

using explain::Explanation;
using load::StrategyPlan;

std::uint32_t first_key_of(const models::Blueprint& system, std::size_t data_class) {
  std::uint32_t first = 0;
  for (std::size_t i = 0; i < data_class; ++i) first += system.classes[i].keys;
  return first;
}

std::string explain_command(const ExplainRequest& request) {
  const std::string& strategy = request.strategy;
  std::string text = "stalemate explain " + page::shell_word(operand(request.file));
  if (!strategy.starts_with('-')) text += " " + page::shell_word(strategy);
  if (!request.cause.empty()) text += shell_option("cause", request.cause);
  if (!request.data_class.empty()) text += shell_option("class", request.data_class);
  if (request.key) text += " --key " + std::to_string(*request.key);
  if (request.at) text += shell_option("at", *request.at);
  if (request.seed) text += " --seed " + std::to_string(*request.seed);
  text += change_options(request);
  if (request.quick) text += " --quick";
  if (strategy.starts_with('-')) text += " -- " + page::shell_word(strategy);
  return text;
}

Explainer::Explainer(const ExplainRequest& request, const load::Scenario& scenario, const explain::Filter& filter)
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

std::optional<Explanation> Explainer::explain(const std::vector<const StrategyPlan*>& plans) {
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

bool Explainer::better(const explain::Pick& a, const explain::Pick& b) {
  if (a.picked().has_value() != b.picked().has_value()) return a.picked().has_value();
  return a.matching() > b.matching();
}

explain::Subject Explainer::subject_of(const StrategyPlan& plan) const {
  return {[&plan, seed = seed_] { return plan.for_run(seed); }, [] { return is_interrupted(); }};
}

const measure::Staleness& Explainer::staleness_in(const measure::RunResult& result) const {
  return filter_.data_class ? result.classes[*filter_.data_class].staleness : result.total.staleness;
}

void Explainer::take(const explain::Survey& survey) {
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

bool Explainer::tell(const std::optional<measure::StaleRead>& read) {
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

std::string Explainer::key_words(const measure::StaleRead& read) const {
  const std::uint32_t first = first_key_of(scenario_.system, read.data_class);
  const std::string of_class = scenario_.system.classes.size() > 1 && request_.data_class.empty()
                                   ? shell_option("class", scenario_.system.classes[read.data_class].name)
                                   : "";
  return of_class + " --key " + std::to_string(read.key - first);
}

/// The most frequent cause that is not told here.

void Explainer::name_next() {
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

std::string Explainer::name_of_key() const {
  return page::visible(scenario_.system.classes[*filter_.data_class].name) + " " + std::to_string(*request_.key);
}

std::string Explainer::asked() const {
  std::vector<std::string> words;
  if (!request_.data_class.empty()) words.push_back(request_.data_class);
  if (request_.key) words.push_back("key " + std::to_string(*request_.key));
  if (!request_.cause.empty()) words.push_back(request_.cause);
  if (filter_.at) words.push_back("from " + page::clock_text(sim::seconds(*filter_.at - sim::Instant{})) + " on");
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

std::string Explainer::command(const std::string& strategy, const std::string& more) const {
  ExplainRequest told = request_;
  told.strategy = strategy;
  return explain_command(told) + more;
}

}  // namespace stalemate::analysis::cli
