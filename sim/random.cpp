// Keys of random streams.
// Promise: as in the header; bytes are taken in little-endian order, whatever the processor's.
// Source: absorbing by folded 64x64 multiplies, as in wyhash.
// Departs: lengths are absorbed before the texts, so that no two pairs of texts feed the same words.
#include "sim/random.hpp"
#include <algorithm>

namespace stalemate::sim {

namespace {

std::uint64_t word_of(std::string_view bytes) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    word |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  return word;
}

std::uint64_t absorbed(std::uint64_t state, std::uint64_t word) {
  return mix(folded_product(state ^ 0xa0761d6478bd642fU, word ^ 0xe7037ed1a0b428dbU) + state);
}

std::uint64_t absorbed(std::uint64_t state, std::string_view text) {
  state = absorbed(state, std::uint64_t{text.size()});
  for (; !text.empty(); text.remove_prefix(std::min<std::size_t>(8, text.size())))
    state = absorbed(state, word_of(text.substr(0, 8)));
  return state;
}

}  // namespace

StreamKey derive_key(std::uint64_t seed, std::string_view entity, std::string_view purpose) {
  return {absorbed(absorbed(mix(seed + 0x9e3779b97f4a7c15U), entity), purpose)};
}

}  // namespace stalemate::sim
