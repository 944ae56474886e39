// The sweep: many runs on many threads, some of which fail.
#include "analysis/sweep/sweep.hpp"
#include <catch2/catch.hpp>
#include <new>
#include "sim/check.hpp"
#include "tests/cli/program.hpp"

namespace stalemate::tests::cli {
namespace {

using analysis::load::Scenario;
using analysis::load::StrategyPlan;
using analysis::sweep::Failure;
using analysis::sweep::Finished;
using analysis::sweep::Job;
using analysis::sweep::Sweep;

constexpr std::chrono::minutes long_enough{5};

Scenario scenario() {
  analysis::load::Diagnostics diagnostics;
  auto read = analysis::load::read_scenario(small_scenario(), "small.json", {}, diagnostics);
  REQUIRE(read);
  return std::move(*read);
}

/// A request a millisecond, until at the hundredth a check fails.
class BrokenArrivals final : public models::Arrivals {
 public:
  bool next(Arrival& arrival) override {
    CHECK_INVARIANT(++asked_ < 100);
    arrival.at = sim::Instant{asked_ * 1'000'000};
    return true;
  }

 private:
  std::int64_t asked_ = 0;
};

using Open = std::function<std::shared_ptr<models::Arrivals>(std::uint64_t)>;

/// The plan with its reads recorded in a trace that opens like this.
StrategyPlan replaying(const StrategyPlan& plan, Open open) {
  StrategyPlan changed = plan;
  changed.blueprint.loads[0].shape = models::Load::Shape::recorded;
  changed.traces.push_back({0, {"trace.bin"}, std::move(open)});
  return changed;
}

Failure failure_of(const StrategyPlan& plan) {
  const Finished finished = analysis::sweep::run({&plan, 3});
  REQUIRE_FALSE(finished.result);
  REQUIRE(finished.failure);
  return *finished.failure;
}

std::vector<Finished> sweep_all(const std::vector<Job>& jobs, int threads) {
  Sweep sweep(jobs, threads);
  REQUIRE(sweep.wait(long_enough));
  return sweep.take();
}

}  // namespace

TEST_CASE("results stand in the order of strategies and seeds, whatever the number of threads") {
  const Scenario of = scenario();
  const auto jobs = analysis::sweep::jobs_of(of, 5, 4);
  const auto one = sweep_all(jobs, 1);
  const auto many = sweep_all(jobs, 7);
  REQUIRE(one.size() == 12);
  REQUIRE(many.size() == 12);
  for (std::size_t i = 0; i < one.size(); ++i) {
    CHECK(many[i].job.plan == &of.strategies[i / 4]);
    CHECK(many[i].job.seed == 5 + i % 4);
    CHECK(many[i].result->digest == one[i].result->digest);
  }
}

TEST_CASE("a run whose check fails tells where and when, and the others go on") {
  const Scenario of = scenario();
  const Open breaks = [](std::uint64_t) { return std::make_shared<BrokenArrivals>(); };
  const StrategyPlan broken = replaying(of.strategies[1], breaks);
  const auto finished = sweep_all({{&of.strategies[0], 1}, {&broken, 3}, {&of.strategies[2], 1}}, 2);
  REQUIRE(finished.size() == 3);
  CHECK(finished[0].result);
  CHECK(finished[2].result);
  REQUIRE(finished[1].failure);
  const Failure& failure = *finished[1].failure;
  CHECK(failure.kind == Failure::Kind::internal_check);
  CHECK(failure.message.find("internal check failed: ++asked_ < 100") != std::string::npos);
  CHECK(failure.at == sim::Instant{99'000'000});
  CHECK(failure.events > 99);
}

TEST_CASE("a trace that can no longer be opened, and too little memory, are failures of their own") {
  const Scenario of = scenario();
  const Open nothing = [](std::uint64_t) { return std::shared_ptr<models::Arrivals>(); };
  const Failure gone = failure_of(replaying(of.strategies[1], nothing));
  CHECK(gone.kind == Failure::Kind::trace_unreadable);
  CHECK(gone.message == "trace.bin");
  const Open too_large = [](std::uint64_t) -> std::shared_ptr<models::Arrivals> { throw std::bad_alloc(); };
  CHECK(failure_of(replaying(of.strategies[1], too_large)).kind == Failure::Kind::out_of_memory);
}

TEST_CASE("what is stopped early has run every strategy, where seeds come one after the other") {
  const Scenario of = scenario();
  Sweep sweep(analysis::sweep::jobs_of(of, 1, 2000), 1, Sweep::Order::by_seed);
  while (sweep.done() < 3) sweep.wait(std::chrono::milliseconds(1));
  sweep.stop();
  const auto finished = sweep.take();
  for (const StrategyPlan& plan : of.strategies)
    CHECK(std::any_of(finished.begin(), finished.end(), [&](const Finished& each) { return each.job.plan == &plan; }));
}

TEST_CASE("after a stop no further run begins, and what is finished is kept") {
  const Scenario of = scenario();
  Sweep sweep(analysis::sweep::jobs_of(of, 1, 2000), 1);
  while (sweep.done() < 3) sweep.wait(std::chrono::milliseconds(1));
  sweep.stop();
  const auto before = sweep.done();
  CHECK_FALSE(sweep.wait(std::chrono::milliseconds(500)));
  CHECK(sweep.done() <= before + 1);
  CHECK(sweep.take().size() >= 3);
}

}  // namespace stalemate::tests::cli
