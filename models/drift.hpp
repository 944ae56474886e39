// Drifting popularity: what is hot today is not what was hot yesterday.
// Promise: at each instant every rank has a key of its own, a function of (seed, class, instant) alone; it takes no
// table. In any turnover each rank is dealt anew once, the ranks one after the other; at first as without a drift.
// Source: this project's definition: a Zipf (or other) law of ranks stays, and the keys that hold the ranks turn over.
#pragma once
#include <algorithm>
#include <cstdint>
#include "sim/permutation.hpp"
#include "sim/random.hpp"
#include "sim/time.hpp"

namespace stalemate::models {

class Drift {
 public:
  Drift(std::uint64_t keys, sim::Duration turnover, sim::StreamKey draws)
      : keys_(keys), groups_(groups_of(keys)), turnover_ns_(static_cast<std::uint64_t>(turnover.ns)), draws_(draws) {}

  /// The rank that had at first the key that this rank has now.
  std::uint64_t at_first(std::uint64_t rank, sim::Instant now) const {
    const std::uint64_t group = rank % groups_;
    const std::uint64_t deal = (static_cast<std::uint64_t>(now.ns) + ahead_ns(group)) / turnover_ns_;
    if (deal == 0) return rank;
    sim::OperationDraw draw(draws_, deal, static_cast<std::uint32_t>(group));
    const sim::Permutation dealt((keys_ - group + groups_ - 1) / groups_, sim::StreamKey{draw()});
    return group + groups_ * dealt(rank / groups_);
  }

 private:
  static constexpr std::uint64_t most_groups = 64;

  // The ranks of a group change keys among themselves: few keys make few groups, so that there is much to change to.
  static std::uint64_t groups_of(std::uint64_t keys) {
    std::uint64_t groups = 1;
    while (groups < most_groups && (groups + 1) * (groups + 1) <= keys) ++groups;
    return groups;
  }
  // By the golden section neighbours in rank, which lie in neighbouring groups, move far from each other in time.
  std::uint64_t ahead_ns(std::uint64_t group) const {
    constexpr double golden = 0.6180339887498949;
    const double turns = static_cast<double>(group) * golden;
    return static_cast<std::uint64_t>((turns - static_cast<double>(static_cast<std::uint64_t>(turns))) *
                                      static_cast<double>(turnover_ns_));
  }

  std::uint64_t keys_;
  std::uint64_t groups_;
  std::uint64_t turnover_ns_;
  sim::StreamKey draws_;
};

}  // namespace stalemate::models
