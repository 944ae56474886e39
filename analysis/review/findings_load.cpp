// The faults that show when a cache is gone, cold or unseen: retries, fallbacks, stampedes, alerts.
#include <algorithm>
#include "analysis/load/path.hpp"
#include "analysis/load/unobserved.hpp"
#include "analysis/measure/expectations.hpp"
#include "analysis/page/figures.hpp"
#include "analysis/page/words.hpp"
#include "analysis/review/findings.hpp"

namespace stalemate::analysis::review {
namespace {

using page::in_quotes;

constexpr double attempts_worth_telling = 1.1;  ///< For each request.
constexpr double unanswered_worth_telling = 0.05;  ///< Of all reads.
constexpr double stampede_worth_telling = 20;   ///< Fetches of one key at once.

std::string where_text(const World& world) {
  return world.is_described() ? "as described" : "under \"" + world.fact.title + "\"";
}

/// The world in which a figure of a strategy is greatest.
template <class Figure>
const World* worst_world(const Evidence& evidence, const std::string& strategy, Figure figure) {
  const World* worst = nullptr;
  double most = 0;
  for (const World& world : evidence.worlds) {
    const page::StrategyReport* row = row_named(world.report, strategy);
    if (row == nullptr) continue;
    const double value = figure(*row);
    if (worst == nullptr || value > most) worst = &world, most = value;
  }
  return worst;
}

/// Whether the origin of a class cannot carry all that is asked for: by its formula, or, where that gives no figure, as
/// the run without a cache shows of the same system.
bool cannot_carry(const Evidence& evidence, const Subject& subject) {
  if (is_too_much(subject)) return true;
  const page::StrategyReport* baseline = baseline_of(evidence.described());
  if (baseline == nullptr || subject.origin() == nullptr || !subject.plan.sets.empty()) return false;
  return page::busy(*baseline, subject.origin()->name).value_or(0) > page::busy_limit &&
         unanswered_reads(*baseline) >= unanswered_worth_telling;
}

std::string origin_text(const Subject& subject) {
  return in_quotes(subject.origin()->name) + " cannot serve all that is asked for without a cache";
}

/// A load that is tried again without bound, where the origin behind the cache of what it asks for has no room.
void add_retry_storm(const Evidence& evidence, const Subject& subject, const models::Load& load,
                     std::vector<Finding>& found) {
  const bool is_bounded = load.retries.budget.has_value() || load.breaker.has_value();
  if (load.retries.max == 0 || is_bounded || !models::reads_class(load, subject.data_class().name)) return;
  const World* worst = worst_world(evidence, subject.plan.name, attempts_a_request);
  if (worst == nullptr) return;
  const page::StrategyReport& row = *row_named(worst->report, subject.plan.name);
  const bool is_too_small = cannot_carry(evidence, subject);
  if (attempts_a_request(row) < attempts_worth_telling) return;
  if (!is_too_small && unanswered_reads(row) < unanswered_worth_telling) return;
  const char* const pause = load.retries.kind == models::Retries::Backoff::fixed ? " at a fixed pause" : "";
  found.push_back({Topic::retries, "retry-storm", subject.data_class().name, subject.plan.name,
                   in_quotes(load.name) + " tries up to " + std::to_string(load.retries.max) + " times more" + pause +
                       ", without a budget or a circuit breaker" +
                       (is_too_small ? ", and " + origin_text(subject) : std::string()) + ": " +
                       page::short_number(attempts_a_request(row)) + " attempts a request " + where_text(*worst) +
                       ", and " + page::share_text(unanswered_reads(row)) + " of all reads have no answer.",
                   reproduce_of(row)});
}

/// What stands between a silent cache and an origin that is too small for what is asked for.
void add_no_limit(const Evidence& evidence, const Subject& subject, std::vector<Finding>& found) {
  if (!refuge_of(subject.policy()).is_unlimited_origin() || !cannot_carry(evidence, subject)) return;
  if (is_too_much(subject) && !is_part_of_too_much(subject)) return;
  const std::string text = "When the cache is silent, every read goes to the origin without a limit, and " +
                           origin_text(subject);
  const World* gone = nullptr;
  for (const World& world : evidence.worlds)
    if (world.fact.name == "remove-cache") gone = &world;
  const page::StrategyReport* row = gone == nullptr ? nullptr : row_named(gone->report, subject.plan.name);
  found.push_back({Topic::retries, "no-fallback-limit", subject.data_class().name, subject.plan.name,
                   text + (row == nullptr ? "." : ": " + page::share_text(unanswered_reads(*row)) +
                                                      " of all reads have no answer " + where_text(*gone) + "."),
                   row == nullptr ? evidence.commands.describe : reproduce_of(*row)});
}

void add_stampede(const Evidence& evidence, const load::StrategyPlan& plan, const std::vector<Subject>& subjects,
                  std::vector<Finding>& found) {
  std::vector<std::string> open;
  std::int64_t servers = 0;
  for (const Subject& each : subjects) {
    if (&each.plan != &plan || !each.is_cached() || each.origin() == nullptr) continue;
    servers = std::max(servers, each.origin()->origin.servers);
    const auto copies = each.copies();
    if (std::all_of(copies.begin(), copies.end(), [](const models::Policy* tier) { return tier->stampede.empty(); }))
      open.push_back(each.data_class().name);
  }
  const page::StrategyReport* row = row_named(evidence.described(), plan.name);
  if (row == nullptr || open.empty()) return;
  const double most = page::greatest(*row, "load.stampede_max").value_or(0);
  if (most < std::max(stampede_worth_telling, double(servers))) return;
  found.push_back({Topic::concurrency, "stampede", page::joined(open, ", "), plan.name,
                   "Nothing keeps misses of one key from piling up: as described as many as " + page::count_text(most) +
                       " fetches of one key are under way at once" +
                       (servers > 0 ? ", on an origin of " + page::plural(servers, "server") : "") + ".",
                   reproduce_of(*row)});
}

/// An act that must take effect once, and a load that writes again what it has no answer to.
void add_double_write(const Evidence& evidence, const Subject& subject, std::vector<Finding>& found) {
  const auto& act = subject.data_class().act;
  if (!act || act->kind != models::Act::Kind::once) return;
  const std::string path = load::join("cost", subject.data_class().name) + ".duplicate_actions";
  const auto duplicates = [&](const page::StrategyReport& row) { return page::sum(row, path); };
  const World* worst = worst_world(evidence, subject.plan.name, duplicates);
  if (worst == nullptr) return;
  const page::StrategyReport& row = *row_named(worst->report, subject.plan.name);
  if (duplicates(row) == 0) return;
  found.push_back({Topic::retries, "double-write", subject.data_class().name, subject.plan.name,
                   "What must take effect once does so again " + page::count_text(duplicates(row)) +
                       " times, as writes are tried again " + where_text(*worst) + ".",
                   reproduce_of(row)});
}

/// Whether word of the changes of two classes goes the same way to the same cache.
bool go_one_way(const models::Policy& one, const models::Policy& other) {
  return one.cache == other.cache && one.write.name == other.write.name && one.carry.name == other.carry.name;
}

/// A canary of a class of its own shows what becomes of all that goes its way.
bool is_canary_for(const models::Alert& alert, const Subject& subject) {
  const auto& loads = subject.blueprint().loads;
  return alert.signal == models::Alert::Signal::canary_stale &&
         std::any_of(loads.begin(), loads.end(), [&](const models::Load& load) {
           if (load.name != alert.of) return false;
           const auto& classes = subject.blueprint().classes;
           const auto of = std::find_if(classes.begin(), classes.end(),
                                        [&](const models::DataClass& each) { return each.name == load.writes; });
           const auto number = static_cast<std::size_t>(of - classes.begin());
           return go_one_way(subject.blueprint().strategy.policies[number], subject.policy());
         });
}

/// Whether its copies are right as long as word comes, and not because writes go through them.
bool goes_by_word(const Subject& subject) {
  const auto copies = subject.copies();
  const bool is_derived = !subject.data_class().derived_from.empty();
  const auto announces = [](const models::Policy* tier) { return load::announces(*tier); };
  return subject.has_teller() && (is_derived || std::any_of(copies.begin(), copies.end(), announces));
}

bool shows_staleness(const models::Alert& alert, const Subject& subject) {
  using Signal = models::Alert::Signal;
  const bool is_of_word = alert.signal == Signal::invalidation_lag || alert.signal == Signal::failed_changes_per_s;
  return (is_of_word && load::looks_at(alert, subject.blueprint(), subject.number)) || is_canary_for(alert, subject);
}

}  // namespace

void add_load_findings(const Evidence& evidence, const std::vector<Subject>& subjects, std::vector<Finding>& found) {
  for (const Subject& subject : subjects) {
    add_double_write(evidence, subject, found);
    if (!subject.is_cached() || subject.origin() == nullptr) continue;
    for (const models::Load& load : subject.blueprint().loads) add_retry_storm(evidence, subject, load, found);
    add_no_limit(evidence, subject, found);
  }
  for (const load::StrategyPlan* plan : evidence.reviewed()) add_stampede(evidence, *plan, subjects, found);
}

// Where nothing can be older than promised there is nothing to see; where nobody tells, nothing fails that could be.
void add_unseen(const Evidence& evidence, const Subject& subject, std::vector<Finding>& found) {
  const auto& promised = subject.data_class().promise.max_age;
  const auto life = subject.longest_life();
  if (!promised || !goes_by_word(subject) || (life && *life <= *promised)) return;
  const auto& alerts = subject.blueprint().alerts;
  const bool is_seen = std::any_of(alerts.begin(), alerts.end(), [&](const models::Alert& alert) {
    return shows_staleness(alert, subject);
  });
  if (is_seen) return;
  const std::string path = load::join("classes", subject.data_class().name) + measure::staleness_promised;
  const auto beyond = [&](const page::StrategyReport& row) { return page::mean(row, path).value_or(0); };
  const World* worst = worst_world(evidence, subject.plan.name, beyond);
  const page::StrategyReport* row = worst == nullptr ? nullptr : row_named(worst->report, subject.plan.name);
  const bool is_shown = row != nullptr && beyond(*row) > 0;
  found.push_back({Topic::observability, "unseen-staleness", subject.data_class().name, subject.plan.name,
                   std::string("No alert would show that it is stale: none looks at a canary, at the lag or at the "
                               "failures of its invalidations") +
                       (is_shown ? "; " + page::share_text(beyond(*row)) + " of its reads are older than promised " +
                                       where_text(*worst) : "") + ".",
                   is_shown ? reproduce_of(*row) : evidence.commands.describe});
}

}  // namespace stalemate::analysis::review
