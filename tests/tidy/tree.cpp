#include "tests/tidy/tree.hpp"
#include <algorithm>
#include <cctype>
#include <fstream>
#include <set>
#include <sstream>

namespace stalemate::tests::tidy {
namespace fs = std::filesystem;
namespace {

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<std::string> split_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool opens_raw_literal(const std::string& text, std::size_t i) {
  return text[i] == 'R' && text.compare(i, 2, "R\"") == 0 &&
         (i == 0 || (!std::isalnum(static_cast<unsigned char>(text[i - 1])) && text[i - 1] != '_'));
}

// A digit separator (1'000) opens no character literal.
bool opens_literal(const std::string& text, std::size_t i) {
  if (text[i] == '"') return true;
  return text[i] == '\'' && (i == 0 || !std::isalnum(static_cast<unsigned char>(text[i - 1])));
}

std::size_t end_of_literal(const std::string& text, std::size_t open) {
  std::size_t i = open + 1;
  while (i < text.size() && text[i] != text[open] && text[i] != '\n') i += text[i] == '\\' ? 2 : 1;
  return std::min(i + 1, text.size());
}

std::size_t end_of(const std::string& text, const std::string& closing, std::size_t from) {
  const std::size_t at = text.find(closing, from);
  return at == std::string::npos ? text.size() : at + closing.size();
}

// Where the comment or literal that begins at `i` ends; `i` itself when none does.
std::size_t end_of_hidden(const std::string& text, std::size_t i) {
  if (text.compare(i, 2, "//") == 0) return std::min(text.find('\n', i), text.size());
  if (text.compare(i, 2, "/*") == 0) return end_of(text, "*/", i + 2);
  if (opens_raw_literal(text, i)) {
    const std::size_t bracket = text.find('(', i);
    return end_of(text, ")" + text.substr(i + 2, bracket - i - 2) + "\"", i + 2);
  }
  return opens_literal(text, i) ? end_of_literal(text, i) : i;
}

// An include keeps its quotes: they are what the rule about directions reads.
bool at_include(const std::string& text, std::size_t i) {
  return (i == 0 || text[i - 1] == '\n') && text.compare(i, 8, "#include") == 0;
}

std::string without_hidden_text(std::string text) {
  for (std::size_t i = 0; i < text.size();) {
    if (at_include(text, i)) i = std::min(text.find('\n', i), text.size());
    if (i == text.size()) break;
    const std::size_t end = end_of_hidden(text, i);
    for (std::size_t k = i; k < end; ++k)
      if (text[k] != '\n') text[k] = ' ';
    i = std::max(i + 1, end);
  }
  return text;
}

std::set<std::string> ignored_names(const fs::path& root) {
  std::set<std::string> names = {".git"};
  for (std::string line : split_lines(read(root / ".gitignore"))) {
    line.erase(std::remove(line.begin(), line.end(), '/'), line.end());
    if (!line.empty() && line[0] != '#') names.insert(line);
  }
  return names;
}

bool is_text(const std::string& text) { return text.find('\0') == std::string::npos; }

}  // namespace

std::string SourceFile::folder() const { return fs::path(path).parent_path().generic_string(); }
std::string SourceFile::extension() const { return fs::path(path).extension().string(); }
bool SourceFile::is_cpp() const { return extension() == ".cpp" || extension() == ".hpp"; }

std::string finding(const SourceFile& file, std::size_t line_index, const std::string& what) {
  return file.path + ":" + std::to_string(line_index + 1) + ": " + what;
}

SourceFile source_file(std::string path, const std::string& text) {
  SourceFile file{std::move(path), split_lines(text), {}};
  if (file.is_cpp()) file.code = split_lines(without_hidden_text(text));
  return file;
}

std::vector<SourceFile> read_tree(const fs::path& root) {
  const auto ignored = ignored_names(root);
  std::vector<SourceFile> files;
  for (auto it = fs::recursive_directory_iterator(root); it != fs::recursive_directory_iterator(); ++it) {
    if (ignored.count(it->path().filename().string()) != 0) {
      it.disable_recursion_pending();
    } else if (it->is_regular_file()) {
      const std::string text = read(it->path());
      if (is_text(text)) files.push_back(source_file(it->path().lexically_relative(root).generic_string(), text));
    }
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

std::vector<std::string> root_entries(const fs::path& root) {
  const auto ignored = ignored_names(root);
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(root))
    if (const std::string name = entry.path().filename().string(); ignored.count(name) == 0) names.push_back(name);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace stalemate::tests::tidy
