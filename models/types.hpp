// The words that every model speaks: ids, versions, values, requests and replies.
// Promise: trivially copyable, so that they pass through any co_await.
// Source: semantics of this project. A stamp is what models may compare; a version is the ledger's number, carried
// only.
#pragma once
#include <cstdint>
#include "sim/time.hpp"

namespace stalemate::models {

class Node;

using sim::Duration;
using sim::Instant;

enum class KeyId : std::uint32_t {};    ///< Dense over all classes.
enum class ClassId : std::uint16_t {};  ///< Index into Blueprint::classes.
enum class NodeId : std::uint16_t {};   ///< One running node: an instance, a shard, a leader, a follower.
/// (source << operation_bits) | number; the same under every strategy. Sources: one a load, or one a user.
enum class OperationId : std::uint64_t {};
constexpr int operation_bits = 36;
enum class SessionId : std::uint32_t {};  ///< 0: none.
enum class Version : std::uint32_t {};    ///< The write's name in the ledger. No model compares it.
enum class Token : std::uint64_t {};      ///< A lease; 0: none.

constexpr std::uint32_t index(KeyId id) { return static_cast<std::uint32_t>(id); }
constexpr std::size_t index(ClassId id) { return static_cast<std::size_t>(id); }
constexpr std::uint16_t index(NodeId id) { return static_cast<std::uint16_t>(id); }
constexpr std::uint64_t number(OperationId id) { return static_cast<std::uint64_t>(id); }

/// What the origin stamps a commit with; later commits of a key have greater stamps within an epoch.
struct Stamp {
  std::uint32_t epoch = 0;
  std::uint32_t counter = 0;
  auto operator<=>(const Stamp&) const = default;
};

/// What a reader or writer of a key gets or gives. The instants are those of RFC 9110's Date and Last-Modified; an
/// origin and a cache keep them where some policy of the class goes by them, else they are 0.
struct Value {
  Version version{};
  Stamp stamp{};
  bool is_absent = false;  ///< It says that the key is not there, which is a version too.
  Instant given{};      ///< When the origin took it, to give it.
  Instant committed{};  ///< What was there before the run: at its start.
};

/// Why a request failed, or that it did not.
enum class Status : std::uint8_t {
  ok,
  timeout,
  refused,
  unreachable,
  origin_error,
  rate_limited,
  shed,
  circuit_open,  ///< Nothing of it was sent: the caller's circuit breaker was open.
};
constexpr int status_count = 8;

/// A second attempt at a read beside one that is under way has its number, with this bit: the numbers of the retries,
/// by which they draw, are the same with hedges and without.
constexpr std::uint16_t hedge_bit = 0x4000;

/// How a read was answered.
enum class How : std::uint8_t { origin, hit, miss, joined, stale };  ///< stale: by a cache that knew it to be due.
constexpr int how_count = 5;

/// Why a guard sends a read to the leader.
enum class WhyLeader : std::uint8_t {
  none,          ///< It does not.
  below_floor,   ///< What lies behind gave something older than the session's own.
  recent_write,  ///< Its session has written a moment ago.
  marker,        ///< Where it was missed a remote marker stands.
};

/// One read of one key on its way.
struct Read {
  OperationId operation{};
  KeyId key{};
  ClassId data_class{};
  std::uint16_t attempt = 0;
  SessionId session{};
  std::uint32_t request = 0;  ///< Dense number of the client's request, while it lasts.
  std::uint32_t batch = 0;    ///< The multi-get that it is part of; 0: none.
  Stamp floor{};              ///< Its session takes nothing older, where a guard keeps it.
  WhyLeader to_leader = WhyLeader::none;
  std::uint32_t generation = 0;  ///< That the key of its entry has in it, at the tier that is asked; 0: none.
};

/// Of an entry in a cache: its key, and the generation that it has in it.
constexpr std::uint64_t entry_of(KeyId key, std::uint32_t generation) {
  return std::uint64_t{generation} << 32U | index(key);
}
constexpr std::uint64_t entry_of(const Read& read) { return entry_of(read.key, read.generation); }

struct Reply {
  Status status = Status::ok;
  How how = How::origin;
  NodeId by{};  ///< The node whose copy answered.
  Value value{};
  bool ok() const { return status == Status::ok; }
};

/// One write of one key on its way.
struct Write {
  OperationId operation{};
  KeyId key{};
  ClassId data_class{};
  std::uint16_t attempt = 0;
  SessionId session{};
  std::uint32_t request = 0;
  NodeId writer{};
  Node* marked = nullptr;  ///< The shard with a remote marker of it; followers that have applied it tell there.
  bool deletes = false;    ///< After it the key is not there.
};

/// What a writer is told: committed (with the stamp it got) or not known to be.
struct Ack {
  Status status = Status::ok;
  Value committed{};
  bool ok() const { return status == Status::ok; }
};

}  // namespace stalemate::models
