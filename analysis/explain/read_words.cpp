#include "analysis/explain/read_words.hpp"
#include <iterator>
#include "analysis/explain/names.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::explain {

using models::Lookup;
using models::Verb;

std::string why_refused(models::Refusal why) {
  switch (why) {
    case models::Refusal::lease_void: return "the lease is void";
    case models::Refusal::held_off: return "a delete of the key came before it, and holds fills off";
    case models::Refusal::too_large: return "it is too large";
    case models::Refusal::not_there: return "it says that the key is not there, which is not kept";
    case models::Refusal::too_old: return "its time was over when it came";
  }
  return "";
}

std::string served_how(Lookup found) {
  switch (found) {
    case Lookup::stale: return ", whose time is over, and serves it all the same";
    case Lookup::early: return ", which is fetched anew before its time is over";
    case Lookup::overdue: return ", whose time is over, but was made longer when the clock was set";
    case Lookup::overdue_early:
      return ", whose time is over, but was made longer when the clock was set, and which is fetched anew";
    case Lookup::lapsed: return ", whose time is over, and which only stands in where a fetch fails";
    case Lookup::ahead: return ", which is fetched anew beside";
    case Lookup::below_floor: return ", which is older than what its session has had";
    case Lookup::negative: return ", which says that the key is not there";
    case Lookup::deleted: return ", which was deleted, and serves it as stale while another read fetches it anew";
    case Lookup::hit:
    case Lookup::miss:
    case Lookup::known_error: break;
  }
  return "";
}

std::string held_deleted(const std::vector<sim::Fact>& facts, std::size_t before, std::uint16_t node) {
  using models::FactKind;
  for (std::size_t i = before; i-- > 0;) {
    const sim::Fact& fact = facts[i];
    const FactKind kind = models::kind_of(fact);
    if (fact.node != node) continue;
    if (kind == FactKind::outlived)
      return "its " + version_text(fact.version) + " was deleted at " + moment_text(fact.at, 6) +
             ", and is for those that do not fetch it";
    if (kind == FactKind::removed || kind == FactKind::stored) break;
  }
  return "";
}

std::string why_turned_away(const sim::Fact& before) {
  const bool is_abandoned = models::kind_of(before) == models::FactKind::abandoned;
  return is_abandoned ? ", which drops it: whoever sent it awaits no answer any more."
                      : ", which turns it away: it has too much to do.";
}

std::string how_gone(models::Removal why) {
  switch (why) {
    case models::Removal::evicted: return "evicted";
    case models::Removal::flushed: return "flushed";
    case models::Removal::purged: return "deleted with another key";
    case models::Removal::deleted:
    case models::Removal::replaced:
    case models::Removal::expired:
    case models::Removal::crashed: break;
    case models::Removal::not_replicated: return "unknown to the replica that took over";
  }
  return "";
}

std::string as_replica(std::optional<std::uint32_t> missed) {
  if (!missed) return "";
  if (*missed == 0) return ": a replica, which has received all changes";
  return ": a replica, which has not received changes of " + page::plural(*missed, "key");
}

std::string how_ended(models::SoleEnd end) {
  switch (end) {
    case models::SoleEnd::expired: return "its time was over";
    case models::SoleEnd::evicted: return "it was evicted";
    case models::SoleEnd::crashed: return "it went with a crash";
    case models::SoleEnd::flushed: return "it was flushed";
    case models::SoleEnd::moved: return "the key belongs to another shard";
    case models::SoleEnd::clock: return "its clock was set";
  }
  return "";
}

std::string label_of(Verb verb) {
  switch (verb) {
    case Verb::request_read:
    case Verb::read:
    case Verb::fetch: return "read";
    case Verb::put: return "set";
    case Verb::get: return "get";
    default: return std::string(models::name_of(verb));
  }
}

std::string status_text(std::uint8_t outcome) {
  constexpr const char* texts[] = {"ok", "no answer in time", "refused", "unreachable", "an error of the origin",
                                   "refused beyond its rate limit", "shed", "not sent: the circuit is open"};
  static_assert(std::size(texts) == models::status_count);
  return texts[outcome < std::size(texts) ? outcome : 0];
}

std::string why_shed(models::ShedAs as) {
  const std::string priority(models::priority_names[static_cast<std::size_t>(as.priority)]);
  if (!as.was_displaced) return "without the cache it serves nobody whose priority is only " + priority;
  return "its queue is full, and one has come whose priority is higher than " + priority;
}

std::string circuit_label(models::Circuit circuit) {
  switch (circuit) {
    case models::Circuit::open: return "circuit open";
    case models::Circuit::half_open: return "probe";
    case models::Circuit::closed: break;
  }
  return "circuit closed";
}

std::string circuit_text(models::Circuit circuit, const std::string& caller, sim::Duration open) {
  switch (circuit) {
    case models::Circuit::open:
      return "The circuit breaker of " + caller + " opens: it sends nothing for " + span_text(open) + ".";
    case models::Circuit::half_open:
      return "The circuit breaker of " + caller + " was open, and lets this read pass as a probe.";
    case models::Circuit::closed: break;
  }
  return "The circuit breaker of " + caller + " closes.";
}

}  // namespace stalemate::analysis::explain
