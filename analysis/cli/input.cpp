#include "analysis/cli/input.hpp"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>
#include "analysis/cli/library.hpp"
#include "analysis/load/nearest.hpp"

namespace stalemate::analysis::cli {
namespace {

constexpr std::string_view ending = ".json";
constexpr std::size_t bytes_at_most = std::size_t{64} << 20U;

/// A name that leads nowhere is a mistake of whoever typed it.
Exit exit_for(int error) { return error == ENOENT || error == ENOTDIR ? Exit::wrong_input : Exit::machine; }

Trouble cannot_read(const std::string& path, int error) {
  return trouble(exit_for(error), "cannot read " + path + ": " + std::strerror(error));
}

std::variant<std::string, Trouble> read_all(int descriptor, const std::string& path) {
  std::string text;
  std::array<char, 65536> buffer;
  for (;;) {
    const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot_read(path, errno);
    if (got == 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(got));
    if (text.size() > bytes_at_most) return trouble(Exit::wrong_input, path + " is larger than 64 MiB: no scenario is");
  }
}

bool is_file(const std::string& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0 && !S_ISDIR(found.st_mode);
}

bool looks_like_a_path(const std::string& name) {
  return name.find('/') != std::string::npos || name.ends_with(ending);
}

std::string without_ending(std::string_view name) {
  return std::string(name.ends_with(ending) ? name.substr(0, name.size() - ending.size()) : name);
}

std::variant<Source, Trouble> from_library(const std::string& name) {
  if (const auto text = text_named(library_files(), name)) return Source{name, std::string(*text), true};
  struct stat found {};
  if (::stat(name.c_str(), &found) == 0) return cannot_read(name, EISDIR);
  const auto near = load::nearest(name, names_of(library_files()));
  const std::string mend = near ? "did you mean " + *near + "?" : "`stalemate list library` shows the names";
  return trouble(Exit::wrong_input,
                 "there is no file and no scenario of the library named " + load::in_quotes(name) + "; " + mend);
}

}  // namespace

std::variant<std::string, Trouble> read_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return cannot_read(path, errno);
  auto text = read_all(descriptor, path);
  ::close(descriptor);
  return text;
}

namespace {

/// It can be read once alone, and some commands read their scenario several times.
const std::variant<std::string, Trouble>& standard_input() {
  static const std::variant<std::string, Trouble> text = read_all(STDIN_FILENO, "standard input");
  return text;
}

}  // namespace

std::variant<Source, Trouble> read_source(const std::string& name) {
  if (!is_file(name) && name != "-" && !looks_like_a_path(name)) return from_library(name);
  auto text = name == "-" ? standard_input() : read_file(name);
  if (auto* const why = std::get_if<Trouble>(&text)) return std::move(*why);
  return Source{name, std::move(std::get<std::string>(text)), false};
}

load::FindText neighbours_of(const Source& source, HearTrouble hear) {
  return [from_library = source.from_library, extended = source.extended,
          hear = std::move(hear)](std::string_view name) -> std::optional<std::string> {
    if (const auto kept = extended.find(name); kept != extended.end()) return kept->second;
    if (from_library) {
      const auto text = text_named(library_files(), without_ending(name));
      return text ? std::optional<std::string>(*text) : std::nullopt;
    }
    auto text = read_file(std::string(name));
    if (auto* const read = std::get_if<std::string>(&text)) return std::move(*read);
    if (hear) hear(std::get<Trouble>(text));
    return std::nullopt;
  };
}

}  // namespace stalemate::analysis::cli
