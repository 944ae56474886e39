// Which worlds a property test draws, and the command that draws a failing one alone.
// Promise: the environment variable STALEMATE_WORLD leaves that one world, or those of FIRST..LAST, and what is asked
// of all together is not asked.
// Source: FoundationDB's simulation, whose failures are a seed.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace stalemate::tests::property {

inline bool draws_some_worlds() { return std::getenv("STALEMATE_WORLD") != nullptr; }

/// 1 to `count`, or those that were asked for.
inline std::vector<std::uint64_t> world_seeds(std::uint64_t count) {
  std::uint64_t first = 1, last = count;
  if (const char* only = std::getenv("STALEMATE_WORLD")) {
    char* end = nullptr;
    first = std::strtoull(only, &end, 10);
    last = std::string_view(end).starts_with("..") ? std::strtoull(end + 2, nullptr, 10) : first;
  }
  std::vector<std::uint64_t> seeds;
  for (std::uint64_t seed = first; seed <= last; ++seed) seeds.push_back(seed);
  return seeds;
}

/// `test`: how its name begins.
inline std::string replay_of(std::uint64_t seed, const std::string& test) {
  const std::string number = std::to_string(seed);
  return "world " + number + ", it alone: STALEMATE_WORLD=" + number + " build/release/tests/test_property \"" + test +
         "*\"";
}

}  // namespace stalemate::tests::property
