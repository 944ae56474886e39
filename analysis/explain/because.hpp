// The sentence that ends a story: where the answer went stale, why it was still there, and through what it passed on.
// Promise: names the copy at which the staleness began, which need not be the one that answered; the numbers sum up.
// Source: this project's semantics ("Why a read was stale", 4: what was superseded when it was taken).
#pragma once
#include <optional>
#include <vector>
#include "analysis/explain/cone.hpp"
#include "analysis/explain/names.hpp"
#include "analysis/explain/story.hpp"
#include "analysis/measure/owing.hpp"

namespace stalemate::analysis::explain {

/// A copy that the answer passed.
struct Holder {
  std::uint16_t node = 0;
  std::size_t stored = 0;  ///< Index of the fact.
  std::size_t looked = 0;  ///< Of the lookup that took it from there.
};

/// How the policy of the key's class treats the cache that a node belongs to.
const models::Policy& policy_of(const models::World& world, std::uint32_t key, std::uint16_t node);
/// Its number among the tiers of the key's class.
std::size_t tier_of(const models::World& world, std::uint32_t key, std::uint16_t node);

class Because {
 public:
  Because(const models::World& world, const Cone& cone, const Story& story, const measure::Owing& owing)
      : world_(world), cone_(cone), read_(story.read), owing_(owing), names_(world) {}
  /// `holders`: the nearest to the reader first. `source`: the origin node that the last was filled from.
  std::string text(const std::vector<Holder>& holders, std::optional<std::uint16_t> source) const;

 private:
  std::size_t began_at(const std::vector<Holder>& holders) const;
  bool is_under_way(const Holder& holder) const;
  std::string came_back(std::uint16_t node) const;
  bool was_deleted(const Holder& holder) const;
  std::string kept_deleted(const std::string& copy) const;
  std::string reason(const std::string& copy, std::uint16_t node) const;
  std::string from_source(std::optional<std::uint16_t> source) const;
  std::string passed_on(const Holder& from, const Holder& to) const;
  std::string born_old(const Holder& holder) const;
  std::string kept_alive(const Holder& holder) const;
  bool is_by_replica(std::uint16_t node) const;
  std::string lifetime(std::uint16_t node) const;
  std::optional<std::size_t> superseding() const;
  std::string next() const { return version_text(read_.next); }

  const models::World& world_;
  const Cone& cone_;
  const measure::StaleRead& read_;
  const measure::Owing& owing_;
  Names names_;
};

}  // namespace stalemate::analysis::explain
