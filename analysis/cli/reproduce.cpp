#include "analysis/cli/reproduce.hpp"
#include "analysis/cli/shell.hpp"

namespace stalemate::analysis::cli {
namespace {

/// A positional word that begins with '-' would be taken for an option; "-" alone is standard input.
std::string operand(const std::string& word) { return word.size() > 1 && word.starts_with('-') ? "./" + word : word; }

}  // namespace

std::string reproduce_command(const RunRequest& request, const std::string& strategy, std::uint64_t seed) {
  std::string command = "stalemate ";
  if (request.trace.empty()) {
    command += "run " + shell_quoted(operand(request.file));
  } else {
    command += "replay " + shell_quoted(operand(request.trace)) + shell_option("scenario", request.file);
  }
  command += shell_option("strategy", strategy) + " --seed " + std::to_string(seed);
  for (const std::string& fault : request.faults) command += shell_option("fault", fault);
  if (request.no_faults) command += " --no-faults";
  for (const std::string& set : request.sets) command += shell_option("set", set);
  return command;
}

}  // namespace stalemate::analysis::cli
