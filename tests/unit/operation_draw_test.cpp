// Draws that belong to an operation or message: functions of their name, as good as random along every axis.
// Promise: fixed inputs, so a failure is a change of the mixer, never bad luck; level |z| < 4.5 (7 in a million).
// Source: the tests of tests/unit/random_quality.hpp; the last case shows that they see a poor mixer.
#include <catch2/catch.hpp>
#include <set>
#include "sim/random.hpp"
#include "tests/unit/random_quality.hpp"

namespace {

using namespace stalemate;
using sim::OperationDraw;
using sim::StreamKey;

constexpr std::int64_t draws = 400'000;
const StreamKey key = sim::derive_key(7, "cache", "latency");

template <class At>
void require_random(At at) {
  const tests::Finding worst = tests::worst(tests::examined(at, draws));
  INFO(worst.test << ": z " << worst.z);
  REQUIRE(std::fabs(worst.z) < 4.5);
}

std::uint64_t word(std::int64_t i) { return static_cast<std::uint64_t>(i); }
std::uint32_t half(std::int64_t i) { return static_cast<std::uint32_t>(i); }

TEST_CASE("a draw depends on key, operation, hop and count alone") {
  OperationDraw first(key, 42, 3);
  OperationDraw again(key, 42, 3);
  OperationDraw other_hop(key, 42, 4);
  OperationDraw other_operation(key, 43, 3);
  const std::uint64_t drawn = first();
  CHECK(again() == drawn);
  CHECK(again() == first());
  CHECK(other_hop() != drawn);
  CHECK(other_operation() != drawn);
}

TEST_CASE("first draws of consecutive operations are random") {
  require_random([](std::int64_t i) { return OperationDraw(key, word(i), 0)(); });
}

TEST_CASE("first draws of operations whose ids differ in high bits are random") {
  require_random([](std::int64_t i) { return OperationDraw(key, word(i) << 36, 0)(); });
}

TEST_CASE("first draws of consecutive hops are random") {
  require_random([](std::int64_t i) { return OperationDraw(key, 1, half(i))(); });
}

TEST_CASE("operations and hops interleaved are random") {
  require_random([](std::int64_t i) { return OperationDraw(key, word(i / 8), half(i % 8))(); });
}

TEST_CASE("successive draws of one hop are random") {
  std::vector<std::uint64_t> drawn;
  OperationDraw bits(key, 1, 0);
  for (std::int64_t i = 0; i < draws + 8; ++i) drawn.push_back(bits());
  require_random([&drawn](std::int64_t i) { return drawn[word(i)]; });
}

TEST_CASE("short runs of draws, operation after operation, are random") {
  std::vector<std::uint64_t> drawn;
  for (std::uint64_t operation = 0; drawn.size() < word(draws + 8); ++operation) {
    OperationDraw bits(key, operation, 1);
    for (int k = 0; k < 3; ++k) drawn.push_back(bits());
  }
  require_random([&drawn](std::int64_t i) { return drawn[word(i)]; });
}

TEST_CASE("the same operation under keys of consecutive seeds is random") {
  require_random([](std::int64_t i) { return OperationDraw(sim::derive_key(word(i), "cache", "loss"), 9, 0)(); });
}

TEST_CASE("the same operation under keys of consecutive entities is random") {
  require_random([](std::int64_t i) {
    return OperationDraw(sim::derive_key(7, "client " + std::to_string(i), "loss"), 9, 0)();
  });
}

TEST_CASE("every bit of operation, hop and key flips every bit of the draw half of the time") {
  constexpr int trials = 20'000;  // Over 4096 pairs a deviate beyond 6 has probability 1 in 100 000.
  CHECK(tests::avalanche_z([](std::uint64_t x) { return OperationDraw(key, x, 0)(); }, 64, trials) < 6);
  CHECK(tests::avalanche_z([](std::uint64_t x) { return OperationDraw({x}, 5, 1)(); }, 64, trials) < 6);
  const auto by_hop = [](std::uint64_t x) { return OperationDraw(key, 5, static_cast<std::uint32_t>(x))(); };
  CHECK(tests::avalanche_z(by_hop, 32, trials) < 6);
}

TEST_CASE("no two of a million operations, hops and counts draw the same bits") {
  std::vector<std::uint64_t> drawn;
  for (std::uint64_t operation = 0; operation < 50'000; ++operation)
    for (std::uint32_t hop = 0; hop < 5; ++hop) {
      OperationDraw bits(key, operation, hop);
      for (int k = 0; k < 4; ++k) drawn.push_back(bits());
    }
  std::sort(drawn.begin(), drawn.end());
  CHECK(std::adjacent_find(drawn.begin(), drawn.end()) == drawn.end());
}

TEST_CASE("the tests reject mixers that are not good enough") {
  const auto weyl = [](std::int64_t i) { return word(i) * 0x9e3779b97f4a7c15U; };
  const auto one_fold = [](std::int64_t i) { return sim::folded_product(word(i) + 0x1234567, 0xa0761d6478bd642fU); };
  CHECK(std::fabs(tests::worst(tests::examined(weyl, draws)).z) > 10);
  CHECK(std::fabs(tests::worst(tests::examined(one_fold, draws)).z) > 10);
  CHECK(tests::avalanche_z([](std::uint64_t x) { return x * 0x9e3779b97f4a7c15U; }, 64, 1'000) > 20);
}

}  // namespace
