#include "analysis/page/markdown.hpp"
#include <algorithm>
#include <string_view>
#include "analysis/page/by_load.hpp"
#include "analysis/page/commands.hpp"
#include "analysis/page/legend.hpp"
#include "analysis/page/prose.hpp"
#include "analysis/page/reasons.hpp"
#include "analysis/page/sightings.hpp"
#include "analysis/page/table.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

std::string row(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) line += ' ' + cell + " |";
  return line + '\n';
}

bool is_in(const std::vector<std::size_t>& columns, std::size_t column) {
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

/// Within a table a pipe would end the cell, of code too.
std::string code_cell(const std::string& text) {
  std::string safe;
  for (const char c : text.empty() ? text : code_span(text)) safe += (c == '|' ? "\\" : "") + std::string(1, c);
  return safe;
}

std::string table_text(const Report& report) {
  const Table table = table_of(report);
  std::string text = table_rows(table);
  for (const std::string& line : legend(report, table)) text += '\n' + markdown_text(line) + '\n';
  if (report.promises.size() > 1) text += "\nOlder than promised, by class:\n\n" + table_rows(class_table_of(report));
  return text;
}

std::string section(const std::string& title, const std::vector<std::string>& sentences) {
  std::string text = "\n**" + title + "**\n\n";
  for (const std::string& sentence : sentences) text += "- " + markdown_text(sentence) + '\n';
  return text;
}

std::string by_strategy(const std::string& title, const std::vector<Reason>& all) {
  std::vector<std::string> sentences;
  for (const Reason& reason : all)
    for (const std::string& sentence : reason.sentences) sentences.push_back(reason.strategy + ": " + sentence);
  return sentences.empty() ? "" : section(title, sentences);
}

}  // namespace

std::string table_rows(const Table& table) {
  std::vector<std::string> titles;
  std::vector<std::string> rules;
  for (const Column& column : table.columns) {
    titles.push_back(markdown_text(column.title));
    rules.push_back(rules.empty() ? ":---" : "---:");
  }
  std::string text = row(titles) + row(rules);
  for (const auto& cells : table.cells) {
    std::vector<std::string> safe;
    for (const std::string& cell : cells) safe.push_back(markdown_text(cell));
    text += row(safe);
  }
  return text;
}

std::string table_rows(const Grid& grid) {
  std::vector<std::string> titles, rules;
  for (const std::string& title : grid.titles) {
    const bool is_left = rules.empty() || is_in(grid.wordy, rules.size()) || is_in(grid.code, rules.size());
    titles.push_back(markdown_text(title));
    rules.push_back(is_left ? ":---" : "---:");
  }
  std::string text = row(titles) + row(rules);
  for (const auto& cells : grid.rows) {
    std::vector<std::string> safe;
    for (const std::string& cell : cells)
      safe.push_back(is_in(grid.code, safe.size()) ? code_cell(cell) : markdown_text(cell));
    text += row(safe);
  }
  return text;
}

// A fence longer than any run of backticks in it, and blanks that its reader takes away again.
std::string code_span(const std::string& text) {
  std::string fence = "`";
  while (text.find(fence) != std::string::npos) fence += '`';
  const std::string blank = fence.size() > 1 ? " " : "";
  return fence + blank + visible(text) + blank + fence;
}

// It shows every character as it is; its fence is longer than any run of backticks in it.
std::string code_block(const std::string& language, const std::string& text) {
  std::string fence = "```";
  while (text.find(fence) != std::string::npos) fence += '`';
  return fence + language + '\n' + text + '\n' + fence + '\n';
}

std::string command_section(const std::string& title, const std::string& command) {
  return command.empty() ? "" : "\n**" + title + "**\n\n" + code_block("", command);
}

std::string again_section(const std::string& command) { return command_section("Again", command); }

std::string markdown(const Report& report) {
  std::string text = "## " + markdown_text(report.title) + "\n\n";
  if (!report.question.empty()) text += markdown_text(report.question) + "\n\n";
  text += "- Promise: " + markdown_text(promise_line(report)) + '\n';
  text += "- Fault: " + markdown_text(fault_line(report)) + "\n\n";
  if (!report.strategies.empty()) text += table_text(report);
  text += section("Answer", answer(report)) + by_strategy("Why", reasons(report));
  text += by_strategy("Loads", by_load(report));
  text += by_strategy("Seen", sightings(report)) + section("Trust", trust(report));
  text += again_section(joined(same_again(report).words, " "));
  return text + '\n' + markdown_text(joined(signature(report), " \xC2\xB7 ")) + '\n';
}

}  // namespace stalemate::analysis::page
