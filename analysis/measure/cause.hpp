// Why a read was stale: the causes, the evidence for one read, and the rule that names its root cause.
// Promise: pure; the same evidence gives the same cause, and evidence that fits no branch is an internal error.
// Source: this project's semantics ("Why a read was stale"). Departs: branches for which no option exists yet have no
// evidence here; they come with their options.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include "models/fact_kinds.hpp"

namespace stalemate::analysis::measure {

enum class Cause : std::uint8_t {
  replica_lag,             ///< A follower had not applied the newer version.
  unflushed_write,         ///< The newer version was in a write buffer only.
  joined_flight,           ///< It joined a fetch whose origin read came before the newer version.
  served_stale,            ///< The cache knew that the entry was not fresh.
  clock_skew,              ///< The time to live was over, but not by the cache's clock.
  unowned_write,           ///< The writer takes no part in invalidation, others do.
  dependency_missed,       ///< A derived entry; those of its sources were told, it was not.
  tier_not_invalidated,    ///< A farther tier was told, this one was not.
  ttl_window,              ///< Nobody is owed anything: only expiry, eviction or a later write ends it.
  write_reorder,           ///< An older update came after the newer one.
  fill_race,               ///< Word of the newer version had come before the older was stored.
  resurrected_node,        ///< The node was down when word was due, and came back with what it had.
  invalidation_in_flight,  ///< Word was still on its way.
  invalidation_lost,       ///< Word was dropped, cut off or given up.
};
constexpr std::size_t cause_count = static_cast<std::size_t>(Cause::invalidation_lost) + 1;
using CauseCounts = std::array<std::int64_t, cause_count>;

/// As scenarios and results spell it: "fill-race".
std::string_view name_of(Cause cause);
/// One short clause that says what it means.
std::string_view meaning_of(Cause cause);

/// What the facts say about the copy that a stale read was answered from; `w` is the version that superseded it.
struct Evidence {
  enum class From : std::uint8_t { source, flight, entry };
  enum class Owed : std::uint8_t { owed, not_by_this_writer, sources_only, farther_tier_only, to_nobody };
  enum class Word : std::uint8_t { arrived, due, node_was_down, lost };
  From from = From::entry;
  bool was_due = false;      ///< entry: the cache knew that its time was over, or that it had been deleted.
  bool was_overdue = false;  ///< entry: its time was over, but not by the cache's clock.
  /// Why it was superseded already when it was taken from its source; empty: it was current then.
  std::optional<Cause> taken = {};
  models::StoredAs stored_as = models::StoredAs::fill;  ///< entry
  Owed owed = Owed::owed;                               ///< entry: word of w
  Word word = Word::due;  ///< entry: of w; arrived: before it was stored, or its generation was chosen
  bool is_unflushed = false;                            ///< entry: w was in a write buffer only.
};

Cause root_cause(const Evidence& evidence);

}  // namespace stalemate::analysis::measure
