// Where the results of a sweep go: standard output in one format, and files by their endings.
// Promise: runs are written one after the other, in memory that does not grow with their number; a file stands whole or
// not at all.
// Source: this project's interface.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>
#include "analysis/cli/output_files.hpp"
#include "analysis/cli/requests.hpp"
#include "analysis/map/screen.hpp"

namespace stalemate::analysis::cli {

class SweepOutput {
 public:
  /// Of any of the endings that a sweep has: all but .db.
  static std::optional<Trouble> wrong_names(const std::vector<std::string>& paths);
  static std::variant<SweepOutput, Trouble> open(const std::vector<std::string>& paths, Format format);

  /// `wrong`: what went wrong with the runs; else the ending is what the map shows. A file that cannot be written
  /// changes it, which standard output tells. After Ctrl-C no further file is written, and it is the exit status.
  std::variant<Exit, Trouble> write(const store::SweepStore& store, const std::optional<map::Ending>& wrong,
                                    bool strict);
  /// Of a sweep that was interrupted: a table for people, nothing for programs.
  std::optional<Trouble> show_part(const map::Map& map, const map::Ending& ending) const;
  void discard() { files_.clear(); }

 private:
  std::vector<OutputFile> files_;
  Format format_ = Format::table;
};

/// The path of the store among outputs, and the others.
struct SweepPaths {
  std::string store;  ///< Empty: none.
  std::vector<std::string> others;
};
bool is_store(const std::string& path);
std::variant<SweepPaths, Trouble> sweep_paths(const std::vector<std::string>& outputs);

/// "cannot write x.db: ...", with the mend.
Trouble store_trouble(const std::string& path, const store::StoreError& error);

}  // namespace stalemate::analysis::cli
