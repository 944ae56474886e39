#include "analysis/cli/shell.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::cli {
namespace {

constexpr std::string_view harmless = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+./:,@%=";

/// Bytes beyond printable ASCII in octal, as every printf takes them.
std::string printed(std::string_view word) {
  std::string text = "\"$(printf '";
  for (const char c : word) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\'') {
      text += "\\047";
    } else if (c == '\\' || c == '%') {
      text += std::string(2, c);
    } else if (byte >= 0x20 && byte < 0x7F) {
      text += c;
    } else {
      for (const unsigned shift : {6U, 3U, 0U}) text += (shift == 6 ? "\\" : "") + std::to_string(byte >> shift & 7U);
    }
  }
  return text + "')\"";
}

}  // namespace

std::string shell_quoted(std::string_view word) {
  if (!word.empty() && word.find_first_not_of(harmless) == std::string_view::npos) return std::string(word);
  if (!word.ends_with('\n') && page::visible(word) != word) return printed(word);
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
