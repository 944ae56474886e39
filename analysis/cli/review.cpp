// review: the sheet of a design review, from the file and from runs as described, under the standard faults, and of
// other systems without a cache.
#include "analysis/review/review.hpp"
#include <algorithm>
#include "analysis/cli/commands.hpp"
#include "analysis/cli/explaining.hpp"
#include "analysis/cli/page_output.hpp"
#include "analysis/cli/reproduce.hpp"
#include "analysis/cli/shell.hpp"
#include "analysis/cli/variants.hpp"
#include "analysis/cli/what_if_input.hpp"
#include "analysis/load/diagnostics.hpp"
#include "analysis/load/reading.hpp"
#include "analysis/page/words.hpp"
#include "analysis/review/trials.hpp"

namespace stalemate::analysis::cli {
namespace {

/// What is reviewed, and how it was chosen.
struct Choice {
  std::vector<std::string> strategies;  ///< Names or globs; empty: all.
  std::string because;
};

Choice choice_of(const RunRequest& request, const load::Scenario& scenario) {
  if (!request.strategies.empty())
    return {request.strategies, load::quoted_list(request.strategies) + ", as --strategy asks"};
  const std::string& current = scenario.current;
  if (!current.empty() && current != load::baseline_name)
    return {{current}, page::in_quotes(current) + ", which production runs (\"current\")"};
  const std::string why = current.empty() ? "the file does not say which one production runs (\"current\")"
                                          : "production runs none of them, but without a cache";
  return {{}, "every strategy of the file: " + why};
}

std::optional<Trouble> wrong_endings(const std::vector<std::string>& paths) {
  for (const std::string& path : paths)
    if (!path.ends_with(".md") && !path.ends_with(".html"))
      return trouble(Exit::wrong_input, "-o " + load::in_quotes(path) + ": the ending must be .md or .html");
  return RunOutput::wrong_names(paths);
}

/// The command in words of a shell, with the file and what was changed.
std::string command_with(const char* command, const RunRequest& request) {
  std::string text = std::string("stalemate ") + command + " " + page::shell_word(operand(request.file));
  if (request.seed) text += shell_option("seed", std::to_string(*request.seed));
  return text + change_options(request);
}

class Reviewer {
 public:
  /// `request`: with the strategies that were chosen; `asked_for`: those that were typed.
  Reviewer(const RunRequest& request, const std::vector<std::string>& asked_for, std::string because, Prepared prepared)
      : request_(request),
        asked_for_(asked_for),
        because_(std::move(because)),
        variants_(std::move(prepared.variants)),
        output_(std::move(prepared.output)),
        trials_(review::trials_of(prepared.document, described().scenario())) {}

  Exit run() {
    std::vector<sweep::Job> jobs = jobs_of(described().request, described().scenario());
    add_worlds(jobs);
    for (review::Trial& trial : trials_) add_trial(trial, jobs);
    if (!variants_.run(jobs, request_)) leave_interrupted(variants_, output_);
    return variants_.failed() == Exit::done ? tell() : variants_.failed();
  }

 private:
  struct Tried {
    load::WhatIfFact fact;
    const Variant* variant;
  };

  const Variant& described() const { return variants_.all().front(); }

  const Variant* add(RunRequest request, std::vector<sweep::Job>& jobs, std::string& why_not) {
    auto added = variants_.add(std::move(request));
    if (const auto* const why = std::get_if<Trouble>(&added)) {
      why_not = why->message.substr(0, why->message.find('\n'));
      return nullptr;
    }
    const Variant* variant = std::get<Variant*>(added);
    for (const sweep::Job& job : jobs_of(variant->request, variant->scenario())) jobs.push_back(job);
    return variant;
  }

  void add_worlds(std::vector<sweep::Job>& jobs) {
    const auto at = strike_of(request_, described().scenario().system);
    if (const auto* const why = std::get_if<Trouble>(&at)) {
      no_what_ifs_ = why->message.substr(0, why->message.find('\n'));
      return;
    }
    strike_ = std::get<sim::Instant>(at);
    for (const load::WhatIfFact& fact : load::standard_what_ifs()) {
      load::WhatIf what_if = load::make_what_if(fact, described().scenario().system, strike_);
      RunRequest one = request_;
      one.what_if = fact.name;
      one.no_baseline = described().scenario().strategies.size() > 1;
      const Variant* variant = what_if.left_out.empty() ? add(std::move(one), jobs, what_if.left_out) : nullptr;
      if (variant == nullptr) left_out_.push_back(std::move(what_if));
      if (variant != nullptr) worlds_.push_back({fact, variant});
    }
  }

  void add_trial(review::Trial& trial, std::vector<sweep::Job>& jobs) {
    if (!trial.why_not.empty()) return tried_.push_back(nullptr);
    RunRequest one = described().request;
    one.strategies = {load::baseline_name};
    one.sets.insert(one.sets.end(), trial.sets.begin(), trial.sets.end());
    tried_.push_back(add(std::move(one), jobs, trial.why_not));
  }

  static page::Report report_of(const Variant& variant) {
    return page::make_report(variant.scenario(), tool_name(), variant.runs);
  }

  review::Commands commands() const {
    RunRequest plain = request_;
    plain.what_if_at.clear();
    review::Commands commands;
    commands.describe = "stalemate describe " + page::shell_word(operand(plain.file));
    for (const std::string& set : plain.sets) commands.describe += shell_option("set", set);
    commands.sensitivity = command_with("sensitivity", plain);
    commands.run = command_with("run", plain);
    commands.what_if = command_with("run", request_) + " --what-if " + every_what_if;
    commands.again = command_with("review", request_);
    for (const std::string& strategy : asked_for_) commands.again += shell_option("strategy", strategy);
    commands.explain = [plain, at = request_.what_if_at](const review::Asked& asked) {
      ExplainRequest explain;
      static_cast<ScenarioChoice&>(explain) = static_cast<const ScenarioChoice&>(plain);
      explain.strategy = asked.strategy;
      explain.cause = asked.cause;
      explain.data_class = asked.data_class;
      explain.what_if = asked.what_if;
      if (!asked.what_if.empty()) explain.what_if_at = at;
      return explain_command(explain);
    };
    return commands;
  }

  review::Evidence evidence() {
    review::Evidence all{described().scenario(), because_, {}, sim::seconds(strike_ - sim::Instant{}),
                         left_out_,              no_what_ifs_, {}, commands(), tool_name()};
    all.worlds.push_back({{"", "as described", ""}, report_of(described())});
    for (const Tried& each : worlds_) all.worlds.push_back({each.fact, report_of(*each.variant)});
    for (std::size_t i = 0; i < trials_.size(); ++i)
      if (tried_[i] != nullptr) trials_[i].report = report_of(*tried_[i]);
    all.trials = trials_;
    return all;
  }

  Exit tell() {
    const review::Evidence all = evidence();
    const review::Sheet sheet = review::make_sheet(all);
    const std::string files = output_.files();
    page::Report told = all.described();
    const auto text_of = [&](Format format) {
      if (format == Format::html) return review::html(sheet, assets_of_still_pages());
      const bool is_elsewhere = format == Format::table && !files.empty();
      return is_elsewhere ? sheet.verdict + "\n" : review::markdown(sheet);
    };
    if (const auto why = output_.write(told, text_of)) return fail(*why);
    return Exit::done;
  }

  const RunRequest& request_;
  const std::vector<std::string>& asked_for_;
  std::string because_;
  Variants variants_;
  RunOutput output_;
  std::vector<review::Trial> trials_;
  std::vector<const Variant*> tried_;  ///< By trial; null: it could not be.
  std::vector<Tried> worlds_;
  std::vector<load::WhatIf> left_out_;
  std::string no_what_ifs_;
  sim::Instant strike_{};
};

}  // namespace

// Exit status 0: the sheet could be made. It advises; what breaks a promise is for `run` to fail.
Exit run_command(const ReviewRequest& request) {
  if (const auto why = wrong_endings(request.outputs)) return fail(*why);
  if (const auto why = overwrites(request.outputs, request.file)) return fail(*why);
  RunRequest plain = request;
  plain.what_if_at.clear();
  const auto whole = load_scenario(plain);
  if (const auto* const why = std::get_if<Trouble>(&whole)) return fail(*why);
  const load::Scenario& scenario = std::get<Loaded>(whole).scenario;
  if (!request.what_if_at.empty()) {
    const auto at = strike_of(request, scenario.system);
    if (const auto* const why = std::get_if<Trouble>(&at)) return fail(*why);
  }
  Choice choice = choice_of(request, scenario);
  plain.strategies = choice.strategies;
  auto prepared = prepare(plain);
  if (const auto* const why = std::get_if<Trouble>(&prepared)) return fail(*why);
  RunRequest chosen = request;
  chosen.strategies = choice.strategies;
  return Reviewer(chosen, request.strategies, std::move(choice.because), std::move(std::get<Prepared>(prepared))).run();
}

}  // namespace stalemate::analysis::cli
