#include "analysis/cli/variants.hpp"
#include <algorithm>
#include <utility>
#include "analysis/cli/commands.hpp"
#include "analysis/cli/interrupt.hpp"
#include "analysis/cli/terminal.hpp"

namespace stalemate::analysis::cli {

bool Variant::owns(const sweep::Finished& finished) const {
  const auto& plans = loaded.scenario.strategies;
  return std::any_of(plans.begin(), plans.end(),
                     [&](const load::StrategyPlan& plan) { return &plan == finished.job.plan; });
}

std::variant<Variant*, Trouble> Variants::add(RunRequest request) {
  auto loaded = load_scenario(request);
  if (auto* const why = std::get_if<Trouble>(&loaded)) return std::move(*why);
  all_.push_back({std::move(request), std::move(std::get<Loaded>(loaded))});
  return &all_.back();
}

bool Variants::run(const std::vector<sweep::Job>& jobs, const RunRequest& how) {
  sweep::Sweep sweep(jobs, threads_of(how));
  wait_for(sweep, how.quiet);
  const auto finished = sweep.take();
  for (const sweep::Finished& each : finished) take(each);
  begun_ += static_cast<std::int64_t>(jobs.size());
  finished_ += static_cast<std::int64_t>(finished.size());
  return finished.size() == jobs.size();
}

void Variants::take(const sweep::Finished& finished) {
  const auto variant = std::find_if(all_.begin(), all_.end(), [&](const Variant& each) { return each.owns(finished); });
  if (finished.result) variant->runs.push_back(run_json(variant->request, variant->scenario(), finished));
  if (!finished.failure) return;
  complain(failure_text(variant->request, finished));
  failed_ = std::max(failed_, exit_of(*finished.failure));
}

namespace {

Exit exit_of_part(const Variants& variants) {
  return variants.failed() != Exit::done ? variants.failed() : exit_of_interrupt();
}

void complain_of_interruption(const Variants& variants, const RunOutput& output) {
  const std::string files = output.files();
  complain("stalemate: " + interruption_text(variants) + (files.empty() ? "" : "; not written: " + files) + "\n");
}

}  // namespace

std::string interruption_text(const Variants& variants) {
  return "interrupted: " + std::to_string(variants.finished()) + " of " + std::to_string(variants.begun()) +
         " runs had finished";
}

void leave_interrupted(const Variants& variants, RunOutput& output) {
  complain_of_interruption(variants, output);
  output.discard();
  leave_now(exit_of_part(variants));
}

void leave_with_part(const Variants& variants, RunOutput& output, page::Report& described,
                     const RunOutput::TextOf& texts) {
  complain_of_interruption(variants, output);
  described.exit_status = static_cast<int>(exit_of_part(variants));
  described.exit_reason = "interrupted";
  const std::string heading = interruption_text(variants) + "; this is about those alone";
  if (const auto why = output.show_part(heading, texts)) fail(*why);
  output.discard();
  leave_now(exit_of_part(variants));
}

std::variant<Prepared, Trouble> prepare(const RunRequest& request) {
  auto document = read_scenario_document(request);
  if (auto* const why = std::get_if<Trouble>(&document)) return std::move(*why);
  Variants variants;
  auto described = variants.add(request);
  if (auto* const why = std::get_if<Trouble>(&described)) return std::move(*why);
  const Variant& first = *std::get<Variant*>(described);
  if (auto why = too_many_seeds(request, first.scenario())) return std::move(*why);
  if (!request.quiet) complain(first.loaded.warnings);
  watch_interrupts();
  auto output = RunOutput::open(request.outputs, request.format);
  if (auto* const why = std::get_if<Trouble>(&output)) return std::move(*why);
  return Prepared{std::move(std::get<load::Node>(document)), std::move(variants),
                  std::move(std::get<RunOutput>(output))};
}

}  // namespace stalemate::analysis::cli
