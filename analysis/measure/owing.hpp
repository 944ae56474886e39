// Who owes word of a write to which copy: the table writer x class x tier that a strategy declares.
// Promise: from the blueprint alone; what was sent in a run plays no part.
// Source: this project's semantics ("owed").
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "analysis/measure/cause.hpp"
#include "models/world.hpp"

namespace stalemate::analysis::measure {

/// A key, and its class.
struct Written {
  std::size_t data_class = 0;
  std::uint32_t key = 0;
};

class Owing {
 public:
  explicit Owing(const models::World& world);
  /// To the copy at `shard`, for a commit of a key by `writer`. Both are nodes. `source`: of a derived key, the one
  /// that was written.
  Evidence::Owed owed(const Written& key, const std::optional<Written>& source, std::uint16_t writer,
                      std::uint16_t shard) const;
  /// The node that word of a key has to come to, for its copy at `shard`: where it has a generation in its key, that
  /// which holds the generation.
  std::uint16_t told_for(const Written& key, std::uint16_t shard) const;
  /// Whether word of a key goes to every shard of its cache, and not to the one that has the key.
  bool tells_every_shard(std::size_t data_class, std::uint16_t shard) const;
  /// Whether the origin itself tells the copy at `shard` of commits of the class.
  bool is_told_by_origin(std::size_t data_class, std::uint16_t shard) const;
  /// Whether the copy of a derived key at `shard` is told of its commit by what is told of the write of its source.
  bool comes_with_source(const Written& derived, const Written& source, std::uint16_t shard) const;
  /// Who has to tell any copy of a write by `writer`, by word of its own. `source`: the class that was written.
  enum class Teller : std::uint8_t { nobody, writer, cache, origin };
  Teller teller(std::size_t data_class, std::optional<std::size_t> source, std::uint16_t writer) const;

 private:
  enum class Tells : std::uint8_t { nobody, shard, every_copy };
  struct Tier {
    std::string cache;
    Tells tells = Tells::nobody;
    bool through = false;              ///< The cache itself stores what was written through it.
    bool by_origin = false;            ///< The origin itself tells of what it has committed.
    bool tells_derived = false;        ///< Copies of what is computed from the class are told too.
    models::options::Named named = models::options::Named::key;  ///< By what is told of a key.
    std::vector<std::string> owed_by;  ///< Services; empty: every writer.
  };
  const Tier* tier_at(std::size_t data_class, std::uint16_t shard) const;
  bool takes_part(const Tier& tier, std::uint16_t writer) const;
  const Tier* telling_derived(std::size_t source) const;
  Evidence::Owed owed_for_source(const Written& derived, const Written& source, std::uint16_t writer,
                                 std::uint16_t shard) const;
  bool names(const Tier& tier, const Written& derived, const Written& source) const;
  bool share_generation(const std::string& cache, const Written& derived, const Written& source) const;
  const Tier* naming_tier(const Written& derived, const Written& source, std::uint16_t shard) const;
  bool is_farther_named(const Written& derived, const Written& source, std::uint16_t writer, std::uint16_t shard) const;
  bool reaches(const Tier& tier, std::uint16_t writer, std::uint16_t shard) const;

  const models::World& world_;
  const std::vector<models::NodeInfo>& nodes_;
  std::vector<std::vector<Tier>> tiers_;  ///< By class, the outermost first.
};

}  // namespace stalemate::analysis::measure
