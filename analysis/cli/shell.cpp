#include "analysis/cli/shell.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::cli {

std::string operand(const std::string& word) { return word.size() > 1 && word.starts_with('-') ? "./" + word : word; }

std::string shell_option(std::string_view name, std::string_view value) {
  const char* between = value.starts_with('-') ? "=" : " ";
  return " --" + std::string(name) + between + page::shell_word(std::string(value));
}

}  // namespace stalemate::analysis::cli
