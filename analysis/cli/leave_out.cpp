// run --leave-one-out: what each cached class and tier earns, by the same strategy without it.
#include "analysis/page/leave_out.hpp"
#include <algorithm>
#include "analysis/cli/commands.hpp"
#include "analysis/cli/reproduce.hpp"
#include "analysis/cli/variants.hpp"

namespace stalemate::analysis::cli {
namespace {

/// A part that is left out, and the scenario without it.
struct WithoutPart {
  load::Omission omission;
  const Variant* variant = nullptr;
  std::string why_not = {};
  std::size_t due = 0;  ///< Runs of the variant.

  bool has_run() const { return variant != nullptr && variant->runs.size() == due; }
};

class LeaveOut {
 public:
  LeaveOut(const RunRequest& request, Prepared prepared)
      : request_(request), variants_(std::move(prepared.variants)), output_(std::move(prepared.output)) {
    for (const load::Omission& omission : load::omissions_of(prepared.document, described().scenario())) add(omission);
  }

  Exit run() {
    std::vector<sweep::Job> jobs = jobs_of(request_, described().scenario());
    const std::size_t whole = jobs.size();
    for (WithoutPart& part : parts_) {
      if (part.variant == nullptr) continue;
      const std::size_t before = jobs.size();
      for (const sweep::Job& job : jobs_of(request_, part.variant->scenario()))
        if (job.plan->name == part.omission.strategy) jobs.push_back(job);
      part.due = jobs.size() - before;
    }
    if (!variants_.run(jobs, request_)) leave(whole);
    return variants_.failed() == Exit::done ? tell() : variants_.failed();
  }

 private:
  const Variant& described() const { return variants_.all().front(); }

  /// What other parts rest on is refused by the loader, which says why.
  void add(const load::Omission& omission) {
    RunRequest one = request_;
    one.sets.push_back(omission.set);
    one.no_baseline = true;
    auto variant = variants_.add(std::move(one));
    if (auto* const made = std::get_if<Variant*>(&variant)) return parts_.push_back({omission, *made});
    const std::string why = std::get<Trouble>(variant).message;
    parts_.push_back({omission, nullptr, why.substr(0, why.find('\n'))});
  }

  page::LeaveOutReport report() const {
    page::LeaveOutReport whole{
        page::make_report(described().scenario(), tool_name(), described().runs, request_.strict), {}};
    whole.described.command = command_of(request_);
    for (const WithoutPart& part : parts_) {
      if (part.variant != nullptr && !part.has_run()) continue;  // it was interrupted
      const page::StrategyReport& with = strategy_of(whole.described, part.omission.strategy);
      page::LeaveOutRow row{part.omission, page::earning_of(with), std::nullopt, {}, part.why_not};
      if (part.has_run()) {
        const auto other = page::make_report(part.variant->scenario(), tool_name(), part.variant->runs);
        const page::StrategyReport& without = strategy_of(other, part.omission.strategy);
        row.without = page::earning_of(without);
        row.saved = page::reads_saved(with, without);
      }
      whole.rows.push_back(std::move(row));
    }
    return whole;
  }

  static const page::StrategyReport& strategy_of(const page::Report& report, const std::string& name) {
    return *std::find_if(report.strategies.begin(), report.strategies.end(),
                         [&](const page::StrategyReport& each) { return each.name == name; });
  }

  RunOutput::Texts texts_of(const page::LeaveOutReport& report) const {
    return {[&] { return page::leave_out_json(described().scenario(), report); },
            [&] { return page::leave_out_csv(report); }, [&] { return page::leave_out_markdown(report); },
            [&](page::ScreenOptions options) { return page::leave_out_screen(report, options); }};
  }

  Exit tell() {
    page::LeaveOutReport whole = report();
    if (const auto why = output_.write(whole.described, texts_of(whole))) return fail(*why);
    return static_cast<Exit>(whole.described.exit_status);
  }

  /// `whole`: the runs of the scenario as it is, without which no part has anything to be held against.
  [[noreturn]] void leave(std::size_t whole) {
    const auto has_run = [](const WithoutPart& each) { return each.has_run(); };
    const bool has_any = std::any_of(parts_.begin(), parts_.end(), has_run);
    if (described().runs.size() < whole || !has_any) leave_interrupted(variants_, output_);
    page::LeaveOutReport part = report();
    leave_with_part(variants_, output_, part.described, texts_of(part));
  }

  const RunRequest& request_;
  Variants variants_;
  RunOutput output_;
  std::vector<WithoutPart> parts_;
};

}  // namespace

Exit run_leave_out(const RunRequest& request) {
  auto prepared = prepare(request);
  if (const auto* const why = std::get_if<Trouble>(&prepared)) return fail(*why);
  return LeaveOut(request, std::move(std::get<Prepared>(prepared))).run();
}

}  // namespace stalemate::analysis::cli
