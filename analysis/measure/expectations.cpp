#include "analysis/measure/expectations.hpp"
#include <algorithm>
#include <limits>
#include "analysis/load/describe_words.hpp"
#include "analysis/load/path.hpp"
#include "analysis/measure/number.hpp"
#include "analysis/measure/results_json.hpp"
#include "analysis/measure/statistics.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::measure {
namespace {

using Json = nlohmann::ordered_json;
using Relation = Outcome::Relation;

constexpr double never = std::numeric_limits<double>::infinity();

Verdict verdict_of(Relation relation, double actual, double bound) {
  const bool holds = relation == Relation::at_most    ? actual <= bound
                     : relation == Relation::at_least ? actual >= bound
                                                      : actual == bound;
  return holds ? Verdict::held : Verdict::broken;
}

// A recovery that is null did not happen within its run: it took longer than any bound.
bool never_came(const std::vector<Json>& runs, const std::string& path) {
  const auto parts = load::parse_path(path);
  if (!parts || parts->parts.front() != "recovery") return false;
  return std::any_of(runs.begin(), runs.end(),
                     [&](const Json& run) { return has_figure(run, path) && !value_at(run, path); });
}

// No figure is below zero and no ratio above one: there, one seed that is off decides.
bool is_straddled(const Outcome& outcome) {
  if (outcome.relation == Relation::equal || !outcome.half_width) return false;
  const bool at_the_end = outcome.bound == 1 && outcome.path.ends_with("ratio");
  return !at_the_end && outcome.bound > 0 && *outcome.actual - *outcome.half_width < outcome.bound &&
         *outcome.actual + *outcome.half_width > outcome.bound;
}

// Each seed is a day as good as another: what fails on all of them is broken, however far apart they lie.
bool fails_everywhere(const Outcome& outcome, const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [&](double value) {
    return verdict_of(outcome.relation, value, outcome.bound) == Verdict::broken;
  });
}

void decide(Outcome& outcome, const std::vector<Json>& runs) {
  outcome.bound = rounded(outcome.bound);
  outcome.actual = mean_at(runs, outcome.path);
  if (never_came(runs, outcome.path)) {
    outcome.actual = std::nullopt;
    outcome.verdict = verdict_of(outcome.relation, never, outcome.bound);
  } else if (outcome.actual) {
    const std::vector<double> values = values_at(runs, outcome.path);
    outcome.half_width = estimate(values).half_width();
    outcome.straddles = is_straddled(outcome) && !fails_everywhere(outcome, values);
    if (!outcome.straddles) outcome.verdict = verdict_of(outcome.relation, *outcome.actual, outcome.bound);
  }
}

// What was never answered may have been anything: those that were answered cannot speak for them.
void doubt(Outcome& promise, const std::string& reads, const std::vector<Json>& runs) {
  const bool too_few = unanswered_share(runs, reads).value_or(0) > unanswered_at_most;
  if (too_few && promise.verdict == Verdict::held) promise.verdict = Verdict::undecided;
}

const char* unless(const models::Promise& promise) { return promise.under_faults ? "" : ", except under faults"; }

std::string promise_text(const models::DataClass& data_class) {
  const models::Promise& promise = data_class.promise;
  const std::string age = models::options::write_duration(*promise.max_age) + unless(promise);
  if (promise.share >= 1) return data_class.name + ": no read older than " + age;
  return data_class.name + ": " + number_text(100 * promise.share) + "% of reads no older than " + age;
}

bool is_read(const models::Blueprint& blueprint, const std::string& data_class) {
  return std::any_of(blueprint.loads.begin(), blueprint.loads.end(), [&](const models::Load& load) {
    const auto asks = [&](const auto& step) { return step.reads == data_class; };
    return load.reads == data_class || std::any_of(load.request.begin(), load.request.end(), asks);
  });
}

std::string text_of_loss(const models::DataClass& data_class) {
  if (data_class.promise.kept >= 1) return data_class.name + ": no read misses what was lost";
  return data_class.name + ": " + number_text(100 * data_class.promise.kept) + "% of reads do not miss what was lost";
}

std::string text_of_sessions(const models::DataClass& data_class, const char* path) {
  return data_class.name + ": " + (path == own_writes_promised ? load::own_writes_words : load::no_return_words) +
         unless(data_class.promise);
}

// A promise to nobody is neither kept nor broken.
void judge_promise(const models::DataClass& data_class, Outcome outcome, const char* path,
                   const std::vector<Json>& runs, std::vector<Outcome>& outcomes) {
  const std::string of_class = load::join("classes", data_class.name);
  outcome.path = of_class + path;
  outcome.is_promise = true;
  decide(outcome, runs);
  doubt(outcome, of_class + ".reads", runs);
  outcomes.push_back(std::move(outcome));
}

void judge_promises(const load::StrategyPlan& plan, const std::vector<Json>& runs, std::vector<Outcome>& outcomes) {
  for (const models::DataClass& data_class : plan.blueprint.classes) {
    if (!is_read(plan.blueprint, data_class.name)) continue;
    Outcome outcome;
    if (data_class.promise.max_age) {
      outcome.text = promise_text(data_class);
      outcome.bound = 1 - data_class.promise.share;
      judge_promise(data_class, outcome, staleness_promised, runs, outcomes);
    }
    for (const auto& [is_promised, path] : {std::pair(data_class.promise.read_your_writes, own_writes_promised),
                                            std::pair(data_class.promise.monotonic_reads, no_return_promised)}) {
      if (!is_promised) continue;
      outcome.text = text_of_sessions(data_class, path);
      outcome.bound = 0;
      judge_promise(data_class, outcome, path, runs, outcomes);
    }
    if (data_class.has_origin) continue;
    outcome.text = text_of_loss(data_class);
    outcome.bound = 1 - data_class.promise.kept;
    judge_promise(data_class, outcome, loss_promised, runs, outcomes);
  }
}

void add_bound(const load::Expectation& expectation, Relation relation, const std::optional<double>& bound,
               const std::vector<Json>& runs, std::vector<Outcome>& outcomes) {
  if (!bound) return;
  Outcome outcome;
  outcome.text = expectation.text;
  outcome.path = expectation.path;
  outcome.relation = relation;
  outcome.bound = *bound;
  decide(outcome, runs);
  outcomes.push_back(std::move(outcome));
}

const char* word_for(Relation relation) {
  return relation == Relation::at_most ? "at_most" : relation == Relation::at_least ? "at_least" : "equal";
}

/// "classes.price" of what a class promises; empty: it is no promise.
std::string class_promising(const Outcome& outcome) {
  if (outcome.relation != Relation::at_most || !outcome.path.starts_with("classes.")) return "";
  for (const std::string_view of : {staleness_promised, loss_promised, own_writes_promised, no_return_promised})
    if (outcome.path.ends_with(of)) return outcome.path.substr(0, outcome.path.size() - of.size());
  return "";
}

Relation relation_named(std::string_view word) {
  for (const Relation each : {Relation::at_most, Relation::at_least})
    if (word == word_for(each)) return each;
  return Relation::equal;
}

Json held(Verdict verdict) { return verdict == Verdict::undecided ? Json(nullptr) : Json(verdict == Verdict::held); }

Json json_of(const Outcome& outcome) {
  return {{"text", outcome.text},
          {"path", outcome.path},
          {"relation", word_for(outcome.relation)},
          {"bound", outcome.bound},
          {"actual", outcome.actual ? Json(*outcome.actual) : Json(nullptr)},
          {"held", held(outcome.verdict)}};
}

/// Whom `observed` speaks of: the strategy named as current, or the only one there is.
std::string observed_strategy(const load::Scenario& scenario) {
  if (!scenario.current.empty()) return scenario.current;
  std::vector<std::string> names;
  for (const load::StrategyPlan& plan : scenario.strategies)
    if (!plan.is_baseline) names.push_back(plan.name);
  return names.size() == 1 ? names.front() : "";
}

}  // namespace

std::vector<Outcome> judge(const load::Scenario& scenario, const load::StrategyPlan& plan,
                           const std::vector<Json>& runs) {
  std::vector<Outcome> outcomes;
  judge_promises(plan, runs, outcomes);
  for (const load::Expectation& expectation : scenario.expectations) {
    if (!expectation.concerns(plan)) continue;
    add_bound(expectation, Relation::at_least, expectation.least, runs, outcomes);
    add_bound(expectation, Relation::at_most, expectation.most, runs, outcomes);
    add_bound(expectation, Relation::equal, expectation.equals, runs, outcomes);
  }
  return outcomes;
}

std::vector<Outcome> judge(const load::Scenario& scenario, const load::StrategyPlan& plan, const Json& run) {
  // Not a braced list: that would be an array of one for this library.
  return judge(scenario, plan, std::vector<Json>(1, run));
}

std::vector<Outcome> judge_again(const std::vector<Json>& runs) {
  std::vector<Outcome> outcomes;
  for (const Json& own : runs.front().at("expectations")) {
    Outcome outcome;
    outcome.text = own.at("text").get<std::string>();
    outcome.path = own.at("path").get<std::string>();
    outcome.relation = relation_named(own.at("relation").get<std::string>());
    outcome.bound = own.at("bound").get<double>();
    decide(outcome, runs);
    if (const std::string of_class = class_promising(outcome); !of_class.empty()) {
      outcome.is_promise = true;
      doubt(outcome, of_class + ".reads", runs);
    }
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

void add_expectations(Json& run, const std::vector<Outcome>& outcomes) {
  Json list = Json::array();
  for (const Outcome& outcome : outcomes) list.push_back(json_of(outcome));
  run["expectations"] = std::move(list);
}

Json outcomes_json(const std::vector<Outcome>& outcomes, const std::vector<Json>& runs) {
  Json list = Json::array();
  for (const Outcome& outcome : outcomes) {
    list.push_back(json_of(outcome));
    list.back()["half_width"] = outcome.half_width ? Json(rounded(*outcome.half_width, 6)) : Json(nullptr);
    list.back()["broken_in_seeds"] = broken_in(runs, outcome);
  }
  return list;
}

std::optional<double> unanswered_share(const std::vector<Json>& runs, const std::string& path) {
  double invoked = 0;
  double answered = 0;
  for (const Json& run : runs) {
    invoked += value_at(run, path + ".invoked").value_or(0);
    answered += value_at(run, path + ".answered").value_or(0);
  }
  if (invoked == 0) return std::nullopt;
  return (invoked - answered) / invoked;
}

std::vector<std::uint64_t> broken_in(const std::vector<Json>& runs, const Outcome& outcome) {
  std::vector<std::uint64_t> seeds;
  const auto is_broken = [&](const Json& own) {
    return own.at("path") == outcome.path && own.at("text") == outcome.text &&
           own.at("relation") == word_for(outcome.relation) && own.at("held") == false;
  };
  for (const Json& run : runs) {
    const Json& own = run.at("expectations");
    if (std::any_of(own.begin(), own.end(), is_broken)) seeds.push_back(run.at("seed").get<std::uint64_t>());
  }
  return seeds;
}

Verdict overall(const std::vector<Outcome>& outcomes) {
  const auto has = [&](Verdict verdict) {
    return std::any_of(outcomes.begin(), outcomes.end(), [&](const Outcome& o) { return o.verdict == verdict; });
  };
  return has(Verdict::broken) ? Verdict::broken : has(Verdict::undecided) ? Verdict::undecided : Verdict::held;
}

bool Calibration::held() const {
  return std::all_of(figures.begin(), figures.end(), [](const Figure& figure) { return figure.held; });
}

std::optional<Calibration> calibrate(const load::Scenario& scenario, const std::vector<Json>& runs) {
  if (scenario.observed.empty()) return std::nullopt;
  const std::string strategy = observed_strategy(scenario);
  std::vector<Json> of_current;
  std::copy_if(runs.begin(), runs.end(), std::back_inserter(of_current),
               [&](const Json& run) { return run.at("strategy") == strategy; });
  Calibration calibration;
  if (!of_current.empty()) calibration.strategy = strategy;
  for (const load::Observed& observed : scenario.observed) {
    const auto actual = mean_at(of_current, observed.path);
    const bool is_within = actual && *actual >= observed.low && *actual <= observed.high;
    calibration.figures.push_back({observed, actual, is_within});
  }
  return calibration;
}

}  // namespace stalemate::analysis::measure
