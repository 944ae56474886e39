#include "analysis/cli/scenario_input.hpp"
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include "analysis/load/nearest.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::cli {
namespace {

/// What a trace replaces in a load: whatever says when it asks, and for what.
constexpr const char* replaced_by_trace[] = {"rate", "arrivals", "at", "users", "think", "key", "keys_like"};

std::string complaints_of(const load::Diagnostics& diagnostics, const TraceOpener& traces) {
  std::string text = diagnostics.render();
  for (const std::string& complaint : traces.complaints()) text += complaint + "\n";
  return text;
}

load::ReadContext context_for(const RunRequest& request, const Source& source, std::vector<std::string> sets,
                              const std::shared_ptr<TraceOpener>& traces) {
  load::ReadContext context;
  context.find_text = neighbours_of(source);
  context.open_trace = [traces](const std::string& file, std::uint32_t keys) { return traces->open(file, keys); };
  context.sets = std::move(sets);
  context.strategies = request.strategies;
  context.faults = request.faults;
  context.no_faults = request.no_faults;
  context.no_baseline = request.no_baseline;
  context.seed = request.seed;
  return context;
}

std::string trace_warnings(const TraceOpener& traces, const load::Scenario& scenario) {
  std::string text;
  if (scenario.system.stop_requests > 0) return text;
  const sim::Duration duration = scenario.system.duration;
  for (const auto& [file, survey] : traces.surveys()) {
    if (survey.span <= duration) continue;
    const std::string span = models::options::write_duration(survey.span);
    text += "stalemate: warning: the trace " + file + " spans " + span + ", the run ends after " +
            models::options::write_duration(duration) + "; --set duration=" + span + " replays all of it\n";
  }
  return text;
}

/// The settings of the command line after those of the trace, so that the user has the last word.
std::variant<std::vector<std::string>, Trouble> all_sets(const RunRequest& request, const Source& source) {
  std::vector<std::string> sets;
  if (!request.trace.empty()) {
    load::Diagnostics diagnostics;
    const auto document = load::read_document(source.name, source.text, neighbours_of(source), diagnostics);
    if (!document) return Trouble{Exit::wrong_input, diagnostics.render()};
    auto of_trace = trace_settings(*document, request.trace);
    if (auto* const why = std::get_if<Trouble>(&of_trace)) return std::move(*why);
    sets = std::move(std::get<std::vector<std::string>>(of_trace));
  }
  sets.insert(sets.end(), request.sets.begin(), request.sets.end());
  return sets;
}

void check_all_figures(const load::Scenario& scenario, const Source& source, const RunRequest& request,
                       load::Diagnostics& diagnostics) {
  const auto document = load::read_document(source.name, source.text, neighbours_of(source), diagnostics);
  if (document) check_figures(scenario, *document, request, diagnostics);
}

}  // namespace

std::variant<std::vector<std::string>, Trouble> trace_settings(const load::Node& document, const std::string& trace) {
  std::vector<std::string> sets;
  const load::Node* loads = document.get("load");
  const std::size_t count = loads == nullptr ? 0 : loads->items.size();
  for (std::size_t i = 0; i < count; ++i) {
    const load::Node& each = loads->items[i];
    const std::string path = "load." + std::to_string(i);
    if (each.get("reads") == nullptr) continue;
    if (each.get("writes") != nullptr) {
      return trouble(Exit::wrong_input, path + " reads and writes: make two loads of it, a trace replaces the reads");
    }
    for (const char* key : replaced_by_trace)
      if (each.get(key) != nullptr) sets.push_back(path + "." + key + "=null");
    sets.push_back(path +
                   ".trace=" + nlohmann::json(trace).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  }
  if (sets.empty())
    return trouble(Exit::wrong_input, "the scenario has no load that reads: nothing to replay the trace as");
  return sets;
}

std::variant<Loaded, Trouble> load_scenario(const RunRequest& request) {
  auto read = read_source(request.file);
  if (auto* const why = std::get_if<Trouble>(&read)) return std::move(*why);
  const Source& source = std::get<Source>(read);
  auto sets = all_sets(request, source);
  if (auto* const why = std::get_if<Trouble>(&sets)) return std::move(*why);
  auto traces = std::make_shared<TraceOpener>(source.name, request.trace);
  const auto context = context_for(request, source, std::move(std::get<std::vector<std::string>>(sets)), traces);
  load::Diagnostics diagnostics;
  auto scenario = load::read_scenario(source.text, source.name, context, diagnostics);
  if (scenario) check_all_figures(*scenario, source, request, diagnostics);
  if (diagnostics.has_errors()) return Trouble{Exit::wrong_input, complaints_of(diagnostics, *traces)};
  std::string warnings = complaints_of(diagnostics, *traces) + trace_warnings(*traces, *scenario);
  return Loaded{std::move(*scenario), std::move(traces), std::move(warnings)};
}

}  // namespace stalemate::analysis::cli
