// Laws for durations: what they promise call by call, and the same samples on every platform.
// Promise: golden values are exact integers; a change of any of them changes every digest of the project.
// Source: recorded with g++ 12.2; equal on clang 19, without optimisation and with fused multiply-add enabled.
#include <catch2/catch.hpp>
#include "sim/check.hpp"
#include "sim/distribution.hpp"
#include "sim/permutation.hpp"
#include "sim/zipf.hpp"

namespace {

using namespace stalemate::sim;
using namespace stalemate::sim::literals;
using Integers = std::vector<std::int64_t>;

Integers first_samples(const Distribution& law) {
  Stream bits(2026);
  Integers samples;
  for (int i = 0; i < 5; ++i) samples.push_back(law.sample(bits).ns);
  return samples;
}

template <class Sampler>
Integers first_ranks(const Sampler& sampler) {
  Stream bits(2026);
  Integers ranks;
  for (int i = 0; i < 5; ++i) ranks.push_back(static_cast<std::int64_t>(sampler.sample(bits)));
  return ranks;
}

/// Folds half a million samples, so that rare paths (wedges, tails) count too.
std::uint64_t digest_of(const Distribution& law) {
  Stream bits(7);
  std::uint64_t digest = 0;
  for (int i = 0; i < 500'000; ++i) digest = mix(digest ^ static_cast<std::uint64_t>(law.sample(bits).ns));
  return digest;
}

const auto steps = Distribution::percentiles({{0, 1_ms}, {50, 2_ms}, {99, 20_ms}, {100, 90_ms}});

TEST_CASE("the first samples of each law are the same on every platform") {
  CHECK(first_samples(Distribution::uniform(1_ms, 2_ms)) == Integers{1671041, 1283728, 1644709, 1784152, 1267173});
  CHECK(first_samples(Distribution::normal(1_ms, 300_us)) == Integers{550004, 1128959, 734185, 413395, 1167788});
  CHECK(first_samples(Distribution::log_normal(1_ms, 20_ms)) == Integers{144917, 1739418, 319498, 80622, 2054895});
  CHECK(first_samples(Distribution::exponential(50_us).plus(50_us)) == Integers{157157, 73167, 94654, 201867, 88037});
  CHECK(first_samples(Distribution::pareto(1_ms, 1.3, 10_s)) == Integers{1359158, 2635386, 1401663, 1205675, 2760129});
  CHECK(first_samples(steps) == Integers{8283129, 1567456, 7315825, 12438253, 1534345});
}

TEST_CASE("the first ranks of each popularity are the same on every platform") {
  CHECK(first_ranks(Zipf(100'000, 0)) == Integers{67104, 28372, 64470, 78415, 26717});
  CHECK(first_ranks(Zipf(100'000, 0.8)) == Integers{16822, 503, 14130, 33437, 402});
  CHECK(first_ranks(Zipf(100'000'000, 1)) == Integers{192037, 121, 116393, 1650011, 88});
  CHECK(first_ranks(Zipf(1'000'000'000, 1.2)) == Integers{126, 2, 86, 933, 2});
  const Permutation permutation(100'000, derive_key(1, "popularity", "ranks"));
  CHECK(permutation(0) == 90359);
  CHECK(permutation(99'999) == 97057);
}

TEST_CASE("half a million samples of each law are the same on every platform") {
  CHECK(digest_of(Distribution::uniform(1_ms, 2_ms)) == 3090233928856351300U);
  CHECK(digest_of(Distribution::normal(1_s, 300_ms)) == 2923606807183226253U);
  CHECK(digest_of(Distribution::log_normal(1_s, 20_s)) == 7863910559370588535U);
  CHECK(digest_of(Distribution::exponential(50_s)) == 9851173379547523410U);
  CHECK(digest_of(Distribution::pareto(1_s, 0.4, 1000_s)) == 5586010865389555897U);
  CHECK(digest_of(steps.scaled(1.7)) == 2753521601407251722U);
}

TEST_CASE("a constant takes no draw, every other law takes one at least") {
  Stream bits(1);
  CHECK(Distribution::constant(5_ms).plus(1_ms).sample(bits) == 6_ms);
  CHECK(bits == Stream(1));
  for (const auto& law : {Distribution::uniform(1_ms, 1_ms), Distribution::exponential(0_ns), steps}) {
    Stream used(1);
    law.sample(used);
    CHECK_FALSE(used == Stream(1));
  }
}

TEST_CASE("operation draws serve every law") {
  OperationDraw bits(derive_key(1, "origin", "latency"), 3, 0);
  CHECK(Distribution::uniform(1_ms, 2_ms).sample(bits) >= 1_ms);
  CHECK(steps.sample(bits) <= 90_ms);
  CHECK(Zipf(10, 1).sample(bits) < 10);
}

TEST_CASE("samples beyond a century are cut off instead of wrapping round") {
  const auto law = Distribution::log_normal(1000000_s, Duration{std::int64_t{1} << 62}).scaled(1e9);
  Stream bits(4);
  for (int i = 0; i < 1'000; ++i) {
    const Duration sample = law.plus(1_s).sample(bits);
    REQUIRE(sample.ns >= 0);
    REQUIRE(sample.ns <= std::int64_t{1} << 62);
  }
}

TEST_CASE("laws write themselves as they were given") {
  CHECK(Distribution::constant(1500_us).describe() == "1500us");
  CHECK(Distribution::constant(0_ns).describe() == "0ns");
  CHECK(Distribution::exponential(50_us).plus(50_us).describe() == "50us + exponential mean 50us");
  CHECK(Distribution::uniform(1_ms, 2_s).describe() == "uniform from 1ms to 2s");
  CHECK(Distribution::normal(1_ms, 10_ns).describe() == "normal mean 1ms sd 10ns");
  CHECK(Distribution::log_normal(1_ms, 20_ms).describe() == "log-normal p50 1ms p99 20ms");
  CHECK(Distribution::pareto(1_ms, 1.5, 1_s).describe() == "pareto minimum 1ms alpha 1.5 cap 1s");
  CHECK(steps.plus(3_ms).describe() == "3ms + percentiles p0 1ms p50 2ms p99 20ms p100 90ms");
}

TEST_CASE("scaling reaches shift and law, and order tells") {
  CHECK(Distribution::constant(3_ms).scaled(2.5).describe() == "7500us");
  const auto law = Distribution::exponential(50_us).plus(10_us);
  CHECK(law.scaled(2).describe() == "20us + exponential mean 100us");
  CHECK(law.scaled(2).plus(1_us).mean() == 121_us);
  CHECK(Distribution::pareto(1_ms, 1.5, 1_s).scaled(2).describe() == "pareto minimum 2ms alpha 1.5 cap 2s");
  CHECK(steps.scaled(2).points().back().second == 180_ms);
  CHECK(steps.scaled(0).mean() == 0_ns);
  CHECK(Distribution::pareto(1_ms, 1.5, 1_s).scaled(0).mean() == 0_ns);
}

TEST_CASE("impossible parameters are refused") {
  CHECK_THROWS_AS(Distribution::uniform(2_ms, 1_ms), InternalError);
  CHECK_THROWS_AS(Distribution::log_normal(0_ns, 1_ms), InternalError);
  CHECK_THROWS_AS(Distribution::pareto(1_ms, 0, 1_s), InternalError);
  CHECK_THROWS_AS(Distribution::percentiles({}), InternalError);
  CHECK_THROWS_AS(Distribution::percentiles({{50, 2_ms}, {40, 3_ms}}), InternalError);
  CHECK_THROWS_AS(Distribution::percentiles({{50, 2_ms}, {60, 1_ms}}), InternalError);
  CHECK_THROWS_AS(Distribution::exponential(1_ms).plus(Duration{-1}), InternalError);
  CHECK_THROWS_AS(Zipf(0, 1), InternalError);
  CHECK_THROWS_AS(Zipf(10, -1), InternalError);
}

}  // namespace
