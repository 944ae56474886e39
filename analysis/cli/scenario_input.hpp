// A scenario from the command line to a checked value: text, overrides, traces, and whether its figures exist.
// Promise: what is wrong is told all at once, before any run; a path of `expect` or `observed` that no run reports is
// an error with the nearest that one does.
// Source: this project's interface ("Errors").
#pragma once
#include <memory>
#include <string>
#include <variant>
#include <vector>
#include "analysis/cli/exit_status.hpp"
#include "analysis/cli/input.hpp"
#include "analysis/cli/requests.hpp"
#include "analysis/cli/trace_arrivals.hpp"
#include "analysis/load/scenario.hpp"
#include "analysis/page/html.hpp"

namespace stalemate::analysis::cli {

struct Loaded {
  load::Scenario scenario;
  std::shared_ptr<TraceOpener> traces;
  std::string warnings;  ///< One a line; may be empty.
  std::vector<page::SourceText> sources;  ///< What was read: the scenario, then what it extends.
};

/// Reads the scenario that a request names, with the request's overrides.
std::variant<Loaded, Trouble> load_scenario(const RunRequest& request);
/// The same of a text that was read before.
std::variant<Loaded, Trouble> load_scenario(const RunRequest& request, const Source& source);

/// The document of a scenario, with what it extends and with the request's settings laid over it.
std::variant<load::Node, Trouble> read_scenario_document(const RunRequest& request);

/// Errors about figures that no run reports. The document is the scenario's, for the places.
void check_figures(const load::Scenario& scenario, const load::Node& document, const RunRequest& request,
                   load::Diagnostics& diagnostics);

/// For `replay TRACE --scenario FILE`: the settings that make every load that reads replay the trace, and, if the trace
/// tells what writes, every load that writes a class that is read.
std::variant<std::vector<std::string>, Trouble> trace_settings(const load::Node& document,
                                                               const load::TraceSource& trace, bool tells_writes);

}  // namespace stalemate::analysis::cli
