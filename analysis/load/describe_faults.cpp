// The sentences of `describe` about faults.
#include "analysis/load/describe_words.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::load {

using models::Condition;
using models::Fault;
using models::options::write_duration;

namespace {

std::string route_of(const Fault& fault) { return fault.from + (fault.one_way ? " --> " : " <-> ") + fault.to; }

std::string content_of(const Fault& fault, bool holds_content) {
  return !holds_content ? "" : fault.keeps_content ? ", content kept" : ", content lost";
}

std::string each_restarted(const Fault& fault, bool holds_content) {
  const std::string pause = fault.pause.ns > 0 ? ", " + write_duration(fault.pause) + " apart" : "";
  return fault.node + " restarted one by one, each down for " + write_duration(fault.down) + pause +
         content_of(fault, holds_content);
}

std::string what_happens(const Fault& fault, bool holds_content) {
  const std::string which = fault.invalidations_only ? "invalidations" : "messages";
  switch (fault.kind) {
    case Fault::Kind::drop: return percent(fault.share) + " of " + which + " dropped on " + route_of(fault);
    case Fault::Kind::delay: return which + " delayed by " + write_duration(fault.by) + " on " + route_of(fault);
    case Fault::Kind::duplicate: return percent(fault.share) + " of " + which + " doubled on " + route_of(fault);
    case Fault::Kind::reorder:
      return percent(fault.share) + " of " + which + " held back by " + write_duration(fault.by) + " on " +
             route_of(fault);
    case Fault::Kind::hot_key:
      return percent(fault.share) + " of the requests of " + fault.load + " for its key " + std::to_string(fault.key);
    case Fault::Kind::partition: return route_of(fault) + " cut";
    case Fault::Kind::crash: return fault.node + " down" + content_of(fault, holds_content);
    case Fault::Kind::restart: return fault.node + " restarts" + content_of(fault, holds_content);
    case Fault::Kind::lag: break;
    case Fault::Kind::flush: return fault.node + " flushed";
    case Fault::Kind::failover:
      return fault.node + "'s leader down until a follower takes over; what the follower has not applied is lost";
    case Fault::Kind::slow:
      if (!fault.from.empty())
        return which + " take " + fixed(fault.factor, 2) + " times as long on " + route_of(fault);
      return fault.node + " takes " + fixed(fault.factor, 2) + " times as long to serve" +
             (fault.data_class.empty() ? "" : " " + fault.data_class);
    case Fault::Kind::spike: return fixed(fault.factor, 2) + " times the rate of " + fault.load;
    case Fault::Kind::deploy: return each_restarted(fault, holds_content);
    case Fault::Kind::pause: return fault.node + " stands still";
    case Fault::Kind::remove_shard:
      return fault.node + " off the ring, its keys with the other shards" + content_of(fault, holds_content);
    case Fault::Kind::add_shard: return "one more shard in " + fault.node + ", empty";
    case Fault::Kind::skew:
      return "the clock of " + fault.node + " set " + (fault.ahead ? "forward" : "back") + " by " +
             write_duration(fault.by);
  }
  if (fault.stalls) return fault.node + " applies nothing of what its leader commits";
  return fault.node + " lags " + fixed(fault.factor, 2) + " times plus " + write_duration(fault.by);
}

std::string condition_of(const Condition& condition) {
  switch (condition.of) {
    case Condition::Of::commits:
      return several(condition.reach, "write") + " of " + condition.what +
             (condition.reach == 1 ? " is made" : " are made");
    case Condition::Of::waiting:
      return std::to_string(condition.reach) + (condition.reach == 1 ? " waits at " : " wait at ") + condition.what;
    case Condition::Of::begins: return "\"" + condition.what + "\" begins";
    case Condition::Of::signal: {
      const std::string words = words_for(*condition.signal);
      return condition.what.empty() ? words : "alert \"" + condition.what + "\" fires (" + words + ")";
    }
    case Condition::Of::ends: break;
  }
  return "\"" + condition.what + "\" ends";
}

std::string for_how_long(const Fault& fault) {
  if (!lasts(fault) || fault.kind == Fault::Kind::deploy) return "";
  const bool for_good = fault.lasts.is_constant() && fault.lasts.mean().ns == 0;
  return for_good ? ", for good" : ", for " + fault.lasts.describe();
}

}  // namespace

std::string when_it_strikes(const Fault& fault) {
  if (fault.every) {
    std::string text = "again and again, " + write_duration(*fault.every) + " apart on average";
    if (fault.at != sim::Instant{}) text += ", from " + moment_text(fault.at) + " on";
    if (fault.until != sim::Instant::never()) text += ", until " + moment_text(fault.until);
    return text + for_how_long(fault);
  }
  if (!fault.when) return "";
  const std::string after = fault.when->after.ns > 0 ? write_duration(fault.when->after) + " after " : "when ";
  return after + condition_of(*fault.when) + for_how_long(fault);
}

std::string words_for(const Fault& fault, bool holds_content) {
  std::string when = when_it_strikes(fault);
  if (when.empty()) {
    when = "at " + moment_text(fault.at);
    if (lasts(fault)) when += fault.until == sim::Instant::never() ? ", for good" : " to " + moment_text(fault.until);
  }
  return when + ": " + what_happens(fault, holds_content);
}

}  // namespace stalemate::analysis::load
