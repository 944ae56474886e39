// A permutation's constants, drawn from its key.
// Promise: as in the header.
// Source: as in the header.
#include "sim/permutation.hpp"
#include <algorithm>
#include <bit>
#include "sim/check.hpp"

namespace stalemate::sim {

Permutation::Permutation(std::uint64_t n, StreamKey key) : n_(n) {
  CHECK_INVARIANT(n > 0 && n <= std::uint64_t{1} << 63);
  Stream stream = make_stream(key);
  const int width = std::max(1, static_cast<int>(std::bit_width(n - 1)));
  mask_ = ~std::uint64_t{0} >> (64 - width);
  half_ = static_cast<unsigned>((width + 1) / 2);
  for (Round& round : rounds_) {
    round.factor = stream() | 1;
    round.addend = stream();
  }
}

}  // namespace stalemate::sim
