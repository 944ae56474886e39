// Files that a command writes: opened before the work, written aside, renamed when whole.
// Promise: either the old file stands or the new one does, never a half; what cannot be written is known before a run.
// Source: POSIX rename. Departs: what is no regular file (a device, a pipe) is written in place.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>
#include "analysis/cli/exit_status.hpp"

namespace stalemate::analysis::cli {

/// One text for one file, however its path is written.
std::string identity_of(const std::string& path);

/// That one of the outputs is what is read.
std::optional<Trouble> overwrites(const std::vector<std::string>& outputs, const std::string& input);

/// That two of the outputs are one file.
std::optional<Trouble> named_twice(const std::vector<std::string>& outputs);

enum class IfThere : std::uint8_t { replace, refuse };

class OutputFile {
 public:
  static std::variant<OutputFile, Trouble> open(const std::string& path, IfThere if_there = IfThere::replace);
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();  ///< What was not committed leaves no trace.

  const std::string& path() const { return path_; }
  /// A piece of the content, after those before it.
  std::optional<Trouble> append(std::string_view piece);
  /// The rest of it, once.
  std::optional<Trouble> commit(std::string_view text);

 private:
  OutputFile(std::string path, std::string target, std::string aside, int descriptor, IfThere if_there);
  std::optional<Trouble> put_in_place();
  Trouble cannot_write(int error) const;

  std::string path_;    ///< As typed.
  std::string target_;  ///< Where links lead.
  std::string aside_;   ///< Empty: written in place.
  int descriptor_;
  IfThere if_there_;
};

/// All of them, in their order, or why one cannot be.
std::variant<std::vector<OutputFile>, Trouble> open_all(const std::vector<std::string>& paths);

}  // namespace stalemate::analysis::cli
