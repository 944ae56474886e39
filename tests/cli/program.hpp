// The real program, run as a user runs it: arguments in, exit status, standard output and standard error out.
// Promise: no shell stands between; every run has a folder of its own that is gone afterwards.
// Source: POSIX fork and execv.
#pragma once
#include <sys/types.h>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace stalemate::tests::cli {

using Arguments = std::vector<std::string>;

struct Outcome {
  int status = -1;  ///< Exit status, or 128 and the signal.
  std::string out;
  std::string err;
  bool says(const std::string& text) const { return out.find(text) != std::string::npos; }
  bool complains_of(const std::string& text) const { return err.find(text) != std::string::npos; }
};

struct Around {
  std::string input = {};                             ///< Standard input.
  std::string out_path = {};                          ///< Instead of the captured standard output.
  bool broken_pipe = false;                           ///< Nobody reads standard output.
  long memory_at_most = 0;                            ///< Bytes of address space; 0: no limit.
  long file_at_most = 0;                              ///< Bytes of any file; 0: no limit.
  std::map<std::string, std::string> variables = {};  ///< Set in its environment.
  std::string program = {};                           ///< The path of another program than the one that is tested.
};

/// A temporary folder, the working directory of the programs that are run in it.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  void write(const std::string& name, const std::string& text) const;
  std::string read(const std::string& name) const;
  bool has(const std::string& name) const;
  /// All names in it but those of captured outputs, sorted.
  std::vector<std::string> names() const;

  Outcome run(const Arguments& arguments, const Around& around = {}) const;
  pid_t start(const Arguments& arguments, const Around& around = {}) const;
  Outcome finish(pid_t program) const;

  const std::filesystem::path path;
};

std::size_t count_in(const std::string& text, const std::string& part);

/// The smallest useful scenario, of a few simulated seconds: "delete" keeps its promise, "ttl only" breaks it.
std::string small_scenario();
/// The baseline ends at once; "endless" asks for more than anybody waits for.
std::string endless_scenario();

}  // namespace stalemate::tests::cli
