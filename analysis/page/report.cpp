#include "analysis/page/report.hpp"
#include <algorithm>
#include <cstddef>
#include <utility>
#include "analysis/load/describe_words.hpp"
#include "analysis/load/hexadecimal.hpp"
#include "analysis/load/path.hpp"
#include "analysis/load/reading.hpp"
#include "analysis/measure/results_json.hpp"
#include "analysis/page/figures.hpp"
#include "analysis/page/standing.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

using measure::Verdict;
using models::Fault;

std::string route_of(const Fault& fault) {
  const std::string from = fault.from.empty() ? "anyone" : fault.from;
  const std::string to = fault.to.empty() ? "anyone" : fault.to;
  return from + (fault.one_way ? " -> " : " <-> ") + to;
}

std::string messages_of(const Fault& fault) {
  const std::string what = fault.invalidations_only ? "invalidations " : "";
  const std::string share = fault.share < 1 ? short_number(100 * fault.share) + " % of " : "all ";
  return share + what + route_of(fault);
}

std::string lag_text(const Fault& fault) {
  if (fault.stalls) return "replication to " + fault.node + " stalls";
  std::string text = "replication to " + fault.node + " lags";  // one follower, or all of the origin
  if (fault.factor != 1) text += " " + short_number(fault.factor) + " times as long";
  if (fault.by.ns != 0) text += " " + time_text(sim::seconds(fault.by)) + " more";
  return text;
}

std::string text_of(const Fault& fault) {
  switch (fault.kind) {
    case Fault::Kind::drop: return messages_of(fault) + " dropped";
    case Fault::Kind::delay: return messages_of(fault) + " delayed by " + time_text(sim::seconds(fault.by));
    case Fault::Kind::duplicate: return messages_of(fault) + " doubled";
    case Fault::Kind::reorder: return messages_of(fault) + " held back by " + time_text(sim::seconds(fault.by));
    case Fault::Kind::hot_key:
      return percent_text(fault.share) + " of " + fault.load + " for key " + std::to_string(fault.key);
    case Fault::Kind::partition: return route_of(fault) + " cut off";
    case Fault::Kind::crash: return fault.node + " down" + (fault.keeps_content ? ", content kept" : "");
    case Fault::Kind::restart: return fault.node + " restarted";
    case Fault::Kind::lag: return lag_text(fault);
    case Fault::Kind::flush: return fault.node + " flushed";
    case Fault::Kind::failover: return fault.node + "'s leader down until a follower takes over";
    case Fault::Kind::slow:
      if (!fault.from.empty()) return messages_of(fault) + " " + short_number(fault.factor) + " times as slow";
      return fault.node + " " + short_number(fault.factor) + " times as slow" +
             (fault.data_class.empty() ? "" : " with " + fault.data_class);
    case Fault::Kind::spike: return short_number(fault.factor) + " times the rate of " + fault.load;
    case Fault::Kind::pause: return fault.node + " stands still";
    case Fault::Kind::remove_shard:
      return fault.node + " off the ring" + (fault.keeps_content ? ", content kept" : "");
    case Fault::Kind::add_shard: return fault.node + " gets one more shard";
    case Fault::Kind::deploy:
      return fault.node + " restarted one by one" + (fault.keeps_content ? ", content kept" : "");
    case Fault::Kind::skew:
      return fault.node + "'s clock set " + (fault.ahead ? "forward" : "back") + " by " +
             time_text(sim::seconds(fault.by));
  }
  return fault.name;
}

std::string span_text(const StrikeFact& strike) {
  const std::string from = clock_text(strike.from_s);
  if (!strike.until_s) return "from " + from + " on";
  return *strike.until_s > strike.from_s ? from + "-" + clock_text(*strike.until_s) : from;
}

FaultFact fact_of(const Fault& fault, sim::Instant end) {
  FaultFact fact{fault.name, text_of(fault), load::when_it_strikes(fault), !fault.every && !fault.when, {}};
  if (!fact.is_timed) return fact;
  StrikeFact strike{sim::seconds(fault.at - sim::Instant{}), std::nullopt};
  if (!lasts(fault)) {
    strike.until_s = strike.from_s;
  } else if (fault.until != sim::Instant::never() && fault.until <= end) {
    strike.until_s = sim::seconds(fault.until - sim::Instant{});
  }
  fact.when = span_text(strike);
  fact.rows.push_back({fault.name, {strike}});
  return fact;
}

std::vector<StrikeFact> strikes_in(const Json& run, const std::string& fault) {
  return spans_in(run.at("faults").at(fault).at("spans"));
}

// Those without a time of their own.
void add_strikes(const load::Scenario& scenario, Report& report) {
  for (std::size_t i = 0; i < report.faults.size() && !report.strategies.empty(); ++i) {
    const Fault& fault = scenario.system.faults[i];
    FaultFact& fact = report.faults[i];
    if (fault.every) fact.rows.push_back({fault.name, strikes_in(report.strategies.front().runs.front(), fault.name)});
    if (!fault.when) continue;
    for (const StrategyReport& each : report.strategies)
      fact.rows.push_back({fault.name + " (" + each.name + ")", strikes_in(each.runs.front(), fault.name)});
    const auto as_first = [&](const FaultFact::Row& row) { return row.strikes == fact.rows.front().strikes; };
    if (std::all_of(fact.rows.begin(), fact.rows.end(), as_first)) {
      fact.rows.resize(1);
      fact.rows.front().name = fault.name;
    }
  }
}

std::string lagging_origin(const models::Blueprint& blueprint, const models::DataClass& data_class) {
  for (const models::NodeSpec& node : blueprint.nodes)
    if (is_origin_of(node, data_class) && reads_followers(data_class, node.origin)) return node.name;
  return "";
}

bool reaches_own_copy_only(const models::Blueprint& blueprint, const models::Policy& policy) {
  return std::any_of(blueprint.nodes.begin(), blueprint.nodes.end(), [&](const models::NodeSpec& node) {
    return node.name == policy.cache && node.cache.in_process && policy.carry.name == "inline";
  });
}

std::vector<std::string> silent_writers(const models::Blueprint& blueprint, const std::string& data_class,
                                        const models::Policy& policy) {
  std::vector<std::string> silent;
  const auto is_in = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (const models::Load& load : blueprint.loads) {
    const std::string& writer = service_of(load);
    const bool owes = policy.owed_by.empty() || is_in(policy.owed_by, writer);
    if (models::writes_class(load, data_class) && !owes && !is_in(silent, writer)) silent.push_back(writer);
  }
  return silent;
}

/// What is computed hears of the writes of its sources, or does not.
void add_sources(const models::Blueprint& blueprint, const models::DataClass& derived, const models::Policy& policy,
                 PolicyFact& fact) {
  const auto number = static_cast<std::size_t>(&derived - blueprint.classes.data());
  for (const std::size_t source : load::written_sources(blueprint, number)) {
    const std::string& name = blueprint.classes[source].name;
    const models::Policy* telling = load::telling_derived(blueprint, source, {number, policy.cache});
    if (telling == nullptr) {
      fact.untold_sources.push_back(name);
      continue;
    }
    const auto silent = silent_writers(blueprint, name, *telling);
    fact.silent_writers.insert(fact.silent_writers.end(), silent.begin(), silent.end());
  }
  if (!fact.untold_sources.empty()) return;
  fact.write = "invalidate";  // as the caches of its sources are told
  fact.announces = true;
}

PolicyFact policy_fact(const models::Blueprint& blueprint, const models::DataClass& data_class,
                       const models::Policy& policy) {
  PolicyFact fact{data_class.name,
                  policy.cache,
                  policy.write.name,
                  load::entry_life(policy),
                  lagging_origin(blueprint, data_class),
                  load::announces(policy),
                  !policy.behind.empty()};
  if (policy.read.name == "none") fact.cache.clear();
  fact.own_copy_only = reaches_own_copy_only(blueprint, policy);
  fact.silent_writers = silent_writers(blueprint, fact.data_class, policy);
  if (!data_class.derived_from.empty()) add_sources(blueprint, data_class, policy, fact);
  return fact;
}

std::vector<PolicyFact> policies_of(const models::Blueprint& blueprint) {
  std::vector<PolicyFact> facts;
  for (std::size_t i = 0; i < blueprint.strategy.policies.size(); ++i) {
    const models::Policy& policy = blueprint.strategy.policies[i];
    facts.push_back(policy_fact(blueprint, blueprint.classes[i], policy));
    for (const models::Policy* tier : models::tiers_of(policy))
      if (tier != &policy) facts.back().farther.push_back(policy_fact(blueprint, blueprint.classes[i], *tier));
  }
  return facts;
}

std::vector<Json> runs_of(const std::string& strategy, const std::vector<Json>& runs) {
  std::vector<Json> chosen;
  for (const Json& run : runs)
    if (run.at("strategy") == strategy) chosen.push_back(run);
  std::sort(chosen.begin(), chosen.end(), [](const Json& a, const Json& b) {
    return a.at("seed").get<std::uint64_t>() < b.at("seed").get<std::uint64_t>();
  });
  return chosen;
}

std::vector<std::string> strategies_that_change(const load::Scenario& scenario, const models::DataClass& data_class,
                                                bool of_loss) {
  std::vector<std::string> names;
  for (const load::StrategyPlan& plan : scenario.strategies)
    for (const models::DataClass& each : plan.blueprint.classes) {
      const models::Promise &there = each.promise, &here = data_class.promise;
      const bool is_same = of_loss ? there.kept == here.kept && each.has_origin == data_class.has_origin
                                   : there.max_age == here.max_age && there.share == here.share &&
                                         there.under_faults == here.under_faults;
      if (each.name == data_class.name && !is_same) names.push_back(plan.name);
    }
  return names;
}

void add_facts(const load::Scenario& scenario, Report& report) {
  for (const models::DataClass& each : scenario.system.classes)
    if (each.promise.max_age)
      report.promises.push_back({each.name, sim::seconds(*each.promise.max_age), each.promise.share,
                                 strategies_that_change(scenario, each, false), false, each.promise.under_faults});
  for (const models::DataClass& each : scenario.system.classes) {
    if (each.promise.read_your_writes) report.session_promises.push_back({each.name, true, each.promise.under_faults});
    if (each.promise.monotonic_reads) report.session_promises.push_back({each.name, false, each.promise.under_faults});
  }
  for (const models::DataClass& each : scenario.system.classes) {
    if (each.has_origin) continue;
    report.promises.push_back({each.name, 0, each.promise.kept, strategies_that_change(scenario, each, true), true});
    report.sole.push_back(each.name);
  }
  report.is_sole = load::is_sole(scenario.system);
  for (const models::DataClass& each : scenario.system.classes)
    if (each.act) report.acts.push_back({each.name, *each.act});
  const bool by_requests = scenario.system.stop_requests > 0;  // then nobody knows when it ends
  const sim::Instant end = by_requests ? sim::Instant::never() : sim::Instant{} + scenario.system.duration;
  for (const models::Fault& fault : scenario.system.faults) report.faults.push_back(fact_of(fault, end));
}

void add_statistics(const load::Scenario& scenario, Report& report) {
  std::vector<measure::Judged> judged;
  for (const StrategyReport& each : report.strategies) judged.push_back({each.name, each.runs, each.outcomes});
  if (judged.empty()) return;
  report.comparison = measure::compare(judged);
  report.advice = measure::advise(measure::frame_of(scenario), judged);
}

bool breaks(const Report& report, bool promises) {
  const auto is_broken = [&](const measure::Outcome& outcome) {
    return outcome.verdict == Verdict::broken && outcome.is_promise == promises;
  };
  return std::any_of(report.strategies.begin(), report.strategies.end(), [&](const StrategyReport& strategy) {
    return std::any_of(strategy.outcomes.begin(), strategy.outcomes.end(), is_broken);
  });
}

/// What single seeds show where the means hold.
std::string tail(const Report& report, const std::string& lead) {
  const std::string seeds = seeds_text(report);
  return seeds.empty() ? "" : lead + seeds;
}

std::uint64_t mixed(std::uint64_t hash, const std::string& text) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;  // FNV-1a
  return hash;
}

}  // namespace

const StrategyReport* row_named(const Report& report, const std::string& strategy) {
  return first_row(report, [&](const StrategyReport& each) { return each.name == strategy; });
}

const StrategyReport* baseline_of(const Report& report) {
  return first_row(report, [](const StrategyReport& each) { return each.is_baseline; });
}

std::string SessionPromise::path() const {
  return load::join("classes", data_class) +
         (is_of_own_writes ? measure::own_writes_promised : measure::no_return_promised);
}

std::string PromiseFact::path() const {
  return load::join("classes", data_class) + (is_of_loss ? measure::loss_promised : measure::staleness_promised);
}

std::vector<StrikeFact> spans_in(const Json& spans) {
  std::vector<StrikeFact> found;
  for (const Json& span : spans) {
    StrikeFact& each = found.emplace_back(StrikeFact{span.at(0).get<double>(), std::nullopt});
    if (!span.at(1).is_null()) each.until_s = span.at(1).get<double>();
  }
  return found;
}

bool ends(const FaultFact& fault) {
  return std::any_of(fault.rows.begin(), fault.rows.end(), [](const FaultFact::Row& row) {
    return std::any_of(row.strikes.begin(), row.strikes.end(), [](const StrikeFact& each) { return each.until_s; });
  });
}

bool goes_on(const FaultFact& fault) {
  return std::any_of(fault.rows.begin(), fault.rows.end(), [](const FaultFact::Row& row) {
    return std::any_of(row.strikes.begin(), row.strikes.end(), [](const StrikeFact& each) { return !each.until_s; });
  });
}

Report make_report(const load::Scenario& scenario, const std::string& tool, const std::vector<Json>& runs,
                   bool strict) {
  Report report;
  report.tool = tool;
  report.title = scenario.title;
  report.question = scenario.question;
  report.file = scenario.file;
  report.assumed = scenario.assumed;
  report.guesses = scenario.guesses;
  report.leaves_out = scenario.leaves_out;
  report.warm_up_s = sim::seconds(scenario.system.warm_up);
  add_facts(scenario, report);
  for (const load::StrategyPlan& plan : scenario.strategies) {
    StrategyReport strategy{plan.name, plan.is_baseline, policies_of(plan.blueprint), runs_of(plan.name, runs), {}, {}};
    if (strategy.runs.empty()) {
      report.unfinished.push_back(plan.name);
      continue;
    }
    strategy.outcomes = measure::judge(scenario, plan, strategy.runs);
    strategy.verdict = measure::overall(strategy.outcomes);
    if (strategy.verdict == Verdict::held && answers_too_few(strategy)) strategy.verdict = Verdict::undecided;
    report.strategies.push_back(std::move(strategy));
  }
  report.not_judged = std::count_if(
      scenario.expectations.begin(), scenario.expectations.end(), [&](const load::Expectation& each) {
        return std::none_of(scenario.strategies.begin(), scenario.strategies.end(),
                            [&](const load::StrategyPlan& plan) { return each.concerns(plan); });
      });
  add_strikes(scenario, report);
  report.calibration = measure::calibrate(scenario, runs);
  add_statistics(scenario, report);
  sort_for_answer(report);
  conclude(report, strict);
  return report;
}

// Consistency first: of two that break a promise, the one that breaks it less often stands first, whatever its load.
void sort_for_answer(Report& report) {
  std::vector<StrategyReport>& strategies = report.strategies;
  struct Place {
    int group;
    double broken_share;
    double load;
    std::size_t written;
    auto operator<=>(const Place&) const = default;
  };
  std::vector<Place> places;
  for (std::size_t i = 0; i < strategies.size(); ++i) {
    const StrategyReport& each = strategies[i];
    const Standing standing = standing_of(each);
    const bool broken = !each.is_baseline && standing == Standing::broken;
    const double share = broken ? broken_share(report, each).value_or(0) : 0;
    const int group = each.is_baseline ? 0 : 1 + static_cast<int>(standing);
    places.push_back({group, share, origin_load(each), i});
  }
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a < b; });
  std::vector<StrategyReport> sorted;
  for (const Place& place : places) sorted.push_back(std::move(strategies[place.written]));
  strategies = std::move(sorted);
}

void conclude(Report& report, bool strict) {
  std::int64_t undecided = 0;
  for (const StrategyReport& each : report.strategies) undecided += each.verdict == Verdict::undecided ? 1 : 0;
  const bool breaks_promise = breaks(report, true);
  const bool breaks_expectation = breaks(report, false);
  const bool is_open = undecided > 0 || report.not_judged > 0;
  report.exit_status = breaks_promise || breaks_expectation || (strict && is_open) ? 1 : 0;
  if (breaks_promise) {
    report.exit_reason = "a promise is broken";
  } else if (breaks_expectation) {
    report.exit_reason = "an expectation is not met";
  } else if (undecided > 0) {
    report.exit_reason = plural(undecided, "row") + " undecided (?)" + (strict ? ", and --strict" : "") +
                         tail(report, "; the others held");
  } else if (report.not_judged > 0) {
    report.exit_reason = plural(report.not_judged, "expectation") + " not judged" + (strict ? ", and --strict" : "") +
                         tail(report, "; the others held");
  } else {
    const auto expects = [](const StrategyReport& each) { return !each.outcomes.empty(); };
    const bool has_any = std::any_of(report.strategies.begin(), report.strategies.end(), expects);
    report.exit_reason =
        has_any ? "every promise and expectation held" + tail(report, "") : "nothing was promised or expected";
  }
}

std::string digest_of(const Report& report) {
  std::vector<std::string> digests;
  for (const StrategyReport& each : report.strategies)
    for (const Json& run : each.runs) digests.push_back(run.at("digest").get<std::string>());
  if (digests.size() == 1) return digests.front();
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const std::string& digest : digests) hash = mixed(hash, digest);
  return load::hexadecimal(hash);
}

}  // namespace stalemate::analysis::page
