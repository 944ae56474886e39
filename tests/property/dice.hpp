// The dice that whole worlds are drawn with.
// Promise: the same seed gives the same throws on every machine.
// Source: sim/random.hpp.
#pragma once
#include <cstdint>
#include <vector>
#include "sim/random.hpp"
#include "sim/time.hpp"

namespace stalemate::tests::property {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : bits_(sim::derive_key(seed, "world", "property").value) {}
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(sim::below(bits_, static_cast<std::uint64_t>(high - low + 1)));
  }
  bool one_in(std::int64_t n) { return between(1, n) == 1; }
  double share() { return sim::unit(bits_()); }
  sim::Duration ms(std::int64_t low, std::int64_t high) {
    return sim::Duration{between(low * 1000, high * 1000) * 1000};
  }
  template <class T>
  const T& of(const std::vector<T>& all) {
    return all[static_cast<std::size_t>(between(0, static_cast<std::int64_t>(all.size()) - 1))];
  }

 private:
  sim::Stream bits_;
};

}  // namespace stalemate::tests::property
