// The cone of one key: of all the facts of a run those that may touch the story of one read of that key.
// Promise: reads that stored nothing are forgotten when they end, but for the one that is told, so that memory grows
// with the fills and writes of one key alone. Facts stand in their order. Word of another key that tells the copies of
// this one as well names the version of this one that came with its commit.
// Source: this project's architecture ("explain keeps nothing in the first run").
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>
#include "analysis/measure/owing.hpp"
#include "models/world.hpp"

namespace stalemate::analysis::explain {

class Cone final : public sim::FactReader {
 public:
  /// Reads the world's facts from now on. `operation`: the read that is told.
  Cone(models::World& world, std::uint32_t key, std::uint64_t operation);
  void read(std::span<const sim::Fact> facts) override;
  /// After the run: what was kept, by operation too.
  void close();

  const std::vector<sim::Fact>& facts() const { return facts_; }
  /// Indices of the facts of one operation, in order.
  const std::vector<std::size_t>& of(std::uint64_t operation) const;
  /// Of a commit of a derived key: the invocation of the write that made it.
  std::optional<std::size_t> source_of(std::size_t committed) const;
  /// And the key that it wrote.
  std::optional<measure::Written> source(std::size_t committed) const;
  /// The key whose word tells the copy at a node of a commit.
  std::uint32_t told_by_word_of(std::size_t committed, std::uint16_t node) const;
  /// The node that this word has to come to.
  std::uint16_t told_for(std::size_t committed, std::uint16_t node) const;
  /// The last time before a lookup that its copy stored something in that place.
  std::optional<std::size_t> stored_before(std::size_t lookup) const;
  /// Whether what was found had come with a replica that took over.
  bool came_by_replica(std::size_t lookup) const;
  /// Of how many keys a replica that is up then has not received a change; none: it is no replica.
  std::optional<std::uint32_t> missed_by_replica(std::size_t node_up) const;
  /// That of the entry which gave an operation this version; none: no entry did.
  std::optional<std::size_t> store_behind(std::uint64_t operation, std::uint32_t version) const;

 private:
  void keep(const sim::Fact& fact);
  void forget_idle(std::uint64_t operation);
  void compact();

  bool is_of_source(const sim::Fact& fact) const;
  bool is_of_generation(const sim::Fact& fact) const;
  void follow_commit(const sim::Fact& fact);
  void keep_word(sim::Fact fact);
  bool tells_this(const sim::Fact& fact) const;

  const models::World& world_;
  measure::Owing owing_;
  std::uint32_t key_;
  bool is_derived_;
  std::size_t class_;
  std::uint32_t group_;  ///< Of the keys that have one generation with this one.
  sim::Fact written_{};  ///< The last commit of a key that is written.
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> came_with_;  ///< By key and version: of this key.
  std::vector<sim::Fact> facts_;
  std::unordered_set<std::uint64_t> useful_;  ///< Writes and fills; never iterated.
  std::unordered_set<std::uint64_t> idle_;    ///< Ended without a trace; never iterated.
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> by_operation_;  ///< Never iterated.
  std::size_t compact_at_ = 65'536;
};

/// A copy had the key, and gave it: to a read, or to another copy.
bool is_hit(const sim::Fact& fact);

/// Whether the fact's `operation` names an operation and concerns nobody else.
bool is_of_operation(models::FactKind kind);

}  // namespace stalemate::analysis::explain
