// A committed text that a test must reproduce, byte for byte.
// Promise: a missing file fails the test; with UPDATE_GOLDEN=1 in the environment the file is written instead.
// Source: golden-file tests (Feathers, Working Effectively with Legacy Code, ch. 13: characterisation tests).
#pragma once
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace stalemate::tests {

inline std::string text_of_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline bool is_updating_golden_files() {
  const char* const asked = std::getenv("UPDATE_GOLDEN");
  return asked != nullptr && std::string(asked) == "1";
}

/// What the golden file says. When asked for an update: `now`, which has become the file.
inline std::string golden(const std::string& name, const std::string& now) {
  const std::filesystem::path path = std::filesystem::path(STALEMATE_SOURCE_DIR) / "tests" / "golden" / name;
  if (is_updating_golden_files()) std::ofstream(path, std::ios::binary) << now;
  return text_of_file(path);
}

}  // namespace stalemate::tests
