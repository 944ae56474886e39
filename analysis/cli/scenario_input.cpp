#include "analysis/cli/scenario_input.hpp"
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include "analysis/cli/what_if_input.hpp"
#include "analysis/load/nearest.hpp"
#include "analysis/load/overlay.hpp"
#include "analysis/load/visible.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::cli {
namespace {

/// What a trace replaces in a load: whatever says when it asks, and for what.
constexpr const char* replaced_by_trace[] = {"rate",  "arrivals", "grows", "curve",    "at",
                                             "users", "think",    "key",   "keys_like"};

/// Whether an error at --set is about a setting that the trace made, and that nobody typed.
bool comes_of_trace(const load::Diagnostic& of, const load::Diagnostics& diagnostics, const RunRequest& request) {
  if (request.trace.empty() || diagnostics.file_name(of.place.file) != "--set") return false;
  if (!of.path.starts_with("load.") || of.path.find(".trace") == std::string::npos) return false;
  return std::none_of(request.sets.begin(), request.sets.end(),
                      [&](const std::string& set) { return set.starts_with(of.path + "="); });
}

/// The same, with the trace in the place of the settings that were made of it.
load::Diagnostics with_trace_named(const load::Diagnostics& diagnostics, const RunRequest& request) {
  load::Diagnostics told;
  for (const std::string& file : diagnostics.files()) told.file(file);
  for (load::Diagnostic each : diagnostics.sorted()) {
    if (comes_of_trace(each, diagnostics, request)) each.place.file = told.file(request.trace);
    if (each.severity == load::Severity::error) {
      told.error(each.place, each.path, each.message, each.mend);
    } else {
      told.warning(each.place, each.path, each.message, each.mend);
    }
  }
  return told;
}

/// What stands at an option stands at no file that would say where it comes from: the program's name does.
std::string with_program_named(const std::string& lines) {
  std::string text;
  for (std::size_t from = 0; from < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', from), lines.size() - 1) + 1;
    const std::string line = lines.substr(from, end - from);
    text += (line.starts_with("--") ? "stalemate: " : "") + line;
    from = end;
  }
  return text;
}

std::string complaints_of(const load::Diagnostics& diagnostics, const TraceOpener& traces, const RunRequest& request) {
  std::string text = with_program_named(with_trace_named(diagnostics, request).render());
  for (const std::string& complaint : traces.complaints()) text += complaint + "\n";
  return text;
}

load::ReadContext context_for(const RunRequest& request, load::FindText find_text, std::vector<std::string> sets,
                              const std::shared_ptr<TraceOpener>& traces) {
  load::ReadContext context;
  context.find_text = std::move(find_text);
  context.open_trace = [traces](const load::TraceSource& trace, std::uint32_t keys, std::uint64_t seed) {
    return traces->open(trace, keys, seed);
  };
  context.sets = std::move(sets);
  context.strategies = request.strategies;
  context.faults = request.faults;
  context.no_faults = request.no_faults;
  context.no_baseline = request.no_baseline;
  context.seed = request.seed;
  return context;
}

/// Else its keys are counted, and no more.
bool drives_load(const load::TraceSource& trace, const load::Scenario& scenario) {
  const auto drives = [&](const load::StrategyPlan& plan) {
    return std::any_of(plan.traces.begin(), plan.traces.end(), [&](const auto& use) { return use.trace == trace; });
  };
  return std::any_of(scenario.strategies.begin(), scenario.strategies.end(), drives);
}

std::string span_warning(const std::string& file, const TraceSurvey& survey, const load::Scenario& scenario) {
  const sim::Duration duration = scenario.system.duration;
  if (scenario.system.stop_requests > 0 || survey.span <= duration) return "";
  const std::string span = models::options::write_duration(survey.span);
  return "stalemate: warning: the trace " + file + " spans " + span + ", the run ends after " +
         models::options::write_duration(duration) + "; --set duration=" + span + " replays all of it\n";
}

/// Reads or writes of a trace that no load can make.
std::string idle_warning(const load::TraceSource& trace, const TraceSurvey& survey, const load::Scenario& scenario) {
  if (!survey.facts.tells_writes || scenario.strategies.empty()) return "";
  const load::StrategyPlan& plan = scenario.strategies.front();
  if (!drives_load(trace, scenario)) return "";
  bool reads = false, writes = false;
  for (const load::TraceUse& use : plan.traces) {
    if (use.trace != trace) continue;
    const models::Load& load = plan.blueprint.loads[static_cast<std::size_t>(use.load)];
    reads = reads || !load.reads.empty();
    writes = writes || !load.writes.empty();
  }
  const auto told = [&](std::int64_t count, const char* what, const char* none) {
    return "stalemate: warning: " + trace.file + ": its " + std::to_string(count) + " " + what +
           " are left out: no load with this trace " + none + "\n";
  };
  if (!writes && survey.writes > 0) return told(survey.writes, "writes", "writes");
  if (!reads && survey.requests > survey.writes) return told(survey.requests - survey.writes, "reads", "reads");
  return "";
}

std::string trace_warnings(const TraceOpener& traces, const load::Scenario& scenario) {
  std::string text;
  for (const auto& [trace, survey] : traces.surveys())
    text += anomaly_warnings(trace.file, survey.anomalies, survey.facts) + idle_warning(trace, survey, scenario) +
            (drives_load(trace, scenario) ? span_warning(trace.file, survey, scenario) : "");
  return text;
}

/// The settings of the command line after those of the trace, so that the user has the last word.
std::variant<std::vector<std::string>, Trouble> all_sets(const RunRequest& request, const load::Node& document,
                                                         TraceOpener& traces) {
  std::vector<std::string> sets;
  if (!request.trace.empty()) {
    const load::TraceSource trace{request.trace, request.trace_format, request.trace_columns};
    auto of_trace = trace_settings(document, trace, traces.tells_writes(trace));
    if (auto* const why = std::get_if<Trouble>(&of_trace)) return std::move(*why);
    sets = std::move(std::get<std::vector<std::string>>(of_trace));
  }
  sets.insert(sets.end(), request.sets.begin(), request.sets.end());
  return sets;
}

/// The document alone, with what it extends. Files that are there and cannot be read are the machine's trouble.
std::variant<load::Node, Trouble> document_of(const Source& source) {
  std::string unreadable;
  const auto hear = [&](const Trouble& why) {
    if (why.exit == Exit::machine) unreadable += why.message;
  };
  load::Diagnostics diagnostics;
  auto document = load::read_document(source.name, source.text, neighbours_of(source, hear), diagnostics);
  if (!unreadable.empty()) return Trouble{Exit::machine, unreadable};
  if (!document) return Trouble{Exit::wrong_input, diagnostics.render()};
  const load::Node* const format = document->get("format");
  if (format != nullptr && format->is(load::Kind::text) && format->text.starts_with("stalemate."))
    return trouble(Exit::wrong_input, source.name + " is no scenario but a result, " + load::visible(format->text) +
                                          "; `stalemate diff` holds results of `run` against others");
  return std::move(*document);
}

/// The same, and keeps what was found.
load::FindText keeping(load::FindText find, const std::shared_ptr<std::vector<page::SourceText>>& kept) {
  return [find = std::move(find), kept](std::string_view name) {
    auto text = find(name);
    const auto is_it = [&](const page::SourceText& each) { return each.name == name; };
    if (text && std::none_of(kept->begin(), kept->end(), is_it)) kept->push_back({std::string(name), *text});
    return text;
  };
}

/// The value of "trace" in a scenario.
std::string written(const load::TraceSource& trace) {
  nlohmann::json value = trace.file;
  if (!trace.format.empty() || !trace.columns.empty()) value = {{"file", trace.file}};
  if (!trace.format.empty()) value["format"] = trace.format;
  for (const auto& [role, name] : trace.columns) value["columns"][role] = name;
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// Whether another load reads the class that this one writes.
bool writes_what_is_read(const load::Node& each, const load::Node& loads) {
  const load::Node* const written_class = each.get("writes");
  return written_class != nullptr && std::any_of(loads.items.begin(), loads.items.end(), [&](const load::Node& other) {
           const load::Node* const read_class = other.get("reads");
           return read_class != nullptr && read_class->text == written_class->text;
         });
}

}  // namespace

std::variant<std::vector<std::string>, Trouble> trace_settings(const load::Node& document,
                                                               const load::TraceSource& trace, bool tells_writes) {
  std::vector<std::string> sets;
  const load::Node* loads = document.get("load");
  const std::size_t count = loads == nullptr ? 0 : loads->items.size();
  for (std::size_t i = 0; i < count; ++i) {
    const load::Node& each = loads->items[i];
    const std::string path = "load." + std::to_string(i);
    const bool reads = each.get("reads") != nullptr, writes = each.get("writes") != nullptr;
    if (!reads && !(tells_writes && writes_what_is_read(each, *loads))) continue;
    if (reads && writes && !tells_writes) {
      return trouble(Exit::wrong_input, path + " reads and writes: make two loads of it, a trace replaces the reads");
    }
    for (const char* key : replaced_by_trace)
      if (each.get(key) != nullptr) sets.push_back(path + "." + key + "=null");
    if (tells_writes && each.get("write_share") != nullptr) sets.push_back(path + ".write_share=null");
    sets.push_back(path + ".trace=" + written(trace));
  }
  if (sets.empty())
    return trouble(Exit::wrong_input, "the scenario has no load that reads: nothing to replay the trace as");
  return sets;
}

std::variant<load::Node, Trouble> read_scenario_document(const RunRequest& request) {
  const auto read = read_source(request.file);
  if (const auto* const why = std::get_if<Trouble>(&read)) return *why;
  auto document = document_of(std::get<Source>(read));
  if (std::holds_alternative<Trouble>(document)) return document;
  load::Diagnostics diagnostics;
  const load::Place place{diagnostics.file("--set"), 0, 0};
  for (const std::string& set : request.sets)
    load::apply_set(std::get<load::Node>(document), set, place, diagnostics);
  if (diagnostics.has_errors()) return Trouble{Exit::wrong_input, with_program_named(diagnostics.render())};
  return document;
}

std::variant<Loaded, Trouble> load_scenario(const RunRequest& request) {
  auto read = read_source(request.file);
  if (auto* const why = std::get_if<Trouble>(&read)) return std::move(*why);
  return load_scenario(request, std::get<Source>(read));
}

std::variant<Loaded, Trouble> load_scenario(const RunRequest& request, const Source& source) {
  const auto document = document_of(source);
  if (const auto* const why = std::get_if<Trouble>(&document)) return *why;
  auto traces = std::make_shared<TraceOpener>(source.name, source.from_library, request.trace);
  auto sets = all_sets(request, std::get<load::Node>(document), *traces);
  if (auto* const why = std::get_if<Trouble>(&sets)) return std::move(*why);
  auto sources = std::make_shared<std::vector<page::SourceText>>(1, page::SourceText{source.name, source.text});
  auto context = context_for(request, keeping(neighbours_of(source), sources),
                             std::move(std::get<std::vector<std::string>>(sets)), traces);
  load::Diagnostics diagnostics;
  auto scenario = load::read_scenario(source.text, source.name, context, diagnostics);
  if (scenario && !request.what_if.empty()) {
    auto what_if = what_if_sets(request, scenario->system);
    if (auto* const why = std::get_if<Trouble>(&what_if)) return std::move(*why);
    context.what_if = std::move(std::get<std::vector<std::string>>(what_if));
    diagnostics = {};
    scenario = load::read_scenario(source.text, source.name, context, diagnostics);
  }
  // Both readings number the files alike, so that the places of the one serve the other.
  if (scenario) check_figures(*scenario, std::get<load::Node>(document), request, diagnostics);
  const std::string complaints = complaints_of(diagnostics, *traces, request);
  if (diagnostics.has_errors())
    return Trouble{traces->has_unreadable() ? Exit::machine : Exit::wrong_input, complaints};
  std::string warnings = complaints + trace_warnings(*traces, *scenario);
  return Loaded{std::move(*scenario), std::move(traces), std::move(warnings), std::move(*sources)};
}

}  // namespace stalemate::analysis::cli
