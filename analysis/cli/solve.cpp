// run --solve and --find-capacity: how far each strategy keeps its promises while one quantity is turned.
#include "analysis/page/solve.hpp"
#include <algorithm>
#include <map>
#include "analysis/cli/commands.hpp"
#include "analysis/cli/reproduce.hpp"
#include "analysis/cli/variants.hpp"
#include "analysis/load/path.hpp"

namespace stalemate::analysis::cli {
namespace {

struct Seeker {
  std::string strategy;
  measure::Search search;
  page::SolveRow row;
};

/// What is written is tried as well, though it need not lie on the grid.
measure::Search search_of(const load::Dial& dial) {
  return measure::Search(dial.range(), dial.position());
}

/// The strategy in which the quantity stands, if it stands in one; else empty.
std::string only_strategy(const load::Dial& dial) {
  const auto path = load::parse_path(dial.name());
  const bool is_in_one = path && path->parts.size() > 1 && path->parts.front() == "strategies";
  return is_in_one ? path->parts[1] : "";
}

class Solver {
 public:
  Solver(const RunRequest& request, load::Dial dial, Prepared prepared)
      : request_(request),
        dial_(std::move(dial)),
        variants_(std::move(prepared.variants)),
        output_(std::move(prepared.output)) {
    const std::string only = only_strategy(dial_);
    for (const load::StrategyPlan& plan : described().strategies)
      if (!plan.is_baseline && (only.empty() || plan.name == only))
        seekers_.push_back({plan.name, search_of(dial_), {plan.name, {}, std::nullopt}});
  }

  Exit run() {
    if (seekers_.empty())
      return fail(trouble(Exit::wrong_input, "no strategy that was asked for has " + load::in_quotes(dial_.name())));
    for (auto wanted = wanted_now(); !wanted.empty(); wanted = wanted_now()) {
      const auto why = try_all(wanted);
      if (why) return fail(*why);
      if (variants_.failed() != Exit::done) return variants_.failed();
    }
    return tell();
  }

 private:
  using Wanted = std::map<double, std::vector<Seeker*>>;

  const load::Scenario& described() const { return variants_.all().front().scenario(); }

  Wanted wanted_now() {
    Wanted wanted;
    for (Seeker& seeker : seekers_)
      for (const double position : seeker.search.wanted()) wanted[position].push_back(&seeker);
    return wanted;
  }

  std::optional<Trouble> try_all(const Wanted& wanted) {
    std::vector<sweep::Job> jobs;
    std::map<double, const Variant*> tried;
    for (const auto& [position, seekers] : wanted) {
      RunRequest one = request_;
      one.no_baseline = true;
      for (const std::string& set : dial_.sets_at(position)) one.sets.push_back(set);
      auto variant = variants_.add(std::move(one));
      if (auto* const why = std::get_if<Trouble>(&variant)) return too_far(std::move(*why), position);
      tried[position] = std::get<Variant*>(variant);
      for (const sweep::Job& job : jobs_of(request_, tried[position]->scenario()))
        if (std::any_of(seekers.begin(), seekers.end(),
                        [&](const Seeker* each) { return each->strategy == job.plan->name; }))
          jobs.push_back(job);
    }
    if (!variants_.run(jobs, request_)) leave();
    if (variants_.failed() != Exit::done) return std::nullopt;
    for (const auto& [position, seekers] : wanted) judge(position, seekers, *tried[position]);
    return std::nullopt;
  }

  Trouble too_far(Trouble why, double position) const {
    why.message += "stalemate: this is " + dial_.name() + " at " + dial_.text_at(position) +
                   "; a range of your own: --solve PATH=FROM..TO\n";
    return why;
  }

  void judge(double position, const std::vector<Seeker*>& seekers, const Variant& variant) {
    const page::Report report = page::make_report(variant.scenario(), tool_name(), variant.runs);
    if (!told_) told_ = report;
    for (const page::StrategyReport& strategy : report.strategies)
      for (Seeker* const seeker : seekers) {
        if (seeker->strategy != strategy.name) continue;
        seeker->row.points.push_back(page::solve_point(position, strategy));
        seeker->search.tell(position, strategy.verdict == measure::Verdict::held);
      }
  }

  page::SolveReport report() {
    page::SolveReport report{*told_, dial_, {}};
    report.told.command = command_of(request_);
    for (Seeker& seeker : seekers_) {
      seeker.row.held = seeker.search.held();
      std::sort(seeker.row.points.begin(), seeker.row.points.end(),
                [](const auto& a, const auto& b) { return a.position < b.position; });
      report.rows.push_back(std::move(seeker.row));
    }
    page::conclude(report);
    return report;
  }

  RunOutput::Texts texts_of(const page::SolveReport& report) const {
    return {[&] { return page::solve_json(described(), report); }, [&] { return page::solve_csv(report); },
            [&] { return page::solve_markdown(report); },
            [&](page::ScreenOptions options) { return page::solve_screen(report, options); }};
  }

  Exit tell() {
    page::SolveReport whole = report();
    if (const auto why = output_.write(whole.told, texts_of(whole))) return fail(*why);
    return static_cast<Exit>(whole.told.exit_status);
  }

  /// The rounds before the one that was interrupted stand: the bounds are not yet as near as they will be.
  [[noreturn]] void leave() {
    if (!told_) leave_interrupted(variants_, output_);
    page::SolveReport part = report();
    leave_with_part(variants_, output_, part.told, texts_of(part));
  }

  const RunRequest& request_;
  load::Dial dial_;
  Variants variants_;
  RunOutput output_;
  std::vector<Seeker> seekers_;
  std::optional<page::Report> told_;
};

}  // namespace

Exit run_solve(const RunRequest& request) {
  auto prepared = prepare(request);
  if (const auto* const why = std::get_if<Trouble>(&prepared)) return fail(*why);
  auto& ready = std::get<Prepared>(prepared);
  const bool is_of_load = request.solve.empty();
  const std::string option = is_of_load ? "--find-capacity: " : "--solve: ";
  auto dial = is_of_load ? load::Dial::of_load(ready.document) : load::Dial::of_word(ready.document, request.solve);
  if (const auto* const why = std::get_if<std::string>(&dial)) return fail(trouble(Exit::wrong_input, option + *why));
  const load::Scenario& scenario = ready.variants.all().front().scenario();
  if (!load::promises_anything(scenario) && scenario.expectations.empty())
    return fail(trouble(Exit::wrong_input, option + R"(no class promises and nothing is expected; )" +
                                               R"(give one "promise": {"max_age": "5s"}, or "expect")"));
  return Solver(request, std::move(std::get<load::Dial>(dial)), std::move(ready)).run();
}

}  // namespace stalemate::analysis::cli
