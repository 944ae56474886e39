// Lines of a screen: text filled to a width, paragraphs with a word before them, commands, tables.
// Promise: no line is wider than asked (60 at least) but for a command, which is there to be copied, and a table whose
// columns do not fit.
// Source: this project's interface ("It fits 100 columns and adapts to narrower ones").
#pragma once
#include <cstdint>
#include <string>
#include <vector>
#include "analysis/page/table.hpp"

namespace stalemate::analysis::page {

class Lines {
 public:
  explicit Lines(std::int64_t width);

  std::int64_t width() const { return width_; }
  void add(const std::string& line);  ///< As it is, without blanks at its end.
  void add_wrapped(const std::string& text);
  void add_labelled(std::string word, const std::string& text);
  /// The word before the first of them.
  void add_labelled(std::string word, const std::vector<std::string>& paragraphs);
  /// Whole, however long; nothing for none.
  void add_command(const std::string& word, const std::string& command);
  /// Without the columns that have no room, whose titles are told.
  void add_table(Table table);
  std::string take() { return std::move(text_); }

 private:
  std::int64_t width_;
  std::string text_;
};

}  // namespace stalemate::analysis::page
