// Which worlds a property test draws, and the command that draws a failing one alone.
// Promise: the environment variable STALEMATE_WORLD=seed leaves that one world, and what is asked of all is not asked.
// Source: FoundationDB's simulation, whose failures are a seed.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace stalemate::tests::property {

inline bool draws_one_world() { return std::getenv("STALEMATE_WORLD") != nullptr; }

/// 1 to `count`, or the one that was asked for.
inline std::vector<std::uint64_t> world_seeds(std::uint64_t count) {
  if (const char* only = std::getenv("STALEMATE_WORLD")) return {std::strtoull(only, nullptr, 10)};
  std::vector<std::uint64_t> seeds;
  for (std::uint64_t seed = 1; seed <= count; ++seed) seeds.push_back(seed);
  return seeds;
}

/// `test`: how its name begins.
inline std::string replay_of(std::uint64_t seed, const std::string& test) {
  const std::string number = std::to_string(seed);
  return "world " + number + ", it alone: STALEMATE_WORLD=" + number + " build/release/tests/test_property \"" + test +
         "*\"";
}

}  // namespace stalemate::tests::property
