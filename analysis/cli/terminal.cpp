#include "analysis/cli/terminal.hpp"
#include <sys/ioctl.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <string>

namespace stalemate::analysis::cli {
namespace {

constexpr int usual_width = 100;
constexpr int widest = 400;

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

std::optional<int> columns_variable() {
  const char* value = std::getenv("COLUMNS");
  if (value == nullptr) return std::nullopt;
  int columns = 0;
  const char* end = value + std::strlen(value);
  const auto [stop, error] = std::from_chars(value, end, columns);
  const bool is_number = error == std::errc{} && stop == end && columns > 0;
  return is_number ? std::optional(columns) : std::nullopt;
}

std::optional<int> terminal_columns() {
  winsize size{};
  const bool known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? std::optional<int>(size.ws_col) : std::nullopt;
}

}  // namespace

bool is_terminal(int descriptor) { return ::isatty(descriptor) == 1; }

int table_width() {
  const int width = columns_variable().value_or(terminal_columns().value_or(usual_width));
  return std::min(width, widest);
}

int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

bool wants_colour() { return is_terminal(STDOUT_FILENO) && !is_set("NO_COLOR"); }

std::optional<Trouble> print(std::string_view text) {
  const int error = write_all(STDOUT_FILENO, text);
  if (error == 0 || error == EPIPE) return std::nullopt;
  return trouble(Exit::machine, std::string("cannot write to standard output: ") + std::strerror(error));
}

void complain(std::string_view text) { write_all(STDERR_FILENO, text); }

ProgressLine::ProgressLine(bool wanted) : wanted_(wanted && is_terminal(STDERR_FILENO)) {}

void ProgressLine::show(std::int64_t done, std::int64_t all, std::string_view noun) {
  if (!wanted_ || done == shown_) return;
  shown_ = done;
  complain("\r" + std::to_string(done) + " of " + std::to_string(all) + " " + std::string(noun) + " ");
}

void ProgressLine::clear() {
  if (shown_ >= 0) complain("\r\x1b[K");
  shown_ = -1;
}

}  // namespace stalemate::analysis::cli
