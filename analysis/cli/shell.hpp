// Words as a shell takes them.
// Promise: the quoted word, typed into a POSIX shell, is the word again, whatever it holds.
// Source: POSIX shell, 2.2.2 (single quotes), 2.6.3 (command substitution).
#pragma once
#include <string>
#include <string_view>

namespace stalemate::analysis::cli {

/// What would steer a terminal is written by printf, so that the line can be shown, and copied from there. Departs: a
/// word that ends in a line break stands as it is, as a shell cuts that off.
std::string shell_quoted(std::string_view word);
/// A positional word that begins with '-' would be taken for an option; "-" alone is standard input.
std::string operand(const std::string& word);
/// ` --name value`, quoted; `--name=value` for a value that looks like an option.
std::string shell_option(std::string_view name, std::string_view value);

}  // namespace stalemate::analysis::cli
