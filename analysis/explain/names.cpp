#include "analysis/explain/names.hpp"
#include <algorithm>
#include <iterator>
#include "analysis/page/words.hpp"

namespace stalemate::analysis::explain {
namespace {

using models::Fault;

std::string digits(std::int64_t value, std::size_t width) {
  std::string text = std::to_string(value);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

std::int64_t unit_of(int decimals) {
  std::int64_t unit = 1'000'000'000;
  for (int i = 0; i < decimals; ++i) unit /= 10;
  return unit;
}

std::string fault_word(const Fault& fault) {
  switch (fault.kind) {
    case Fault::Kind::drop: return "loss";
    case Fault::Kind::delay: return "delay";
    case Fault::Kind::partition: return "partition";
    case Fault::Kind::crash: return "crash";
    case Fault::Kind::restart: return "restart";
    case Fault::Kind::lag: return "replication lag";
    case Fault::Kind::flush: return "flush";
    case Fault::Kind::failover: return "failover";
    case Fault::Kind::slow: return "slowness";
    case Fault::Kind::spike: return "spike of traffic";
    case Fault::Kind::deploy: return "deploy";
    case Fault::Kind::skew: return "clock skew";
    case Fault::Kind::pause: return "standstill";
    case Fault::Kind::remove_shard: return "loss of a shard";
    case Fault::Kind::add_shard: return "further shard";
    case Fault::Kind::duplicate: return "doubling";
    case Fault::Kind::reorder: return "reordering";
    case Fault::Kind::hot_key: return "hot key";
  }
  return "";
}

std::string clock(sim::Instant at) { return page::clock_text(sim::seconds(at - sim::Instant{})); }

/// The strike that began last before an instant; else the first.
models::Span strike_at(const Fault& fault, sim::Instant at) {
  if (fault.strikes.empty()) return {fault.at, fault.until};
  const auto next = first_strike_after(fault, at);
  return next == fault.strikes.begin() ? *next : *std::prev(next);
}

std::string span_of(const Fault& fault, sim::Instant at) {
  const models::Span strike = strike_at(fault, at);
  if (!lasts(fault)) return " at " + clock(strike.at);
  if (strike.until == sim::Instant::never()) return " from " + clock(strike.at) + " on";
  return " of " + clock(strike.at) + " to " + clock(strike.until);
}

std::string until_of(const Fault& fault, sim::Instant at) {
  if (!lasts(fault)) return "";
  const models::Span strike = strike_at(fault, at);
  return strike.until == sim::Instant::never() ? " for good" : " until " + clock(strike.until);
}

std::string way_of(const Fault& fault) {
  const std::string from = page::visible(fault.from), to = page::visible(fault.to);
  return fault.one_way ? "from " + from + " to " + to : "between " + from + " and " + to;
}

std::string of_messages(const Fault& fault) {
  const std::string what = fault.invalidations_only ? "invalidations " : "messages ";
  return (fault.share < 1 ? page::percent_text(fault.share) + " of the " : "all ") + what + way_of(fault);
}

std::string clock_jump(const Fault& fault, bool ahead) {
  return "the clock of " + page::visible(fault.node) + " is set " + (ahead ? "forward by " : "back by ") +
         span_text(fault.by);
}

std::string lag_of(const Fault& fault) {
  if (fault.stalls) return "the followers of " + page::visible(fault.node) + " apply nothing";
  std::string text = "the followers of " + page::visible(fault.node) + " lag";
  if (fault.factor != 1) text += " " + page::short_number(fault.factor) + " times as long";
  if (fault.by.ns > 0) text += (fault.factor != 1 ? ", and " : " ") + span_text(fault.by) + " longer";
  return text;
}

}  // namespace

std::string moment_text(sim::Instant at, int decimals) {
  constexpr std::int64_t second = 1'000'000'000;
  const std::int64_t whole = at.ns / second;
  const std::string hours = whole >= 3600 ? std::to_string(whole / 3600) + ":" : "";
  const std::string minutes = digits(whole / 60 % 60, hours.empty() ? 1 : 2);
  return hours + minutes + ":" + digits(whole % 60, 2) + "." +
         digits(at.ns % second / unit_of(decimals), static_cast<std::size_t>(decimals));
}

int decimals_for(std::vector<sim::Instant> moments) {
  std::sort(moments.begin(), moments.end());
  moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
  int decimals = 3;
  for (std::size_t i = 1; i < moments.size(); ++i)
    while (decimals < 9 && moments[i - 1].ns / unit_of(decimals) == moments[i].ns / unit_of(decimals)) decimals += 3;
  return decimals;
}

std::string span_text(sim::Duration span) {
  if (span.ns < 1'000) return std::to_string(span.ns) + " ns";
  if (span.ns < 1'000'000) return page::short_number(static_cast<double>(span.ns) / 1e3) + " us";
  if (span.ns < 1'000'000'000) return page::short_number(static_cast<double>(span.ns) / 1e6) + " ms";
  return page::short_number(sim::seconds(span)) + " s";
}

std::string possessive(const std::string& name) { return name + (name.ends_with('s') ? "'" : "'s"); }

std::string word_for(const models::Policy& policy) {
  const models::options::Option* option = models::options::find_option("write", policy.write.name);
  if (option->is_through) return "write";
  if (models::options::find_option("names", policy.names.name)->named == models::options::Named::generation)
    return "new generation";
  const std::string& word = option->word;
  return word.empty() ? "delete" : word;
}

std::string version_text(std::uint32_t version) { return "version " + std::to_string(version); }

std::string Names::node(std::uint16_t node) const { return page::visible(nodes_[node].name); }

std::size_t Names::class_of(std::uint32_t key) const { return world_.class_of(key); }

std::string Names::key(std::uint32_t key) const {
  const std::size_t data_class = class_of(key);
  return page::visible(world_.blueprint().classes[data_class].name) + " " +
         std::to_string(key - world_.first_keys()[data_class]);
}

std::string Names::fault(std::size_t number, sim::Instant at) const {
  const Fault& fault = world_.blueprint().faults[number];
  return "the " + fault_word(fault) + " \"" + page::visible(fault.name) + "\"" + span_of(fault, at);
}

std::string Names::clock_after(std::size_t number) const {
  const Fault& fault = world_.blueprint().faults[number];
  return clock_jump(fault, !fault.ahead);
}

std::string Names::fault_does(std::size_t number, sim::Instant at) const {
  const Fault& fault = world_.blueprint().faults[number];
  std::string node = page::visible(fault.node);
  const std::string until = until_of(fault, at);
  switch (fault.kind) {
    case Fault::Kind::drop: return of_messages(fault) + " are dropped" + until;
    case Fault::Kind::delay: return of_messages(fault) + " take " + span_text(fault.by) + " longer" + until;
    case Fault::Kind::duplicate: return of_messages(fault) + " arrive twice" + until;
    case Fault::Kind::reorder:
      return of_messages(fault) + " are held back by " + span_text(fault.by) + until;
    case Fault::Kind::hot_key:
      return page::percent_text(fault.share) + " of the load \"" + page::visible(fault.load) + "\" asks for its key " +
             std::to_string(fault.key) + until;
    case Fault::Kind::partition: return "nothing passes " + way_of(fault) + until;
    case Fault::Kind::crash:
      return node + " is down" + until + (fault.keeps_content ? ", and keeps what it holds" : "");
    case Fault::Kind::restart: return node + " restarts" + (fault.keeps_content ? ", and keeps what it holds" : "");
    case Fault::Kind::lag: return lag_of(fault) + until;
    case Fault::Kind::flush: return node + " loses all it holds";
    case Fault::Kind::failover:
      return "the leader of " + node + " fails" + until + ", when a follower takes over";
    case Fault::Kind::slow:
      if (!fault.from.empty())
        return of_messages(fault) + " take " + page::short_number(fault.factor) + " times as long" + until;
      return node + " takes " + page::short_number(fault.factor) + " times as long to serve" +
             (fault.data_class.empty() ? "" : " " + page::visible(fault.data_class)) + until;
    case Fault::Kind::spike:
      return "the load \"" + page::visible(fault.load) + "\" asks " + page::short_number(fault.factor) +
             " times as often" + until;
    case Fault::Kind::deploy:
      return "the nodes of " + node + " restart one by one" + until +
             (fault.keeps_content ? ", and keep what they hold" : "");
    case Fault::Kind::pause: return node + " stands still" + until;
    case Fault::Kind::remove_shard:
      return "the keys of " + node + " go to the other shards" + until +
             (fault.keeps_content ? ", and it keeps what it holds" : "");
    case Fault::Kind::add_shard: return node + " gets one more shard" + until;
    case Fault::Kind::skew:
      return clock_jump(fault, fault.ahead) + until;
  }
  return node;
}

}  // namespace stalemate::analysis::explain
