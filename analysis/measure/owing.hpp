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

class Owing {
 public:
  explicit Owing(const models::World& world);
  /// To the copy at `shard`, for a commit of a key of the class by `writer`. Both are nodes. `source`: of a derived
  /// class, the one that was written.
  Evidence::Owed owed(std::size_t data_class, std::optional<std::size_t> source, std::uint16_t writer,
                      std::uint16_t shard) const;
  /// Whether the origin itself tells the copy at `shard` of commits of the class.
  bool is_told_by_origin(std::size_t data_class, std::uint16_t shard) const;
  /// Who has to tell any copy of a write by `writer`.
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
    std::vector<std::string> owed_by;  ///< Services; empty: every writer.
  };
  const Tier* tier_at(std::size_t data_class, std::uint16_t shard) const;
  bool takes_part(const Tier& tier, std::uint16_t writer) const;
  const Tier* telling_derived(std::size_t source) const;
  Evidence::Owed owed_for_source(std::size_t derived, std::size_t source, std::uint16_t writer,
                                 std::uint16_t shard) const;
  bool reaches(const Tier& tier, std::uint16_t writer, std::uint16_t shard) const;

  const std::vector<models::NodeInfo>& nodes_;
  std::vector<std::vector<Tier>> tiers_;  ///< By class, the outermost first.
};

}  // namespace stalemate::analysis::measure
