// Scenarios as they are named on the command line: a file, a name of the library, or `-` for standard input.
// Promise: what a name stands for is decided by the name and the file system alone: a file that is there wins over the
// library; a name with a folder or an ending is always a file.
// Source: this project's interface.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <variant>
#include "analysis/cli/exit_status.hpp"
#include "analysis/load/overlay.hpp"

namespace stalemate::analysis::cli {

struct Source {
  std::string name;  ///< As typed.
  std::string text;
  bool from_library = false;
  std::map<std::string, std::string, std::less<>> extended = {};  ///< Read before, by name: not looked for again.
};

std::variant<Source, Trouble> read_source(const std::string& name);
/// What `extends` means in this source: files beside it, or other scenarios of the library. `hear` is told why one
/// of them cannot be read.
using HearTrouble = std::function<void(const Trouble&)>;
load::FindText neighbours_of(const Source& source, HearTrouble hear = {});

/// The bytes of a file. Missing, or larger than any scenario: wrong input; unreadable, a folder: the machine.
std::variant<std::string, Trouble> read_file(const std::string& path);

}  // namespace stalemate::analysis::cli
