// The sentences of `describe`.
#include "analysis/load/describe_words.hpp"
#include <algorithm>
#include <charconv>
#include <cstddef>
#include "analysis/load/dial.hpp"
#include "analysis/load/reading.hpp"
#include "analysis/load/visible.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::load {

using models::Load;
using models::NodeSpec;
using models::options::write_duration;

std::string fixed(double figure, int digits) {
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, figure, std::chars_format::fixed, digits).ptr;
  return {buffer, end};
}

std::string words_for_reader(models::ReadFrom from) {
  constexpr const char* words[] = {", read from the leader", ", read from a follower", ", read from the nearest node"};
  return words[static_cast<std::size_t>(from)];
}

std::string moment_text(sim::Instant at) {
  constexpr std::int64_t second = 1'000'000'000;
  const std::int64_t seconds = at.ns / second;
  if (at.ns % second != 0 || seconds < 60) return write_duration(sim::Duration{at.ns});
  const std::string rest = std::to_string(seconds % 60);
  return std::to_string(seconds / 60) + ":" + (rest.size() < 2 ? "0" : "") + rest;
}

std::string several(std::int64_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

namespace {

std::string words_for_cache(const models::CacheNode& cache, const Mark& mark) {
  std::string text = cache.in_process ? "a cache in each instance" : "a cache, " + several(cache.shards, "shard");
  if (!cache.edge_of.empty())
    text += ", before " + cache.edge_of + ": its clients ask it, and it asks " + cache.edge_of;
  if (cache.shards > 1 && cache.sharding == models::CacheNode::Sharding::modulo) text += " (modulo)";
  if (cache.replicas > 0)
    text += ", each with " + several(cache.replicas, "replica") + " (lag " + cache.replica_lag.describe() +
            mark("replica_lag") + ", one takes over after " + write_duration(cache.failover) + mark("failover") + ")";
  const std::string per = cache.in_process ? " in each" : cache.capacity_per_shard ? " a shard" : " in all";
  if (cache.capacity_entries > 0) {
    text += ", " + std::to_string(cache.capacity_entries) + " entries" + per + ", evicts by " + cache.eviction;
  } else if (cache.capacity_bytes > 0) {
    text += ", " + models::options::write_bytes(cache.capacity_bytes) + per + ", evicts by " + cache.eviction;
  } else {
    text += ", unbounded" + mark("capacity");
  }
  const bool is_instant = cache.service.is_constant() && cache.service.mean().ns == 0;
  if (is_instant) return text + ", commands take no time";
  text += ", a command takes " + cache.service.describe() + ", " + several(cache.servers, "server") + " a shard";
  if (cache.connections > 0) text += ", " + several(cache.connections, "connection");
  if (cache.queue_limit >= 0) text += ", at most " + std::to_string(cache.queue_limit) + " wait";
  if (cache.queue_timeout) text += ", a command waits at most " + write_duration(*cache.queue_timeout);
  return text + words_for_drop(cache.drops_abandoned);
}

std::string words_for_replication(const models::Replication& plan) {
  using Mode = models::Replication::Mode;
  const std::string receipt = ", which receive it after " + plan.receipt.describe();
  if (plan.mode == Mode::async) return plan.tells_receipt ? receipt : "";
  const std::string who = (plan.mode == Mode::sync ? ", a write commits when " : ", a write is acknowledged when ") +
                          several(plan.needs, "follower") + (plan.needs == 1 ? " has" : " have");
  const std::string late = plan.mode == Mode::sync ? " it fails" : " without";
  return who + " it (after " + plan.receipt.describe() + "), or after " + write_duration(plan.patience) + late;
}

std::string words_for_origin(const models::OriginNode& origin, const Mark& mark) {
  std::string text = "an origin, ";
  text += origin.servers == 0 ? "no limit of servers" : several(origin.servers, "server");
  text += ", a read takes " + origin.read.describe() + mark("read");
  text += ", a write takes " + origin.write.describe() + mark("write");
  if (origin.queue_limit >= 0)
    text += ", at most " + std::to_string(origin.queue_limit) + " wait" + words_for_shed(origin.sheds_lowest);
  if (origin.queue_timeout) text += ", a request waits at most " + write_duration(*origin.queue_timeout);
  text += words_for_drop(origin.drops_abandoned);
  const models::RateLimit& limit = origin.rate_limit;
  if (limit.per_s > 0)
    text += (limit.of_reads_only ? ", refuses reads beyond " : ", refuses beyond ") + rounded(limit.per_s) +
            "/s and a burst of " + std::to_string(limit.burst);
  if (origin.followers == 0) return text;
  text += ", " + several(origin.followers, "follower") + " with a lag of " + origin.lag.describe() +
          (origin.lag.is_constant() ? "" : " (and never before the commits ahead of it)");
  const bool takes_time = !origin.apply.is_constant() || origin.apply.mean().ns > 0;
  if (takes_time) text += ", which apply one commit after the other, each for " + origin.apply.describe();
  return text + words_for_replication(origin.replication) + words_for_reader(origin.read_from);
}

std::string words_for_step(const Load& load, const models::Step& step) {
  const std::string does = step.writes.empty() ? "" : "writes ";
  if (step.fixed_key) return does + "key " + std::to_string(*step.fixed_key) + " of " + step.data_class();
  const std::string which = " (" + (step.keys_of ? "as those of " + load.request[*step.keys_of].data_class()
                                                 : words_for(step.popularity)) + ")";
  if (step.keys == 1) return does + "a key of " + step.data_class() + which;
  constexpr const char* hows[] = {" one by one", " all at once", " in one multi-get"};
  return does + std::to_string(step.keys) + " keys of " + step.data_class() + which +
         hows[static_cast<std::size_t>(step.how)];
}

std::string what_is_asked(const Load& load) {
  std::string steps;
  for (const models::Step& step : load.request)
    steps += (steps.empty() ? "requests " : step.is_beside ? ", at the same time " : ", then ") +
             words_for_step(load, step);
  if (!steps.empty()) return steps;
  if (load.writes.empty()) return "reads " + load.reads;
  if (load.reads.empty()) return "writes " + load.writes;
  if (load.after_read)
    return "reads " + load.reads + ", and after " + percent(*load.after_read) +
           " of the answered reads the session writes the key it has read";
  if (load.shape == Load::Shape::recorded && load.write_share == 0)
    return "reads " + load.reads + " and writes " + load.writes;
  return "reads " + load.reads + ", and in " + percent(load.write_share) + " writes " + load.writes;
}

std::string words_for_curve(const std::vector<models::Beat>& curve) {
  std::string text;
  for (const models::Beat& beat : curve)
    text += (text.empty() ? ", times " : ", ") + fixed(beat.factor, 2) + " for " + write_duration(beat.lasts);
  return curve.empty() ? "" : text + ", again and again";
}

std::string words_for_growth(const std::optional<models::Growth>& growth) {
  if (!growth) return "";
  return " (" + fixed(growth->times, 2) + " times the rate at first, as it grows by " + percent(growth->a_month) +
         " a month)";
}

std::string words_for_rate(const Load& load) {
  const char* arrivals = load.shape == Load::Shape::constant ? "/s, evenly" : "/s, Poisson";
  return rounded(load.rate_per_s) + arrivals + words_for_growth(load.growth) + words_for_curve(load.curve);
}

std::string how_often(const Load& load) {
  switch (load.shape) {
    case Load::Shape::poisson:
    case Load::Shape::constant: return words_for_rate(load);
    case Load::Shape::listed: return several(std::int64_t(load.at.size()), "listed request");
    case Load::Shape::closed: return several(load.users, "user") + " who think for " + load.think.describe();
    case Load::Shape::recorded: break;
  }
  return "as recorded in a trace";
}

std::string which_keys(const Load& load) {
  if (load.fixed_key) return "always key " + std::to_string(*load.fixed_key);
  if (load.shape == Load::Shape::recorded) return "keys as recorded";
  return "keys " + words_for(load.popularity);
}

std::string words_for_retries(const models::Retries& retries) {
  const std::string& kind = words::backoffs[static_cast<std::size_t>(retries.kind)];
  const std::string noun = retries.max == 1 ? " retry (" : " retries (";
  return "up to " + std::to_string(retries.max) + noun + kind + " from " + write_duration(retries.base) + ")";
}

std::string words_for_breaker(const models::CircuitBreaker& breaker) {
  const bool in_a_row = breaker.window() == breaker.failures;
  const std::string failures = several(breaker.failures, "failure");
  return "asks nothing for " + write_duration(breaker.open) + " after " +
         (in_a_row ? failures + (breaker.failures == 1 ? "" : " in a row")
                   : failures + " among " + std::to_string(breaker.window()) + " attempts");
}

std::string words_for_attempts(const Load& load) {
  std::string text;
  if (load.timeout) text += ", gives up after " + write_duration(*load.timeout);
  if (load.retries.max > 0) text += ", " + words_for_retries(load.retries);
  if (load.hedge_after) text += ", a second attempt at a read after " + write_duration(*load.hedge_after);
  const bool is_several = load.retries.max > 0 || load.hedge_after;
  if (is_several && load.retries.budget)
    text += ", of these at most " + percent(*load.retries.budget) + " of the requests and " +
            std::to_string(load.retries.reserve) + " more";
  if (load.breaker) text += ", " + words_for_breaker(*load.breaker);
  return text;
}

std::string words_for_priority(const Load& load) {
  const std::string priority(models::priority_names[static_cast<std::size_t>(load.priority)]);
  return (load.priority == models::Priority::normal ? "" : ", " + priority) +
         (load.is_canary ? ", a canary" : "");
}

std::string words_for_read_back(const models::ReadBack& back) {
  const bool pauses = back.after.mean().ns > 0;
  return ", sessions read back " + percent(back.share) + " of what they write" +
         (pauses ? " after " + back.after.describe() : "");
}

/// "empirical (the hottest 1 get 3.00 %, the hottest 100 get 22.00 %)"
std::string words_for_bands(const std::vector<sim::Bands::Top>& tops) {
  std::string text;
  for (const sim::Bands::Top& top : tops)
    text += (text.empty() ? "" : ", ") + ("the hottest " + std::to_string(top.ranks) + " get " + percent(top.share));
  return "empirical (" + text + ")";
}

/// "as in reads.csv (400 keys, the hottest 1 get 3.00 %)"
std::string words_for_recorded(const models::Popularity& popularity) {
  const sim::Bands::Top &hottest = popularity.top.front(), &all = popularity.top.back();
  return "as in " + popularity.recorded_in + " (" + several(static_cast<std::int64_t>(all.ranks), "key") +
         ", the hottest " + std::to_string(hottest.ranks) + " get " + percent(hottest.share) + ")";
}

std::string words_for_law(const models::Popularity& popularity) {
  switch (popularity.law) {
    case models::Popularity::Law::uniform: return "uniform";
    case models::Popularity::Law::zipf: return "Zipf " + fixed(popularity.exponent, 2);
    case models::Popularity::Law::empirical:
      return popularity.recorded_in.empty() ? words_for_bands(popularity.top) : words_for_recorded(popularity);
    case models::Popularity::Law::scan: return "in turn, from " + std::to_string(popularity.scan_from) + " on";
    case models::Popularity::Law::hot_set: break;
  }
  return "a hot set (" + percent(popularity.hot_keys) + " of keys get " + percent(popularity.hot_traffic) + ")";
}

std::string value_text(const models::options::Parameter& parameter, const models::options::Values& values) {
  using models::options::ParameterKind;
  switch (parameter.kind) {
    case ParameterKind::duration: return write_duration(sim::Duration{values.integer(parameter.key)});
    case ParameterKind::ratio: return percent(values.ratio(parameter.key));
    case ParameterKind::count: return std::to_string(values.integer(parameter.key));
    case ParameterKind::factor: return shortest_text(values.factor(parameter.key));
    case ParameterKind::flag: return values.flag(parameter.key) ? "" : "not ";
    case ParameterKind::word: return values.word(parameter.key);
  }
  return "";
}

/// The option, and those of its parameters that are not as they usually are: "ttl 30s (jitter 10 %)".
std::string used(std::string_view axis, const models::Choice& choice) {
  const models::options::Option* option = models::options::find_option(axis, choice.name);
  if (option == nullptr) return choice.name;
  const models::options::Values usual = models::options::defaults_of(*option);
  std::string name = choice.name;
  std::string text;
  for (const models::options::Parameter& parameter : option->parameters) {
    const std::string value = value_text(parameter, choice.values);
    if (parameter.key == choice.name) {
      name += " " + value;
      continue;
    }
    if (!parameter.fallback.empty() && value == value_text(parameter, usual)) continue;
    const bool is_flag = parameter.kind == models::options::ParameterKind::flag;
    text += (text.empty() ? "" : ", ") + (is_flag ? value + parameter.key : parameter.key + " " + value);
  }
  return text.empty() ? name : name + " (" + text + ")";
}

}  // namespace

bool is_assumed(const Scenario& scenario, const std::string& path) {
  return std::any_of(scenario.assumed.begin(), scenario.assumed.end(),
                     [&](const std::string& note) { return note.starts_with(path + " = "); });
}

std::string percent(double share) { return fixed(share * 100, 2) + " %"; }

std::string rounded(double figure) {
  const char* unit = "";
  for (const char* next : {"k", "M", "G", "T"}) {
    if (figure < 10'000) break;
    figure /= 1000;
    unit = next;
  }
  const bool is_whole = figure < 1e9 && figure == static_cast<double>(static_cast<std::int64_t>(figure));
  return fixed(figure, is_whole ? 0 : figure < 10 ? 2 : 1) + unit;
}

std::string words_for(const models::Popularity& popularity) {
  std::string law = words_for_law(popularity);
  if (!popularity.turnover) return law;
  return law + ", each rank at another key every " + write_duration(*popularity.turnover);
}

std::string words_for(const sim::Reordering& reorder) {
  return reorder.share > 0 ? ", holds " + percent(reorder.share) + " back by " + write_duration(reorder.by) : "";
}

std::string words_for(const models::LinkSpec& link) {
  std::string text = link.loss > 0 ? ", loses " + percent(link.loss) : "";
  if (link.traits.duplicates > 0) text += ", makes two of " + percent(link.traits.duplicates);
  text += words_for(link.traits.reorder);
  if (link.traits.bytes_per_s > 0) text += ", " + models::options::write_bandwidth(link.traits.bytes_per_s);
  return text;
}

std::string words_for(const NodeSpec& node, const Mark& mark) {
  std::string text;
  switch (node.kind) {
    case NodeSpec::Kind::client: text = "a client"; break;
    case NodeSpec::Kind::service: text = words_for_service(node.service, mark); break;
    case NodeSpec::Kind::cache: text = words_for_cache(node.cache, mark); break;
    case NodeSpec::Kind::origin: text = words_for_origin(node.origin, mark); break;
    case NodeSpec::Kind::bus: text = words_for_bus(node.bus); break;
  }
  return text + (node.timeout ? ", callers give up after " + write_duration(*node.timeout) : "") + ".";
}

std::string words_for(const Load& load) {
  const std::string to = service_of(load) == load.from ? "" : " through " + service_of(load);
  std::string text = load.from + " " + what_is_asked(load) + to + ", " + how_often(load);
  if (load.begins.ns > 0) text += ", from " + moment_text(load.begins);
  if (load.ends != sim::Instant::never()) text += ", until " + moment_text(load.ends);
  const bool pauses = load.after_read && load.shape != Load::Shape::closed && load.think.mean().ns > 0;
  if (pauses) text += ", writes after " + load.think.describe();
  if (load.deletes > 0) text += "; " + percent(load.deletes) + " of the writes delete";
  if (load.read_back) text += words_for_read_back(*load.read_back);
  if (load.sessions > 0) text += ", " + several(load.sessions, "session");
  text += words_for_attempts(load) + words_for_priority(load);
  return load.request.empty() ? text + ", " + which_keys(load) : text;
}

std::string words_for(const models::Policy& policy) {
  if (!is_cached(policy) && !announces(policy)) return "not cached.";
  std::string text = is_cached(policy) ? used("read", policy.read) + " at " + policy.cache : "not cached";
  text += ", write: " + used("write", policy.write);
  if (announces(policy)) text += ", carried " + used("carry", policy.carry);
  if (announces(policy) && !policy.bus.empty()) text += " over " + policy.bus;
  text += words_for_named(policy);
  if (tells_derived(policy)) text += ", to what is derived from it";
  if (!is_cached(policy)) return text + ".";
  if (tells_derived(policy)) text += " too";
  text += ", expiry: " + used("expiry", policy.expiry);
  for (std::size_t i = 0; i < policy.stampede.size(); ++i) {
    text += (i == 0 ? ", stampede: " : " around ") + used("stampede", policy.stampede[i]);
  }
  if (policy.guard.name != "none") text += ", guard: " + used("guard", policy.guard);
  for (std::size_t i = 0; i < policy.fallback.size(); ++i) {
    text += (i == 0 ? ", fallback: " : ", then ") + used("fallback", policy.fallback[i]);
  }
  if (policy.warm_up.name != "cold") text += ", warm-up: " + used("warm_up", policy.warm_up);
  for (const models::Policy& tier : policy.behind) text += "; behind it " + words_for(tier);
  return text.ends_with(".") ? text : text + ".";
}

std::string words_for(const Utilisation& found) {
  const bool is_recorded = !found.is_exact && found.reads_per_s + found.writes_per_s == 0;
  if (is_recorded) return "not known before a run: the requests of a trace are not counted.";
  std::string text = rounded(found.reads_per_s) + " reads/s and " + rounded(found.writes_per_s) + " writes/s";
  if (!found.is_exact) text += " (closed loops at most, traces not counted)";
  if (found.is_beyond_limit) text += "; its rate limit would REFUSE some of them";
  if (!found.is_bounded) return text + "; no limit of servers, so it is never busy.";
  text += "; busy " + percent(found.leader);
  if (found.follower > 0) text += " at the leader, " + percent(found.follower) + " at each follower";
  const bool is_too_much = std::max(found.leader, found.follower) >= 1;
  return text + (is_too_much ? ": it could NOT serve everything uncached." : ".");
}

std::string teller_of(const models::Policy& policy, const std::string& writer) {
  if (policy.write.name == "write-around") return "nobody";
  if (models::options::find_option("write", policy.write.name)->is_sole)
    return "the only copy: nobody has to be told";
  const auto& owed_by = policy.owed_by;
  const bool owes = owed_by.empty() || std::find(owed_by.begin(), owed_by.end(), writer) != owed_by.end();
  if (!owes) return "nobody (" + writer + " does not owe it)";
  if (writes_through(policy)) return "the cache itself: " + policy.write.name;
  const std::string teller = is_told_by_origin(policy) ? "its origin" : writer;
  return teller + ": " + policy.write.name + ", " + policy.carry.name;
}

std::string Table::text() const {
  if (is_empty()) return "";
  std::string text;
  for (const auto& row : rows_) {
    std::string line = " ";
    for (std::size_t i = 0; i < row.size(); ++i) {
      std::size_t width = 0;
      for (const auto& other : rows_) width = std::max(width, visible(other[i]).size());
      const std::string cell = visible(row[i]);
      line += " " + cell + (i + 1 < row.size() ? std::string(width - cell.size() + 1, ' ') : "");
    }
    text += line + '\n';
  }
  return text;
}

}  // namespace stalemate::analysis::load
