#include "analysis/sweep/sweep.hpp"
#include <algorithm>
#include <exception>
#include <new>
#include <numeric>
#include <utility>
#include "analysis/measure/measurement.hpp"
#include "sim/check.hpp"

namespace stalemate::analysis::sweep {
namespace {

/// A world that says, when a check of it fails, how far it had come.
void measure_into(Finished& finished, models::Blueprint blueprint) {
  models::World world(std::move(blueprint));
  measure::Measurement measurement(world);
  try {
    world.run();
    finished.result = measurement.result();
  } catch (const sim::InternalError& error) {
    finished.failure = Failure{Failure::Kind::internal_check, error.what(), world.now(), world.events()};
  }
}

void try_run(Finished& finished) {
  auto blueprint = finished.job.plan->for_run(finished.job.seed);
  if (blueprint) return measure_into(finished, std::move(*blueprint));
  const auto& traces = finished.job.plan->traces;
  std::string names;
  for (const load::TraceUse& trace : traces) names += (names.empty() ? "" : ", ") + trace.trace.file;
  finished.failure = Failure{Failure::Kind::trace_unreadable, names, {}, 0};
}

std::vector<std::size_t> places_of(const std::vector<Job>& jobs, Sweep::Order order) {
  std::vector<std::size_t> places(jobs.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  if (order == Sweep::Order::by_seed)
    std::stable_sort(places.begin(), places.end(),
                     [&](std::size_t a, std::size_t b) { return jobs[a].seed < jobs[b].seed; });
  return places;
}

}  // namespace

std::vector<Job> jobs_of(const load::Scenario& scenario, std::uint64_t first_seed, std::int64_t seeds) {
  std::vector<Job> jobs;
  for (const load::StrategyPlan& plan : scenario.strategies)
    for (std::int64_t i = 0; i < seeds; ++i) jobs.push_back({&plan, first_seed + static_cast<std::uint64_t>(i)});
  return jobs;
}

Finished run(const Job& job) {
  Finished finished{job, std::nullopt, std::nullopt};
  try {
    try_run(finished);
  } catch (const std::bad_alloc&) {
    finished.result.reset();
    finished.failure = Failure{Failure::Kind::out_of_memory, "out of memory", {}, 0};
  } catch (const std::exception& error) {
    finished.result.reset();
    finished.failure = Failure{Failure::Kind::internal_check, error.what(), {}, 0};
  }
  return finished;
}

Sweep::Sweep(const std::vector<Job>& jobs, int threads, Order order)
    : jobs_(jobs),
      order_(places_of(jobs, order)),
      finished_(jobs.size()),
      workers_(size(), threads, [this](std::int64_t number) { work(order_[static_cast<std::size_t>(number)]); }) {}

void Sweep::work(std::size_t place) {
  Finished finished = run(jobs_[place]);
  const std::lock_guard lock(mutex_);
  finished_[place] = std::move(finished);
  ++done_;
  changed_.notify_all();
}

bool Sweep::wait(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, patience, [this] { return done_ == size(); });
}

std::int64_t Sweep::done() const {
  const std::lock_guard lock(mutex_);
  return done_;
}

std::vector<Finished> Sweep::take() {
  const std::lock_guard lock(mutex_);
  std::vector<Finished> taken;
  for (auto& finished : finished_) {
    if (!finished) continue;
    taken.push_back(std::move(*finished));
    finished.reset();
  }
  return taken;
}

}  // namespace stalemate::analysis::sweep
