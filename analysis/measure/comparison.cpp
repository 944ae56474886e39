#include "analysis/measure/comparison.hpp"
#include <algorithm>
#include <cstddef>
#include <map>
#include "analysis/load/path.hpp"
#include "analysis/measure/results_json.hpp"

namespace stalemate::analysis::measure {
namespace {

using Json = nlohmann::ordered_json;
using load::join;

/// The names below a group of all first runs, in the order in which they are met.
std::vector<std::string> names_below(const std::vector<Judged>& strategies, const Json::json_pointer& group) {
  std::vector<std::string> names;
  for (const Judged& each : strategies)
    for (const auto& [name, unused] : each.runs.front().at(group).items())
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  return names;
}

std::vector<std::string> paths_below(const std::string& group, const std::vector<std::string>& names,
                                     const std::string& figure) {
  std::vector<std::string> paths;
  for (const std::string& name : names) paths.push_back(join(group, name) + '.' + figure);
  return paths;
}

bool has_figure_at(const std::vector<Judged>& strategies, const std::string& path) {
  return std::any_of(strategies.begin(), strategies.end(),
                     [&](const Judged& each) { return !values_at(each.runs, path).empty(); });
}

/// The share of reads over their bound of the classes that have one; without any, of stale reads.
Measure staleness_measure(const std::vector<Judged>& strategies) {
  const auto classes = names_below(strategies, Json::json_pointer("/classes"));
  Measure measure{"reads over their bound", paths_below("classes", classes, "staleness.over_bound.ratio")};
  std::erase_if(measure.paths, [&](const std::string& path) { return !has_figure_at(strategies, path); });
  if (measure.paths.empty()) return {"stale reads", {"staleness.ratio"}};
  return measure;
}

using BySeed = std::map<std::uint64_t, double>;

BySeed by_seed(const Measure& measure, const std::vector<Json>& runs) {
  BySeed values;
  for (const Json& run : runs)
    if (const auto value = measure.of(run)) values[run.at("seed").get<std::uint64_t>()] = *value;
  return values;
}

Estimate difference_of(const BySeed& a, const BySeed& b) {
  std::vector<double> of_a;
  std::vector<double> of_b;
  for (const auto& [seed, value] : a) {
    const auto other = b.find(seed);
    if (other == b.end()) continue;
    of_a.push_back(value);
    of_b.push_back(other->second);
  }
  return paired_difference(of_a, of_b);
}

void adjust(std::vector<Difference>& differences) {
  std::vector<Estimate> estimates;
  for (const Difference& each : differences) estimates.push_back(each.estimate);
  const auto judgements = judge_together(estimates);
  for (std::size_t i = 0; i < differences.size(); ++i) {
    differences[i].adjusted = judgements[i].adjusted;
    differences[i].seeds_needed = judgements[i].seeds_needed;
  }
}

Compared compared_by(const Measure& measure, const std::vector<Judged>& strategies) {
  Compared compared{measure, {}, {}};
  std::vector<BySeed> values;
  for (const Judged& each : strategies) {
    values.push_back(by_seed(measure, each.runs));
    std::vector<double> in_order;
    for (const auto& [seed, value] : values.back()) in_order.push_back(value);
    if (!in_order.empty()) compared.strategies.push_back({each.strategy, estimate(in_order)});
  }
  for (std::size_t a = 0; a < strategies.size(); ++a)
    for (std::size_t b = a + 1; b < strategies.size(); ++b) {
      const Estimate difference = difference_of(values[a], values[b]);
      if (difference.count >= 2)
        compared.differences.push_back({strategies[a].strategy, strategies[b].strategy, difference, {}, {}});
    }
  adjust(compared.differences);
  return compared;
}

/// One that is no worse for certain, and shown better in something.
bool dominates(const Comparison& in, const std::string& one, const std::string& other) {
  const auto shown = [&](const Compared& by) { return by.shows_below(one, other); };
  const auto no_worse = [&](const Compared& by) { return shown(by) || by.is_same(one, other); };
  return no_worse(in.staleness()) && no_worse(in.load()) && (shown(in.staleness()) || shown(in.load()));
}

/// Promises kept; an expectation unmet; undecided; a promise broken.
int group_of(const Judged& judged) {
  int group = unanswered_share(judged.runs, "reads").value_or(0) > unanswered_at_most ? 2 : 0;
  for (const Outcome& each : judged.outcomes) {
    if (each.verdict == Verdict::undecided) group = std::max(group, 2);
    if (each.verdict == Verdict::broken) group = std::max(group, each.is_promise ? 3 : 1);
  }
  return group;
}

bool stands_before(const Comparison& in, const Judged& one, const Judged& other) {
  if (group_of(one) != group_of(other)) return group_of(one) < group_of(other);
  if (group_of(one) == 3) {
    if (in.staleness().shows_below(one.strategy, other.strategy)) return true;
    if (in.staleness().shows_below(other.strategy, one.strategy)) return false;
  }
  return in.load().shows_below(one.strategy, other.strategy);
}

void rank(Comparison& comparison, const std::vector<Judged>& strategies) {
  for (const Judged& each : strategies) {
    const auto before =
        std::count_if(strategies.begin(), strategies.end(),
                      [&](const Judged& other) { return stands_before(comparison, other, each); });
    const Place place{each.strategy, before + 1};
    std::vector<Place>& ranking = comparison.ranking;  // equals stay in the order given
    ranking.insert(std::upper_bound(ranking.begin(), ranking.end(), place,
                                    [](const Place& a, const Place& b) { return a.place < b.place; }),
                   place);
    const bool is_dominated =
        std::any_of(strategies.begin(), strategies.end(),
                    [&](const Judged& other) { return dominates(comparison, other.strategy, each.strategy); });
    if (!is_dominated) comparison.front.push_back(each.strategy);
  }
}

}  // namespace

std::vector<Measure> measures_of(const std::vector<Judged>& strategies) {
  const auto origins = names_below(strategies, Json::json_pointer("/load/origin"));
  const auto caches = names_below(strategies, Json::json_pointer("/load/cache"));
  std::vector<Measure> measures = {staleness_measure(strategies)};
  measures.push_back({"origin reads", paths_below("load.origin", origins, "reads_per_s.mean"), Measure::Combined::sum});
  if (measures.front().title != "stale reads") measures.push_back({"stale reads", {"staleness.ratio"}});
  measures.push_back({"the oldest read", {"staleness.age_s.max"}});
  for (const std::string& name : origins) {
    const std::string origin = join("load.origin", name);
    measures.push_back({"peak reads of " + name, {origin + ".reads_per_s.peak"}});
    measures.push_back({"utilisation of " + name, {origin + ".utilisation"}});
  }
  for (const std::string& name : caches)
    measures.push_back({"the hit ratio of " + name, {join("load.cache", name) + ".hit_ratio"}});
  measures.push_back({"the read p99", {"latency_s.reads.p99"}});
  for (const std::string& unit : names_below(strategies, Json::json_pointer("/harm")))
    measures.push_back({"harm in " + unit, {join("harm", unit)}});
  if (!has_figure_at(strategies, "requests.torn.ratio")) return measures;
  measures.push_back({"the request p99", {"latency_s.requests.p99"}});
  measures.push_back({"torn requests", {"requests.torn.ratio"}});
  return measures;
}

std::optional<double> Measure::of(const Json& run) const {
  std::optional<double> whole;
  for (const std::string& path : paths) {
    const auto part = value_at(run, path);
    if (!part) continue;
    const double so_far = whole.value_or(combined == Combined::sum ? 0 : *part);
    whole = combined == Combined::sum ? so_far + *part : std::max(so_far, *part);
  }
  return whole;
}

const Difference* Compared::between(const std::string& of, const std::string& against) const {
  const auto is_it = [&](const Difference& each) {
    return (each.of == of && each.against == against) || (each.of == against && each.against == of);
  };
  const auto found = std::find_if(differences.begin(), differences.end(), is_it);
  return found == differences.end() ? nullptr : &*found;
}

bool Compared::shows_below(const std::string& lower, const std::string& higher) const {
  const Difference* pair = between(lower, higher);
  if (pair == nullptr || !pair->adjusted.is_shown) return false;
  return pair->of == lower ? pair->estimate.mean < 0 : pair->estimate.mean > 0;
}

bool Compared::is_same(const std::string& a, const std::string& b) const {
  const Difference* pair = between(a, b);
  return pair != nullptr && pair->estimate.is_identical && pair->estimate.mean == 0;
}

std::optional<Comparison> compare(const std::vector<Judged>& strategies) {
  Comparison comparison;
  for (const Judged& each : strategies)
    comparison.seeds = std::max(comparison.seeds, static_cast<std::int64_t>(each.runs.size()));
  if (comparison.seeds < 2) return std::nullopt;
  for (const Measure& measure : measures_of(strategies))
    comparison.measures.push_back(compared_by(measure, strategies));
  rank(comparison, strategies);
  return comparison;
}

}  // namespace stalemate::analysis::measure
