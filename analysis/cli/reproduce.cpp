#include "analysis/cli/reproduce.hpp"
#include "analysis/cli/eviction_words.hpp"
#include "analysis/cli/shell.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::cli {
namespace {

void add_option(std::vector<std::string>& words, const std::string& name, const std::string& value) {
  if (value.starts_with('-')) {
    words.push_back("--" + name + "=" + value);
  } else {
    words.insert(words.end(), {"--" + name, value});
  }
}

void add_options(std::vector<std::string>& words, const std::string& name, const std::vector<std::string>& values) {
  for (const std::string& value : values) add_option(words, name, value);
}

/// As --trace-columns takes them.
std::string columns_word(const Columns& columns) {
  std::string word;
  for (const auto& [role, name] : columns) word += (word.empty() ? "" : ",") + role + "=" + name;
  return word;
}

/// How the trace is read, as words of a shell.
std::string trace_options(const std::string& format, const Columns& columns) {
  return (format.empty() ? "" : shell_option("trace-format", format)) +
         (columns.empty() ? "" : shell_option("trace-columns", columns_word(columns)));
}

}  // namespace

std::string change_options(const ScenarioChoice& choice) {
  std::string text;
  for (const std::string& fault : choice.faults) text += shell_option("fault", fault);
  if (choice.no_faults) text += " --no-faults";
  for (const std::string& set : choice.sets) text += shell_option("set", set);
  if (!choice.what_if.empty()) text += shell_option("what-if", choice.what_if);
  if (!choice.what_if_at.empty()) text += shell_option("what-if-at", choice.what_if_at);
  return text;
}

page::CommandFact command_of(const RunRequest& request) {
  page::CommandFact command;
  const std::string file = operand(request.file);
  command.describe = {"stalemate", "describe", file};
  command.start = {"stalemate", "run", file};
  if (!request.trace.empty()) {
    command.start = {"stalemate", "replay", operand(request.trace)};
    add_option(command.start, "scenario", request.file);
    if (!request.trace_format.empty()) add_option(command.start, "trace-format", request.trace_format);
    if (!request.trace_columns.empty()) add_option(command.start, "trace-columns", columns_word(request.trace_columns));
  }
  add_options(command.choice, "strategy", request.strategies);
  if (request.no_baseline) command.choice.emplace_back("--no-baseline");
  if (request.strict) command.choice.emplace_back("--strict");
  if (!request.solve.empty()) add_option(command.choice, "solve", request.solve);
  if (request.find_capacity) command.choice.emplace_back("--find-capacity");
  if (request.leave_one_out) command.choice.emplace_back("--leave-one-out");
  add_options(command.choice, "vary", request.vary);
  if (request.points > 0) add_option(command.choice, "points", std::to_string(request.points));
  if (request.seed) add_option(command.choice, "seed", std::to_string(*request.seed));
  add_options(command.faults, "fault", request.faults);
  if (request.no_faults) command.faults.emplace_back("--no-faults");
  if (!request.what_if.empty()) add_option(command.faults, "what-if", request.what_if);
  if (!request.what_if_at.empty()) add_option(command.faults, "what-if-at", request.what_if_at);
  add_options(command.sets, "set", request.sets);
  command.seeds = request.seeds;
  return command;
}

std::string whole_command(const RunRequest& request) {
  const page::CommandFact command = command_of(request);
  std::string text;
  for (const auto* words : {&command.start, &command.choice, &command.faults, &command.sets})
    for (const std::string& word : *words) text += (text.empty() ? "" : " ") + page::shell_word(word);
  return request.seeds == 1 ? text : text + " --seeds " + std::to_string(request.seeds);
}

std::string reproduce_command(const RunRequest& request, const std::string& strategy, std::uint64_t seed) {
  std::string command = "stalemate ";
  if (request.trace.empty()) {
    command += "run " + page::shell_word(operand(request.file));
  } else {
    command += "replay " + page::shell_word(operand(request.trace)) + shell_option("scenario", request.file) +
               trace_options(request.trace_format, request.trace_columns);
  }
  return command + shell_option("strategy", strategy) + " --seed " + std::to_string(seed) + change_options(request);
}

std::string reproduce_command(const ReplayRequest& request, const traces::EvictionSetup& setup) {
  return "stalemate replay " + page::shell_word(operand(request.trace)) +
         trace_options(request.trace_format, request.trace_columns) + shell_option("eviction", eviction_word(setup)) +
         shell_option("capacity", capacity_word(setup.capacity));
}

std::string reproduce_command(const ReplayRequest& request) {
  std::string command = "stalemate replay " + page::shell_word(operand(request.trace)) +
                        trace_options(request.trace_format, request.trace_columns);
  for (const std::string& eviction : request.evictions) command += shell_option("eviction", eviction);
  for (const std::string& capacity : request.capacities) command += shell_option("capacity", capacity);
  return command + (request.all ? " --all" : "");
}

}  // namespace stalemate::analysis::cli
