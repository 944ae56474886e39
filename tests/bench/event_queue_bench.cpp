// The hold model: N events pending; pop the earliest, push one at its time + Exp(1 ms). Nanoseconds an event.
// `generator_only` is what drawing the delay costs in each of the others. Every candidate must pop the same events.
#include <benchmark/benchmark.h>
#include <algorithm>
#include "sim/event_queue.hpp"
#include "sim/random.hpp"
#include "sim/ziggurat.hpp"
#include "tests/bench/queue_candidates.hpp"

namespace stalemate::tests::bench {
namespace {

constexpr double mean_delay_ns = 1e6;
using TournamentTree = sim::EventQueue<std::uint32_t>;

sim::Duration draw_delay(sim::Stream& stream) {
  return {static_cast<std::int64_t>(sim::exponential(stream) * mean_delay_ns) + 1};
}

template <class Queue>
class HoldModel {
 public:
  explicit HoldModel(std::int64_t pending) : stream_(42) {
    for (std::int64_t i = 0; i < pending; ++i)
      queue_.push(sim::Instant{} + draw_delay(stream_), static_cast<std::uint32_t>(i));
  }

  void step() {
    const auto event = queue_.pop();
    checksum_ = checksum_ * 31 + static_cast<std::uint64_t>(event.at.ns) + event.payload;
    queue_.push(event.at + draw_delay(stream_), event.payload);
  }

  std::uint64_t checksum_after(std::int64_t steps) {
    for (std::int64_t i = 0; i < steps; ++i) step();
    return checksum_;
  }

 private:
  Queue queue_;
  sim::Stream stream_;
  std::uint64_t checksum_ = 0;
};

template <class Queue>
void hold(benchmark::State& state) {
  constexpr std::int64_t pending_in_check = 1000, steps_in_check = 20'000;
  if (HoldModel<Queue>(pending_in_check).checksum_after(steps_in_check) !=
      HoldModel<StandardQueue>(pending_in_check).checksum_after(steps_in_check))
    return state.SkipWithError("pops other events than std::priority_queue");
  HoldModel<Queue> model(state.range(0));
  model.checksum_after(std::max<std::int64_t>(2 * state.range(0), 100'000));  // until its layout is that of a long run
  for (auto _ : state) model.step();
  benchmark::DoNotOptimize(model.checksum_after(0));
}

void generator_only(benchmark::State& state) {
  sim::Stream stream(42);
  sim::Instant at;
  std::uint64_t checksum = 0;
  for (auto _ : state) {
    checksum = checksum * 31 + static_cast<std::uint64_t>(at.ns);
    at += draw_delay(stream);
  }
  benchmark::DoNotOptimize(checksum);
}

void sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->Arg(10)->Arg(1000)->Arg(100'000)->Arg(1'000'000)->Iterations(2'000'000);
}

BENCHMARK(generator_only)->Iterations(2'000'000);
BENCHMARK(hold<TournamentTree>)->Name("tournament_tree")->Apply(sizes);
BENCHMARK(hold<StandardQueue>)->Name("std_priority_queue")->Apply(sizes);
BENCHMARK(hold<FourAryQueue>)->Name("four_ary_heap")->Apply(sizes);
BENCHMARK(hold<PairingQueue>)->Name("boost_pairing_heap")->Apply(sizes);

}  // namespace
}  // namespace stalemate::tests::bench

BENCHMARK_MAIN();
