// Operands and options of a command line that is told to people.
// Promise: typed into a POSIX shell, each is taken for what it was, whatever it holds.
// Source: POSIX utility conventions, 12.2 (operands after options).
#pragma once
#include <string>
#include <string_view>

namespace stalemate::analysis::cli {

/// A positional word that begins with '-' would be taken for an option; "-" alone is standard input.
std::string operand(const std::string& word);
/// ` --name value`, quoted; `--name=value` for a value that looks like an option.
std::string shell_option(std::string_view name, std::string_view value);

}  // namespace stalemate::analysis::cli
