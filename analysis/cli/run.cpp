// run, compare, and replay --scenario: every strategy with every seed, and the answer.
#include <unistd.h>
#include <algorithm>
#include <cstdint>
#include <limits>
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

constexpr std::chrono::milliseconds until_next_look{100};

/// Waits for the end or for Ctrl-C.
void wait_for(sweep::Sweep& sweep, bool quiet) {
  ProgressLine progress(!quiet);
  while (!sweep.wait(until_next_look) && !is_interrupted()) progress.show(sweep.done(), sweep.size(), "runs");
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

std::uint64_t first_seed(const RunRequest& request, const load::Scenario& scenario) {
  return request.seed.value_or(scenario.system.seed);
}

/// Seeds that would begin again at 0.
std::optional<Trouble> too_many_seeds(const RunRequest& request, const load::Scenario& scenario) {
  constexpr auto largest = std::numeric_limits<std::uint64_t>::max();
  const std::uint64_t first = first_seed(request, scenario);
  const auto further = static_cast<std::uint64_t>(request.seeds - 1);
  if (further <= largest - first) return std::nullopt;
  return trouble(Exit::wrong_input, std::to_string(request.seeds) + " seeds from " + std::to_string(first) +
                                        " on go beyond the largest one, " + std::to_string(largest));
}

class Runner {
 public:
  Runner(const RunRequest& request, const load::Scenario& scenario, RunOutput output)
      : request_(request), scenario_(scenario), output_(std::move(output)) {}

  Exit run() {
    const std::uint64_t first = first_seed(request_, scenario_);
    const int threads = request_.jobs > 0 ? request_.jobs : sweep::usual_workers();
    sweep::Sweep sweep(sweep::jobs_of(scenario_, first, request_.seeds), threads);
    wait_for(sweep, request_.quiet);
    const auto finished = sweep.take();
    const auto all = static_cast<std::size_t>(sweep.size());
    take(finished);
    if (finished.size() == all) return tell();
    tell_part("interrupted: " + std::to_string(runs_.size()) + " of " + std::to_string(all) + " runs had finished");
    output_.discard();
    leave_now(failed_ != Exit::done ? failed_ : exit_of_interrupt());
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

  /// What went wrong outranks the verdicts of the runs that went well.
  page::Report report_with(Exit wrong) const {
    auto report = page::make_report(scenario_, tool_name(), runs_, request_.strict);
    report.command = command_of(request_);
    if (wrong == Exit::done) return report;
    report.exit_status = static_cast<int>(wrong);
    report.exit_reason = wrong == Exit::internal  ? "a check of the program itself failed"
                         : wrong == Exit::machine ? "the machine failed"
                                                  : "interrupted";
    return report;
  }

  /// Prints and writes what there is.
  Exit tell() {
    if (runs_.empty()) return failed_;
    auto report = report_with(failed_);
    if (const auto why = output_.write(scenario_, report, runs_)) return fail(*why);
    return static_cast<Exit>(report.exit_status);
  }

  /// A part is shown to people, and never put in the place of a whole.
  void tell_part(const std::string& how_far) const {
    const std::string files = output_.files();
    complain("stalemate: " + how_far + (files.empty() ? "" : "; not written: " + files) + "\n");
    if (runs_.empty()) return;
    const Exit wrong = failed_ != Exit::done ? failed_ : exit_of_interrupt();
    auto report = report_with(wrong);
    report.is_part = true;
    if (const auto why = output_.show_part(how_far + "; this is about those alone", report)) fail(*why);
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
  for (const std::string& input : {request.file, request.trace})
    if (const auto why = overwrites(request.outputs, input)) return fail(*why);
  const auto loaded = load_scenario(request);
  if (const auto* why = std::get_if<Trouble>(&loaded)) return fail(*why);
  const Loaded& ready = std::get<Loaded>(loaded);
  if (const auto why = too_many_seeds(request, ready.scenario)) return fail(*why);
  if (!request.quiet) complain(ready.warnings);
  watch_interrupts();
  auto output = RunOutput::open(request.outputs, request.format);
  if (const auto* why = std::get_if<Trouble>(&output)) return fail(*why);
  return Runner(request, ready.scenario, std::move(std::get<RunOutput>(output))).run();
}

}  // namespace stalemate::analysis::cli
