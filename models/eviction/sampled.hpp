// Sampled eviction: looks at a few objects drawn at random, and remembers the best candidates of earlier samples.
// Promise: no order is kept; a candidate keeps the rank it had when it was sampled, used since or not, as in Redis.
// Source: Redis 3.0 and later, evict.c (a pool of 16, `maxmemory-samples`).
// Departs: samples are uniform and distinct, where Redis takes neighbours in its hash table.
#pragma once
#include <algorithm>
#include <array>
#include <vector>
#include "models/eviction/policy.hpp"
#include "sim/check.hpp"

namespace stalemate::models::eviction {

/// A counter of uses in eight bits: above its first value a use counts with chance 1/((uses - first) log_factor + 1).
struct LogCounter {
  static constexpr std::uint8_t first = 5;
  static constexpr std::uint8_t most = 255;
  template <class Draw>
  static std::uint8_t used(std::uint8_t uses, double log_factor, Draw& draw) {
    if (uses == most) return most;
    const double above = uses > first ? uses - first : 0;
    return static_cast<std::uint8_t>(uses + (draw() < 1 / (above * log_factor + 1)));
  }
};

class SampledObjects {
 public:
  SampledObjects(std::int64_t samples, sim::StreamKey draws)
      : samples_(static_cast<std::size_t>(samples)), bits_(sim::make_stream(draws)) {}

  void add(Slot slot) {
    if (slot >= position_.size()) position_.resize(slot + std::size_t{1}, no_slot);
    position_[slot] = static_cast<Slot>(held_.size());
    held_.push_back(slot);
  }
  void remove(Slot slot) {
    const Slot at = position_[slot];
    held_[at] = held_.back();
    position_[held_[at]] = at;
    held_.pop_back();
    position_[slot] = no_slot;
  }
  void clear() {
    held_.clear();
    position_.clear();
    pooled_ = 0;
  }
  /// A number of 0 <= u < 1 for the policy's own choices.
  double draw() { return sim::unit(bits_()); }

  /// Takes out the candidate of highest `rank(slot)`.
  template <class Rank>
  Slot evict(const Residents& residents, Rank rank) {
    for (;;) {
      sample(residents, rank);
      while (pooled_ > 0) {
        const Candidate best = pool_[--pooled_];
        const bool is_held = best.slot < position_.size() && position_[best.slot] != no_slot;
        if (!is_held || residents.at(best.slot).key != best.key) continue;  // it has left meanwhile
        remove(best.slot);
        return best.slot;
      }
    }
  }

 private:
  struct Candidate {
    Key key = 0;
    Slot slot = 0;
    std::uint64_t rank = 0;
  };

  // The drawn ones change places with the last: a shuffle that stops early.
  template <class Rank>
  void sample(const Residents& residents, Rank rank) {
    const std::size_t count = std::min(samples_, held_.size());
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t last = held_.size() - 1 - i;
      const std::size_t drawn = sim::below(bits_, last + 1);
      std::swap(held_[drawn], held_[last]);
      position_[held_[drawn]] = static_cast<Slot>(drawn);
      position_[held_[last]] = static_cast<Slot>(last);
      const Slot slot = held_[last];
      offer({residents.at(slot).key, slot, rank(slot)});
    }
  }

  // The pool is sorted by rank, the least first; a full one loses its least.
  void offer(const Candidate& candidate) {
    const auto end = pool_.begin() + static_cast<std::ptrdiff_t>(pooled_);
    const auto below = [](const Candidate& each, std::uint64_t value) { return each.rank < value; };
    auto at = std::lower_bound(pool_.begin(), end, candidate.rank, below);
    if (pooled_ < pool_.size()) {
      std::move_backward(at, end, end + 1);
      ++pooled_;
    } else if (at == pool_.begin()) {
      return;
    } else {
      std::move(pool_.begin() + 1, at, pool_.begin());
      --at;
    }
    *at = candidate;
  }

  std::size_t samples_;
  sim::Stream bits_;
  std::vector<Slot> held_;
  std::vector<Slot> position_;  // by slot, in held_; no_slot: not held
  std::array<Candidate, 16> pool_;
  std::size_t pooled_ = 0;
};

}  // namespace stalemate::models::eviction
