// A tier as one node sees it: the shards of a cache, the ring that chooses among them, and the verbs of the cache.
// Promise: get, put, drop, update, and the through verbs; each is one message to the shard that owns the key.
// Source: consistent hashing with virtual nodes (Karger et al. 1997; ketama).
#pragma once
#include <map>
#include <optional>
#include <vector>
#include "models/axes.hpp"
#include "models/tags.hpp"

namespace stalemate::models {

class CacheShard;

/// What a key is called by everyone: its class and its number within it, whatever other classes there are.
class KeyNames {
 public:
  void add(std::string_view data_class, std::uint32_t first);
  std::uint64_t hash(KeyId key) const;

 private:
  struct Class {
    std::uint32_t first;
    sim::StreamKey name;
  };
  std::vector<Class> classes_;  ///< In the order of their first keys.
};

/// Which shard of one cache owns a key: by a ring, or without virtual nodes by the hash modulo the shards.
class Ring {
 public:
  /// With all shards on it.
  Ring(const std::string& name, std::int64_t shards, std::int64_t virtual_nodes, const KeyNames& keys);
  std::uint32_t owner_of(KeyId key) const;
  /// A shard goes, or comes back. One that several take off is on again when the last of them puts it back.
  void take_off(std::uint32_t shard);
  void put_on(std::uint32_t shard);
  bool has(std::uint32_t shard) const { return off_[shard] == 0; }

 private:
  struct Point {
    std::uint64_t hash;
    std::uint32_t shard;
  };
  void lay();
  std::vector<Point> all_points_;
  std::vector<int> off_;  ///< By shard: so many keep it off.
  std::vector<Point> points_;
  std::vector<std::uint32_t> shards_;  ///< That are on it.
  const KeyNames* keys_;
};

class Service;

/// A cache with all its shards.
struct Cluster {
  std::string name;
  Ring ring;
  std::vector<CacheShard*> shards;
  std::map<const Node*, CacheShard*> own = {};  ///< In-process: that of each home; else empty.
  Service* before = nullptr;                    ///< Of an edge: the service that it stands before.
  CacheShard& owner_of(KeyId key) const { return *shards[ring.owner_of(key)]; }
  std::uint32_t number_of(const CacheShard& shard) const;
  /// The copies that a change of this key concerns.
  std::vector<CacheShard*> holders_of(KeyId key) const;
  /// The same of one that may name other keys too, wherever they are, or moves on a generation.
  std::vector<CacheShard*> told_of(const Message& change, const Tags& tags) const;
};

class Tier {
 public:
  Tier(Wire& wire, Node& home, const Cluster& cluster, const Expiry& expiry, std::int64_t value_bytes);

  /// From now on misses ask for a token, at most one a key per `interval`, and a put needs a valid one.
  void use_leases(Duration interval) {
    leases_ = true;
    lease_interval_ = interval;
  }

  /// The same with locks, which a delete does not void, and without which a put is welcome too.
  void use_locks(Duration time) {
    use_leases(time);
    locks_ = true;
  }
  /// Entries are served for so long after their time is over, as stale.
  void serve_stale_for(Duration window) { stale_window_ = window; }
  /// A hit later than after this share of an entry's time to live has it fetched anew.
  void refresh_after(double share) { ahead_after_ = share; }
  /// For so long after its time is over an entry is kept, to stand in where a fetch fails.
  void stand_in_for(Duration age) { stand_in_age_ = age; }
  /// For so long after a delete its entries are kept: who gets no token takes them as stale.
  void keep_deleted_for(Duration time) { deleted_window_ = time; }
  /// Under these terms its entries are stored and served.
  void guard(const GuardTerms& terms) { guard_ = terms; }
  const GuardTerms& guarded() const { return guard_; }
  /// What the origin says of a value's age is kept with it, for this tier or for one before it.
  void keep_instants() { keeps_instants_ = true; }
  /// Its deletes name so much besides.
  void name(options::Named what, const Tags& tags) {
    names_ = what;
    tags_ = &tags;
  }
  /// Whether what is looked for has a generation in its key, which is asked for first.
  bool goes_by_generation() const { return names_ == options::Named::generation; }
  [[nodiscard]] Calling get_generation(const Read& read) const;
  /// How many copies there are to tell of one change for a node that tells them itself, and whether this one is told.
  std::uint16_t copies_to_tell() const;
  bool tells(std::uint16_t copy) const {
    return copies_to_tell() == 1 || cluster_.ring.has(copy);
  }
  /// Hits are drawn to be fetched anew, the more eagerly the greater `beta`.
  void refresh_early(double beta) { early_ = beta; }

  [[nodiscard]] Calling get(const Read& read, std::uint16_t round = 0) const;
  /// For a fetch that no look-up of a read has begun; the cache is in the same process.
  std::optional<Answer> vacancy(const Read& read) const;
  /// Stores what a fill brought, and what it cost in time; `missed`: what its look-up had found. Nobody waits for it.
  void put(const Read& read, const Value& value, const Answer& missed, Duration cost) const;
  /// That the fetch has failed, to be known there for so long. Nobody waits for it.
  void put_error(const Read& read, Duration time) const;
  /// The lapsed entry that the look-up had found, as an answer; `failed`: what became of the fetch.
  Reply stand_in(const Read& read, const Answer& missed, const Reply& failed) const;
  /// To the copy of that number, of those that are told.
  [[nodiscard]] Calling drop(const Change& change, std::uint16_t copy, std::uint16_t round, Try which) const;
  [[nodiscard]] Calling update(const Change& change, std::uint16_t round, Try which) const;
  /// To a bus, which tells every copy; one change is owed to each of them.
  [[nodiscard]] Calling publish(const Change& change, Node& bus, Channel channel) const;
  /// Of a change that could have been told again: that copy has it, or a bus for the copies of that tier.
  void acknowledged(const Change& change, NodeId copy) const { emit_acknowledged(change, index(copy), false); }
  void acknowledged(const Change& change, Channel on_bus) const { emit_acknowledged(change, on_bus.tier, true); }
  [[nodiscard]] Calling fetch(const Read& read) const;
  [[nodiscard]] Calling write_through(const Write& write) const;
  /// The shard's own store of what was written through it: no message to it is owed or counted.
  [[nodiscard]] Calling store_written(const Change& change) const;
  /// That a write of the key is on its way, which so many followers will have later.
  [[nodiscard]] Calling mark(const Write& write, std::uint16_t followers) const;
  /// Of a key that its shard alone has: what that has, or that it is not there.
  [[nodiscard]] Calling get_sole(const Read& read) const;
  /// A write of it, which is made there.
  [[nodiscard]] Calling keep(const Write& write) const;
  NodeId shard_of(KeyId key) const;
  Node& holder_of(KeyId key) const;

 private:
  template <class Operation>
  Call& prepare(Verb verb, const Operation& operation) const;
  Call& prepare_change(Verb verb, const Change& change, CacheShard& copy) const;
  Calling send(Call& change, std::uint16_t round, Try which) const;
  void set_life(Message& message) const;
  void emit_sent(const Message& change, NodeId to, Try which) const;
  void emit_acknowledged(const Change& change, std::uint32_t by, bool on_bus) const;
  /// Where the generation is by which the key is found.
  CacheShard& generation_of(ClassId data_class, KeyId key) const {
    return owner_of(tags_->group_of(data_class, key).at);
  }
  CacheShard& told(const Change& change, std::uint16_t copy) const;
  CacheShard& owner_of(KeyId key) const { return own_ != nullptr ? *own_ : cluster_.owner_of(key); }

  Wire& wire_;
  Node& home_;
  const Cluster& cluster_;
  CacheShard* own_ = nullptr;  ///< In-process: the one of this home.
  const Expiry& expiry_;
  std::int64_t value_bytes_;
  bool leases_ = false;
  bool locks_ = false;
  Duration lease_interval_{};
  Duration stale_window_{};
  Duration stand_in_age_{};
  Duration deleted_window_{};
  double ahead_after_ = 1;
  GuardTerms guard_;
  double early_ = 0;
  bool keeps_instants_ = false;
  options::Named names_ = options::Named::key;
  const Tags* tags_ = nullptr;
};

}  // namespace stalemate::models
