// Commands that a report names: the one that gives it again, and those worth typing next.
// Promise: each repeats what the report was made with; typed into a shell, a word is what it was, whatever it holds.
// Source: this project's interface ("Every result names the one command that reproduces it").
#pragma once
#include <string>
#include <vector>
#include "analysis/page/report.hpp"

namespace stalemate::analysis::page {

struct Command {
  std::vector<std::string> words;  ///< Ready for a shell; an option and its value are one.
  std::string purpose;
};

/// Without words when the report does not know its command.
Command same_again(const Report& report);
std::vector<Command> next_commands(const Report& report);
/// Without words when the report is of a recorded trace.
Command sensitivity_of(const Report& report);
/// The same system without its caches, from some moment on; without words likewise.
Command without_caches(const Report& report);

}  // namespace stalemate::analysis::page
