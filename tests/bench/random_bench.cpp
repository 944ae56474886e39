// What one draw costs: bits, laws, popularity.
// Promise: each benchmark feeds its result to the optimiser's barrier; one item is one draw.
// Source: Google Benchmark; run as `random_bench --benchmark_min_time=0.5`.
#include <benchmark/benchmark.h>
#include <cstdint>
#include "sim/distribution.hpp"
#include "sim/math.hpp"
#include "sim/random.hpp"
#include "sim/zipf.hpp"

namespace {

using namespace stalemate::sim;
using namespace stalemate::sim::literals;

void stream_draw(benchmark::State& state) {
  Stream bits(1);
  for (auto _ : state) benchmark::DoNotOptimize(bits());
}
BENCHMARK(stream_draw);

/// Each draw belongs to another operation, so that construction counts.
void operation_draw(benchmark::State& state) {
  const StreamKey key = derive_key(1, "cache", "latency");
  std::uint64_t operation = 0;
  for (auto _ : state) {
    OperationDraw bits(key, ++operation, 2);
    benchmark::DoNotOptimize(bits());
  }
}
BENCHMARK(operation_draw);

/// As above, but each operation waits for the one before: latency instead of throughput.
void operation_draw_in_a_chain(benchmark::State& state) {
  const StreamKey key = derive_key(1, "cache", "latency");
  std::uint64_t drawn = 0;
  for (auto _ : state) benchmark::DoNotOptimize(drawn = OperationDraw(key, drawn, 2)());
}
BENCHMARK(operation_draw_in_a_chain);

template <class Draw>
void repeat(benchmark::State& state, Draw draw) {
  Stream bits(1);
  for (auto _ : state) benchmark::DoNotOptimize(draw(bits));
}

void exponential_draw(benchmark::State& state) {
  repeat(state, [](Stream& bits) { return exponential(bits); });
}
BENCHMARK(exponential_draw);

void normal_draw(benchmark::State& state) {
  repeat(state, [](Stream& bits) { return normal(bits); });
}
BENCHMARK(normal_draw);

void exponential_duration(benchmark::State& state) {
  const auto law = Distribution::exponential(50_us).plus(50_us);
  repeat(state, [&law](Stream& bits) { return law.sample(bits).ns; });
}
BENCHMARK(exponential_duration);

void log_normal_duration(benchmark::State& state) {
  const auto law = Distribution::log_normal(1_ms, 20_ms);
  repeat(state, [&law](Stream& bits) { return law.sample(bits).ns; });
}
BENCHMARK(log_normal_duration);

void percentile_duration(benchmark::State& state) {
  const auto law = Distribution::percentiles({{0, 100_us}, {50, 1_ms}, {90, 4_ms}, {99, 20_ms}, {100, 90_ms}});
  repeat(state, [&law](Stream& bits) { return law.sample(bits).ns; });
}
BENCHMARK(percentile_duration);

/// Arguments: the exponent in tenths, the number of ranks.
void zipf_draw(benchmark::State& state) {
  const Zipf zipf(static_cast<std::uint64_t>(state.range(1)), static_cast<double>(state.range(0)) / 10);
  repeat(state, [&zipf](Stream& bits) { return zipf.sample(bits); });
}
BENCHMARK(zipf_draw)->ArgsProduct({{8, 10}, {100'000, 100'000'000}});

void permutation_look_up(benchmark::State& state) {
  const Permutation permutation(100'000, derive_key(1, "popularity", "ranks"));
  std::uint64_t rank = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(permutation(rank));
    rank = rank == 99'999 ? 0 : rank + 1;
  }
}
BENCHMARK(permutation_look_up);

void logarithm(benchmark::State& state) {
  repeat(state, [](Stream& bits) { return math::log(unit(bits())); });
}
BENCHMARK(logarithm);

void exponential_function(benchmark::State& state) {
  repeat(state, [](Stream& bits) { return math::exp(-unit(bits())); });
}
BENCHMARK(exponential_function);

void power(benchmark::State& state) {
  repeat(state, [](Stream& bits) { return math::pow(unit(bits()), -0.8); });
}
BENCHMARK(power);

}  // namespace

BENCHMARK_MAIN();
