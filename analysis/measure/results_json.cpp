#include "analysis/measure/results_json.hpp"
#include <map>
#include <utility>
#include "analysis/load/hexadecimal.hpp"
#include "analysis/load/reading.hpp"
#include "analysis/measure/alerts_json.hpp"
#include "analysis/measure/measurement.hpp"
#include "analysis/measure/results_forms.hpp"

namespace stalemate::analysis::measure {
namespace {

Json writes(const Writes& of) {
  Json json = requests(of);
  json["committed"] = of.committed;
  json["committed_after_failure"] = of.committed_after_failure;
  json["duplicate_commits"] = of.duplicate_commits;
  json["lost"] = losses(of.lost);
  json["lost"]["all"] = sum(of.lost);
  json["unflushed"] = of.unflushed;
  json["lost_updates"] = of.lost_updates;
  return json;
}

Json causes(const CauseCounts& of) {
  Json json = Json::object();
  for (std::size_t i = 0; i < cause_count; ++i) json[std::string(name_of(static_cast<Cause>(i)))] = of[i];
  return json;
}

Json windows(const Windows& of) {
  return {{"count", of.count},
          {"total_s", figure(sim::seconds(of.total))},
          {"longest_s", figure(sim::seconds(of.longest))},
          {"open", of.open},
          {"unbounded", of.unbounded}};
}

Json settling(const Settling& of) {
  Json json = distribution(of.time, ns_a_second);
  json["unsettled"] = of.unsettled;
  return json;
}

/// Null where no load tells its sessions apart.
Json sessions(const std::optional<Sessions>& of, std::int64_t judged) {
  const auto count = [&](std::int64_t Sessions::*which) { return of ? Json((*of).*which) : Json(nullptr); };
  const auto counted = [&](std::int64_t Sessions::*which) {
    return Json{{"count", count(which)}, {"ratio", of ? share((*of).*which, judged) : Json(nullptr)}};
  };
  return {{"read_your_writes", count(&Sessions::read_your_writes)},
          {"monotonic_reads", count(&Sessions::monotonic_reads)},
          {"broken",
           {{"read_your_writes", counted(&Sessions::broken_read_your_writes)},
            {"monotonic_reads", counted(&Sessions::broken_monotonic_reads)}}}};
}

Json affected(const Affected& of) {
  return {{"keys", of.keys},
          {"sessions", of.sessions.size()},
          {"longest_s", figure(sim::seconds(of.longest))},
          {"callers", of.callers}};
}

Json staleness(const Staleness& of) {
  const Json count = of.has_bound ? Json(of.over_bound) : Json(nullptr);
  const Json ratio = of.has_bound ? share(of.over_bound, of.judged()) : Json(nullptr);
  return {{"stale", of.stale},
          {"ratio", share(of.stale, of.answered)},
          {"over_bound",
           {{"count", count},
            {"ratio", ratio},
            {"excused", of.excused_over_bound},
            {"causes", causes(of.over_bound_causes)}}},
          {"excused", of.excused},
          {"stale_after_ack", of.stale_after_ack},
          {"phantom", of.phantom},
          {"uncommitted", of.uncommitted},
          {"age_s", distribution(of.over_all(of.age_stale), ns_a_second)},
          {"age_stale_s", distribution(of.age_stale, ns_a_second)},
          {"lag", distribution(of.over_all(of.lag_stale), 1)},
          {"lag_stale", distribution(of.lag_stale, 1)},
          {"causes", causes(of.causes)},
          {"windows", windows(of.windows)},
          {"settle_s", settling(of.settling)},
          {"sessions", sessions(of.sessions, of.judged())},
          {"affected", affected(of.affected)}};
}

/// Of requests of several steps: those answered by how much came from caches.
Json whole_requests(const WholeRequests& of) {
  Json json = requests(of);
  json.erase("attempts");  // those of its reads
  json["wholly"] = of.latency_by_served[WholeRequests::wholly].count();
  json["partly"] = of.latency_by_served[WholeRequests::partly].count();
  json["not_cached"] = of.latency_by_served[WholeRequests::not_cached].count();
  json["torn"] = {{"count", of.torn}, {"ratio", share(of.torn, of.answered)}};
  return json;
}

Json latency(const ClassResult& of) {
  constexpr const char* outcomes[models::how_count] = {"origin", "hit", "miss", "joined", "stale"};
  Json by_outcome = Json::object();
  for (std::size_t i = 0; i < of.latency_by_how.size(); ++i) {
    by_outcome[outcomes[i]] = distribution(of.latency_by_how[i], ns_a_second);
    by_outcome[outcomes[i]]["count"] = of.latency_by_how[i].count();
  }
  return {{"reads", distribution(of.read_latency, ns_a_second)},
          {"writes", distribution(of.write_latency, ns_a_second)},
          {"by_outcome", std::move(by_outcome)},
          {"time_to_failure", distribution(of.time_to_failure, ns_a_second)}};
}

Json latency(const ClassResult& of, const WholeRequests& requests) {
  Json json = latency(of);
  const auto served = [&](WholeRequests::Served how) {
    return distribution(requests.latency_by_served[how], ns_a_second);
  };
  json["requests"] = distribution(requests.latency, ns_a_second);
  json["by_request"] = {{"wholly", served(WholeRequests::wholly)},
                        {"partly", served(WholeRequests::partly)},
                        {"not_cached", served(WholeRequests::not_cached)}};
  return json;
}

Json rate(const Rate& of) { return {{"mean", figure(of.mean)}, {"p99", figure(of.p99)}, {"peak", figure(of.peak)}}; }

Json origin(const OriginResult& of) {
  Json queue = {{"mean", figure(of.queue_mean)}, {"max", of.queue_max}, {"wait_s", distribution(of.wait, ns_a_second)}};
  Json json = {{"reads", of.reads},
               {"writes", of.writes},
               {"refused", of.refused},
               {"preload_reads", of.preload_reads},
               {"reads_per_s", rate(of.reads_per_s)},
               {"writes_per_s", rate(of.writes_per_s)},
               {"utilisation", figure(of.utilisation)},
               {"busy_mean", figure(of.busy_mean)},
               {"queue", std::move(queue)}};
  for (const OriginResult& node : of.nodes) json["nodes"][node.node] = origin(node);
  return json;
}

Json spans_of(const std::vector<TimeSpan>& of) {
  Json spans = Json::array();
  for (const auto& [from, until] : of) spans.push_back({figure(from), figure(until)});
  return spans;
}

Json cache(const CacheResult& of) {
  Json lookups = {{"hit", of.hits},      {"stale_by_policy", of.stale}, {"negative", of.negatives},
                  {"joined", of.joined}, {"miss", of.misses},           {"error", of.errors}};
  const std::int64_t served = of.hits + of.stale + of.negatives;
  return {{"lookups", std::move(lookups)},
          {"hit_ratio", share(served, served + of.joined + of.misses)},
          {"evictions", of.evictions},
          {"purged", of.purged},
          {"fills", of.fills},
          {"preloaded", of.preloaded},
          {"copied", of.copied},
          {"fills_refused", of.fills_refused},
          {"fills_never_read", of.fills_never_read},
          {"entries_max", of.entries_max},
          {"bytes_max", of.bytes_max},
          {"changes_arrived", of.changes_arrived},
          {"takeovers", of.takeovers},
          {"not_replicated", of.not_replicated},
          {"takeover_spans", spans_of(of.takeover_spans)}};
}

Json bus(const BusResult& of) {
  return {{"published", of.published},
          {"deliveries", of.deliveries},
          {"deliveries_per_s", rate(of.deliveries_per_s)},
          {"lost", of.lost}};
}

Json changes(const ChangesResult& of) {
  return {{"sent", of.sent},
          {"arrived", of.arrived},
          {"lost", of.lost},
          {"under_way", of.under_way},
          {"untold", of.untold},
          {"attempts", of.attempts},
          {"lag_s", distribution(of.lag, 1e9)}};
}

Json load_of(const LoadResult& of) {
  Json origins = Json::object();
  for (const OriginResult& each : of.origins) origins[each.node] = origin(each);
  Json caches = Json::object();
  for (const CacheResult& each : of.caches) caches[each.name] = cache(each);
  Json buses = Json::object();
  for (const BusResult& each : of.buses) buses[each.name] = bus(each);
  Json links = Json::object();
  for (const LinkResult& each : of.links) links[each.name] = {{"messages", each.messages}, {"bytes", each.bytes}};
  Json callers = Json::object();
  for (const CallerResult& each : of.callers)
    callers[each.name] = {{"cache_dependency", figure(each.cache_dependency)}};
  return {{"origin", std::move(origins)},
          {"cache", std::move(caches)},
          {"bus", std::move(buses)},
          {"amplification", figure(of.amplification)},
          {"duplicate_fetches", of.duplicate_fetches},
          {"stampede_max", of.stampede_max},
          {"waiters_max", of.waiters_max},
          {"cache_dependency", figure(of.cache_dependency)},
          {"callers", std::move(callers)},
          {"messages", of.messages},
          {"messages_lost", of.messages_lost},
          {"bytes", of.bytes},
          {"links", std::move(links)},
          {"changes", changes(of.changes)},
          {"abandoned", of.abandoned}};
}

Json figures(const std::vector<double>& of) {
  Json list = Json::array();
  for (const double value : of) list.push_back(figure(value));
  return list;
}

/// The queue at the end of each second; not measured before the warm-up ends.
Json queue_of(const OriginResult& origin) {
  Json list = Json::array();
  for (std::size_t s = origin.queue_series.size(); s < origin.reads_series.size(); ++s) list.push_back(nullptr);
  for (const double waiting : origin.queue_series) list.push_back(figure(waiting));
  return list;
}

Json series(const RunResult& result) {
  const Series& of = result.series;
  Json stale_ratio = Json::array();
  for (std::size_t s = 0; s < of.reads.size(); ++s)
    stale_ratio.push_back(share(s < of.stale.size() ? of.stale[s] : 0, of.reads[s]));
  Json origin_reads = Json::object();
  for (const OriginResult& each : result.load.origins) origin_reads[each.node] = figures(each.reads_series);
  Json queue = Json::object();
  for (const OriginResult& each : result.load.origins) queue[each.node] = queue_of(each);
  Json hit_ratio = Json::object();
  for (const CacheResult& each : result.load.caches) hit_ratio[each.name] = figures(each.hit_ratio_series);
  return {{"window_s", 1},
          {"stale_ratio", std::move(stale_ratio)},
          {"wrong_entries", of.wrong_entries},
          {"origin_reads_per_s", std::move(origin_reads)},
          {"queue", std::move(queue)},
          {"hit_ratio", std::move(hit_ratio)},
          {"answered", of.answered},
          {"failed", of.failed},
          {"stale", of.stale},
          {"over_bound", of.over_bound},
          {"data_lost", of.data_lost}};
}

Json classes(const std::vector<ClassResult>& of) {
  Json json = Json::object();
  for (const ClassResult& each : of) {
    json[each.name] = {{"reads", reads_and_losses(each.reads)},
                       {"writes", writes(each.writes)},
                       {"staleness", staleness(each.staleness)},
                       {"latency_s", latency(each)}};
  }
  return json;
}

/// What a kind of act does not know is null.
Json cost(const ActResult& of) {
  using Kind = models::Act::Kind;
  const Kind kind = of.declared.kind;
  const auto only = [](bool applies, Json value) { return applies ? std::move(value) : Json(nullptr); };
  return {{"kind", load::words::act_kinds[static_cast<std::size_t>(kind)]},
          {"acts", of.acts},
          {"acts_on_stale", only(kind == Kind::view || of.writes(), of.on_stale)},
          {"acts_overtaken", only(of.writes(), of.overtaken)},
          {"granted_after_revocation", only(kind == Kind::grant, of.granted_after_revocation)},
          {"longest_s", only(kind == Kind::grant, figure(sim::seconds(of.longest)))},
          {"units_oversold", only(kind == Kind::take, of.units_oversold)},
          {"duplicate_actions", only(kind == Kind::once, of.duplicates)},
          {"harms", of.harms()},
          {"each", figure(of.declared.costs)},
          {"amount", figure(of.amount())},
          {"unit", of.declared.unit}};
}

/// Of each class that declares an act; and of all that have a price, their sums by unit.
Json costs(const std::vector<ClassResult>& of) {
  Json json = Json::object();
  for (const ClassResult& each : of)
    if (each.act) json[each.name] = cost(*each.act);
  return json;
}

Json harm(const std::vector<ClassResult>& of) {
  std::map<std::string, double> by_unit;
  for (const ClassResult& each : of)
    if (each.act && each.act->amount()) by_unit[each.act->declared.unit] += *each.act->amount();
  Json json = Json::object();
  for (const auto& [unit, amount] : by_unit) json[unit] = figure(amount);
  return json;
}

Json recoveries(const std::vector<Recovery>& of) {
  Json json = Json::array();
  for (const Recovery& each : of)
    json.push_back({{"fault", each.fault},
                    {"recover_s", figure(each.recover_s)},
                    {"heal_s", figure(each.heal_s)},
                    {"worsened", each.worsened}});
  return json;
}

Json strikes(const std::vector<FaultResult>& faults) {
  Json json = Json::object();
  for (const FaultResult& of : faults)
    json[of.fault] = {{"strikes", of.strikes.size()}, {"spans", spans_of(of.strikes)}};
  return json;
}

/// A load without a breaker says nothing of one, and so with a canary.
Json load_json(const RequestsOfLoad& of) {
  Json json = {{"priority", models::priority_names[static_cast<std::size_t>(of.priority)]},
               {"reads", reads(of.reads)},
               {"writes", requests(of.writes)},
               {"latency_s", distribution(of.latency, ns_a_second)},
               {"shed", {{"below", of.below}, {"displaced", of.displaced}}}};
  if (const auto& circuit = of.circuit)
    json["breaker"] = {
        {"opened", circuit->opened}, {"open_s", figure(circuit->open_s)}, {"spans", spans_of(circuit->spans)}};
  if (const auto& canary = of.canary)
    json["canary"] = {
        {"reads", canary->reads}, {"stale", canary->stale}, {"ratio", share(canary->stale, canary->reads)}};
  return json;
}

Json loads_json(const std::vector<RequestsOfLoad>& of) {
  Json json = Json::object();
  for (const RequestsOfLoad& each : of) json[each.name] = load_json(each);
  return json;
}

double goodput(const RunResult& result) {
  const auto answered = static_cast<double>(result.total.reads.answered + result.total.writes.answered);
  return result.measured_s > 0 ? answered / result.measured_s : 0;
}

}  // namespace

Json run_json(const RunResult& result, const RunIdentity& identity) {
  Json of_reads = staleness(result.total.staleness);
  of_reads["torn"] = result.requests.torn;
  return {{"strategy", identity.strategy},
          {"seed", identity.seed},
          {"digest", load::hexadecimal(result.digest)},
          {"measured_s", figure(result.measured_s)},
          {"facts", result.facts},
          {"options", identity.options},
          {"reproduce", identity.reproduce},
          {"goodput", figure(goodput(result))},
          {"reads", reads_and_losses(result.total.reads)},
          {"writes", writes(result.total.writes)},
          {"requests", whole_requests(result.requests)},
          {"staleness", std::move(of_reads)},
          {"load", load_of(result.load)},
          {"latency_s", latency(result.total, result.requests)},
          {"loads", loads_json(result.loads)},
          {"faults", strikes(result.struck)},
          {"recovery", recoveries(result.recovery)},
          {"alerts", alerts_json(result)},
          {"incidents", incidents_json(result)},
          {"cost", costs(result.classes)},
          {"harm", harm(result.classes)},
          {"classes", classes(result.classes)},
          {"series", series(result)},
          {"expectations", Json::array()}};
}

Json empty_run_json(const models::Blueprint& blueprint) {
  models::Blueprint still = blueprint;
  still.duration = sim::Duration{1};
  still.warm_up = sim::Duration{};
  still.stop_requests = 0;
  for (models::Load& load : still.loads) {
    load.shape = models::Load::Shape::listed;
    load.at.clear();
    load.recorded = nullptr;
  }
  return run_json(run_and_measure(std::move(still)), {});
}

}  // namespace stalemate::analysis::measure
