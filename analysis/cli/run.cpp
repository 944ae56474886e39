// run, compare, and replay --scenario: every strategy with every seed, and the answer.
#include <algorithm>
#include "analysis/cli/commands.hpp"
#include "analysis/cli/interrupt.hpp"
#include "analysis/cli/open_page.hpp"
#include "analysis/cli/page_output.hpp"
#include "analysis/cli/reproduce.hpp"
#include "analysis/cli/run_output.hpp"
#include "analysis/cli/running.hpp"
#include "analysis/cli/scenario_input.hpp"
#include "analysis/cli/terminal.hpp"
#include "analysis/sweep/sweep.hpp"

namespace stalemate::analysis::cli {
namespace {

using Json = nlohmann::ordered_json;
using sweep::Finished;

class Runner {
 public:
  Runner(const RunRequest& request, const Loaded& loaded, RunOutput output)
      : request_(request), loaded_(loaded), scenario_(loaded.scenario), output_(std::move(output)) {}

  Exit run() {
    sweep::Sweep sweep(jobs_of(request_, scenario_), threads_of(request_), sweep::Sweep::Order::by_seed);
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
      if (finished.result) runs_.push_back(run_json(request_, scenario_, finished));
      if (!finished.failure) continue;
      complain(failure_text(request_, finished));
      failed_ = std::max(failed_, exit_of(*finished.failure));
    }
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
    const auto drawn = [&](Format format) {
      return format == Format::html ? page_text(request_, loaded_, report) : picture_text(loaded_, report);
    };
    if (const auto why = output_.write(scenario_, report, runs_, drawn)) return fail(*why);
    if (request_.open) open_page(*output_.page());
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
  const Loaded& loaded_;
  const load::Scenario& scenario_;
  RunOutput output_;
  std::vector<Json> runs_;
  Exit failed_ = Exit::done;
};

bool is_page(const std::string& path) { return path.ends_with(".html"); }

/// What was asked for instead of a plain run, and has neither a page nor a picture; empty: nothing.
std::string not_drawn(const RunRequest& request) {
  if (request.what_if == every_what_if) return "--what-if standard";
  if (!request.solve.empty()) return "--solve";
  if (request.find_capacity) return "--find-capacity";
  return request.leave_one_out ? "--leave-one-out" : "";
}

}  // namespace

Exit run_command(const RunRequest& request) {
  if (is_sweep(request)) return run_vary(request);
  if (const auto why = RunOutput::wrong_names(request.outputs)) return fail(*why);
  for (const std::string& input : {request.file, request.trace})
    if (const auto why = overwrites(request.outputs, input)) return fail(*why);
  if (const std::string what = not_drawn(request); !what.empty())
    if (const auto why = RunOutput::drawn_names(request.outputs, what)) return fail(*why);
  if (request.open && std::none_of(request.outputs.begin(), request.outputs.end(), is_page))
    return fail(trouble(Exit::wrong_input, "--open shows the page that is written: name one, as -o report.html"));
  const bool solves = !request.solve.empty() || request.find_capacity;
  if ((solves || request.leave_one_out) && request.what_if == every_what_if)
    return fail(trouble(Exit::wrong_input, "--what-if standard runs alone; with --solve, --find-capacity or "
                                           "--leave-one-out name one standard fault"));
  if (request.what_if == every_what_if) return run_what_ifs(request);
  if (solves) return run_solve(request);
  if (request.leave_one_out) return run_leave_out(request);
  const auto loaded = load_scenario(request);
  if (const auto* why = std::get_if<Trouble>(&loaded)) return fail(*why);
  const Loaded& ready = std::get<Loaded>(loaded);
  if (const auto why = too_many_seeds(request, ready.scenario)) return fail(*why);
  if (!request.quiet) complain(ready.warnings);
  watch_interrupts();
  auto output = RunOutput::open(request.outputs, request.format);
  if (const auto* why = std::get_if<Trouble>(&output)) return fail(*why);
  return Runner(request, ready, std::move(std::get<RunOutput>(output))).run();
}

}  // namespace stalemate::analysis::cli
