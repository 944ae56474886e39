// The axes of a strategy: the seams that options implement, and what each is made from.
// Promise: an option sees values, its home node's ports and nothing of metrics, seeds or other nodes' state; options
// are built per (home node, class), so their state dies with the node. Source: the composition of Finagle's services
// and filters. Departs: a cache's own side is made from the same options.
#pragma once
#include <memory>
#include "models/options/registry.hpp"
#include "models/origin.hpp"
#include "models/types.hpp"
#include "models/wire.hpp"
#include "sim/random.hpp"
#include "sim/task.hpp"

namespace stalemate::models {

class Tier;
class Relay;

/// Answers reads of one class at one node.
class Reader {
 public:
  virtual ~Reader() = default;
  virtual sim::Task<Reply> fetch(Read read) = 0;
};

/// Carries out writes of one class at one node.
class Writer {
 public:
  virtual ~Writer() = default;
  virtual sim::Task<Ack> write(Write write) = 0;
};

/// Gets a missed value: the fetch itself, or a stampede control around the next one.
class Filler {
 public:
  virtual ~Filler() = default;
  virtual sim::Task<Reply> fill(Read read, Answer missed) = 0;
};

/// What becomes of a read when the cache, or what lies behind it, gives no answer. Each wraps the next one.
class Fallback {
 public:
  explicit Fallback(Fallback* next) : next_(next) {}
  Fallback(const Fallback&) = delete;
  Fallback& operator=(const Fallback&) = delete;
  virtual ~Fallback() = default;
  /// The cache gave no answer; `failed` says why.
  virtual sim::Task<Reply> without_cache(Read read, Reply failed);
  /// What lies behind gave none; `missed`: what the look-up had found.
  virtual sim::Task<Reply> without_fetch(Read read, Answer missed, Reply failed);

 private:
  Fallback* next_;  ///< Null: the failure stands.
};

/// How long a stored value may be served. Pure.
class Expiry {
 public:
  /// Without the parameter: nothing that is not there is kept.
  Expiry() = default;
  explicit Expiry(const options::Values& values) : negative_{values.integer("negative")} {}
  virtual ~Expiry() = default;
  /// The parameter that every option of the axis has.
  static options::Parameter negative_parameter() {
    return {"negative", options::ParameterKind::duration, "0s", "time",
            "an entry that says that a key is not there lives so long; 0s: it is not kept"};
  }
  Duration negative() const { return negative_; }
  /// `now`: when the store leaves for the cache.
  virtual Life life(const Message& store, Instant now) const = 0;
  /// The same of what says that a key is not there.
  virtual Life life_of_absence(const Message& /*store*/, Instant /*now*/) const { return {negative_}; }
  /// Whether it goes by what the origin says of the age of a value.
  virtual bool needs_instants() const { return false; }

 private:
  Duration negative_{};
};

/// One whose times may count from when the origin gave the value, and not from the store at the cache.
class AgedExpiry : public Expiry {
 public:
  explicit AgedExpiry(const options::Values& values) : Expiry(values), inherits_(values.word("age") == "inherited") {}
  static options::Parameter age_parameter() {
    return {"age", options::ParameterKind::word, "restarted", "",
            "counted from the store, or from when the origin gave the value", {"restarted", "inherited"}};
  }
  Life life_of_absence(const Message& store, Instant now) const override { return {left(negative(), store, now)}; }
  bool needs_instants() const override { return inherits_; }

 protected:
  bool inherits() const { return inherits_; }
  Duration left(Duration time, const Message& store, Instant now) const {
    return inherits_ ? time - (now - store.value.given) : time;
  }

 private:
  bool inherits_;
};

/// A time less an even draw of up to this share of it, a store.
inline Duration shortened(Duration time, double share, sim::StreamKey draws, const Message& store) {
  if (share == 0) return time;
  sim::OperationDraw draw(draws, number(store.operation), store.attempt);
  return time - Duration{static_cast<std::int64_t>(sim::unit(draw()) * share * static_cast<double>(time.ns))};
}

/// What a writer has to tell the copies.
struct Change {
  Write write;
  Value committed;
  bool versioned = false;
  std::uint16_t announcement = 0;  ///< A change may be announced again: the number of this time.
  bool is_last = true;            ///< None will follow.
};

/// How an invalidation or an update travels.
class Carrier {
 public:
  virtual ~Carrier() = default;
  virtual sim::Task<sim::Done> announce(Change change, Verb verb) = 0;
};

/// A carrier to a tier of a class that is computed from this one.
struct DerivedTier {
  ClassId data_class{};
  Carrier* carrier = nullptr;
};

/// What an option is made from. Pointers to what the policy lacks are null.
struct Parts {
  Wire& wire;
  Node& home;
  OriginPort origin;
  Tier* tier = nullptr;
  Filler* filler = nullptr;  ///< For readers: the outermost filler. For stampede controls: the next one inwards.
  Fallback* fallback = nullptr;  ///< Of the policy: the outermost. For fallbacks: the next one inwards.
  Carrier* carrier = nullptr;
  Reader* next_reader = nullptr;  ///< Of the tier behind this one; null: the origin is behind it.
  Writer* next_writer = nullptr;
  Node* bus = nullptr;
  Relay* relay = nullptr;  ///< For carriers: at the origin, what publishes there; else null.
  const std::vector<DerivedTier>* derived = nullptr;  ///< For names: null at a cache, which tells nobody.
  std::uint8_t place_in_class = 0;  ///< Of this tier among the tiers of its class, the outermost 0.
  bool at_cache = false;            ///< The home is the cache itself.
  sim::StreamKey draws{};  ///< For draws of this option: a function of (seed, class, axis).
};

struct ReadAxis {
  static constexpr const char* name = "read";
  using Make = std::unique_ptr<Reader> (*)(const options::Values& values, const Parts& parts);
};
struct WriteAxis {
  static constexpr const char* name = "write";
  using Make = std::unique_ptr<Writer> (*)(const options::Values& values, const Parts& parts);
};
struct CarryAxis {
  static constexpr const char* name = "carry";
  using Make = std::unique_ptr<Carrier> (*)(const options::Values& values, const Parts& parts);
};
/// What a change names: a carrier around the one that travels, or null for that one as it is.
struct NamesAxis {
  static constexpr const char* name = "names";
  using Make = std::unique_ptr<Carrier> (*)(const options::Values& values, const Parts& parts);
};
struct ExpiryAxis {
  static constexpr const char* name = "expiry";
  using Make = std::unique_ptr<Expiry> (*)(const options::Values& values, sim::StreamKey draws);
};
struct StampedeAxis {
  static constexpr const char* name = "stampede";
  using Make = std::unique_ptr<Filler> (*)(const options::Values& values, const Parts& parts);
};
struct FallbackAxis {
  static constexpr const char* name = "fallback";
  using Make = std::unique_ptr<Fallback> (*)(const options::Values& values, const Parts& parts);
};
/// Below what a session takes nothing.
enum class FloorOf : std::uint8_t { nothing, writes, writes_and_reads };

/// What a guard asks of a tier, of its shards, and of the sessions that read through it.
struct GuardTerms {
  Duration hold_off{};                   ///< For so long after a delete its shard refuses what fills bring.
  FloorOf floor_of = FloorOf::nothing;  ///< What is older than its session's own is a miss, and nothing to store.
  Duration leader_for{};      ///< For so long after a write its session's reads pass the tier by, to the leader.
  bool leads_class = false;   ///< With it: those of the whole class; else those of the key.
  Duration marker{};          ///< A write marks its key for so long at most; its misses ask the leader.
};

/// What may be stored and served where readers and writers race: the terms of a tier.
struct GuardAxis {
  static constexpr const char* name = "guard";
  using Make = void (*)(const options::Values& values, GuardTerms& terms);
};


/// What is done so that a copy of a tier that comes up empty is soon warm.
struct WarmUpTerms {
  std::int64_t top = 0;        ///< It fetches so many of the keys that are asked for most; 0: none.
  std::int64_t at_a_time = 0;  ///< So many of them at once.
  bool copies_peer = false;    ///< It takes what another instance of its service holds.
  Duration each{};             ///< An entry taken takes so long.
  Duration ramp{};             ///< For so long the balancer gives its instance a growing share of its turns.
};

struct WarmUpAxis {
  static constexpr const char* name = "warm_up";
  using Make = void (*)(const options::Values& values, WarmUpTerms& terms);
};

}  // namespace stalemate::models
