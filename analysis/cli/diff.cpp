// diff: two results, or scenarios that are run for it, held against each other.
#include "analysis/page/diff.hpp"
#include <algorithm>
#include <set>
#include "analysis/cli/commands.hpp"
#include "analysis/cli/interrupt.hpp"
#include "analysis/cli/reproduce.hpp"
#include "analysis/cli/shell.hpp"
#include "analysis/cli/terminal.hpp"
#include "analysis/cli/variants.hpp"
#include "analysis/measure/results_json.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::cli {
namespace {

using page::Json;

constexpr int depth_at_most = 64;  ///< Of a document; those of `run` have eight.
constexpr std::int64_t usual_seeds = 20;

/// Null where the text is no JSON at all: it may be a scenario with a mistake in it, which its own reader tells.
Json parsed(const std::string& text) {
  bool is_deep = false;
  const auto look = [&is_deep](int depth, Json::parse_event_t, const Json&) {
    is_deep = is_deep || depth > depth_at_most;
    return !is_deep;
  };
  Json json = Json::parse(text, look, /*allow_exceptions=*/false, /*ignore_comments=*/true);
  return is_deep || json.is_discarded() ? Json() : json;
}

std::string format_of(const Json& document) {
  if (!document.is_object() || !document.contains("format") || !document.at("format").is_string()) return "";
  return document.at("format").get<std::string>();
}

/// One side: results that were read, or those of a scenario once it has run.
struct Side {
  std::string name;
  Json document = {};              ///< Of results.
  const Variant* variant = nullptr;  ///< Of a scenario.
};

class Differ {
 public:
  Differ(const DiffRequest& request, RunOutput output) : request_(request), output_(std::move(output)) {}

  Exit run() {
    for (const std::string& name : {request_.file, request_.after})
      if (const auto why = read(name)) return fail(*why);
    if (std::none_of(sides_.begin(), sides_.end(), is_scenario) && chooses_runs())
      return fail(trouble(Exit::wrong_input, "both are results, which have run: --seeds, --set and what else chooses "
                                             "runs is for scenarios"));
    if (const auto why = add_scenarios()) return fail(*why);
    if (variants_.failed() != Exit::done) return variants_.failed();
    return tell();
  }

 private:
  static bool is_scenario(const Side& side) { return side.document.is_null(); }

  std::optional<Trouble> read(const std::string& name) {
    auto source = read_source(name);
    if (auto* const why = std::get_if<Trouble>(&source)) return std::move(*why);
    Json document = parsed(std::get<Source>(source).text);
    const std::string format = format_of(document);
    sides_.push_back({name});
    if (format == measure::results_format) sides_.back().document = std::move(document);
    if (format.empty() || format == measure::results_format) return std::nullopt;
    return trouble(Exit::wrong_input, name + " is of the format " + load::in_quotes(format) +
                                          "; diff takes a scenario, or results of `run -o x.json`, " +
                                          measure::results_format);
  }

  bool chooses_runs() const {
    const DiffRequest usual;
    return request_.seeds != usual.seeds || request_.seed || !request_.strategies.empty() || request_.no_baseline ||
           !request_.faults.empty() || request_.no_faults || !request_.sets.empty() || !request_.what_if.empty();
  }

  /// Those of the results, so that each run of the scenario has one to be held against.
  void choose_seeds(RunRequest& run) const {
    std::set<std::uint64_t> seeds;
    for (const Side& side : sides_) {
      if (is_scenario(side) || !side.document.contains("runs") || !side.document.at("runs").is_array()) continue;
      for (const Json& each : side.document.at("runs"))
        if (each.is_object() && each.contains("seed") && each.at("seed").is_number_unsigned())
          seeds.insert(each.at("seed").get<std::uint64_t>());
    }
    if (run.seeds == 0) run.seeds = seeds.empty() ? usual_seeds : static_cast<std::int64_t>(seeds.size());
    if (!run.seed && !seeds.empty()) run.seed = *seeds.begin();
  }

  std::optional<Trouble> add_scenarios() {
    std::vector<sweep::Job> jobs;
    for (Side& side : sides_) {
      if (!is_scenario(side)) continue;
      RunRequest run = static_cast<const RunRequest&>(request_);
      run.file = side.name;
      choose_seeds(run);
      auto variant = variants_.add(run);
      if (auto* const why = std::get_if<Trouble>(&variant)) return std::move(*why);
      side.variant = std::get<Variant*>(variant);
      if (auto why = too_many_seeds(run, side.variant->scenario())) return why;
      if (!request_.quiet) complain(side.variant->loaded.warnings);
      for (const sweep::Job& job : jobs_of(run, side.variant->scenario())) jobs.push_back(job);
    }
    if (!variants_.run(jobs, request_)) leave_interrupted(variants_, output_);
    for (Side& side : sides_)
      if (side.variant != nullptr)
        side.document = measure::document_json(side.variant->scenario(), tool_name(), side.variant->runs);
    return std::nullopt;
  }

  std::string again() const {
    page::CommandFact command = command_of(request_);
    std::string line = "stalemate diff " + page::shell_word(operand(request_.file)) + ' ' +
                       page::shell_word(operand(request_.after));
    for (const auto* words : {&command.choice, &command.faults, &command.sets})
      for (const std::string& word : *words) line += ' ' + page::shell_word(word);
    if (request_.seeds > 0) line += " --seeds " + std::to_string(request_.seeds);
    return line;
  }

  /// What follows the seed in the command of a run.
  static std::string options_in(const std::string& command) {
    const std::size_t seed = command.rfind(" --seed ");
    const std::size_t end = seed == std::string::npos ? seed : command.find(' ', seed + 8);
    return end == std::string::npos ? "" : command.substr(end + 1);
  }

  static page::DiffSide side_of(const Side& side) {
    const auto text = [&](const char* path) {
      const Json::json_pointer pointer(path);
      return side.document.contains(pointer) && side.document.at(pointer).is_string()
                 ? side.document.at(pointer).get<std::string>()
                 : std::string();
    };
    return {side.name, text("/scenario/title"), text("/scenario/hash"), text("/tool"),
            options_in(text("/runs/0/reproduce"))};
  }

  Exit tell() {
    std::vector<std::vector<measure::Judged>> judged;
    for (const Side& side : sides_) {
      auto found = measure::judged_in(side.document);
      if (const auto* const why = std::get_if<std::string>(&found))
        return fail(trouble(Exit::wrong_input, side.name + " cannot be held against another: " + *why));
      judged.push_back(std::move(std::get<std::vector<measure::Judged>>(found)));
    }
    auto changes = measure::changes_between(judged[0], judged[1]);
    if (const auto* const why = std::get_if<std::string>(&changes))
      return fail(trouble(Exit::wrong_input, request_.file + " and " + request_.after + ": " + *why));
    page::DiffReport whole{{}, side_of(sides_[0]), side_of(sides_[1]), std::move(std::get<measure::Changes>(changes)),
                           again()};
    whole.told.tool = tool_name();
    page::conclude(whole, request_.strict);
    const RunOutput::Texts texts{[&] { return page::diff_json(whole); }, [&] { return page::diff_csv(whole); },
                                 [&] { return page::diff_markdown(whole); },
                                 [&](page::ScreenOptions options) { return page::diff_screen(whole, options); }};
    if (const auto why = output_.write(whole.told, texts)) return fail(*why);
    return static_cast<Exit>(whole.told.exit_status);
  }

  const DiffRequest& request_;
  RunOutput output_;
  std::vector<Side> sides_;
  Variants variants_;
};

}  // namespace

Exit run_command(const DiffRequest& request) {
  if (const auto why = RunOutput::wrong_names(request.outputs)) return fail(*why);
  if (const auto why = RunOutput::drawn_names(request.outputs, "diff")) return fail(*why);
  for (const std::string& read : {request.file, request.after})
    if (const auto why = overwrites(request.outputs, read)) return fail(*why);
  if (request.what_if == every_what_if)
    return fail(trouble(Exit::wrong_input, "--what-if standard excludes diff; name one standard fault"));
  watch_interrupts();
  auto output = RunOutput::open(request.outputs, request.format);
  if (const auto* const why = std::get_if<Trouble>(&output)) return fail(*why);
  return Differ(request, std::move(std::get<RunOutput>(output))).run();
}

}  // namespace stalemate::analysis::cli
