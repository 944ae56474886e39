#include "analysis/page/markdown.hpp"
#include <string_view>
#include "analysis/page/commands.hpp"
#include "analysis/page/legend.hpp"
#include "analysis/page/prose.hpp"
#include "analysis/page/reasons.hpp"
#include "analysis/page/table.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

/// Every character that could begin markup is escaped, or written as an entity where a backslash does not help.
std::string escaped(const std::string& text) {
  std::string safe;
  for (const char c : visible(text)) {
    if (c == '<') {
      safe += "&lt;";
    } else if (c == '&') {
      safe += "&amp;";
    } else if (c == '@') {
      safe += "&#64;";
    } else {
      if (std::string_view("\\`*_{}[]|#>~!$").find(c) != std::string_view::npos) safe += '\\';
      safe += c;
    }
  }
  return safe;
}

std::string row(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) line += ' ' + cell + " |";
  return line + '\n';
}

std::string table_text(const Report& report) {
  const Table table = table_of(report);
  std::vector<std::string> titles;
  std::vector<std::string> rules;
  for (const Column& column : table.columns) {
    titles.push_back(escaped(column.title));
    rules.push_back(rules.empty() ? ":---" : "---:");
  }
  std::string text = row(titles) + row(rules);
  for (const auto& cells : table.cells) {
    std::vector<std::string> safe;
    for (const std::string& cell : cells) safe.push_back(escaped(cell));
    text += row(safe);
  }
  for (const std::string& line : legend(report, table)) text += '\n' + escaped(line) + '\n';
  return text;
}

std::string section(const std::string& title, const std::vector<std::string>& sentences) {
  std::string text = "\n**" + title + "**\n\n";
  for (const std::string& sentence : sentences) text += "- " + escaped(sentence) + '\n';
  return text;
}

std::string why(const Report& report) {
  std::vector<std::string> sentences;
  for (const Reason& reason : reasons(report))
    for (const std::string& sentence : reason.sentences) sentences.push_back(reason.strategy + ": " + sentence);
  return sentences.empty() ? "" : section("Why", sentences);
}

}  // namespace

// A block of code shows every character as it is; its fence is longer than any run of backticks in it.
std::string again_section(const std::string& command) {
  if (command.empty()) return "";
  std::string fence = "```";
  while (command.find(fence) != std::string::npos) fence += '`';
  return "\n**Again**\n\n" + fence + '\n' + command + '\n' + fence + '\n';
}

std::string markdown(const Report& report) {
  std::string text = "## " + escaped(report.title) + "\n\n";
  if (!report.question.empty()) text += escaped(report.question) + "\n\n";
  text += "- Promise: " + escaped(promise_line(report)) + '\n';
  text += "- Fault: " + escaped(fault_line(report)) + "\n\n";
  if (!report.strategies.empty()) text += table_text(report);
  text += section("Answer", answer(report)) + why(report) + section("Trust", trust(report));
  text += again_section(joined(same_again(report).words, " "));
  return text + '\n' + escaped(joined(signature(report), " \xC2\xB7 ")) + '\n';
}

}  // namespace stalemate::analysis::page
