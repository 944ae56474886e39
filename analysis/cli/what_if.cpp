// run --what-if standard: every strategy under each of the standard faults, side by side.
#include "analysis/page/what_if.hpp"
#include <algorithm>
#include <deque>
#include "analysis/cli/commands.hpp"
#include "analysis/cli/interrupt.hpp"
#include "analysis/cli/reproduce.hpp"
#include "analysis/cli/run_output.hpp"
#include "analysis/cli/running.hpp"
#include "analysis/cli/scenario_input.hpp"
#include "analysis/cli/terminal.hpp"
#include "analysis/cli/what_if_input.hpp"
#include "analysis/measure/results_json.hpp"

namespace stalemate::analysis::cli {
namespace {

using load::WhatIfFact;
using sweep::Finished;

/// The scenario under one of the faults, and what became of its runs.
struct WhatIfWorld {
  WhatIfFact fact;  ///< Without a name: as described.
  RunRequest request;
  Loaded loaded;
  std::vector<page::Json> runs = {};

  bool owns(const Finished& finished) const {
    const auto& plans = loaded.scenario.strategies;
    return std::any_of(plans.begin(), plans.end(),
                       [&](const load::StrategyPlan& plan) { return &plan == finished.job.plan; });
  }
};

/// Plans stay where they are: jobs point to them.
struct WhatIfWorlds {
  std::deque<WhatIfWorld> all = {};  ///< As described first.
  std::vector<load::WhatIf> left_out = {};
  double at_s = 0;
};

bool promises_anything(const load::Scenario& scenario) {
  return std::any_of(scenario.strategies.begin(), scenario.strategies.end(), [](const load::StrategyPlan& plan) {
    const auto& classes = plan.blueprint.classes;
    return std::any_of(classes.begin(), classes.end(), [](const models::DataClass& data_class) {
      return data_class.promise.max_age.has_value() || !data_class.has_origin;
    });
  });
}

std::optional<Trouble> add_world(const WhatIfFact& fact, const RunRequest& request, WhatIfWorlds& worlds) {
  RunRequest one = request;
  one.what_if = fact.name;
  if (fact.name.empty()) one.what_if_at.clear();
  auto loaded = load_scenario(one);
  if (auto* const why = std::get_if<Trouble>(&loaded)) return std::move(*why);
  worlds.all.push_back({fact, std::move(one), std::move(std::get<Loaded>(loaded))});
  return std::nullopt;
}

std::variant<WhatIfWorlds, Trouble> worlds_of(const RunRequest& request) {
  WhatIfWorlds worlds;
  if (auto why = add_world({"", "as described", ""}, request, worlds)) return std::move(*why);
  const load::Scenario& described = worlds.all.front().loaded.scenario;
  if (auto why = too_many_seeds(request, described)) return std::move(*why);
  if (!promises_anything(described))
    return trouble(Exit::wrong_input, R"(--what-if standard holds strategies to promises, and no class has one; )"
                                      R"(give one "promise": {"max_age": "5s"})");
  const auto at = strike_of(request, described.system);
  if (const auto* const why = std::get_if<Trouble>(&at)) return *why;
  const sim::Instant strike = std::get<sim::Instant>(at);
  worlds.at_s = sim::seconds(strike - sim::Instant{});
  for (const WhatIfFact& fact : load::standard_what_ifs()) {
    load::WhatIf what_if = load::make_what_if(fact, described.system, strike);
    if (!what_if.left_out.empty()) {
      worlds.left_out.push_back(std::move(what_if));
    } else if (auto why = add_world(fact, request, worlds)) {
      return std::move(*why);
    }
  }
  return worlds;
}

class WhatIfRunner {
 public:
  WhatIfRunner(const RunRequest& request, WhatIfWorlds worlds, RunOutput output)
      : request_(request), worlds_(std::move(worlds)), output_(std::move(output)) {}

  Exit run() {
    std::vector<sweep::Job> jobs;
    for (const WhatIfWorld& world : worlds_.all)
      for (const sweep::Job& job : jobs_of(world.request, world.loaded.scenario)) jobs.push_back(job);
    sweep::Sweep sweep(jobs, threads_of(request_));
    wait_for(sweep, request_.quiet);
    const auto finished = sweep.take();
    for (const Finished& each : finished) take(each);
    if (finished.size() == jobs.size()) return tell();
    tell_part("interrupted: " + std::to_string(finished.size()) + " of " + std::to_string(jobs.size()) +
              " runs had finished");
    output_.discard();
    leave_now(failed_ != Exit::done ? failed_ : exit_of_interrupt());
  }

 private:
  void take(const Finished& finished) {
    for (WhatIfWorld& world : worlds_.all) {
      if (!world.owns(finished)) continue;
      if (finished.result) world.runs.push_back(run_json(world.request, world.loaded.scenario, finished));
      if (!finished.failure) return;
      complain(failure_text(world.request, finished));
      failed_ = std::max(failed_, exit_of(*finished.failure));
      return;
    }
  }

  page::WhatIfReport report() const {
    const WhatIfWorld& described = worlds_.all.front();
    page::WhatIfReport report{
        page::make_report(described.loaded.scenario, tool_name(), described.runs, request_.strict),
        worlds_.at_s, {}, worlds_.left_out};
    report.described.command = command_of(request_);
    for (const WhatIfWorld& world : worlds_.all)
      report.columns.push_back({world.fact, page::cells_of(world.loaded.scenario, report.described, world.runs)});
    page::conclude(report, request_.strict);
    return report;
  }

  RunOutput::TextOf texts_of(const page::WhatIfReport& report) const {
    return [this, &report](Format format) -> std::string {
      switch (format) {
        case Format::json:
          return measure::write_json(page::what_if_json(worlds_.all.front().loaded.scenario, report));
        case Format::csv: return page::what_if_csv(report);
        case Format::markdown: return page::what_if_markdown(report);
        case Format::table: break;
      }
      return page::what_if_screen(report, {table_width(), wants_colour()});
    };
  }

  Exit tell() {
    if (worlds_.all.front().runs.empty()) return failed_;
    page::WhatIfReport whole = report();
    if (failed_ != Exit::done) {
      whole.described.exit_status = static_cast<int>(failed_);
      whole.described.exit_reason = failed_ == Exit::internal ? "a check of the program itself failed"
                                                              : "the machine failed";
    }
    if (const auto why = output_.write(whole.described, texts_of(whole))) return fail(*why);
    return static_cast<Exit>(whole.described.exit_status);
  }

  /// A part is shown to people, and never put in the place of a whole.
  void tell_part(const std::string& how_far) const {
    const std::string files = output_.files();
    complain("stalemate: " + how_far + (files.empty() ? "" : "; not written: " + files) + "\n");
    if (worlds_.all.front().runs.empty()) return;
    page::WhatIfReport part = report();
    part.described.exit_status = static_cast<int>(failed_ != Exit::done ? failed_ : exit_of_interrupt());
    part.described.exit_reason = "interrupted";
    if (const auto why = output_.show_part(how_far + "; this is about those alone", texts_of(part))) fail(*why);
  }

  const RunRequest& request_;
  WhatIfWorlds worlds_;
  RunOutput output_;
  Exit failed_ = Exit::done;
};

}  // namespace

Exit run_what_ifs(const RunRequest& request) {
  auto worlds = worlds_of(request);
  if (const auto* why = std::get_if<Trouble>(&worlds)) return fail(*why);
  auto& ready = std::get<WhatIfWorlds>(worlds);
  if (!request.quiet) complain(ready.all.front().loaded.warnings);
  watch_interrupts();
  auto output = RunOutput::open(request.outputs, request.format);
  if (const auto* why = std::get_if<Trouble>(&output)) return fail(*why);
  return WhatIfRunner(request, std::move(ready), std::move(std::get<RunOutput>(output))).run();
}

}  // namespace stalemate::analysis::cli
