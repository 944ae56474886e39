// The cone of one key: of all the facts of a run those that may touch the story of one read of that key.
// Promise: reads that stored nothing are forgotten when they end, but for the one that is told, so that memory grows
// with the fills and writes of one key alone. Facts stand in their order.
// Source: this project's architecture ("explain keeps nothing in the first run").
#pragma once
#include <functional>
#include <optional>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>
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
  /// And the class that it wrote.
  std::optional<std::size_t> source_class(std::size_t committed) const;
  /// The last time before a lookup that its copy stored something.
  std::optional<std::size_t> stored_before(std::size_t lookup) const;
  /// That of the entry which gave an operation this version; none: no entry did.
  std::optional<std::size_t> store_behind(std::uint64_t operation, std::uint32_t version) const;

 private:
  void keep(const sim::Fact& fact);
  void forget_idle(std::uint64_t operation);
  void compact();

  bool is_of_source(const sim::Fact& fact) const;

  const models::World& world_;
  std::uint32_t key_;
  bool is_derived_;
  std::vector<sim::Fact> facts_;
  std::unordered_set<std::uint64_t> useful_;  ///< Writes and fills; never iterated.
  std::unordered_set<std::uint64_t> idle_;    ///< Ended without a trace; never iterated.
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> by_operation_;  ///< Never iterated.
  std::size_t compact_at_ = 65'536;
};

/// A copy had the key.
bool is_hit(const sim::Fact& fact);

/// Whether the fact's `operation` names an operation and concerns nobody else.
bool is_of_operation(models::FactKind kind);

}  // namespace stalemate::analysis::explain
