#include "tests/cli/readme_blocks.hpp"
#include <regex>
#include <sstream>

namespace stalemate::tests::cli {
namespace {

class BlockReader {
 public:
  void read(const std::string& line) {
    ++line_;
    if (is_fence(line))
      turn(line);
    else if (inside_ && !language_.empty())
      read_command_line(line);
  }

  std::vector<ReadmeCommand> commands() && { return std::move(commands_); }

 private:
  static bool is_fence(const std::string& line) { return line.compare(0, 3, "```") == 0; }

  void turn(const std::string& fence) {
    inside_ = !inside_;
    goes_on_ = false;
    terminator_.clear();
    language_.clear();
    if (!inside_) return;
    std::istringstream info(fence.substr(3));
    std::string language, mark;
    info >> language >> mark;
    if (language == "sh" || language == "bash" || language == "console") language_ = language;
    is_setup_ = mark == "setup";
  }

  void read_command_line(const std::string& line) {
    if (goes_on_) return append(line);
    std::string text = line;
    if (language_ == "console") {
      if (line.compare(0, 2, "$ ") != 0) return;  // what the command printed
      text = line.substr(2);
    }
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string::npos || text[begin] == '#') return;
    commands_.push_back({line_, "", 0, is_setup_});
    append(text);
  }

  void append(const std::string& line) {
    static const std::regex here_document(R"(<<-?\s*['"]?(\w+)['"]?)");
    static const std::regex status(R"(\s#\s*exit (\d+)\s*$)");
    ReadmeCommand& command = commands_.back();
    command.text += line + "\n";
    std::smatch match;
    if (terminator_.empty()) {
      if (std::regex_search(line, match, here_document)) terminator_ = match[1];
      if (std::regex_search(line, match, status)) command.expected_status = std::stoi(match[1]);
      goes_on_ = !terminator_.empty() || (!line.empty() && line.back() == '\\');
    } else if (line == terminator_) {
      terminator_.clear();
      goes_on_ = false;
    }
  }

  int line_ = 0;
  bool inside_ = false;
  bool is_setup_ = false;
  bool goes_on_ = false;
  std::string language_;    // empty in a block that holds no commands
  std::string terminator_;  // of the here-document that is being read
  std::vector<ReadmeCommand> commands_;
};

}  // namespace

std::vector<ReadmeCommand> commands_of(const std::string& markdown) {
  BlockReader reader;
  std::istringstream in(markdown);
  for (std::string line; std::getline(in, line);) reader.read(line);
  return std::move(reader).commands();
}

}  // namespace stalemate::tests::cli
