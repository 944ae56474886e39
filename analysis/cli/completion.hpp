// What a shell completes, and the manual page, made from the command line as it is.
// Promise: every command and option is in both, and nothing else; the same program gives the same bytes.
// Source: bash-completion, zsh's compsys, fish's complete; man(7).
#pragma once
#include <string>
#include <vector>

namespace stalemate::analysis::cli {

struct OptionWords {
  std::vector<std::string> names;  ///< "-o", "--output"; of an operand its word alone, as "FILE".
  std::string value;               ///< What it takes, as "N"; empty: nothing.
  std::string doc;
  bool is_operand() const { return !names.front().starts_with('-'); }
};

struct CommandWords {
  std::string name;
  std::string doc;
  std::vector<OptionWords> options;
};

inline const std::vector<std::string> shells = {"bash", "zsh", "fish"};

/// For one of `shells`.
std::string completion_script(const std::string& shell, const std::vector<CommandWords>& commands);
/// In the language of man(7).
std::string manual_page(const std::vector<CommandWords>& commands);

}  // namespace stalemate::analysis::cli
