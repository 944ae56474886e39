// How often keys were used lately, about: a count-min sketch of four-bit counters that are halved now and then.
// Promise: 8 bytes for each object it is made for; an estimate is never below the true count since the last halving,
// as far as 15; halves all when it has counted ten uses for each of those objects.
// Source: TinyLFU (Einziger, Friedman & Manes, ACM TOS 2017), with the parameters of Caffeine. Departs: no doorkeeper.
#pragma once
#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <vector>
#include "sim/random.hpp"

namespace stalemate::models::eviction {

class FrequencySketch {
 public:
  FrequencySketch() { make_for(least); }

  /// Room for so many objects; what was counted before is forgotten when it has to grow.
  void ensure(std::size_t objects) {
    if (objects > made_for_) make_for(std::bit_ceil(objects));
  }

  void count(std::uint64_t key) {
    bool counted = false;
    for (const Cell& cell : cells_of(key)) {
      if (at(cell) == most) continue;
      words_[cell.word] += std::uint64_t{1} << cell.shift;
      counted = true;
    }
    if (counted && ++counted_ >= 10 * made_for_) halve();
  }

  unsigned estimate(std::uint64_t key) const {
    unsigned least_seen = most;
    for (const Cell& cell : cells_of(key)) least_seen = std::min(least_seen, at(cell));
    return least_seen;
  }

  void clear() { make_for(made_for_); }

 private:
  static constexpr unsigned most = 15;
  static constexpr std::size_t least = 64;
  /// A counter: four bits of a word.
  struct Cell {
    std::size_t word;
    unsigned shift;
  };

  // One row is a quarter of each word: four counters of it in turn.
  std::array<Cell, 4> cells_of(std::uint64_t key) const {
    std::array<Cell, 4> cells{};
    std::uint64_t bits = sim::mix(key + 0x9e3779b97f4a7c15U);
    for (unsigned row = 0; row < 4; ++row) {
      cells[row] = {static_cast<std::size_t>(bits & (words_.size() - 1)),
                    16 * row + 4 * static_cast<unsigned>(bits >> 62)};
      bits = sim::mix(bits + row + 1);
    }
    return cells;
  }
  unsigned at(const Cell& cell) const { return static_cast<unsigned>(words_[cell.word] >> cell.shift) & most; }

  void make_for(std::size_t objects) {
    made_for_ = objects;
    words_.assign(objects, 0);
    counted_ = 0;
  }

  void halve() {
    for (std::uint64_t& word : words_) word = word >> 1 & 0x7777777777777777U;
    counted_ /= 2;
  }

  std::size_t made_for_ = 0;
  std::vector<std::uint64_t> words_;
  std::size_t counted_ = 0;
};

}  // namespace stalemate::models::eviction
