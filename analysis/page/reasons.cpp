#include "analysis/page/reasons.hpp"
#include <algorithm>
#include "analysis/load/path.hpp"
#include "analysis/measure/cause.hpp"
#include "analysis/measure/number.hpp"
#include "analysis/page/figures.hpp"
#include "analysis/page/over_seeds.hpp"
#include "analysis/page/standing.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

using measure::Outcome;
using measure::Verdict;

std::string expiry_text(const PolicyFact& policy) {
  return policy.ttl_s ? "entries live up to " + time_text(*policy.ttl_s) : "entries have no expiry";
}

/// A change that is sent again is counted again.
std::string word_for_changes(const StrategyReport& strategy, const PolicyFact& policy) {
  const std::string word = policy.write == "invalidate" ? "invalidations"
                           : policy.write == "update"   ? "updates"
                                                        : "changes";
  const bool retries = std::any_of(strategy.policies.begin(), strategy.policies.end(),
                                   [](const PolicyFact& each) { return each.sends_again; });
  return retries ? "attempts to send " + word : word;
}

double arrived(const StrategyReport& strategy) {
  double total = 0;
  for (const auto& [name, unused] : strategy.runs.front().at("load").at("cache").items())
    total += sum(strategy, cache_path(name, "changes_arrived"));
  return total;
}

/// What became of the messages that tell caches of writes; counted over all classes.
std::string changes_text(const StrategyReport& strategy, const PolicyFact& policy) {
  const double sent = sum(strategy, "load.changes_sent");
  const double missing = sent - arrived(strategy);
  const std::string what = word_for_changes(strategy, policy);
  if (sent == 0) return "no " + what + " were sent";
  if (missing <= 0) return "all " + count_text(sent) + " " + what + " arrived";
  return count_text(missing) + " of " + count_text(sent) + " " + what + " did not arrive (" +
         count_text(sum(strategy, "load.messages_lost")) + " messages of all kinds lost)";
}

std::string list_text(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + visible(name);
  return text;
}

std::string promise_reason(const StrategyReport& strategy, const PolicyFact& policy) {
  const std::string lags =
      policy.lagging_origin.empty() ? "" : visible(policy.lagging_origin) + "'s followers, which lag";
  if (policy.cache.empty()) return lags.empty() ? "read without a cache." : "read from " + lags + ".";
  const std::string cache = visible(policy.cache);
  const std::string reach = policy.own_copy_only ? ", each at the writer's own copy alone" : "";
  std::string text;
  if (policy.write == "write-around") {
    text = "nothing tells " + cache + " of a write";
  } else if (policy.write == "invalidate" || policy.write == "update") {
    text = changes_text(strategy, policy) + reach;
    if (!policy.silent_writers.empty()) text += "; " + list_text(policy.silent_writers) + " told nobody of its writes";
  } else {
    text = policy.write + " by " + cache + reach;
  }
  return text + "; " + expiry_text(policy) + (lags.empty() ? "" : "; fills read " + lags) + ".";
}

struct CauseShare {
  std::string name;
  double reads = 0;
};

/// Of the stale reads at a path ("staleness", or that of a class), the most frequent first; over all seeds.
std::vector<CauseShare> causes_at(const StrategyReport& strategy, const std::string& staleness) {
  std::vector<CauseShare> found;
  for (std::size_t i = 0; i < measure::cause_count; ++i) {
    const std::string name(name_of(static_cast<measure::Cause>(i)));
    const double reads = sum(strategy, staleness + ".causes." + name);
    if (reads > 0) found.push_back({name, reads});
  }
  const auto is_more = [](const CauseShare& a, const CauseShare& b) { return a.reads > b.reads; };
  std::stable_sort(found.begin(), found.end(), is_more);
  return found;
}

/// "91 % fill-race, 9 % invalidation-in-flight"; those below one in a hundred are left out. Empty: nothing was stale.
std::string causes_text(const StrategyReport& strategy, const std::string& staleness) {
  const std::vector<CauseShare> causes = causes_at(strategy, staleness);
  double all = 0;
  for (const CauseShare& cause : causes) all += cause.reads;
  std::string text;
  for (const CauseShare& cause : causes) {
    if (cause.reads >= all / 100) text += (text.empty() ? "" : ", ") + share_text(cause.reads / all) + " " + cause.name;
  }
  return text;
}

std::string staleness_path_of(const Outcome& promise) {
  return promise.path.substr(0, promise.path.rfind(".staleness")) + ".staleness";
}

std::string broken_promise(const StrategyReport& strategy, const Outcome& promise) {
  const auto concerns = [&](const PolicyFact& policy) { return promise.text.starts_with(policy.data_class + ": "); };
  const auto policy = std::find_if(strategy.policies.begin(), strategy.policies.end(), concerns);
  if (policy == strategy.policies.end()) return visible(promise.text) + ".";
  const std::string which = strategy.policies.size() > 1 ? visible(policy->data_class) + ": " : "";
  const std::string causes = causes_text(strategy, staleness_path_of(promise));
  return which + (causes.empty() ? "" : causes + ": ") + promise_reason(strategy, *policy);
}

/// Of a strategy that broke no promise: why the reads that were stale all the same were.
std::string harmless(const StrategyReport& strategy) {
  const std::string causes = causes_text(strategy, "staleness");
  if (causes.empty()) return "";
  const auto stale = static_cast<std::int64_t>(sum(strategy, "staleness.stale"));
  const auto promises = [](const Outcome& outcome) { return outcome.is_promise; };
  const bool has_promise = std::any_of(strategy.outcomes.begin(), strategy.outcomes.end(), promises);
  return plural(stale, "stale read") + (has_promise ? " within the promise: " : ": ") + causes + ".";
}

enum class Unit : std::uint8_t { none, share, seconds, per_second };

// Paths name their units: "_s" of the figure or of a group above it, "_per_s", and shares by their names.
Unit unit_of(std::string_view path) {
  const auto parsed = load::parse_path(path);
  if (!parsed) return Unit::none;
  const std::string_view last = parsed->parts.back();
  if (last == "ratio" || last == "hit_ratio" || last == "utilisation") return Unit::share;
  Unit unit = last == "goodput" ? Unit::per_second : Unit::none;
  for (const std::string& part : parsed->parts)
    if (part.ends_with("_per_s")) {
      unit = Unit::per_second;
    } else if (part.ends_with("_s")) {
      unit = Unit::seconds;
    }
  return unit;
}

std::string exact_text(std::string_view path, double value) {
  switch (unit_of(path)) {
    case Unit::none: break;
    case Unit::share: return measure::number_text(100 * value) + " %";
    case Unit::seconds: return measure::number_text(value) + " s";
    case Unit::per_second: return measure::number_text(value) + "/s";
  }
  return measure::number_text(value);
}

std::string wanted(const Outcome& outcome, const std::string& bound) {
  const char* const relation = outcome.relation == Outcome::Relation::at_most    ? "at most "
                               : outcome.relation == Outcome::Relation::at_least ? "at least "
                                                                                 : "";
  return "wanted " + (outcome.text.starts_with(outcome.path) ? "" : visible(outcome.path) + " ") + relation + bound;
}

std::string unmet(const Outcome& outcome) {
  const std::string name = visible(outcome.text) + ": ";
  const std::string bound = figure_text(outcome.path, outcome.bound);
  if (!outcome.actual) return name + wanted(outcome, bound) + ", but it never came back.";
  const std::string actual = figure_text(outcome.path, *outcome.actual);
  if (actual != bound) return name + wanted(outcome, bound) + ", was " + actual + ".";
  return name + wanted(outcome, exact_text(outcome.path, outcome.bound)) + ", was " +
         exact_text(outcome.path, *outcome.actual) + ".";
}

std::string answered_text(const std::vector<Json>& runs, const std::string& reads) {
  const double share = 1 - measure::unanswered_share(runs, reads).value_or(1);
  return share == 0 ? "answered none of the reads" : "answered only " + share_text(share) + " of the reads";
}

std::string too_few(const Report& report, const StrategyReport& strategy) {
  std::string text = answered_text(strategy.runs, "reads");
  if (strategy.verdict == Verdict::undecided) text += ": too few to judge";
  const std::string origin = main_origin(report);
  const bool full = !origin.empty() && busy(strategy, origin).value_or(0) > busy_limit;
  const double queue = full ? greatest(strategy, origin_path(origin, "queue.max")).value_or(0) : 0;
  if (full) text += "; " + visible(origin) + " is overwhelmed (queue up to " + count_text(queue) + ")";
  return text + ".";
}

/// The bound lies within the interval of the mean.
std::string straddled(const StrategyReport& strategy, const Outcome& outcome) {
  return visible(outcome.text) + ": " +
         with_interval(figure_text(outcome.path, *outcome.actual), figure_text(outcome.path, *outcome.half_width)) +
         " over " + plural(static_cast<std::int64_t>(strategy.runs.size()), "seed") + " may lie on either side of " +
         figure_text(outcome.path, outcome.bound) + ": more seeds would decide.";
}

std::string undecided(const StrategyReport& strategy, const Outcome& outcome) {
  if (outcome.straddles) return straddled(strategy, outcome);
  if (!outcome.is_promise) return visible(outcome.text) + ": no figure at " + visible(outcome.path) + " to judge by.";
  if (!outcome.actual) return visible(outcome.text) + ": no read was answered, so there is nothing to judge.";
  const std::string of_class = outcome.path.substr(0, outcome.path.rfind(".staleness"));
  return visible(outcome.text) + ": " + answered_text(strategy.runs, of_class + ".reads") + ": too few to judge.";
}

void add_outcome(const StrategyReport& strategy, const Outcome& outcome, std::vector<std::string>& sentences) {
  const bool broken = outcome.verdict == Verdict::broken;
  if (broken) sentences.push_back(outcome.is_promise ? broken_promise(strategy, outcome) : unmet(outcome));
  if (outcome.verdict == Verdict::undecided && !(outcome.is_promise && answers_too_few(strategy)))
    sentences.push_back(undecided(strategy, outcome));
  const std::string seeds = seeds_text(strategy, outcome);
  if (!seeds.empty()) sentences.push_back(visible(outcome.text) + ": " + seeds + ".");
}

}  // namespace

std::string figure_text(std::string_view path, double value) {
  switch (unit_of(path)) {
    case Unit::none: break;
    case Unit::share: return share_text(value);
    case Unit::seconds: return time_text(value);
    case Unit::per_second: return rate_text(value) + "/s";
  }
  return short_number(value);
}

std::vector<Reason> reasons(const Report& report) {
  std::vector<Reason> all;
  for (const StrategyReport& strategy : report.strategies) {
    Reason reason{visible(strategy.name), {}};
    if (answers_too_few(strategy)) reason.sentences.push_back(too_few(report, strategy));
    for (const Outcome& outcome : strategy.outcomes) add_outcome(strategy, outcome, reason.sentences);
    const bool is_told = std::any_of(strategy.outcomes.begin(), strategy.outcomes.end(), [](const Outcome& outcome) {
      return outcome.is_promise && outcome.verdict == Verdict::broken;
    });
    if (const std::string why = is_told ? "" : harmless(strategy); !why.empty()) reason.sentences.push_back(why);
    if (!reason.sentences.empty()) all.push_back(std::move(reason));
  }
  return all;
}

}  // namespace stalemate::analysis::page
