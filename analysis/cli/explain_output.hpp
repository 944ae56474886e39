// Where an explanation goes: standard output in one format, and pictures and logs by the endings of their files.
// Promise: a name with an unknown ending or given twice is refused before any run; files stand before the screen shows.
// Source: this project's interface.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>
#include "analysis/cli/output_files.hpp"
#include "analysis/cli/requests.hpp"
#include "analysis/explain/explanation.hpp"

namespace stalemate::analysis::cli {

class ExplainOutput {
 public:
  static std::optional<Trouble> wrong_names(const std::vector<std::string>& paths);
  static std::variant<ExplainOutput, Trouble> open(const std::vector<std::string>& paths, Format format);
  /// Without a stale read there is no picture: that is said, and no file is written but a report.
  std::optional<Trouble> write(const explain::Explanation& explanation, const explain::KeyLife& life);

  /// Whether a picture was asked for of which there is none.
  bool is_missing() const { return is_missing_; }

 private:
  std::vector<OutputFile> files_;
  Format format_ = Format::table;
  bool is_missing_ = false;
};

}  // namespace stalemate::analysis::cli
