#include "analysis/measure/changes.hpp"
#include <algorithm>
#include <map>
#include <set>
#include "analysis/measure/results_json.hpp"

namespace stalemate::analysis::measure {
namespace {

using Json = nlohmann::ordered_json;

/// A strategy of both sides, its runs in the order of the seeds that both have.
struct Pair {
  const Judged* before;
  const Judged* after;
  std::vector<std::pair<const Json*, const Json*>> runs;
};

std::uint64_t seed_of(const Json& run) { return run.at("seed").get<std::uint64_t>(); }

const Judged* named(const std::vector<Judged>& all, const std::string& strategy) {
  const auto is_it = [&](const Judged& each) { return each.strategy == strategy; };
  const auto found = std::find_if(all.begin(), all.end(), is_it);
  return found == all.end() ? nullptr : &*found;
}

Pair pair_of(const Judged& before, const Judged& after) {
  Pair pair{&before, &after, {}};
  std::map<std::uint64_t, const Json*> others;
  for (const Json& run : after.runs) others[seed_of(run)] = &run;
  for (const Json& run : before.runs) {
    const auto other = others.find(seed_of(run));
    if (other != others.end()) pair.runs.emplace_back(&run, other->second);
  }
  return pair;
}

Change change_of(const Pair& pair, const Measure& measure) {
  std::vector<double> before, after, both_before, both_after;
  for (const auto& [one, other] : pair.runs) {
    const auto a = measure.of(*one), b = measure.of(*other);
    if (a) before.push_back(*a);
    if (b) after.push_back(*b);
    if (!a || !b) continue;
    both_before.push_back(*a);
    both_after.push_back(*b);
  }
  const auto of = [](const std::vector<double>& values) { return values.empty() ? Estimate{} : estimate(values); };
  return {pair.before->strategy, measure, of(before), of(after), paired_difference(both_after, both_before), {}};
}

/// Holm's procedure within one measure, over the strategies.
void adjust(std::vector<Change>& of_a_measure) {
  std::vector<Estimate> differences;
  for (const Change& each : of_a_measure) differences.push_back(each.difference);
  const auto judgements = judge_together(differences);
  for (std::size_t i = 0; i < of_a_measure.size(); ++i) of_a_measure[i].judged = judgements[i];
}

std::vector<Change> changes_of(const std::vector<Pair>& pairs, const Measure& measure) {
  std::vector<Change> changes;
  for (const Pair& pair : pairs) {
    Change change = change_of(pair, measure);
    if (change.before.count + change.after.count > 0) changes.push_back(std::move(change));
  }
  adjust(changes);
  return changes;
}

/// Those of the first runs of both sides, those of the second alone at the end.
std::vector<std::string> figures_of(const std::vector<Pair>& pairs) {
  std::vector<std::string> paths;
  std::set<std::string> known;
  const auto add = [&](const Json& run) {
    for (const std::string& path : figure_paths(run))
      if (known.insert(path).second) paths.push_back(path);
  };
  for (const Pair& pair : pairs) add(*pair.runs.front().first);
  for (const Pair& pair : pairs) add(*pair.runs.front().second);
  return paths;
}

/// Verdicts are of all seeds of a side: they can be held against each other where the sides have the same.
void add_turned(const Pair& pair, std::vector<Turned>& turned) {
  if (pair.runs.size() != pair.before->runs.size() || pair.runs.size() != pair.after->runs.size()) return;
  const auto verdict_in = [](const Judged& side, const std::string& text) -> std::optional<Verdict> {
    for (const Outcome& each : side.outcomes)
      if (each.text == text) return each.verdict;
    return std::nullopt;
  };
  for (const Outcome& each : pair.before->outcomes) {
    const auto after = verdict_in(*pair.after, each.text);
    if (after != each.verdict) turned.push_back({pair.before->strategy, each.text, each.verdict, after});
  }
  for (const Outcome& each : pair.after->outcomes)
    if (!verdict_in(*pair.before, each.text))
      turned.push_back({pair.before->strategy, each.text, std::nullopt, each.verdict});
}

bool has_text(const Json& json, const char* key) {
  return json.is_object() && json.contains(key) && json.at(key).is_string();
}

bool is_run(const Json& run) {
  if (!has_text(run, "strategy") || !run.contains("seed") || !run.at("seed").is_number_integer()) return false;
  return std::all_of(std::begin(groups_of_names), std::end(groups_of_names), [&](const char* group) {
    const Json::json_pointer pointer(group);
    return run.contains(pointer) && run.at(pointer).is_object();
  });
}

std::vector<Outcome> outcomes_in(const Json& list) {
  std::vector<Outcome> outcomes;
  if (!list.is_array()) return outcomes;
  for (const Json& each : list) {
    if (!has_text(each, "text")) continue;
    const auto held = each.find("held");
    Outcome outcome;
    outcome.text = each.at("text").get<std::string>();
    if (held != each.end() && held->is_boolean())
      outcome.verdict = held->get<bool>() ? Verdict::held : Verdict::broken;
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

}  // namespace

bool Change::is_same() const {
  if (is_on_one_side()) return false;
  return difference.mean == 0 && (difference.is_identical || difference.count < 2);
}

bool Changes::is_same() const {
  const auto same = [](const Change& each) { return each.is_same(); };
  return only_before.empty() && only_after.empty() && turned.empty() &&
         std::all_of(figures.begin(), figures.end(), same);
}

std::variant<Changes, std::string> changes_between(const std::vector<Judged>& before,
                                                   const std::vector<Judged>& after) {
  Changes changes;
  std::vector<Pair> pairs;
  std::vector<Judged> both;
  for (const Judged& each : before) {
    const Judged* const other = named(after, each.strategy);
    if (other == nullptr) {
      changes.only_before.push_back(each.strategy);
      continue;
    }
    pairs.push_back(pair_of(each, *other));
    if (pairs.back().runs.empty()) return "they have no seed in common: \"" + each.strategy + "\"";
    changes.strategies.push_back(each.strategy);
    changes.seeds = std::max(changes.seeds, static_cast<std::int64_t>(pairs.back().runs.size()));
    add_turned(pairs.back(), changes.turned);
    both.push_back(each);
    both.push_back(*other);
  }
  for (const Judged& each : after)
    if (named(before, each.strategy) == nullptr) changes.only_after.push_back(each.strategy);
  if (pairs.empty()) return std::string("they have no strategy in common");

  for (const Measure& measure : measures_of(both))
    for (Change& change : changes_of(pairs, measure)) changes.measures.push_back(std::move(change));
  for (const std::string& path : figures_of(pairs))
    for (Change& change : changes_of(pairs, {path, {path}, Measure::Combined::greatest}))
      changes.figures.push_back(std::move(change));
  std::stable_sort(changes.figures.begin(), changes.figures.end(), [&](const Change& a, const Change& b) {
    const auto place = [&](const Change& each) {
      return std::find(changes.strategies.begin(), changes.strategies.end(), each.strategy);
    };
    return place(a) < place(b);
  });
  return changes;
}

std::variant<std::vector<Judged>, std::string> judged_in(const Json& document) {
  if (!has_text(document, "format")) return std::string("it is no result of `run`");
  if (document.at("format") != results_format)
    return "its format is " + document.at("format").get<std::string>() + ", not " + results_format;
  const auto runs = document.find("runs");
  if (runs == document.end() || !runs->is_array() || runs->empty()) return std::string("it has no runs");
  std::vector<Judged> judged;
  for (const Json& run : *runs) {
    if (!is_run(run)) return "runs[" + std::to_string(&run - &runs->front()) + "] lacks its strategy, seed or figures";
    const std::string strategy = run.at("strategy").get<std::string>();
    const auto is_its = [&](const Judged& each) { return each.strategy == strategy; };
    auto its = std::find_if(judged.begin(), judged.end(), is_its);
    if (its == judged.end()) its = judged.insert(its, {strategy, {}, {}});
    its->runs.push_back(run);
  }
  for (Judged& each : judged) {
    const Json::json_pointer verdicts = Json::json_pointer("/comparison/verdicts") / each.strategy;
    const Json& run = each.runs.front();
    if (document.contains(verdicts)) each.outcomes = outcomes_in(document.at(verdicts));
    else if (run.contains("expectations")) each.outcomes = outcomes_in(run.at("expectations"));
  }
  return judged;
}

}  // namespace stalemate::analysis::measure
