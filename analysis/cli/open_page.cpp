#include "analysis/cli/open_page.hpp"
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <thread>
#include "analysis/cli/terminal.hpp"
#include "analysis/load/visible.hpp"

namespace stalemate::analysis::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds between_looks_at_opener{20};
constexpr int looks = 100;  // two seconds; a browser that is still there then has opened the page

#ifdef __APPLE__
constexpr const char* opener = "open";
#else
constexpr const char* opener = "xdg-open";
#endif

/// In the folders of PATH, so that its absence is known before a process is made.
std::optional<std::string> find_opener() {
  const char* const path = std::getenv("PATH");
  const std::string folders = path == nullptr ? "" : path;
  for (std::size_t from = 0; from <= folders.size();) {
    const std::size_t end = std::min(folders.find(':', from), folders.size());
    const fs::path candidate = fs::path(folders.substr(from, end - from)) / opener;
    if (::access(candidate.c_str(), X_OK) == 0) return candidate.string();
    from = end + 1;
  }
  return std::nullopt;
}

/// Its own words and its end are nobody's business here.
[[noreturn]] void become(const std::string& program, const std::string& page) {
  ::setsid();
  if (const int nowhere = ::open("/dev/null", O_RDWR); nowhere >= 0)
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nowhere, descriptor);
  ::execl(program.c_str(), program.c_str(), page.c_str(), static_cast<char*>(nullptr));
  ::_exit(127);
}

/// None: it is still there.
std::optional<int> status_of(pid_t process) {
  for (int i = 0; i < looks; ++i) {
    int status = 0;
    if (::waitpid(process, &status, WNOHANG) == process) return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
    std::this_thread::sleep_for(between_looks_at_opener);
  }
  return std::nullopt;
}

}  // namespace

void open_page(const std::string& path) {
  const auto not_opened = [&](const std::string& why) {
    complain("stalemate: " + load::visible(path) + " is written, and not opened: " + why + "\n");
  };
  const auto program = find_opener();
  if (!program) return not_opened(std::string("there is no ") + opener);
  const std::string page = fs::absolute(path).lexically_normal().string();  // begins with a slash: never an option
  const pid_t process = ::fork();
  if (process == 0) become(*program, page);
  if (process < 0) return not_opened("no process can be made");
  if (status_of(process).value_or(0) != 0) not_opened(std::string(opener) + " failed");
}

}  // namespace stalemate::analysis::cli
