// The source tree as the tidy rules see it: files with their lines, and the same lines without comments and literals.
// Promise: reads what .gitignore does not name; paths are relative to the root, with forward slashes, sorted.
// Source: TigerBeetle's tidy test. Departs: asks no git, so that a tree without its history is held to the same rules.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace stalemate::tests::tidy {

struct SourceFile {
  std::string path;
  std::vector<std::string> lines;
  std::vector<std::string> code;  ///< The lines with comments and literals blanked; C++ only.

  std::string folder() const;     ///< "models/eviction" of "models/eviction/lru.cpp"; empty in the root.
  std::string extension() const;  ///< ".hpp"
  bool is_cpp() const;
};

/// One place that breaks a rule, as "path:line: what is wrong and what to do instead".
using Findings = std::vector<std::string>;
std::string finding(const SourceFile& file, std::size_t line_index, const std::string& what);

SourceFile source_file(std::string path, const std::string& text);
std::vector<SourceFile> read_tree(const std::filesystem::path& root);
/// The entries of the root folder itself, without those that .gitignore names.
std::vector<std::string> root_entries(const std::filesystem::path& root);

}  // namespace stalemate::tests::tidy
