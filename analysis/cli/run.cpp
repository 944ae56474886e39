// run, compare, and replay --scenario: every strategy with every seed, and the answer.
#include <unistd.h>
#include <algorithm>
#include <cstdint>
#include "analysis/cli/commands.hpp"
#include "analysis/cli/interrupt.hpp"
#include "analysis/cli/reproduce.hpp"
#include "analysis/cli/run_output.hpp"
#include "analysis/cli/scenario_input.hpp"
#include "analysis/cli/terminal.hpp"
#include "analysis/measure/results_json.hpp"
#include "analysis/sweep/sweep.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::cli {
namespace {

using Json = nlohmann::ordered_json;
using sweep::Failure;
using sweep::Finished;

constexpr std::chrono::milliseconds glance{100};

/// Waits for the end or for Ctrl-C.
void wait_for(sweep::Sweep& sweep, bool quiet) {
  ProgressLine progress(!quiet);
  while (!sweep.wait(glance) && !is_interrupted()) progress.show(sweep.done(), sweep.size(), "runs");
  sweep.stop();
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

class Runner {
 public:
  Runner(const RunRequest& request, const load::Scenario& scenario, RunOutput output)
      : request_(request), scenario_(scenario), output_(std::move(output)) {}

  Exit run() {
    const std::uint64_t first = request_.seed.value_or(scenario_.system.seed);
    const int threads = request_.jobs > 0 ? request_.jobs : sweep::usual_workers();
    sweep::Sweep sweep(sweep::jobs_of(scenario_, first, request_.seeds), threads);
    wait_for(sweep, request_.quiet);
    take(sweep.take());
    const bool cut_short = sweep.done() < sweep.size();
    const Exit exit = tell(cut_short);
    if (!cut_short) return exit;
    complain("stalemate: interrupted: " + std::to_string(runs_.size()) + " of " + std::to_string(sweep.size()) +
             " runs had finished\n");
    output_.discard();
    leave_now(exit);
  }

 private:
  void take(const std::vector<Finished>& all) {
    for (const Finished& finished : all) {
      if (finished.result) runs_.push_back(json_of(finished));
      if (!finished.failure) continue;
      complain(failure_text(request_, finished));
      failed_ = std::max(failed_, exit_of(*finished.failure));
    }
  }

  Json json_of(const Finished& finished) const {
    const load::StrategyPlan& plan = *finished.job.plan;
    const std::uint64_t seed = finished.job.seed;
    Json run = measure::run_json(*finished.result,
                                 {plan.name, seed, plan.options, reproduce_command(request_, plan.name, seed)});
    measure::add_expectations(run, measure::judge(scenario_, plan, run));
    return run;
  }

  /// Prints and writes what there is. What went wrong outranks the verdicts of the runs that went well.
  Exit tell(bool cut_short) {
    const Exit wrong = failed_ != Exit::done ? failed_ : cut_short ? Exit::interrupted : Exit::done;
    if (runs_.empty()) return wrong;
    auto report = page::make_report(scenario_, tool_name(), runs_, request_.strict);
    if (wrong != Exit::done) {
      report.exit_status = static_cast<int>(wrong);
      report.exit_reason = failed_ == Exit::internal  ? "a check of the program itself failed"
                           : failed_ == Exit::machine ? "the machine failed"
                                                      : "interrupted";
    }
    if (const auto why = output_.write(scenario_, report, runs_)) return fail(*why);
    return static_cast<Exit>(report.exit_status);
  }

  const RunRequest& request_;
  const load::Scenario& scenario_;
  RunOutput output_;
  std::vector<Json> runs_;
  Exit failed_ = Exit::done;
};

}  // namespace

Exit run_command(const RunRequest& request) {
  if (const auto why = RunOutput::wrong_names(request.outputs)) return fail(*why);
  const auto loaded = load_scenario(request);
  if (const auto* why = std::get_if<Trouble>(&loaded)) return fail(*why);
  const Loaded& ready = std::get<Loaded>(loaded);
  if (!request.quiet) complain(ready.warnings);
  auto output = RunOutput::open(request.outputs, request.format);
  if (const auto* why = std::get_if<Trouble>(&output)) return fail(*why);
  return Runner(request, ready.scenario, std::move(std::get<RunOutput>(output))).run();
}

}  // namespace stalemate::analysis::cli
