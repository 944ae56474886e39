// The command line, read into a request.
// Promise: an unknown word is answered with the nearest known one; nothing that is accepted is ignored.
// Source: CLI11 2.1, in this translation unit alone.
#pragma once
#include <string>
#include <variant>
#include "analysis/cli/exit_status.hpp"
#include "analysis/cli/requests.hpp"

namespace stalemate::analysis::cli {

/// --help and --version: text for standard output instead of a command.
struct Answer {
  std::string text;
};

std::variant<Request, Answer, Trouble> read_command_line(int argc, char** argv);

}  // namespace stalemate::analysis::cli
