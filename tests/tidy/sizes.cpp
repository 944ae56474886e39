// The sizes of files and functions. A function is a brace that opens at the end of a line that closes a parameter list;
// what stands directly in a namespace, class or enumeration is not one. A heuristic that formatted code does not
// defeat.
#include <regex>
#include "tests/tidy/rules.hpp"

namespace stalemate::tests::tidy {
namespace {

struct Scope {
  std::size_t opened_at = 0;
  bool is_function = false;
};

// What stands before a brace since the last statement or scope ended: decides what the brace opens.
bool opens_function(const std::string& before) {
  static const std::regex container(
      R"(^\s*(template\s*<.*>\s*)?(inline\s+)?(namespace|class|struct|enum|union|extern)\b)");
  static const std::regex parameter_list(
      R"(\)\s*(const|noexcept|override|final|mutable|->\s*[\w:<>,&*\s]+|\s)*(:.*)?$)");
  return !std::regex_search(before, container) && std::regex_search(before, parameter_list);
}

class FunctionMeter {
 public:
  explicit FunctionMeter(const SourceFile& file) : file_(file) {}

  std::map<std::string, std::size_t> longer_than(std::size_t limit) {
    limit_ = limit;
    for (line_ = 0; line_ < file_.code.size(); ++line_) {
      if (file_.code[line_].rfind('#', 0) == 0) continue;
      for (const char c : file_.code[line_]) read(c);
      before_ += ' ';
    }
    return found_;
  }

 private:
  void read(char c) {
    if (c == '{') {
      open();
    } else if (c == '}') {
      close();
    } else if (c == ';') {
      before_.clear();
    } else {
      if (before_.find_first_not_of(' ') == std::string::npos) first_line_ = line_;
      before_ += c;
    }
  }

  void open() {
    const bool inside = !scopes_.empty() && scopes_.back().is_function;
    scopes_.push_back({inside ? scopes_.back().opened_at : first_line_, inside || opens_function(before_)});
    outermost_.push_back(!inside && scopes_.back().is_function);
    before_.clear();
  }

  void close() {
    before_.clear();
    if (scopes_.empty()) return;
    const std::size_t lines = line_ - scopes_.back().opened_at + 1;
    if (outermost_.back() && lines > limit_) found_[file_.path + ": " + file_.lines[scopes_.back().opened_at]] = lines;
    scopes_.pop_back();
    outermost_.pop_back();
  }

  const SourceFile& file_;
  std::size_t limit_ = 0;
  std::size_t line_ = 0;
  std::size_t first_line_ = 0;
  std::string before_;
  std::vector<Scope> scopes_;
  std::vector<bool> outermost_;
  std::map<std::string, std::size_t> found_;
};

}  // namespace

std::map<std::string, std::size_t> oversized(const SourceFile& file, Limits limits) {
  if (!file.is_cpp()) return {};
  auto found = FunctionMeter(file).longer_than(limits.function_lines);
  if (file.lines.size() > limits.file_lines) found[file.path] = file.lines.size();
  return found;
}

}  // namespace stalemate::tests::tidy
