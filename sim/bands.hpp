// Bands of popularity: the first ranks have these shares of the draws, the rest share what is left.
// Promise: exact shares, uniform within a band; a draw takes one bisection over the bands, and no table over ranks.
// Source: inversion of a piecewise uniform law (Devroye 1986, "Non-Uniform Random Variate Generation", II.2).
#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>
#include "sim/check.hpp"
#include "sim/random.hpp"

namespace stalemate::sim {

class Bands {
 public:
  /// The first `ranks` ranks have this share of the draws together.
  struct Top {
    std::uint64_t ranks = 0;
    double share = 0;
  };

  /// `tops` rise in both; the last may count all n ranks, and then has the whole.
  Bands(std::uint64_t n, const std::vector<Top>& tops) {
    for (const Top& top : tops) add({top.ranks, top.share});
    if (bands_.empty() || bands_.back().last < n) add({n, 1});
    CHECK_INVARIANT(n > 0 && bands_.back().last == n);
    bands_.back().share_up_to = 1;  // a draw is below 1: some band always has it
  }

  template <class Bits>
  std::uint64_t sample(Bits& bits) const {
    const double at = unit(bits());
    const auto ends_before = [](double drawn, const Band& band) { return drawn < band.share_up_to; };
    const Band& band = *std::upper_bound(bands_.begin(), bands_.end(), at, ends_before);
    return band.first + below(bits, band.last - band.first);
  }

  double probability(std::uint64_t rank) const {
    const auto ends_before = [](std::uint64_t wanted, const Band& band) { return wanted < band.last; };
    const auto band = std::upper_bound(bands_.begin(), bands_.end(), rank, ends_before);
    CHECK_INVARIANT(band != bands_.end());
    const double before = band == bands_.begin() ? 0 : std::prev(band)->share_up_to;
    return (band->share_up_to - before) / static_cast<double>(band->last - band->first);
  }

 private:
  struct Band {
    std::uint64_t first = 0;
    std::uint64_t last = 0;  ///< One past the last of its ranks.
    double share_up_to = 0;  ///< Of all ranks below `last`.
  };

  void add(const Top& top) {
    const std::uint64_t first = bands_.empty() ? 0 : bands_.back().last;
    CHECK_INVARIANT(top.ranks > first);
    bands_.push_back({first, top.ranks, top.share});
  }

  std::vector<Band> bands_;
};

}  // namespace stalemate::sim
