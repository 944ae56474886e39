// Seats: the composed read and write paths of every class at one node.
// Promise: built from the policy alone, one set a node; rebuilding them forgets their state, as a crash does.
// Source: this project's composition rule: everything that answers a read wraps the next thing that does.
#pragma once
#include <memory>
#include <vector>
#include "models/axes.hpp"
#include "models/blueprint.hpp"

namespace stalemate::models {

class AskService;
struct Cluster;
class Tags;

/// One tier of a class.
struct TierPlan {
  const Policy* policy = nullptr;
  const Cluster* cluster = nullptr;  ///< Null: not cached.
  Node* bus = nullptr;
  std::uint8_t place = 0;  ///< Among the tiers of its class, the outermost 0.
};

/// What the policy's guard asks for.
GuardTerms guard_terms(const Policy& policy);

/// What the policy's warm-up asks for.
WarmUpTerms warm_up_terms(const Policy& policy);

/// Whether the policy's expiry goes by what the origin says of the age of a value.
bool needs_instants(const Policy& policy);

/// What all seats of one class share.
struct ClassPlan {
  ClassId id{};
  const DataClass* spec = nullptr;
  const Origin* origin = nullptr;  ///< Null: caches have the only copies.
  const Dependents* dependents = nullptr;
  const Tags* tags = nullptr;
  const std::vector<ClassPlan>* all = nullptr;  ///< By class, with all their tiers.
  std::vector<TierPlan> tiers;  ///< The outermost first; at a cache, its own tier is the outermost.
  std::uint64_t seed = 0;
  bool keeps_instants = false;  ///< Some tier goes by them.
  /// Whether the outermost tier stands before a service: only clients ask it.
  bool has_edge() const;
};

/// The path of one class through one tier.
struct TierSeat {
  std::unique_ptr<Expiry> expiry;
  std::unique_ptr<Tier> tier;
  std::vector<std::unique_ptr<Filler>> fillers;  ///< Innermost first.
  std::vector<std::unique_ptr<Fallback>> fallbacks;  ///< Innermost first.
  std::unique_ptr<Carrier> carrier;
  std::unique_ptr<Carrier> names;  ///< Around that one; null: nothing is.
  std::vector<std::unique_ptr<TierSeat>> to_derived;  ///< A tier and a carrier to each cache of what is derived.
  std::vector<DerivedTier> derived;
  std::unique_ptr<Reader> reader;
  std::unique_ptr<Writer> writer;
  TierSeat();
  ~TierSeat();
};

/// The paths of one class at one node.
struct Seat {
  std::unique_ptr<AskService> service;           ///< At an edge: what lies behind it.
  std::vector<std::unique_ptr<TierSeat>> tiers;  ///< Innermost first: each is built upon the one before.
  Reader* first = nullptr;                       ///< Of the outermost tier that is asked from here.
  Reader& reader() const { return *first; }
  Writer& writer() const { return *tiers.back()->writer; }
  Seat();
  Seat(Seat&& other) noexcept;
  Seat& operator=(Seat&& other) noexcept;
  ~Seat();
};

/// What publishes the commits of a class at its origin, for one tier.
struct RelaySeat {
  std::unique_ptr<Relay> relay;
  Seat seat;
  RelaySeat();
  RelaySeat(RelaySeat&& other) noexcept;
  ~RelaySeat();
};
/// `leader`: of the origin of the class.
RelaySeat build_relay(Wire& wire, Node& leader, const ClassPlan& plan, const TierPlan& tier);

class Seats {
 public:
  void build(Wire& wire, Node& home, const std::vector<ClassPlan>& plans, bool at_cache);
  /// Forgets the options' state.
  void rebuild();
  Reader& reader(ClassId id) const { return seats_[index(id)].reader(); }
  Writer& writer(ClassId id) const { return seats_[index(id)].writer(); }
  /// That with so many tiers behind it.
  const TierSeat& tier(ClassId id, std::size_t behind) const { return *seats_[index(id)].tiers[behind]; }

 private:
  Wire* wire_ = nullptr;
  Node* home_ = nullptr;
  const std::vector<ClassPlan>* plans_ = nullptr;
  bool at_cache_ = false;
  std::vector<Seat> seats_;  // by class; empty where this node has no part in it
};

}  // namespace stalemate::models
