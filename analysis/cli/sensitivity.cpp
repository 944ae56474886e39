// sensitivity: each guess by half and by double, the load by a hundredth, and which of them flips the decision.
#include "analysis/page/sensitivity.hpp"
#include <cmath>
#include <deque>
#include "analysis/cli/commands.hpp"
#include "analysis/cli/reproduce.hpp"
#include "analysis/cli/shell.hpp"
#include "analysis/cli/variants.hpp"
#include "analysis/load/dial.hpp"

namespace stalemate::analysis::cli {
namespace {

constexpr double half = 0.5, twice = 2;
constexpr double nudge_down = 0.99, nudge_up = 1.01;
constexpr int halvings = 5;  ///< Of the way to a flip: it is known to a 32nd of it.

/// Of few digits, so that people can write it down.
double short_factor(double factor) { return std::round(factor * 1e4) / 1e4; }

/// One guess on its way down or up.
struct Way {
  const load::Dial* dial = nullptr;
  page::Moved* moved = nullptr;
  double same_at = 1;     ///< The furthest factor at which the decision is that of the scenario.
  double flipped_at = 1;  ///< The nearest at which it is another.
  double tried = 1;
  const Variant* variant = nullptr;
};

class Sensitivity {
 public:
  Sensitivity(const RunRequest& request, Prepared prepared)
      : request_(request), variants_(std::move(prepared.variants)), output_(std::move(prepared.output)) {
    for (const std::string& path : described().scenario().guesses)
      add(path, load::Dial::of_factor(prepared.document, path));
    add("the load", load::Dial::of_load(prepared.document));
    for (std::size_t i = 0; i < dials_.size(); ++i) {
      page::SensitivityRow& row = rows_[i];
      ways_.push_back({&dials_[i], &row.down, 1, row.down.factor, row.down.factor});
      ways_.push_back({&dials_[i], &row.up, 1, row.up.factor, row.up.factor});
    }
  }

  Exit run() {
    std::vector<sweep::Job> jobs = jobs_of(request_, described().scenario());
    std::vector<Way*> all;
    for (Way& way : ways_) all.push_back(&way);
    if (auto why = add_variants(all, jobs)) return fail(*why);
    if (!go(jobs)) return variants_.failed();
    decision_ = page::decide(report_of(described()));
    for (Way* way : all) judge_first(*way);
    for (int i = 0; i < halvings; ++i)
      if (const auto exit = narrow()) return *exit;
    return tell();
  }

 private:
  const Variant& described() const { return variants_.all().front(); }

  void add(const std::string& name, std::variant<load::Dial, std::string> made) {
    if (auto* const why = std::get_if<std::string>(&made)) return left_out_.push_back({name, std::move(*why)});
    const bool is_nudge = name == "the load";
    const load::Dial& dial = dials_.emplace_back(std::move(std::get<load::Dial>(made)));
    page::SensitivityRow& row = rows_.emplace_back();
    row.name = name;
    row.is_nudge = is_nudge;
    row.written = dial.text_at(1);
    row.down.factor = is_nudge ? nudge_down : half;
    row.up.factor = is_nudge ? nudge_up : twice;
    for (page::Moved* each : {&row.down, &row.up}) each->value = dial.text_at(each->factor);
  }

  /// A value that the format does not allow is told with the guess, and does not end the others.
  std::optional<Trouble> add_variants(const std::vector<Way*>& ways, std::vector<sweep::Job>& jobs) {
    for (Way* way : ways) {
      RunRequest one = request_;
      for (const std::string& set : way->dial->sets_at(way->tried)) one.sets.push_back(set);
      auto variant = variants_.add(std::move(one));
      if (auto* const why = std::get_if<Trouble>(&variant)) {
        if (why->exit != Exit::wrong_input) return std::move(*why);
        way->moved->refused = why->message.substr(0, why->message.find('\n'));
        continue;
      }
      way->variant = std::get<Variant*>(variant);
      for (const sweep::Job& job : jobs_of(request_, way->variant->scenario())) jobs.push_back(job);
    }
    return std::nullopt;
  }

  /// False: something went wrong. Interrupted, it shows what the rounds before have found.
  bool go(const std::vector<sweep::Job>& jobs) {
    if (variants_.run(jobs, request_)) return variants_.failed() == Exit::done;
    if (!decision_) leave_interrupted(variants_, output_);
    page::SensitivityReport part = report();
    leave_with_part(variants_, output_, part.described, texts_of(part));
  }

  page::Report report_of(const Variant& variant) const {
    return page::make_report(variant.scenario(), tool_name(), variant.runs, request_.strict);
  }

  void judge_first(Way& way) {
    if (way.variant == nullptr) return;
    way.moved->decision = page::decide(report_of(*way.variant));
    way.moved->flips = page::flips(*decision_, way.moved->decision);
  }

  /// Half of the way, of all that flip.
  std::optional<Exit> narrow() {
    std::vector<Way*> flipping;
    std::vector<sweep::Job> jobs;
    for (Way& way : ways_) {
      if (!way.moved->flips) continue;
      way.tried = short_factor(std::sqrt(way.same_at * way.flipped_at));
      flipping.push_back(&way);
    }
    if (flipping.empty()) return std::nullopt;
    if (auto why = add_variants(flipping, jobs)) return fail(*why);
    if (!go(jobs)) return variants_.failed();
    for (Way* way : flipping) {
      const page::Decision decision = page::decide(report_of(*way->variant));
      if (page::flips(*decision_, decision)) {
        way->flipped_at = way->tried;
        way->moved->decision = decision;
      } else {
        way->same_at = way->tried;
      }
    }
    return std::nullopt;
  }

  page::SensitivityReport report() {
    for (const Way& way : ways_) {
      if (!way.moved->flips) continue;
      way.moved->flips_at = way.dial->text_at(way.flipped_at);
      way.moved->holds_at = way.dial->text_at(way.same_at);
    }
    page::SensitivityReport whole{report_of(described()), *decision_, {rows_.begin(), rows_.end()}, left_out_};
    whole.described.command = command_of(request_);
    whole.described.command.start = {"stalemate", "sensitivity", operand(request_.file)};
    page::conclude(whole, request_.strict);
    return whole;
  }

  RunOutput::Texts texts_of(const page::SensitivityReport& report) const {
    return {[&] { return page::sensitivity_json(described().scenario(), report); },
            [&] { return page::sensitivity_csv(report); }, [&] { return page::sensitivity_markdown(report); },
            [&](page::ScreenOptions options) { return page::sensitivity_screen(report, options); }};
  }

  Exit tell() {
    page::SensitivityReport whole = report();
    if (const auto why = output_.write(whole.described, texts_of(whole))) return fail(*why);
    return static_cast<Exit>(whole.described.exit_status);
  }

  const RunRequest& request_;
  Variants variants_;
  RunOutput output_;
  std::deque<load::Dial> dials_;
  std::deque<page::SensitivityRow> rows_;  ///< As many; ways point into both.
  std::vector<page::SensitivityReport::LeftOut> left_out_;
  std::vector<Way> ways_;
  std::optional<page::Decision> decision_;  ///< Once the scenario as it is has run, and every guess half and double.
};

}  // namespace

Exit run_command(const SensitivityRequest& request) {
  if (const auto why = RunOutput::wrong_names(request.outputs)) return fail(*why);
  if (const auto why = RunOutput::drawn_names(request.outputs, "sensitivity")) return fail(*why);
  if (const auto why = overwrites(request.outputs, request.file)) return fail(*why);
  if (request.what_if == every_what_if)
    return fail(trouble(Exit::wrong_input, "--what-if standard excludes sensitivity; name one standard fault"));
  auto prepared = prepare(request);
  if (const auto* const why = std::get_if<Trouble>(&prepared)) return fail(*why);
  return Sensitivity(request, std::move(std::get<Prepared>(prepared))).run();
}

}  // namespace stalemate::analysis::cli
