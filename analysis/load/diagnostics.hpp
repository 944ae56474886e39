// Diagnostics: every error and warning about what a user wrote, each with its place.
// Promise: nothing is thrown and nothing stops early; the list comes out one a line, sorted by place, without repeats.
// Source: the compilers' `file:line:column: message` (GNU coding standards). Departs: adds the path and one mend.
#pragma once
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stalemate::analysis::load {

/// A place in a text: the file by its number in Diagnostics; line and column from 1, columns in code points.
/// Line 0 means the file as a whole, as for a value that came from the command line.
struct Place {
  std::int32_t file = 0;
  std::int64_t line = 0;
  std::int64_t column = 0;
  auto operator<=>(const Place&) const = default;
};

enum class Severity : std::uint8_t { error, warning };

struct Diagnostic {
  Severity severity = Severity::error;
  Place place;
  std::string path;     ///< Dotted; empty when it concerns the text as a whole.
  std::string message;  ///< What is wrong: "-1 is not a number above 0".
  std::string mend;     ///< What to do: "did you mean \"popularity\"?"; may be empty.
  bool operator==(const Diagnostic&) const = default;
};

class Diagnostics {
 public:
  static constexpr std::int64_t shown_at_most = 50;

  /// The number of a file for Place::file; the same name gives the same number. "--set" is a good name too.
  std::int32_t file(std::string_view name);
  const std::string& file_name(std::int32_t file) const;
  const std::vector<std::string>& files() const { return files_; }

  void error(Place place, std::string_view path, std::string message, std::string mend = {});
  void warning(Place place, std::string_view path, std::string message, std::string mend = {});

  std::int64_t errors() const { return errors_; }
  std::int64_t warnings() const { return std::int64_t(all_.size()) - errors_; }
  bool has_errors() const { return errors_ > 0; }

  /// Sorted by file (in the order of their numbers), line and column; at one place in the order of reporting.
  std::vector<Diagnostic> sorted() const;
  /// "file:line:column", or the file's name alone for line 0.
  std::string text_of(Place place) const;
  std::string line_of(const Diagnostic& diagnostic) const;
  /// All lines, each ended; beyond `at_most` a last line "and N more".
  std::string render(std::int64_t at_most = shown_at_most) const;

 private:
  void add(Diagnostic diagnostic);
  std::vector<std::string> files_;
  std::vector<Diagnostic> all_;
  std::int64_t errors_ = 0;
};

/// The text in double quotes, on one line, shortened in the middle of a long one.
std::string in_quotes(std::string_view text);

}  // namespace stalemate::analysis::load
