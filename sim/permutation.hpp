// A bijection of 0..n-1 that needs no table: which key is the hottest, the second hottest ...
// Promise: every rank has its own image, for every n up to 2^63 and every key; a few nanoseconds a look-up.
// Source: multiply-xorshift bijections over b bits (as in hash finalisers), and cycle walking (Black & Rogaway 2002).
#pragma once
#include <array>
#include <cstdint>
#include "sim/random.hpp"

namespace stalemate::sim {

class Permutation {
 public:
  Permutation(std::uint64_t n, StreamKey key);

  std::uint64_t operator()(std::uint64_t rank) const {
    do rank = scrambled(rank);
    while (rank >= n_);  // The cycle leads back below n: fewer than two steps on average.
    return rank;
  }
  std::uint64_t size() const { return n_; }

 private:
  std::uint64_t scrambled(std::uint64_t x) const {
    for (const auto& [factor, addend] : rounds_) {
      x = (x * factor + addend) & mask_;
      x ^= x >> half_;
    }
    return x;
  }

  /// x * factor + addend modulo a power of two; the factor is odd, so that this is a bijection.
  struct Round {
    std::uint64_t factor = 1;
    std::uint64_t addend = 0;
  };

  std::uint64_t n_;
  std::uint64_t mask_;  ///< The smallest 2^b - 1 that holds every rank.
  unsigned half_;       ///< About b/2: how far high bits are folded into low ones.
  std::array<Round, 4> rounds_;
};

}  // namespace stalemate::sim
