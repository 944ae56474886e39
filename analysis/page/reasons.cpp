#include "analysis/page/reasons.hpp"
#include <algorithm>
#include "analysis/load/figure_unit.hpp"
#include "analysis/measure/cause.hpp"
#include "analysis/measure/number.hpp"
#include "analysis/page/figures.hpp"
#include "analysis/page/over_seeds.hpp"
#include "analysis/page/standing.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

using load::FigureUnit;
using measure::Outcome;
using measure::Verdict;

std::string word_for_changes(const PolicyFact& policy) {
  return models::options::find_option("write", policy.write)->word == "delete" ? "invalidations" : "updates";
}

bool several_tiers_are_told(const PolicyFact& policy) {
  const auto is_told = [](const PolicyFact& tier) { return tier.announces; };
  return policy.announces + std::count_if(policy.farther.begin(), policy.farther.end(), is_told) > 1;
}

std::string own_copy_text(const PolicyFact& policy) {
  if (!policy.own_copy_only) return "";
  const std::string where = several_tiers_are_told(policy) ? ", in " + visible(policy.cache) : "";
  return where + ", each at the writer's own copy alone";
}

/// What became of the word of writes; over all classes and tiers.
std::string changes_text(const StrategyReport& strategy, const PolicyFact& policy) {
  const double sent = sum(strategy, "load.changes.sent");
  const double lost = sum(strategy, "load.changes.lost");
  const double under_way = sum(strategy, "load.changes.under_way");
  const std::string what = word_for_changes(policy) + (strategy.policies.size() > 1 ? " of all classes" : "") +
                           (several_tiers_are_told(policy) ? " to all tiers" : "");
  const double untold = sum(strategy, "load.changes.untold");
  const std::string silent = untold == 0 ? ""
                                         : "; of " + plural(static_cast<std::int64_t>(untold), "commit") +
                                               " no word went: the writer had given up, did not know of it, or died";
  if (sent == 0) return "no " + what + " were sent" + silent;
  const std::string at_end = under_way > 0 ? count_text(under_way) + " still on the way at the end" : "";
  if (lost > 0)
    return count_text(lost) + " of " + count_text(sent) + " " + what + " were lost" +
           (at_end.empty() ? "" : ", " + at_end) + silent;
  return "all " + count_text(sent) + " " + what + " arrived" + (at_end.empty() ? "" : ", but " + at_end) + silent;
}

std::string list_text(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + visible(name);
  return text;
}

constexpr double named_from = 0.01;  ///< Of the reads; what is rarer is told together.

struct CauseShare {
  measure::Cause cause{};
  double reads = 0;
  double share = 0;
};

/// Of the reads counted at a path, the most frequent first; over all seeds.
std::vector<CauseShare> causes_at(const StrategyReport& strategy, const std::string& path) {
  std::vector<CauseShare> found;
  double all = 0;
  for (std::size_t i = 0; i < measure::cause_count; ++i) {
    const auto cause = static_cast<measure::Cause>(i);
    found.push_back({cause, sum(strategy, path + ".causes." + std::string(name_of(cause)))});
    all += found.back().reads;
  }
  std::erase_if(found, [&](const CauseShare& each) { return each.reads == 0; });
  for (CauseShare& each : found) each.share = each.reads / all;
  const auto is_more = [](const CauseShare& a, const CauseShare& b) { return a.reads > b.reads; };
  std::stable_sort(found.begin(), found.end(), is_more);
  return found;
}

/// "91 % fill-race, 9 % invalidation-in-flight". Empty: nothing was stale. The rare ones are not named, but counted.
std::string causes_text(const std::vector<CauseShare>& causes) {
  std::vector<std::string> parts;
  double rare = 0;
  for (const CauseShare& each : causes) {
    if (each.share < named_from) rare += each.share;
    else parts.push_back(share_text(each.share) + " " + std::string(name_of(each.cause)));
  }
  if (rare > 0) parts.push_back(share_text(rare) + " of rarer causes");
  return joined(parts, ", ");
}

bool is_among(const std::vector<CauseShare>& causes, std::initializer_list<measure::Cause> wanted) {
  return std::any_of(causes.begin(), causes.end(), [&](const CauseShare& each) {
    return each.share >= named_from && std::find(wanted.begin(), wanted.end(), each.cause) != wanted.end();
  });
}

/// Evidence beside the causes: of what is told, only what bears on one of them.
std::string told(const StrategyReport& strategy, const PolicyFact& policy, const std::vector<CauseShare>& causes) {
  using measure::Cause;
  std::string text;
  const bool by_delivery =
      is_among(causes, {Cause::invalidation_lost, Cause::invalidation_in_flight, Cause::resurrected_node});
  if (by_delivery || sum(strategy, "load.changes.lost") == 0)
    text = changes_text(strategy, policy) + own_copy_text(policy);
  if (!policy.silent_writers.empty() && is_among(causes, {Cause::unowned_write}))
    text += (text.empty() ? "" : "; ") + list_text(policy.silent_writers) + " told nobody of its writes";
  return text;
}

/// What tells one cache of writes, and how long its entries live. `deliveries`: what became of the word, or nothing
/// when that was said before.
std::string cache_reason(const PolicyFact& policy, const std::string& deliveries) {
  const std::string cache = visible(policy.cache);
  std::string text;
  if (policy.write == "write-around") {
    text = "nothing tells " + cache + " of a write" +
           (policy.untold_sources.empty() ? "" : " of " + list_text(policy.untold_sources));
  } else if (policy.announces) {
    text = deliveries;
  } else {
    text = policy.write + " by " + cache + (policy.own_copy_only ? ", each at the writer's own copy alone" : "");
  }
  return text + (text.empty() ? "" : "; ") + expiry_text(policy);
}

std::string promise_reason(const StrategyReport& strategy, const PolicyFact& policy,
                           const std::vector<CauseShare>& causes) {
  const std::string lags =
      policy.lagging_origin.empty() ? "" : visible(policy.lagging_origin) + "'s followers, which lag";
  if (policy.cache.empty()) return lags.empty() ? "read without a cache." : "read from " + lags + ".";
  std::string text = cache_reason(policy, told(strategy, policy, causes));
  bool is_told = policy.announces;
  for (const PolicyFact& tier : policy.farther) {
    text += "; behind it " + visible(tier.cache) + ": ";
    text += cache_reason(tier, is_told ? "" : told(strategy, tier, causes));
    is_told |= tier.announces;
  }
  const std::string clock = is_among(causes, {measure::Cause::clock_skew}) ? " by a clock that was wrong" : "";
  return text + clock + (lags.empty() ? "" : "; fills read " + lags) + ".";
}

bool is_of_loss(const Outcome& promise) { return promise.path.ends_with(measure::loss_promised); }
bool is_of_sessions(const Outcome& promise) {
  return promise.path.ends_with(measure::own_writes_promised) || promise.path.ends_with(measure::no_return_promised);
}

/// "cart: 12 reads missed what their session had written."
std::string broken_to_sessions(const StrategyReport& strategy, const Outcome& promise) {
  const std::string data_class = promise.text.substr(0, promise.text.rfind(": "));
  const std::string path = promise.path.substr(0, promise.path.rfind(".ratio"));
  const bool of_own = promise.path.ends_with(measure::own_writes_promised);
  return (strategy.policies.size() > 1 ? visible(data_class) + ": " : "") +
         plural(static_cast<std::int64_t>(sum(strategy, path + ".count")), "read") +
         (of_own ? " missed what their own session had written." : " went back behind what their session had read.");
}

/// "session: 1 200 reads of 300 keys missed what was lost: 83 % eviction, 17 % crash".
std::string missed_reads(const StrategyReport& strategy, const Outcome& promise) {
  const std::string path = promise.path.substr(0, promise.path.rfind(".ratio"));
  const double all = sum(strategy, path + ".count");
  std::vector<std::string> parts;
  for (const char* loss : {"eviction", "crash", "flush", "moved", "clock"})
    if (const double reads = sum(strategy, path + ".causes." + loss); reads > 0)
      parts.push_back(share_text(reads / all) + " " + loss);
  const auto data_class = promise.text.substr(0, promise.text.rfind(": "));
  return (strategy.policies.size() > 1 ? visible(data_class) + ": " : "") +
         plural(static_cast<std::int64_t>(all), "read") + " of " +
         plural(static_cast<std::int64_t>(sum(strategy, path + ".keys")), "key") + " missed what was lost: " +
         joined(parts, ", ") + ".";
}

std::string broken_promise(const StrategyReport& strategy, const Outcome& promise) {
  if (is_of_loss(promise)) return missed_reads(strategy, promise);
  if (is_of_sessions(promise)) return broken_to_sessions(strategy, promise);
  const auto concerns = [&](const PolicyFact& policy) { return promise.text.starts_with(policy.data_class + ": "); };
  const auto policy = std::find_if(strategy.policies.begin(), strategy.policies.end(), concerns);
  if (policy == strategy.policies.end()) return visible(promise.text) + ".";
  const std::string which = strategy.policies.size() > 1 ? visible(policy->data_class) + ": " : "";
  const auto causes = causes_at(strategy, promise.path.substr(0, promise.path.rfind(".ratio")));
  const std::string text = (causes.size() > 1 ? "of the reads that broke it " : "") + causes_text(causes);
  return which + (causes.empty() ? "" : text + ": ") + promise_reason(strategy, *policy, causes);
}

/// Of a strategy that is not shown to break a promise: why the reads that were stale all the same were.
std::string other_stale_reads(const StrategyReport& strategy) {
  const std::string causes = causes_text(causes_at(strategy, "staleness"));
  if (causes.empty()) return "";
  const double stale = sum(strategy, "staleness.stale");
  const double over = sum(strategy, "staleness.over_bound.count");
  const auto promises = [](const Outcome& outcome) {
    return outcome.is_promise && !is_of_loss(outcome) && !is_of_sessions(outcome);
  };
  const bool has_promise = std::any_of(strategy.outcomes.begin(), strategy.outcomes.end(), promises);
  const std::string which = has_promise && over == 0 ? " within the promise" : "";
  const std::string text = plural(static_cast<std::int64_t>(stale), "stale read") + which + ": " + causes;
  if (!has_promise || over == 0) return text + ".";
  return text + "; of them " + count_text(over) +
         " older than promised: " + causes_text(causes_at(strategy, "staleness.over_bound")) + ".";
}

/// The writes that were lost, by what, and what was answered of them all the same.
std::string lost_writes(const StrategyReport& strategy) {
  constexpr std::pair<const char*, const char*> losses[] = {
      {"writes.lost.failover", " by a failover"},
      {"writes.lost.write-behind", " with a write buffer that died"},
      {"writes.lost.flush-reorder", " under an older one that was flushed after it"},
      {"writes.lost.eviction", " by eviction"},
      {"writes.lost.crash", " with a shard that came back empty"},
      {"writes.lost.flush", " when the cache was emptied"},
      {"writes.lost.moved", " as its key belongs to another shard since"},
      {"writes.lost.clock", " by a clock that had been set"}};
  const double all = sum(strategy, "writes.lost.all"), answers = sum(strategy, "staleness.phantom");
  if (all == 0) return "";
  std::vector<std::string> parts;
  for (const auto& [path, how] : losses)
    if (const double lost = sum(strategy, path); lost > 0) parts.push_back((lost < all ? count_text(lost) : "") + how);
  const std::string text = plural(static_cast<std::int64_t>(all), "write") + (all == 1 ? " was lost" : " were lost") +
                           (parts.size() > 1 ? ": " : "");
  const std::string seen =
      answers > 0 ? "; " + plural(static_cast<std::int64_t>(answers), "later answer") + " gave one of them" : "";
  return text + joined(parts, ", ") + seen + ".";
}

std::string exact_text(std::string_view path, double value) {
  std::string number = measure::number_text(value);
  switch (load::unit_of(path).value_or(FigureUnit::count)) {
    case FigureUnit::share: return measure::number_text(100 * value) + " %";
    case FigureUnit::seconds: return number + " s";
    case FigureUnit::per_second: return number + "/s";
    case FigureUnit::bytes: return number + " B";
    case FigureUnit::count:
    case FigureUnit::factor: break;
  }
  return number;
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
  const bool hides_bound = outcome.bound != 0 && bound == figure_text(outcome.path, 0);
  if (actual != bound && !hides_bound) return name + wanted(outcome, bound) + ", was " + actual + ".";
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
  const char* const judged = is_of_loss(outcome) ? ".reads" : ".staleness";
  const std::string of_class = outcome.path.substr(0, outcome.path.rfind(judged));
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

std::string expiry_text(const PolicyFact& policy) {
  const auto text = [](sim::Duration span) { return time_text(sim::seconds(span)); };
  return "entries " + (policy.life.ends() ? load::life_text(policy.life, text) : "have no expiry");
}

std::string figure_text(std::string_view path, double value) {
  switch (load::unit_of(path).value_or(FigureUnit::count)) {
    case FigureUnit::share: return share_text(value);
    case FigureUnit::seconds: return time_text(value);
    case FigureUnit::per_second: return rate_text(value) + "/s";
    case FigureUnit::count:
    case FigureUnit::factor:
    case FigureUnit::bytes: break;
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
      return outcome.is_promise && outcome.verdict == Verdict::broken && !is_of_loss(outcome) &&
             !is_of_sessions(outcome);
    });
    const std::string others = is_told ? "" : other_stale_reads(strategy);
    if (!others.empty()) reason.sentences.push_back(others);
    if (std::string text = lost_writes(strategy); !text.empty()) reason.sentences.push_back(std::move(text));
    if (!reason.sentences.empty()) all.push_back(std::move(reason));
  }
  return all;
}

}  // namespace stalemate::analysis::page
