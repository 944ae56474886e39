// Streams and keys: the published generators, and names that do not run into each other.
// Promise: vectors are those that the generators' authors publish.
// Source: prng.di.unimi.it (xoroshiro128++, SplitMix64).
#include <boost/random/uniform_int_distribution.hpp>
#include <catch2/catch.hpp>
#include <set>
#include "sim/random.hpp"
#include "tests/unit/random_quality.hpp"

namespace {

using namespace stalemate;
using sim::derive_key;
using sim::Stream;

TEST_CASE("a stream is xoroshiro128++ to the published bit") {
  Stream stream(1, 2);
  const std::vector<std::uint64_t> published{
      393217U, 669327710093319U, 1732421326133921491U, 11394790081659126983U, 9555452776773192676U,
      3586421180005889563U, 1691397964866707553U, 10735626796753111697U, 15216282715349408991U,
      14247243556711267923U};
  for (const std::uint64_t expected : published) CHECK(stream() == expected);
}

TEST_CASE("the seeder is SplitMix64 to the published bit") {
  sim::SplitMix64 seeder(1234567);
  const std::vector<std::uint64_t> published{6457827717110365317U, 3203168211198807973U, 9817491932198370423U,
                                             4593380528125082431U, 16408922859458223821U};
  for (const std::uint64_t expected : published) CHECK(seeder() == expected);
}

TEST_CASE("a stream serves Boost's integer distribution") {
  Stream stream(5);
  const boost::random::uniform_int_distribution<int> die(1, 6);
  std::vector<std::int64_t> counts(6);
  for (int i = 0; i < 60'000; ++i) ++counts[static_cast<std::size_t>(die(stream) - 1)];
  CHECK(std::fabs(tests::chi_square_z(counts, 10'000)) < 4.5);
}

TEST_CASE("streams of consecutive seeds are unrelated") {
  std::vector<std::uint64_t> firsts;
  for (std::uint64_t seed = 0; seed < 400'008; ++seed) firsts.push_back(sim::make_stream(derive_key(seed, "a", "b"))());
  const auto at = [&firsts](std::int64_t i) { return firsts[static_cast<std::size_t>(i)]; };
  const tests::Finding worst = tests::worst(tests::examined(at, 400'000));
  INFO(worst.test);
  CHECK(std::fabs(worst.z) < 4.5);
}

TEST_CASE("a key tells seed, entity and purpose apart") {
  std::set<std::uint64_t> keys;
  for (const std::uint64_t seed : std::vector<std::uint64_t>{0, 1})
    for (const char* entity : {"", "a", "ab", "abcdefgh", "abcdefghi", "client 1", "client 2"})
      for (const char* purpose : {"", "a", "b", "bc", "c", "i", "arrivals"})
        keys.insert(derive_key(seed, entity, purpose).value);
  CHECK(keys.size() == 2 * 7 * 7);
  CHECK(derive_key(1, "ab", "c") != derive_key(1, "a", "bc"));
  CHECK(derive_key(1, "a", std::string_view("\0", 1)) != derive_key(1, "a", ""));
}

TEST_CASE("a key is the same on every platform") {
  CHECK(derive_key(1, "client 1", "arrivals").value == 8325824575848346808U);
  CHECK(derive_key(1, "caf\xc3\xa9", "loss").value == 15630099727179120724U);
  CHECK(sim::OperationDraw(derive_key(1, "cache", "latency"), 17, 2)() == 9478622561290563115U);
}

TEST_CASE("a unit number is never 0 and never 1") {
  CHECK(sim::unit(0) == 0x1p-53);
  CHECK(sim::unit(~std::uint64_t{0}) == 1 - 0x1p-53);
  CHECK(sim::unit(std::uint64_t{1} << 63) > 0.5);
}

TEST_CASE("below reaches each of 0..n-1 equally often") {
  for (const std::uint64_t n : std::vector<std::uint64_t>{1, 2, 3, 10, 257}) {
    Stream stream(n);
    std::vector<std::int64_t> counts(n + 1);
    for (std::uint64_t i = 0; i < 1'000 * n; ++i) ++counts.at(sim::below(stream, n));
    CHECK(counts.back() == 0);
    counts.pop_back();
    if (n > 1) CHECK(std::fabs(tests::chi_square_z(counts, 1'000)) < 4.5);
  }
}

TEST_CASE("below is unbiased where a plain product would be wrong by half") {
  Stream stream(3);
  const std::uint64_t n = std::uint64_t{3} << 62;  // A product without rejection would hit every third number twice.
  std::vector<std::int64_t> counts(3);
  for (int i = 0; i < 300'000; ++i) ++counts[sim::below(stream, n) % 3];
  CHECK(std::fabs(tests::chi_square_z(counts, 100'000)) < 4.5);
}

}  // namespace
