// One shard of a cache: get, put, drop, update, leases, and the through verbs; its own clock ends what has expired.
// Promise: every lookup, store, refusal and removal is a fact; an entry is fresh while its age is below its TTL; no
// iterator into the store lives across a suspension, since nothing here suspends. A deleted entry that is kept stays
// where it was: it takes room and may be evicted as before; a store, a flush, a purge or a crash ends it.
// Source: memcached and Redis; leases: Nishtala et al. 2013. Departs: a delete also ends a lease's waiting interval;
// what it knows of failed fetches, and generations, take no room; a purge takes no longer than a delete.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>
#include "models/blueprint.hpp"
#include "models/eviction/store.hpp"
#include "models/remote_markers.hpp"
#include "models/replica_log.hpp"
#include "models/seat.hpp"
#include "models/sole_copies.hpp"
#include "models/station.hpp"
#include "models/tags.hpp"
#include "models/warm_up.hpp"

namespace stalemate::models {

struct CacheDraws {
  sim::StreamKey service;
  sim::StreamKey eviction;
  sim::StreamKey early;
  sim::StreamKey replicas;
};

class CacheShard final : public Node, private Desk, private sim::Handler {
 public:
  CacheShard(Wire& wire, NodeId id, sim::Place place, std::string name, const CacheNode& plan, const CacheDraws& draws);
  void receive(Call& call) override;
  void expect(KeyId key) const override { store_.prefetch(eviction::Key{index(key)}); }
  void served(Call& call) override { station_.served(call); }
  void slow(const Slowness& slowness, bool begins) override { station_.slow(slowness, begins); }
  void watch_line(std::int64_t reach, Trigger& trigger) override { station_.watch(reach, trigger); }
  void stop_work() override;
  /// By which a delete may name other keys.
  void use_tags(const Tags& tags) { tags_ = &tags; }
  /// It may have keys that nobody else has, of those that are its own in this cache.
  void use_sole(SoleCopies& sole, const Cluster& cluster) { sole_ = &sole, cluster_ = &cluster; }
  /// Keys may belong to other shards now: of what it alone has, those are lost.
  void leave_moved();
  /// It goes, and comes back, with all its replicas.
  void crash_with_replicas();
  void restart_with_replicas();
  /// Everything goes, as by FLUSHALL.
  void flush(Removal why);
  /// Its clock is set forward, or back by a negative time: what has an end, by it, ends sooner or later than it should.
  void jump_clock(Duration ahead);
  /// What it holds when the run ends, as facts.
  void tell_kept();
  /// The cache's own side of read-through and write-through.
  Seats seats;

  struct Entry {
    Version version{};
    Stamp stamp{};
    bool is_absent = false;  ///< It says that the key is not there.
    Instant expires{};
  };
  /// What else an entry's end depends on, where some policy asks for it.
  struct Terms {
    Instant fresh_until = Instant::never();
    Instant latest = Instant::never();  ///< However often it slides.
    Duration lasts{};                   ///< From each hit; 0: it does not slide.
    Duration fresh{};
    Duration cost{};  ///< Of its fetch.
    Instant ahead_from = Instant::never();  ///< From then on a hit has it fetched anew.
    /// Of what was held when the clock jumped: when it is fresh no more by the right one.
    Instant due_in_truth = Instant::never();
    Instant latest_in_truth = Instant::never();
    /// Beyond its end it is kept until then, to stand in where a fetch fails.
    Instant stands_in_until{};
    Duration stands_in{};
    Instant given{}, committed{};  ///< As in Value.
    Duration outlives_delete{};
    bool is_deleted = false;  ///< It is kept all the same, until it expires.
  };
  /// An entry on its way from one copy to another.
  struct Carried {
    OperationId operation{};
    KeyId key{};
    Entry entry;
    Terms terms;
  };
  /// What is to be done whenever it comes up empty, for a class.
  void warm_by(ClassId data_class, std::unique_ptr<WarmUp> warm_up) { warm_ups_[data_class] = std::move(warm_up); }
  /// It is there, and on the ring: if it is empty, it is warmed.
  void warm_up(WarmUp::Comes comes);
  void resume_work() override;
  /// What a fetch would fill, as a look-up that misses says it; none: there is nothing to fill, or another one does.
  std::optional<Answer> vacancy(const Message& wanted);
  /// What it holds of the keys from `first` on and before `past`, for a copy that numbers what it takes.
  std::vector<Carried> give(KeyId first, KeyId past, OperationNumbers& numbers);
  /// Keeps what another copy has given, unless it has something of that key already.
  void take(const Carried& given, std::int64_t bytes);

 private:
  struct Lease {
    Token token{};
    Instant granted{};
    bool is_lock = false;
  };
  using Store = eviction::Store<Entry>;
  using Slot = eviction::Slot;

  static eviction::Capacity capacity_of(const CacheNode& plan);
  static Station::Limits limits_of(const CacheNode& plan);
  static std::unique_ptr<eviction::Policy> policy_of(const CacheNode& plan, sim::StreamKey draws, const Instant& clock);

  Duration begin(Call& call) override;
  void finish(Call& call) override;
  void turn_away(Call& call, Status why) override;
  void handle(Call& call);
  void get(Call& call);
  void put(Call& call);
  void put_error(Call& call);
  void be_copied(Call& call);
  void mark(Call& call);
  void drop(Call& call);
  void drop_key(const Message& change, KeyId key);
  void drop_all(const Message& change);
  void begin_generation(const Message& change);
  void tell_generation(Call& call);
  void lose_generations();
  void emit_generation(FactKind kind, const Message& message, sim::Fact fact);
  static Removal removal_by(const Message& change, KeyId key);
  void update(Call& call);
  void keep(Call& call);
  bool owns(KeyId key) const;
  bool is_sole(Slot slot) const;
  void end_sole(Slot slot, SoleEnd why);
  sim::Process serve_fetch(Call* call);
  sim::Process serve_write_through(Call* call);

  static eviction::Key entry_of(const Message& message) { return models::entry_of(message.key, message.generation); }
  Slot find_fresh(eviction::Key key);
  Value value_in(Slot slot) const;
  /// That of an entry whose time is over, and which may stand in.
  Slot find_lapsed(eviction::Key key) const;
  void miss(Call& call, Slot held);
  void serve(Call& call, Slot slot, Lookup found);
  bool is_deleted(Slot slot) const { return slot < terms_.size() && terms_[slot].is_deleted; }
  void get_deleted(Call& call, Slot slot);
  void end_by_delete(Slot slot, Removal why);
  Lookup missed_as(Call& call, Slot held);
  void store(const Message& message, StoredAs how);
  void store_nothing(const Message& message, StoredAs how);
  void set_terms(const Message& message, Slot slot);
  void set_slide(const Life& life, Slot slot);
  Lookup weigh(Call& call, Slot slot);
  void shift_end(Slot slot, Duration ahead);
  void shift(Instant& end, Duration ahead) const;
  /// Whether it would, with its time over.
  bool stands_in(Slot slot) const;
  bool is_taken_early(const Message& message, Slot slot) const;
  void remove(Slot slot, Removal why);
  bool is_leased(const Message& message) const;
  Token grant_lease(const Message& message);
  bool redeem_lease(const Message& message);
  bool is_held_off(KeyId key);
  bool is_failing(eviction::Key key);
  Slot make_entry(const Message& message);
  void refuse(const Message& message, Refusal why);
  void void_lease(eviction::Key key);
  bool takes(const Message& change, Slot held) const;
  void lose_content() override;
  void forget();
  /// What a replica has of a key that has been changed since.
  struct Image {
    Entry entry;
    std::optional<Terms> terms;
    std::int64_t bytes = 0;
    Instant came;
  };
  struct Change {
    eviction::Key key{};
    std::optional<Image> before = std::nullopt;
    OperationId operation{};
    Version committed{};     ///< Of a key that nobody else has: what the change was the commit of.
    bool ends_sole = false;  ///< It has been told that the only copy has ended.
  };
  struct Undone {
    eviction::Key key;
    std::optional<Image> has;
    std::vector<SoleCommit> commits;
    bool ends_sole = false;
  };
  Image image_of(Slot slot) const;
  void note_came(Slot slot, Instant at);
  void note_store(OperationId operation, eviction::Key key, Version committed);
  void note_removal(Slot slot, Removal why);
  void await_successor() override;
  void need_no_successor() override;
  /// A replica takes over, unless it has gone meanwhile.
  void on_event() override;
  std::vector<Undone> undone();
  void succeed(std::vector<Undone>& keys);
  void take_back(std::vector<Undone>& keys);
  void take_back_sole(Undone& of);
  bool is_alive(const Image& image) const;
  void restore(eviction::Key key, const Image& image);
  void emit_entry(FactKind kind, Slot slot, Removal why);
  void tell_removed(Slot slot, Removal why);
  void emit_arrived(const Message& change);

  Store store_;
  std::vector<Terms> terms_;                             ///< By slot, as far as some policy asked for it.
  std::unordered_map<std::uint64_t, Lease> leases_;      // never iterated, but to erase
  std::unordered_map<std::uint32_t, Instant> held_off_;  ///< Until when fills of a key are refused. Never iterated.
  std::unordered_map<std::uint64_t, Instant> failing_;   ///< Until when a key's fetch is known to fail. Never iterated.
  Instant all_held_off_;                                 ///< Until when those of every key are.
  RemoteMarkers markers_;
  const Tags* tags_ = nullptr;
  SoleCopies* sole_ = nullptr;        ///< Null: every class has an origin.
  const Cluster* cluster_ = nullptr;  ///< With it: of which this shard is one.
  std::unordered_map<std::uint32_t, std::uint32_t> generations_;  ///< By group; iterated to be sorted.
  std::uint32_t last_generation_ = 0;                             ///< Outlives a crash, as the time does.
  std::uint64_t last_token_ = 0;
  std::map<ClassId, std::unique_ptr<WarmUp>> warm_ups_;
  std::optional<ReplicaLog<Change>> replicas_;
  OperationId served_{};      ///< With replicas: what is being served.
  std::vector<Instant> came_;  ///< With replicas, by slot: when what is there was stored.
  std::vector<Change> lost_;  ///< While a replica is about to take over: what it has not received.
  bool is_another_ = false;   ///< Who comes up next is another process than the last.
  Duration failover_;
  Instant takes_over_at_;
  Station station_;
  bool takes_time_;
  Distribution service_;
  sim::StreamKey draws_;
  sim::StreamKey early_draws_;
};

}  // namespace stalemate::models
