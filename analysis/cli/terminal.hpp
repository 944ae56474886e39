// The terminal: results to standard output, all else to standard error.
// Promise: a full disk behind standard output is an error, a reader that has gone is none; colour and progress on a
// terminal only, and no colour where NO_COLOR is set.
// Source: no-color.org; POSIX write, ioctl TIOCGWINSZ, COLUMNS.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include "analysis/cli/exit_status.hpp"

namespace stalemate::analysis::cli {

bool is_terminal(int descriptor);
/// Columns for a table on standard output: COLUMNS, else the terminal's, else 100.
int table_width();
bool wants_colour();

/// Writes all of it to a descriptor: 0, or the error number that stopped it.
int write_all(int descriptor, std::string_view text);
/// To standard output; the trouble says why not.
std::optional<Trouble> print(std::string_view text);
/// To standard error; nobody is left to tell when that fails.
void complain(std::string_view text);

/// "12 of 40 runs" on one line of standard error that rewrites itself; silent where that is no terminal.
class ProgressLine {
 public:
  explicit ProgressLine(bool wanted);
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  void show(std::int64_t done, std::int64_t all, std::string_view noun);
  void clear();

 private:
  const bool wanted_;
  std::int64_t shown_ = -1;
};

}  // namespace stalemate::analysis::cli
