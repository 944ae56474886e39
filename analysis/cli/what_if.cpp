// run --what-if standard: every strategy under each of the standard faults, side by side.
#include "analysis/page/what_if.hpp"
#include <algorithm>
#include "analysis/cli/commands.hpp"
#include "analysis/cli/interrupt.hpp"
#include "analysis/cli/reproduce.hpp"
#include "analysis/cli/run_output.hpp"
#include "analysis/cli/terminal.hpp"
#include "analysis/cli/variants.hpp"
#include "analysis/cli/what_if_input.hpp"

namespace stalemate::analysis::cli {
namespace {

using load::WhatIfFact;

/// The scenario under one of the faults.
struct WhatIfWorld {
  WhatIfFact fact;  ///< Without a name: as described.
  const Variant* variant = nullptr;
};

struct WhatIfWorlds {
  Variants variants = {};
  std::vector<WhatIfWorld> all = {};  ///< As described first.
  std::vector<load::WhatIf> left_out = {};
  double at_s = 0;
  const Variant& described() const { return *all.front().variant; }
};

std::optional<Trouble> add_world(const WhatIfFact& fact, const RunRequest& request, WhatIfWorlds& worlds) {
  RunRequest one = request;
  one.what_if = fact.name;
  if (fact.name.empty()) one.what_if_at.clear();
  auto variant = worlds.variants.add(std::move(one));
  if (auto* const why = std::get_if<Trouble>(&variant)) return std::move(*why);
  worlds.all.push_back({fact, std::get<Variant*>(variant)});
  return std::nullopt;
}

std::variant<WhatIfWorlds, Trouble> worlds_of(const RunRequest& request) {
  WhatIfWorlds worlds;
  if (auto why = add_world({"", "as described", ""}, request, worlds)) return std::move(*why);
  const load::Scenario& described = worlds.described().scenario();
  if (auto why = too_many_seeds(request, described)) return std::move(*why);
  if (!load::promises_anything(described))
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
      for (const sweep::Job& job : jobs_of(world.variant->request, world.variant->scenario())) jobs.push_back(job);
    if (worlds_.variants.run(jobs, request_)) return tell();
    if (worlds_.described().runs.empty()) leave_interrupted(worlds_.variants, output_);
    page::WhatIfReport part = report();
    leave_with_part(worlds_.variants, output_, part.described, texts_of(part));
  }

 private:
  Exit failed() const { return worlds_.variants.failed(); }

  page::WhatIfReport report() const {
    const Variant& described = worlds_.described();
    page::WhatIfReport report{
        page::make_report(described.scenario(), tool_name(), described.runs, request_.strict),
        worlds_.at_s, {}, worlds_.left_out};
    report.described.command = command_of(request_);
    for (const WhatIfWorld& world : worlds_.all)
      if (!world.variant->runs.empty())
        report.columns.push_back(
            {world.fact, page::cells_of(world.variant->scenario(), report.described, world.variant->runs)});
    page::conclude(report, request_.strict);
    return report;
  }

  RunOutput::Texts texts_of(const page::WhatIfReport& report) const {
    return {[&] { return page::what_if_json(worlds_.described().scenario(), report); },
            [&] { return page::what_if_csv(report); }, [&] { return page::what_if_markdown(report); },
            [&](page::ScreenOptions options) { return page::what_if_screen(report, options); }};
  }

  Exit tell() {
    if (worlds_.described().runs.empty()) return failed();
    page::WhatIfReport whole = report();
    if (failed() != Exit::done) {
      whole.described.exit_status = static_cast<int>(failed());
      whole.described.exit_reason = failed() == Exit::internal ? "a check of the program itself failed"
                                                              : "the machine failed";
    }
    if (const auto why = output_.write(whole.described, texts_of(whole))) return fail(*why);
    return static_cast<Exit>(whole.described.exit_status);
  }

  const RunRequest& request_;
  WhatIfWorlds worlds_;
  RunOutput output_;
};

}  // namespace

Exit run_what_ifs(const RunRequest& request) {
  auto worlds = worlds_of(request);
  if (const auto* why = std::get_if<Trouble>(&worlds)) return fail(*why);
  auto& ready = std::get<WhatIfWorlds>(worlds);
  if (!request.quiet) complain(ready.described().loaded.warnings);
  watch_interrupts();
  auto output = RunOutput::open(request.outputs, request.format);
  if (const auto* why = std::get_if<Trouble>(&output)) return fail(*why);
  return WhatIfRunner(request, std::move(ready), std::move(std::get<RunOutput>(output))).run();
}

}  // namespace stalemate::analysis::cli
