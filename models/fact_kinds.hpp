// The kinds of facts that models emit, and what each field means for them.
// Promise: this list and its order are part of the digest; new kinds are added at the end.
// Source: this project's semantics.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include "models/priority.hpp"
#include "sim/facts.hpp"

namespace stalemate::models {

/// `node`: who saw it. `slot`: a dense number that ties the facts of one thing together while it lasts.
enum class FactKind : std::uint8_t {
  read_invoked,    ///< operation, key, slot = request, version = session, node = where it was invoked
  read_answered,   ///< operation, key, slot = request, version = answered, node = whose copy, outcome = How
  read_failed,     ///< operation, key, slot = request, outcome = Status
  write_invoked,   ///< as read_invoked
  write_answered,  ///< operation, key, slot = request, version = committed
  write_failed,    ///< operation, key, slot = request, outcome = Status
  attempt,         ///< operation, key, slot = request, version = attempt number, outcome = AttemptAs
  lookup,          ///< operation, key, node = shard, slot = entry, version = held, outcome = Lookup
  joined,         ///< a missed read waits for a fetch under way: operation, key, node = where, version = waiters so
                  ///< far, slot = the flight, outcome = see JoinedAt
  stored,         ///< key, node = shard, slot = entry, version, outcome = StoredAs
  store_refused,  ///< key, node = shard, version, outcome = Refusal
  removed,        ///< key, node = shard, slot = entry, version = held, outcome = Removal, operation = when it expires
  change_sent,    ///< an invalidation or update leaves a writer: operation, key, version = the commit it is for
                  ///< (0: it goes before its commit, here and below), node = writer, slot = the shard it is owed to,
                  ///< outcome = Try
  change_arrived,  ///< it reached a shard: operation, key, version, node = shard
  fetch_begun,     ///< a fill begins: operation, key, node = the shard it is for, version = the generation in its key
  fetch_ended,     ///< the same fill has its answer
  origin_arrived,  ///< operation, key, node, slot = call, outcome 0 = read, 1 = write
  origin_started,  ///< service begins: as origin_arrived; version = what a read takes
  origin_ended,    ///< service ends: as origin_arrived
  origin_refused,  ///< queue full, waited too long, or beyond the rate: as origin_arrived
  committed,       ///< operation, key, version, node = leader (or where its buffer is), slot = the writer's node,
                   ///< outcome = CommittedAs
  replicated,      ///< a follower applied: operation, key, version, node = follower
  message_sent,    ///< a request leaves: operation, key, node = sender, version = receiver, outcome = Verb, slot 1 = an
                   ///< answer is due, 2 = it travels in the message of another call, + 4 = a published value
  message_lost,  ///< operation, key, slot = link or what a bus did, and the receiver, see LostOn, version = commit
                 ///< carried, node = sender, outcome = what, see LostMessage
  fault_begun,  ///< slot = fault's number, node = struck
  fault_ended,  ///< slot = fault's number
  node_down,    ///< node
  node_up,      ///< node
  call_failed,  ///< a call's caller got no answer: operation, key, version = verb, node = callee, outcome = Status
  change_failed,    ///< a change came to a node that did not take it: operation, key, version = the commit it is for,
                    ///< node = the shard or bus, slot = tier, outcome = Miss
  flight_shared,  ///< a first read joins a fetch: operation = whose fetch it is, key, node = where, slot = the flight
  kept,           ///< held when the run ends: as removed
  request_begun,    ///< one of several steps: operation, slot, version = session, node = where
  read_of_request,  ///< follows read_invoked: operation, key, slot = the read's, version = slot of the request
  request_ended,    ///< operation, slot, outcome = Status
  based_on,     ///< the write just invoked goes back to a read, the operation before its own: operation, key,
                ///< slot = request, version = what was read
  message_doubled,  ///< a link made two of one request, or a bus of one delivery: operation, key, slot = see Doubled,
                    ///< version = commit carried, node = sender, outcome = what, as in message_lost
  voided,  ///< a commit went with the leader that had made it: operation, key, version, node = leader, slot = version
           ///< that is current now, outcome = Loss
  flushed,  ///< the leader has got a commit that had been in a buffer: operation, key, version, node = leader
  stood_in,  ///< an entry that a lookup had found lapsed answers its read: operation, key, node = shard, version,
             ///< outcome 1 = the read had joined a fetch, 0 = it had not
  error_kept,  ///< a shard remembers that a fetch has failed: operation, key, node = shard
  appended,  ///< a log has a change, for the copies of a tier: operation, key, version, node = log, slot = tier
  leader_asked,  ///< a guard sends a read to the leader: operation, key, node = where, outcome = WhyLeader, and
                 ///< version = what was too old, slot = whose that was, if it is below_floor
  marker,  ///< a shard keeps a remote marker, or has lifted it: operation, key, node = shard, outcome 1 = it keeps it
  off_ring,  ///< no key belongs to the shard any more: node = shard
  on_ring,   ///< keys belong to it again, or for the first time: node = shard
  generation_set,    ///< a generation begins: operation, key, node = its shard, slot = whose it is, see Tags::Group,
                     ///< version = its number (0: it is lost, and the next to ask begins one)
  generation_found,  ///< a read is told the generation to look under: as generation_set
  stored_under,      ///< what this shard stores next stands under a generation: operation, key, node, version = its
                     ///< number
  sole_ended,  ///< nobody finds the only copy of a key any more: key, node = the shard that had it, slot = what that
               ///< was, version = the number of the key's absence from then on, operation = when it would have expired,
               ///< outcome = SoleEnd
  shed,  ///< a request gives way by its priority: operation, key (0 of one of several steps), node = where, outcome =
         ///< see ShedAs
  circuit_turned,  ///< a circuit breaker opens, closes, or lets a probe pass: operation = whose attempt it is, key,
                   ///< node = the caller that it belongs to, outcome = Circuit
  preload,  ///< a copy that came up empty has a key fetched: operation, key, node = the copy
  given,    ///< a copy gives what it holds to one of the same service that came up empty: operation, key, slot = entry,
            ///< version = held, node = the copy that gives
  taken_over,  ///< a replica takes over from a shard's process: node = the shard, slot = keys of which it has not
               ///< received a change; what differs for that follows, and then that the node is up
  outlived,  ///< a delete has come, and the entry is kept, as stale: as removed; operation = when it goes at the latest
  abandoned,  ///< a request is taken up and dropped, since nobody awaits its answer any more: operation, key, node =
              ///< where, outcome = Verb
  write_of_request,  ///< follows write_invoked: as read_of_request
  acknowledged,  ///< a writer that would have told of a change again has its answer, and does not: as change_sent, or
                 ///< with outcome 1 a bus has it, and slot = the tier that it is for
};

constexpr FactKind kind_of(const sim::Fact& fact) { return static_cast<FactKind>(fact.kind); }

/// The slot of a message_sent: the answers due, or that the call travels in the message of another one.
constexpr std::uint32_t in_another_message = 2;
constexpr std::uint32_t answers_due_mask = 3;
/// With it: a published change that brings the value itself.
constexpr std::uint32_t published_value = 4;

constexpr std::size_t fact_kinds = static_cast<std::size_t>(FactKind::acknowledged) + 1;

/// What is attempted. A hedge has the number of the attempt that it stands beside.
enum class AttemptAs : std::uint8_t { read, write, hedge };

/// What a cache made of an entry's time.
enum class Lookup : std::uint8_t {
  hit,
  miss,
  stale,          ///< Served although its time is over, by a policy that says so.
  early,          ///< Fresh, and fetched anew all the same.
  overdue,        ///< A hit, since the cache's clock is wrong: its time is over in truth.
  overdue_early,  ///< Both.
  lapsed,         ///< Its time is over: it is no answer, unless the fetch fails.
  known_error,    ///< The last fetch has failed, and none is made.
  ahead,          ///< A hit, late enough in its time to be fetched anew beside.
  below_floor,    ///< Older than its session's own: no answer to this read.
  negative,       ///< A hit on an entry that says that the key is not there.
  deleted,        ///< Served although it was deleted, as stale: another one has the token to fetch it.
};
constexpr bool is(const sim::Fact& lookup, Lookup outcome) {
  return lookup.outcome == static_cast<std::uint8_t>(outcome);
}
/// Whether a lookup found an entry and gave it; its version then says which.
constexpr bool has_found(const sim::Fact& lookup) {
  return !is(lookup, Lookup::miss) && !is(lookup, Lookup::known_error) && !is(lookup, Lookup::below_floor);
}
/// Whether what it found was an answer there and then.
constexpr bool has_served(const sim::Fact& lookup) { return has_found(lookup) && !is(lookup, Lookup::lapsed); }
/// Whether what it found was served although something newer may be there, as a policy allows.
constexpr bool is_served_stale(const sim::Fact& lookup) {
  return is(lookup, Lookup::stale) || is(lookup, Lookup::deleted);
}
/// Whether it spared a fetch: one that is fetched anew although it was fresh counts as a miss.
constexpr bool spares_fetch(const sim::Fact& lookup) {
  const bool is_early = is(lookup, Lookup::early) || is(lookup, Lookup::overdue_early);
  return is(lookup, Lookup::stale) || (has_served(lookup) && !is_early);
}
/// Whether it found one whose time is over, but not by the cache's clock.
constexpr bool is_overdue(const sim::Fact& lookup) {
  return is(lookup, Lookup::overdue) || is(lookup, Lookup::overdue_early);
}
enum class StoredAs : std::uint8_t {
  fill,
  update,
  write_through,
  copied,      ///< From a peer.
  replicated,  ///< It was there before, and the replica that has taken over still has it: operation = when it came.
};
constexpr bool is_by_replica(const sim::Fact& stored) {
  return stored.outcome == static_cast<std::uint8_t>(StoredAs::replicated);
}
/// Whether it brings what was read, and not what was written.
constexpr bool is_of_reader(StoredAs how) { return how == StoredAs::fill || how == StoredAs::copied; }
enum class Refusal : std::uint8_t { lease_void, too_large, held_off, too_old, not_there };
enum class Removal : std::uint8_t {
  deleted,
  expired,
  evicted,
  flushed,
  crashed,
  replaced,  ///< By nothing: what came for it was over already.
  purged,  ///< By a change of another key, which named it too.
  not_replicated,  ///< The replica that has taken over had not received it.
};
enum class Try : std::uint8_t { not_last, last };     ///< Whether another would follow if this one gets no answer.
enum class Miss : std::uint8_t { turned_away, down };  ///< A full queue, or a node that is not there.

/// How the last authoritative copy of a commit was lost.
enum class Loss : std::uint8_t {
  failover,       ///< A follower without it took over.
  write_behind,   ///< It was in a buffer, which died.
  flush_reorder,  ///< A buffer brought its leader an older version, which replaced it.
  // Of what caches alone have:
  eviction,  ///< Others needed the room.
  crash,     ///< Its shard came back without it.
  flush,     ///< Its cache was emptied, or a change of others took it along.
  moved,     ///< Its key belongs to another shard, which has not got it.
  clock,     ///< Its time was over by a clock that had been set, and not in truth.
};
constexpr int loss_count = 8;

/// What ended the only copy of a key. It expired as was asked, or it was lost.
enum class SoleEnd : std::uint8_t { expired, evicted, crashed, flushed, moved, clock };
constexpr std::optional<Loss> loss_of(SoleEnd end) {
  switch (end) {
    case SoleEnd::evicted: return Loss::eviction;
    case SoleEnd::crashed: return Loss::crash;
    case SoleEnd::flushed: return Loss::flush;
    case SoleEnd::moved: return Loss::moved;
    case SoleEnd::clock: return Loss::clock;
    case SoleEnd::expired: break;
  }
  return std::nullopt;
}

/// What is to be known of a commit besides, in one byte.
struct CommittedAs {
  bool is_repeated = false;  ///< By a further attempt of its request.
  bool is_unheard = false;   ///< Nobody awaits its acknowledgement: its writer has given up or died, or it is a copy.
  bool is_buffered = false;  ///< In a write buffer: the leader does not have it yet. `node` is that of the buffer.
  bool is_delete = false;    ///< The key is not there any more.
  constexpr std::uint8_t packed() const {
    return static_cast<std::uint8_t>((is_repeated ? 1U : 0U) | (is_unheard ? 2U : 0U) | (is_buffered ? 4U : 0U) |
                                     (is_delete ? 8U : 0U));
  }
  static constexpr CommittedAs unpacked(std::uint8_t outcome) {
    return {(outcome & 1U) != 0, (outcome & 2U) != 0, (outcome & 4U) != 0, (outcome & 8U) != 0};
  }
};

/// Where a message was lost, in 32 bits.
struct LostOn {
  static constexpr std::uint16_t no_link = 0xffff;      ///< A bus lost it, as it loses a share.
  static constexpr std::uint16_t direct_link = 0xfffe;  ///< The one link from sender to receiver, numbered above these.
  static constexpr std::uint16_t no_room = 0xfffd;      ///< So much waited for the receiver that a bus gave it up.
  static constexpr std::uint16_t sender_down = 0xfffc;  ///< It waited at a bus that went down.
  static constexpr std::uint16_t links_end = sender_down;
  std::uint16_t link = no_link;
  constexpr bool is_by_bus() const { return link >= links_end && link != direct_link; }
  std::uint16_t receiver = 0;  ///< The node it was for.
  static constexpr std::uint16_t name_of(std::uint32_t link) {
    return link < links_end ? static_cast<std::uint16_t>(link) : direct_link;
  }
  constexpr std::uint32_t packed() const { return static_cast<std::uint32_t>(receiver) << 16U | link; }
  static constexpr LostOn unpacked(std::uint32_t slot) {
    return {static_cast<std::uint16_t>(slot), static_cast<std::uint16_t>(slot >> 16U)};
  }
};

/// Where a read joined a fetch, in the outcome of the fact.
struct JoinedAt {
  std::uint8_t tier = 0;   ///< Among the tiers of its class, the outermost 0.
  bool was_stale = false;  ///< Its lookup had found a stale entry.
  constexpr std::uint8_t packed() const { return static_cast<std::uint8_t>(tier * 2U + (was_stale ? 1U : 0U)); }
  static constexpr JoinedAt unpacked(std::uint8_t outcome) {
    return {static_cast<std::uint8_t>(outcome / 2U), outcome % 2U == 1};
  }
};

/// What was made two of, in 32 bits.
struct Doubled {
  std::uint16_t receiver = 0;
  bool published_value = false;
  bool is_sent_alone = false;  ///< The second is told by a message_sent of its own.
  constexpr std::uint32_t packed() const {
    return static_cast<std::uint32_t>(receiver) << 16U | (published_value ? 1U : 0U) | (is_sent_alone ? 2U : 0U);
  }
  static constexpr Doubled unpacked(std::uint32_t slot) {
    return {static_cast<std::uint16_t>(slot >> 16U), (slot & 1U) != 0, (slot & 2U) != 0};
  }
};

/// Who gave way, and to what.
struct ShedAs {
  Priority priority = Priority::normal;
  bool was_displaced = false;  ///< It waited, and one of a higher priority came; else its fallback serves none so low.
  constexpr std::uint8_t packed() const {
    return static_cast<std::uint8_t>(static_cast<unsigned>(priority) * 2U + (was_displaced ? 1U : 0U));
  }
  static constexpr ShedAs unpacked(std::uint8_t outcome) {
    return {static_cast<Priority>(outcome / 2U), outcome % 2U == 1};
  }
};

/// What a circuit breaker does with an attempt.
enum class Circuit : std::uint8_t {
  closed,     ///< It lets it pass.
  open,       ///< It does not.
  half_open,  ///< One has passed as a probe; others do not.
};

}  // namespace stalemate::models
