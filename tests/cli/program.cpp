#include "tests/cli/program.hpp"
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <sstream>

namespace stalemate::tests::cli {
namespace fs = std::filesystem;
namespace {

constexpr const char* captured_out = ".captured-out";
constexpr const char* captured_err = ".captured-err";
constexpr const char* given_in = ".given-in";

std::string new_folder() {
  std::string name = (fs::temp_directory_path() / "stalemate cli XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  return name;
}

void redirect(int descriptor, const std::string& path, int flags) {
  const int opened = ::open(path.c_str(), flags, 0600);
  if (opened < 0 || ::dup2(opened, descriptor) < 0) ::_exit(125);
}

void redirect_to_broken_pipe() {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0 || ::dup2(ends[1], STDOUT_FILENO) < 0) ::_exit(125);
  ::close(ends[0]);
  ::close(ends[1]);
}

/// In the child: what the program finds when it starts.
void set_the_scene(const fs::path& folder, const Around& around) {
  const int fresh = O_WRONLY | O_CREAT | O_TRUNC;
  redirect(STDIN_FILENO, (folder / given_in).string(), O_RDONLY);
  redirect(STDERR_FILENO, (folder / captured_err).string(), fresh);
  redirect(STDOUT_FILENO, around.out_path.empty() ? (folder / captured_out).string() : around.out_path, fresh);
  if (around.broken_pipe) redirect_to_broken_pipe();
  if (::chdir(folder.c_str()) != 0) ::_exit(125);
  ::unsetenv("COLUMNS");
  for (const auto& [name, value] : around.variables) ::setenv(name.c_str(), value.c_str(), 1);
  for (const auto& [what, at_most] : {std::pair(RLIMIT_AS, around.memory_at_most),
                                      std::pair(RLIMIT_FSIZE, around.file_at_most)}) {
    const auto bytes = static_cast<rlim_t>(at_most);
    const rlimit limit{bytes, bytes};
    if (bytes > 0) ::setrlimit(what, &limit);
  }
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, SIG_DFL);
}

}  // namespace

Folder::Folder() : path(new_folder()) {}

Folder::~Folder() {
  std::error_code ignored;
  fs::permissions(path, fs::perms::owner_all, ignored);
  fs::remove_all(path, ignored);
}

void Folder::write(const std::string& name, const std::string& text) const {
  std::ofstream(path / name, std::ios::binary) << text;
}

std::string Folder::read(const std::string& name) const {
  std::ifstream in(path / name, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

bool Folder::has(const std::string& name) const { return fs::exists(path / name); }

std::vector<std::string> Folder::names() const {
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(path)) {
    const std::string name = entry.path().filename().string();
    if (name != captured_out && name != captured_err && name != given_in) found.push_back(name);
  }
  std::sort(found.begin(), found.end());
  return found;
}

pid_t Folder::start(const Arguments& arguments, const Around& around) const {
  write(given_in, around.input);
  write(captured_out, "");
  std::vector<std::string> words = {around.program.empty() ? STALEMATE_BINARY : around.program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    set_the_scene(path, around);
    ::execv(pointers[0], pointers.data());
    ::_exit(126);
  }
  return child;
}

Outcome Folder::finish(pid_t program) const {
  int status = 0;
  REQUIRE(::waitpid(program, &status, 0) == program);
  const int exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return {exit, read(captured_out), read(captured_err)};
}

Outcome Folder::run(const Arguments& arguments, const Around& around) const { return finish(start(arguments, around)); }

std::size_t count_in(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

std::string small_scenario() {
  return R"({ "title": "Small", "duration": "12s", "warm_up": "2s",
  "data":  { "price": { "keys": 50, "promise": { "max_age": "1s" } } },
  "nodes": { "shop": "service", "redis": "cache", "db": "origin" },
  "load":  [ { "from": "shop", "reads":  "price", "rate": "100/s" },
             { "from": "shop", "writes": "price", "rate": "10/s", "keys_like": "reads" } ],
  "faults": [ { "name": "cut off", "kind": "partition", "between": ["shop", "redis"], "at": "5s", "until": "6s" } ],
  "strategies": {
    "delete":   { "price": { "read": "cache-aside", "write": "invalidate", "expiry": "500ms" } },
    "ttl only": { "price": { "read": "cache-aside", "expiry": "60s" } } } }
)";
}

std::string endless_scenario() {
  return R"({ "title": "Endless", "duration": "10h", "warm_up": "1s",
  "data":  { "price": { "keys": 50 } },
  "nodes": { "shop": "service", "redis": "cache", "db": "origin" },
  "load":  [ { "from": "shop", "reads":  "price", "rate": "0.001/s" } ],
  "strategies": { "endless": { "price": { "read": "cache-aside" }, "set": { "load.0.rate": "100000/s" } } } })";
}

}  // namespace stalemate::tests::cli
