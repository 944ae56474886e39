// A report made by hand, without any simulation: the lost delete of the interface, in round figures.
// Promise: runs come from RunResults through run_json, so that page and JSON cannot drift apart.
// Source: this project's interface.
#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>
#include "analysis/measure/results_json.hpp"
#include "analysis/page/report.hpp"

namespace stalemate::tests {

namespace measure = analysis::measure;
namespace page = analysis::page;

struct RunSample {
  std::string strategy;
  std::uint64_t seed = 1;
  std::int64_t answered = 10'000;
  std::int64_t over = 0;
  std::int64_t oldest_s = 0;
  double reads_per_s = 0;
  double busy = 0;
  std::int64_t hits = 0;
  std::optional<double> heal_s = std::nullopt;
  std::string data_class = "price";
  std::string fault = "lost deletes";
  bool worsened = false;
  std::int64_t unanswered = 0;
};

inline measure::ClassResult class_result(const RunSample& sample) {
  measure::ClassResult result;
  result.name = sample.data_class;
  result.reads.invoked = sample.answered + sample.unanswered;
  result.reads.under_way = sample.unanswered;
  result.reads.answered = sample.answered;
  result.reads.attempts = sample.answered;
  result.staleness.answered = sample.answered;
  result.staleness.stale = sample.over;
  result.staleness.over_bound = sample.over;
  result.staleness.has_bound = true;
  result.staleness.age_stale.add(sample.oldest_s * 1'000'000'000, sample.over);
  result.staleness.lag_stale.add(1, sample.over);
  using stalemate::analysis::measure::Cause;
  const Cause cause = sample.strategy.starts_with("delete") ? Cause::invalidation_lost : Cause::ttl_window;
  result.staleness.causes[static_cast<std::size_t>(cause)] = sample.over;
  result.staleness.over_bound_causes[static_cast<std::size_t>(cause)] = sample.over;
  result.read_latency.add(6'000'000, sample.answered);
  return result;
}

/// Twenty seconds, of which the first two are warm-up; reads are over their bound from 8 on.
inline measure::RunResult run_result(const RunSample& sample) {
  measure::RunResult result;
  result.digest = 0x0123456789abcdefU + sample.seed;
  result.facts = 1'234'567;
  result.measured_s = 18;
  result.total = class_result(sample);
  result.classes.push_back(class_result(sample));
  measure::OriginResult origin;
  origin.node = "db";
  origin.reads = static_cast<std::int64_t>(sample.reads_per_s * 18);
  origin.reads_per_s = {sample.reads_per_s, sample.reads_per_s + 40, sample.reads_per_s + 50};
  origin.utilisation = sample.busy;
  result.load.origins.push_back(std::move(origin));
  measure::CacheResult cache;
  cache.name = "redis";
  cache.hits = sample.hits;
  cache.misses = sample.hits > 0 ? sample.answered - sample.hits : 0;
  cache.changes_arrived = sample.hits > 0 ? 900 : 0;
  result.load.caches.push_back(std::move(cache));
  if (sample.hits > 0) {
    result.load.changes.sent = result.load.changes.attempts = 1'000;
    result.load.changes.arrived = 900;
    result.load.changes.lost = 100;
  }
  result.load.messages = 12'000;
  result.load.messages_lost = sample.over > 0 ? 100 : 0;
  result.series.answered.assign(20, 500);
  result.series.stale.assign(20, 0);
  result.series.failed.assign(20, 0);
  result.series.over_bound.assign(20, 0);
  if (sample.over > 0) std::fill(result.series.over_bound.begin() + 8, result.series.over_bound.end(), 100);
  result.recovery.push_back({sample.fault, 0.0, sample.heal_s, sample.worsened});
  return result;
}

inline page::Json run_of(const RunSample& sample) {
  return measure::run_json(run_result(sample), {sample.strategy, sample.seed, {"read/cache-aside"}, "stalemate run x"});
}

inline analysis::load::EntryLife lives_s(std::int64_t seconds) {
  return {.ttl = sim::Duration{seconds * 1'000'000'000}};
}

inline page::StrategyReport strategy_of(const RunSample& sample, measure::Verdict verdict, page::PolicyFact policy) {
  measure::Outcome promise;
  promise.text = sample.data_class + ": no read older than 5s";
  promise.path = "classes." + sample.data_class + ".staleness.over_bound.ratio";
  promise.actual = static_cast<double>(sample.over) / static_cast<double>(std::max<std::int64_t>(1, sample.answered));
  promise.verdict = verdict;
  promise.is_promise = true;
  page::StrategyReport strategy;
  strategy.name = sample.strategy;
  strategy.policies.push_back(std::move(policy));
  strategy.runs.push_back(run_of(sample));
  strategy.outcomes.push_back(std::move(promise));
  strategy.verdict = verdict;
  return strategy;
}

inline page::Report lost_delete() {
  using measure::Verdict;
  page::Report report;
  report.tool = "0.1.0";
  report.title = "The delete is lost";
  report.question = "What if cache invalidation fails?";
  report.file = "lost-delete.json";
  report.promises = {{"price", 5, 1}};
  report.faults = {{"lost deletes", "all shop -> redis dropped", "0:08-0:12.5", true, {{"lost deletes", {{8, 12.5}}}}}};
  report.assumed = {"duration = 20s", "load.1.keys_like = reads"};
  report.guesses = {"nodes.db.read"};
  report.leaves_out = {"connection pools"};
  report.warm_up_s = 2;
  RunSample hurt = {"delete", 1, 10'000, 1'221, 359, 17.4, 0.02, 9'800};
  hurt.worsened = true;
  report.strategies.push_back(strategy_of(hurt, Verdict::broken, {"price", "redis", "invalidate", {}, "", true}));
  report.strategies.push_back(strategy_of({"ttl only", 1, 10'000, 3'962, 60, 65, 0.03, 9'200, 0.0}, Verdict::broken,
                                          {"price", "redis", "write-around", lives_s(60), ""}));
  report.strategies.push_back(strategy_of({"short ttl", 1, 10'000, 0, 0, 290, 0.1, 6'400, 0.0}, Verdict::held,
                                          {"price", "redis", "write-around", lives_s(4), ""}));
  report.strategies.push_back(strategy_of({"no cache", 1, 10'000, 0, 0, 1'999, 0.82, 0, 0.0}, Verdict::held,
                                          {"price", "", "write-around", {}, ""}));
  report.strategies.back().is_baseline = true;
  page::sort_for_answer(report);
  page::conclude(report, false);
  return report;
}

}  // namespace stalemate::tests
