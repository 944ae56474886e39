// Which faults of a run may have had a hand in what happened: by the link struck, the node struck, and the time.
// Promise: from the blueprint and the network alone; which of them mattered is for a trial to say.
// Source: models/faults.cpp, which strikes the first link of a route.
#pragma once
#include <vector>
#include "models/world.hpp"

namespace stalemate::analysis::explain {

class FaultsInPlay {
 public:
  explicit FaultsInPlay(const models::World& world) : world_(world) {}
  /// Those that may have lost this message: a message_lost fact.
  std::vector<std::size_t> that_lost(const sim::Fact& lost) const;
  /// The link that lost it; none: a bus did.
  std::optional<sim::LinkId> link_of(const sim::Fact& lost) const;
  /// Those that struck the node at that instant: crashes, restarts, deploys, failovers.
  std::vector<std::size_t> that_felled(std::uint16_t node, sim::Instant at) const;
  /// Those that ended at that instant with another leader.
  std::vector<std::size_t> that_replaced(std::uint16_t leader, sim::Instant at) const;
  /// Those that held the followers back at that instant.
  std::vector<std::size_t> that_slowed(std::uint16_t follower, sim::Instant at) const;
  /// Those that set the clock of the node, or set it right, in a span.
  std::vector<std::size_t> that_skewed(std::uint16_t node, sim::Instant from, sim::Instant to) const;
  /// Those in force at any moment of a span.
  std::vector<std::size_t> within(sim::Instant from, sim::Instant to) const;

 private:
  bool cuts(const models::Fault& fault, const sim::Fact& lost, sim::LinkId link) const;
  bool cuts_way(const std::string& from, const std::string& to, const sim::Fact& lost, sim::LinkId link) const;
  bool is_group(const std::string& name) const;
  bool is_part(const std::string& name, std::uint16_t node) const;
  bool strikes(const models::Fault& fault, std::uint16_t node) const;
  bool is_leader(std::uint16_t node) const;
  std::optional<sim::Place> place_of(const std::string& name) const;
  const models::World& world_;
};

}  // namespace stalemate::analysis::explain
