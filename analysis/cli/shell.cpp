#include "analysis/cli/shell.hpp"

namespace stalemate::analysis::cli {
namespace {

constexpr std::string_view harmless = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+./:,@%=";

}  // namespace

std::string shell_quoted(std::string_view word) {
  if (!word.empty() && word.find_first_not_of(harmless) == std::string_view::npos) return std::string(word);
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string operand(const std::string& word) { return word.size() > 1 && word.starts_with('-') ? "./" + word : word; }

std::string shell_option(std::string_view name, std::string_view value) {
  const char* between = value.starts_with('-') ? "=" : " ";
  return " --" + std::string(name) + between + shell_quoted(value);
}

}  // namespace stalemate::analysis::cli
