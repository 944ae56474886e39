#include "analysis/cli/running.hpp"
#include <chrono>
#include <cstdint>
#include <limits>
#include "analysis/cli/interrupt.hpp"
#include "analysis/cli/reproduce.hpp"
#include "analysis/cli/terminal.hpp"
#include "analysis/measure/expectations.hpp"
#include "analysis/measure/results_json.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::cli {
namespace {

using sweep::Failure;
using sweep::Finished;

constexpr std::chrono::milliseconds until_next_look{100};

}  // namespace

std::uint64_t first_seed(const RunRequest& request, const load::Scenario& scenario) {
  return request.seed.value_or(scenario.system.seed);
}

std::optional<Trouble> too_many_seeds(const RunRequest& request, const load::Scenario& scenario) {
  constexpr auto largest = std::numeric_limits<std::uint64_t>::max();
  const std::uint64_t first = first_seed(request, scenario);
  const auto further = static_cast<std::uint64_t>(request.seeds - 1);
  if (further <= largest - first) return std::nullopt;
  return trouble(Exit::wrong_input, std::to_string(request.seeds) + " seeds from " + std::to_string(first) +
                                        " on go beyond the largest one, " + std::to_string(largest));
}

std::vector<sweep::Job> jobs_of(const RunRequest& request, const load::Scenario& scenario) {
  return sweep::jobs_of(scenario, first_seed(request, scenario), request.seeds);
}

int threads_of(const RunRequest& request) { return request.jobs > 0 ? request.jobs : sweep::usual_workers(); }

void wait_for(sweep::Sweep& sweep, bool quiet) {
  ProgressLine progress(!quiet);
  while (!sweep.wait(until_next_look) && !is_interrupted()) progress.show(sweep.done(), sweep.size(), "runs");
  sweep.stop();
}

nlohmann::ordered_json run_json(const RunRequest& request, const load::Scenario& scenario, const Finished& finished) {
  const load::StrategyPlan& plan = *finished.job.plan;
  const std::uint64_t seed = finished.job.seed;
  auto run = measure::run_json(*finished.result,
                               {plan.name, seed, plan.options, reproduce_command(request, plan.name, seed)});
  measure::add_expectations(run, measure::judge(scenario, plan, run));
  return run;
}

std::string failure_text(const RunRequest& request, const Finished& finished) {
  const std::string& strategy = finished.job.plan->name;
  const Failure& failure = *finished.failure;
  const std::string which = "strategy " + load::in_quotes(strategy) + ", seed " + std::to_string(finished.job.seed);
  if (failure.kind == Failure::Kind::out_of_memory) return "stalemate: out of memory: " + which + "\n";
  if (failure.kind == Failure::Kind::trace_unreadable)
    return "stalemate: cannot read " + failure.message + ": " + which + "\n";
  return "stalemate: " + failure.message + "\n  " + which + ", simulated time " +
         models::options::write_duration(failure.at - sim::Instant{}) + ", event " + std::to_string(failure.events) +
         "\n  " + reproduce_command(request, strategy, finished.job.seed) + "\n";
}

Exit exit_of(const Failure& failure) {
  return failure.kind == Failure::Kind::internal_check ? Exit::internal : Exit::machine;
}

}  // namespace stalemate::analysis::cli
