#include "analysis/cli/output_files.hpp"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <set>
#include <utility>
#include "analysis/cli/terminal.hpp"
#include "analysis/load/diagnostics.hpp"

namespace stalemate::analysis::cli {
namespace {

namespace fs = std::filesystem;

constexpr mode_t usual_mode = 0666;  // less what umask takes
constexpr int names_to_try = 100;

struct Opened {
  int descriptor = -1;
  std::string aside;
};

/// A new file in the folder of `target`, so that renaming it crosses no file system.
Opened open_aside(const fs::path& target) {
  Opened opened;
  for (int i = 0; i < names_to_try; ++i) {
    const std::string name =
        "." + target.filename().string() + "." + std::to_string(::getpid()) + "-" + std::to_string(i) + ".part";
    opened.aside = (target.parent_path() / name).string();
    opened.descriptor = ::open(opened.aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, usual_mode);
    if (opened.descriptor >= 0 || errno != EEXIST) break;
  }
  return opened;
}

std::string real_target(const std::string& path) {
  std::error_code error;
  const fs::path target = fs::weakly_canonical(path, error);
  return error ? path : target.string();
}

int write_whole(int descriptor, std::string_view text) {
  if (const int error = write_all(descriptor, text)) return error;
  // Devices and pipes cannot be synchronised: that is no failure.
  const bool is_safe = ::fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS || errno == ENOTSUP;
  return is_safe ? 0 : errno;
}

Trouble cannot(const std::string& path, int error) {
  return trouble(Exit::machine, "cannot write " + path + ": " + std::strerror(error));
}

}  // namespace

std::string identity_of(const std::string& path) {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(fs::absolute(path), error);
  return error ? path : real.string();
}

std::optional<Trouble> overwrites(const std::vector<std::string>& outputs, const std::string& input) {
  std::error_code none;
  if (input.empty() || !fs::is_regular_file(input, none)) return std::nullopt;
  for (const std::string& path : outputs)
    if (identity_of(path) == identity_of(input))
      return trouble(Exit::wrong_input, "-o " + load::in_quotes(path) + ": would overwrite what is read; name another");
  return std::nullopt;
}

std::optional<Trouble> named_twice(const std::vector<std::string>& outputs) {
  std::set<std::string> known;
  for (const std::string& path : outputs)
    if (!known.insert(identity_of(path)).second)
      return trouble(Exit::wrong_input, "-o " + load::in_quotes(path) + ": the same file is given twice");
  return std::nullopt;
}

std::variant<std::vector<OutputFile>, Trouble> open_all(const std::vector<std::string>& paths) {
  std::vector<OutputFile> files;
  for (const std::string& path : paths) {
    auto file = OutputFile::open(path);
    if (auto* const why = std::get_if<Trouble>(&file)) return std::move(*why);
    files.push_back(std::move(std::get<OutputFile>(file)));
  }
  return files;
}

OutputFile::OutputFile(std::string path, std::string target, std::string aside, int descriptor, IfThere if_there)
    : path_(std::move(path)),
      target_(std::move(target)),
      aside_(std::move(aside)),
      descriptor_(descriptor),
      if_there_(if_there) {}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)),
      target_(std::move(other.target_)),
      aside_(std::exchange(other.aside_, {})),
      descriptor_(std::exchange(other.descriptor_, -1)),
      if_there_(other.if_there_) {}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!aside_.empty()) ::unlink(aside_.c_str());
}

std::variant<OutputFile, Trouble> OutputFile::open(const std::string& path, IfThere if_there) {
  struct stat found {};
  const bool is_there = ::stat(path.c_str(), &found) == 0;
  if (is_there && if_there == IfThere::refuse) return trouble(Exit::wrong_input, path + " is there already");
  if (is_there && S_ISDIR(found.st_mode)) return cannot(path, EISDIR);
  const std::string target = real_target(path);
  Opened opened;
  if (is_there && !S_ISREG(found.st_mode)) {
    opened.descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  } else if (is_there && ::access(path.c_str(), W_OK) != 0) {
    return cannot(path, errno);  // a file that was made read-only is not to be replaced
  } else {
    opened = open_aside(target);
  }
  if (opened.descriptor < 0) return cannot(path, errno);
  if (is_there && !opened.aside.empty()) ::fchmod(opened.descriptor, found.st_mode & 0777);
  return OutputFile(path, target, opened.aside, opened.descriptor, if_there);
}

Trouble OutputFile::cannot_write(int error) const { return cannot(path_, error); }

std::optional<Trouble> OutputFile::append(std::string_view piece) {
  const int error = write_all(descriptor_, piece);
  return error == 0 ? std::nullopt : std::optional(cannot_write(error));
}

std::optional<Trouble> OutputFile::commit(std::string_view text) {
  int error = write_whole(descriptor_, text);
  if (::close(std::exchange(descriptor_, -1)) != 0 && error == 0) error = errno;
  if (error != 0) return cannot_write(error);
  return aside_.empty() ? std::nullopt : put_in_place();
}

std::optional<Trouble> OutputFile::put_in_place() {
  if (if_there_ ==
      IfThere::refuse) {  // a link refuses what has come into being since; the destructor removes the aside
    if (::link(aside_.c_str(), target_.c_str()) == 0) return std::nullopt;
    if (errno == EEXIST) return trouble(Exit::wrong_input, path_ + " is there already");
    if (errno != EPERM && errno != ENOTSUP) return cannot_write(errno);  // else: no links on this file system
  }
  if (std::rename(aside_.c_str(), target_.c_str()) != 0) return cannot_write(errno);
  aside_.clear();
  return std::nullopt;
}

}  // namespace stalemate::analysis::cli
