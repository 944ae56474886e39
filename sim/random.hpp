// Random bits: streams for entities, and draws that belong to one operation or message.
// Promise: the same bits on every compiler and platform; what one entity or operation draws never depends on the order
// in which others draw, nor on which others exist.
// Source: Blackman & Vigna 2021 (xoroshiro128++); Steele, Lea & Flood 2014 (SplitMix64); Lemire 2019 (bounded
// integers); the folded 64x64 multiply is that of wyhash.
// Departs: the mixer of OperationDraw is our own; tests/unit/operation_draw_test.cpp shows that it is good enough.
#pragma once
#include <bit>
#include <cstdint>
#include <limits>
#include <string_view>

namespace stalemate::sim {

__extension__ typedef unsigned __int128 Wide;

/// The 128-bit product of two words, its halves folded into one by exclusive or.
constexpr std::uint64_t folded_product(std::uint64_t a, std::uint64_t b) {
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

/// Stafford's bijective mixer 13: every output bit depends on every input bit.
constexpr std::uint64_t mix(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

/// Fills the state of other generators; too small to be used as a stream itself.
class SplitMix64 {
 public:
  constexpr explicit SplitMix64(std::uint64_t seed) : state_(seed) {}
  constexpr std::uint64_t operator()() { return mix(state_ += 0x9e3779b97f4a7c15U); }

 private:
  std::uint64_t state_;
};

/// One entity's own sequence, for draws that come in that entity's own order (arrivals, think times, keys).
class Stream {
 public:
  using result_type = std::uint64_t;
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

  constexpr explicit Stream(std::uint64_t seed) {
    SplitMix64 filler(seed);
    first_ = filler();
    second_ = filler();
  }
  /// From raw state, as the published vectors give it; not both words may be 0.
  constexpr Stream(std::uint64_t first, std::uint64_t second) : first_(first), second_(second) {}

  constexpr result_type operator()() {
    const std::uint64_t drawn = std::rotl(first_ + second_, 17) + first_;
    const std::uint64_t difference = first_ ^ second_;
    first_ = std::rotl(first_, 49) ^ difference ^ (difference << 21);
    second_ = std::rotl(difference, 28);
    return drawn;
  }
  constexpr bool operator==(const Stream&) const = default;

 private:
  std::uint64_t first_ = 0;
  std::uint64_t second_ = 0;
};
static_assert(sizeof(Stream) == 16, "a stream's engine has at most 16 bytes of state");

/// Names everything that one entity draws for one purpose in a run with a given seed.
struct StreamKey {
  std::uint64_t value = 0;
  constexpr bool operator==(const StreamKey&) const = default;
};

/// Depends on nothing but its arguments; both texts are length-delimited, so ("ab", "c") is not ("a", "bc").
StreamKey derive_key(std::uint64_t seed, std::string_view entity, std::string_view purpose);

constexpr Stream make_stream(StreamKey key) { return Stream(key.value); }

/// The draws of one hop (or attempt) of one operation: the k-th is a pure function of (key, operation, hop, k).
/// Distinct (operation, hop, k) have distinct 128-bit counters under one key, up to 2^32 draws a hop.
class OperationDraw {
 public:
  using result_type = std::uint64_t;
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

  constexpr OperationDraw(StreamKey key, std::uint64_t operation, std::uint32_t hop)
      : operation_(operation + key.value),
        hop_and_count_((static_cast<std::uint64_t>(hop) << 32) + std::rotl(key.value, 23) * 0x9e3779b97f4a7c15U) {}

  constexpr result_type operator()() {
    const std::uint64_t counter = hop_and_count_++;
    const std::uint64_t folded = folded_product(operation_ ^ 0xa0761d6478bd642fU, counter ^ 0xe7037ed1a0b428dbU);
    return mix(folded);
  }

 private:
  std::uint64_t operation_;
  std::uint64_t hop_and_count_;
};

/// A number of the open interval (0, 1) out of the upper 52 bits: its logarithm is always finite.
constexpr double unit(std::uint64_t bits) { return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52; }

/// An unbiased integer of 0..n-1; n must not be 0.
template <class Bits>
constexpr std::uint64_t below(Bits& bits, std::uint64_t n) {
  Wide product = static_cast<Wide>(bits()) * n;
  if (static_cast<std::uint64_t>(product) < n) [[unlikely]] {
    const std::uint64_t rejected = (0 - n) % n;
    while (static_cast<std::uint64_t>(product) < rejected) product = static_cast<Wide>(bits()) * n;
  }
  return static_cast<std::uint64_t>(product >> 64);
}

}  // namespace stalemate::sim
