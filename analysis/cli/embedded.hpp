// What travels inside the program: the library of scenarios and the templates.
// Promise: the bytes of the files, in the order of their names. Written by embed.cmake at build time.
// Source: scenarios/*.json and scenarios/templates/*.json.
#pragma once
#include <span>
#include <string_view>

namespace stalemate::analysis::cli {

struct EmbeddedFile {
  std::string_view name;  ///< Without folder and ending.
  std::string_view text;
};

std::span<const EmbeddedFile> library_files();
std::span<const EmbeddedFile> template_files();
/// "0.1.0"
std::string_view program_version();

}  // namespace stalemate::analysis::cli
