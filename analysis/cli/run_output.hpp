// Where the results of a run go: standard output in one format, and files by their endings.
// Promise: a name with an unknown ending or given twice is refused before any run; files stand before the screen shows.
// Source: this project's interface.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>
#include "analysis/cli/exit_status.hpp"
#include "analysis/cli/output_files.hpp"
#include "analysis/cli/requests.hpp"
#include "analysis/page/report.hpp"
#include "analysis/page/screen.hpp"

namespace stalemate::analysis::cli {

std::string tool_name();
/// answer.md, or anything before it with a dot or a dash between.
bool is_one_page(const std::string& path);

class RunOutput {
 public:
  /// Why these names cannot be output files, whatever the machine says.
  static std::optional<Trouble> wrong_names(const std::vector<std::string>& paths);
  /// That a page or a picture is among them, of a result that has none.
  static std::optional<Trouble> drawn_names(const std::vector<std::string>& paths, const std::string& what);
  static std::variant<RunOutput, Trouble> open(const std::vector<std::string>& paths, Format format);

  /// A result in one format.
  using TextOf = std::function<std::string(Format)>;
  /// Of a result that has its own text for each.
  struct Texts {
    std::function<page::Json()> json;
    std::function<std::string()> csv, markdown;
    std::function<std::string(page::ScreenOptions)> screen;
    std::string operator()(Format format) const;
  };

  /// `drawn`: the page and the picture.
  /// A file that cannot be written changes the exit status, which the report tells: it is shown last.
  std::optional<Trouble> write(const load::Scenario& scenario, page::Report& report,
                               const std::vector<page::Json>& runs, const TextOf& drawn);
  /// The same of any result whose texts tell the exit status of that report.
  std::optional<Trouble> write(page::Report& report, const TextOf& text_of);
  /// What an interrupted run shows: nothing where a program may read it and take it for the whole.
  std::optional<Trouble> show_part(const std::string& heading, const page::Report& report) const;
  std::optional<Trouble> show_part(const std::string& heading, const TextOf& text_of) const;
  /// The path of a page among them.
  std::optional<std::string> page() const;
  /// "a.json, b.md", or nothing.
  std::string files() const;
  /// Removes what was written aside.
  void discard() { files_.clear(); }

 private:
  std::vector<OutputFile> files_;
  Format format_ = Format::table;
};

}  // namespace stalemate::analysis::cli
