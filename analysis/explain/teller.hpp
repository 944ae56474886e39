// Tells the facts of one operation as steps of a story: who asked whom, what came back, what was lost.
// Promise: each operation is told once, up to the fact asked for; steps without a sentence stand in pictures alone.
// Source: the meanings of the fields in models/fact_kinds.hpp.
#pragma once
#include <map>
#include <set>
#include "analysis/explain/cone.hpp"
#include "analysis/explain/faults_in_play.hpp"
#include "analysis/explain/names.hpp"
#include "analysis/explain/story.hpp"

namespace stalemate::analysis::explain {

/// ", a delete in its write buffer"; of an ordinary commit nothing.
inline std::string words_for(models::CommittedAs as) {
  return std::string(as.is_delete ? ", a delete" : "") + (as.is_buffered ? " in its write buffer" : "");
}

class Teller {
 public:
  Teller(const models::World& world, const Cone& cone, Story& story);

  /// The facts of a read up to index `upto`.
  void read(std::uint64_t operation, std::size_t upto, Actor::Kind kind);
  /// The write that made `version`, up to its commit. `after`: what follows "committed version 8".
  void commit(std::size_t committed, const std::string& after);
  /// When what is in a write buffer came to the origin, which was asked before, at `asked`; or that it never did.
  void flush(std::size_t committed, std::size_t asked);
  /// The fact that the origin got what that commit had put into a buffer, or what had replaced it there.
  std::optional<std::size_t> flush_of(std::size_t committed) const;
  /// The flush at `index` of that commit.
  void flush_arrives(std::size_t index, const sim::Fact& commit, const std::string& when);
  /// That the origin lost a version at `lost`, since an older one was flushed over it.
  void replaced(std::size_t committed, std::size_t lost);
  /// What became of the word of that commit for the copy at `node`, as far as it was decided at index `then`.
  void word(std::size_t committed, std::uint16_t node, std::size_t then);
  /// Something that happened at a node.
  void note(std::size_t index, std::uint16_t node, std::string label, std::string sentence,
            std::optional<std::size_t> actor = {});
  /// That a node went down before the fact at this index, by which fault, and when it was up again.
  void felled(std::uint16_t node, std::size_t before);
  /// The beginning of a fault, at a node that it struck: of its strike that began last before `at`.
  void fault(std::size_t number, std::uint16_t node, sim::Instant at);
  /// That the clock of a node was set right again, before the fact at that index.
  void set_right(std::size_t fault, std::uint16_t node, std::size_t before);

  std::size_t actor(Actor::Kind kind, std::uint64_t operation, std::size_t fault = 0);
  /// That of a loss, if no fault is behind it.
  std::optional<std::size_t> loss_actor(const sim::Fact& lost);
  std::size_t lane(std::uint16_t node);
  /// A message that no picture shows: what the receiver does from `until` on follows what the sender did by `at`.
  void order(std::uint16_t from, std::uint16_t to, sim::Instant at, sim::Instant until, std::string label);
  /// That of a writer: a service that nothing else brought in stands to the right.
  void writer_lane(std::uint16_t node);
  const Names& names() const { return names_; }
  const FaultsInPlay& faults() const { return faults_; }

 private:
  struct Pending;
  class OfRead;
  class OfWord;
  const sim::Fact& fact(std::size_t index) const { return cone_.facts()[index]; }
  /// When the answer that left with this fact was seen to have come.
  sim::Instant came_back(std::uint64_t operation, std::size_t index) const;
  std::optional<std::size_t> arrival_of(std::size_t committed) const;
  /// That another shard had the key when word of that commit was sent; false: it was sent to `node`, or not at all.
  bool went_to_another(std::size_t committed, std::uint16_t node);
  std::string of_source(std::size_t committed) const;
  /// The hand-over of a write to the shard that writes through.
  void heard_of(std::size_t committed, std::uint16_t writer);
  void handed_over(std::uint16_t writer, std::uint16_t shard, std::size_t request);
  Step& message(std::size_t order, std::uint16_t from, std::uint16_t to, sim::Instant at, sim::Instant until,
                std::string label);
  /// "the partition ... dropped it", and the steps of the faults that did.
  std::string why_lost(const sim::Fact& lost);
  std::string share_lost(const std::string& link) const;
  std::string loss_without_fault(const sim::Fact& lost) const;
  std::string loss_at_bus(const models::BusNode& bus, const sim::Fact& lost) const;

  const models::World& world_;
  const Cone& cone_;
  Story& story_;
  Names names_;
  FaultsInPlay faults_;
  std::set<std::uint64_t> told_reads_;
  std::set<std::size_t> told_commits_;
  std::set<std::pair<std::size_t, std::uint16_t>> told_words_;
  std::set<std::pair<std::size_t, std::uint16_t>> told_falls_;
  std::set<std::size_t> told_strikes_;  ///< By their beginnings.
  std::set<std::size_t> told_ends_;  ///< Of faults.
  std::set<std::size_t> told_publications_;
};

}  // namespace stalemate::analysis::explain
