#include "analysis/measure/cause.hpp"
#include "sim/check.hpp"

namespace stalemate::analysis::measure {
namespace {

struct Words {
  std::string_view name;
  std::string_view meaning;
};

constexpr std::array<Words, cause_count> words{{
    {"replica-lag", "a follower had not applied the write yet"},
    {"unflushed-write", "the write was in a buffer only"},
    {"joined-flight", "the read joined a fetch that was older than the write"},
    {"served-stale", "the cache served what it knew to be old"},
    {"clock-skew", "the time to live was over, but not by the cache's clock"},
    {"unowned-write", "the writer takes no part in invalidation"},
    {"dependency-missed", "a derived entry was not told of its source's change"},
    {"tier-not-invalidated", "a farther tier was told, this one was not"},
    {"ttl-window", "nothing tells the cache; only expiry, eviction or a later write ends it"},
    {"write-reorder", "an older update arrived after a newer one"},
    {"fill-race", "word of the newer version had come before the older one was stored"},
    {"resurrected-node", "the cache was down, or had not the key, when the delete or update came due"},
    {"invalidation-in-flight", "the delete or update was still on its way"},
    {"invalidation-lost", "the delete or update was dropped, cut off or given up"},
}};

Cause cause_of_entry(const Evidence& entry) {
  using Owed = Evidence::Owed;
  using Word = Evidence::Word;
  if (entry.was_due) return Cause::served_stale;
  if (entry.was_overdue) return Cause::clock_skew;
  if (entry.taken && *entry.taken != Cause::invalidation_in_flight) return *entry.taken;
  switch (entry.owed) {
    case Owed::not_by_this_writer: return Cause::unowned_write;
    case Owed::sources_only: return Cause::dependency_missed;
    case Owed::farther_tier_only: return Cause::tier_not_invalidated;
    case Owed::to_nobody: return Cause::ttl_window;
    case Owed::owed: break;
  }
  switch (entry.word) {
    case Word::arrived: return is_of_reader(entry.stored_as) ? Cause::fill_race : Cause::write_reorder;
    case Word::node_was_down: return Cause::resurrected_node;
    case Word::due: return entry.is_unflushed ? Cause::unflushed_write : Cause::invalidation_in_flight;
    case Word::lost: return entry.is_unflushed ? Cause::unflushed_write : Cause::invalidation_lost;
  }
  CHECK_INVARIANT(false);
}

}  // namespace

std::string_view name_of(Cause cause) { return words[static_cast<std::size_t>(cause)].name; }
std::string_view meaning_of(Cause cause) { return words[static_cast<std::size_t>(cause)].meaning; }

Cause root_cause(const Evidence& evidence) {
  if (evidence.from == Evidence::From::entry) return cause_of_entry(evidence);
  if (evidence.taken) return *evidence.taken;
  CHECK_INVARIANT(evidence.from == Evidence::From::flight);  // what a source gave was current there
  return Cause::joined_flight;
}

}  // namespace stalemate::analysis::measure
