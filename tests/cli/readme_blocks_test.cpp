// Every command block of every Markdown file is run, in a copy of the tree, with the program that was just built.
#include "tests/cli/readme_blocks.hpp"
#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace stalemate::tests::cli {
namespace fs = std::filesystem;
namespace {

const fs::path source_dir = STALEMATE_SOURCE_DIR;
const fs::path build_dir = fs::path(STALEMATE_BINARY).parent_path();

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

bool is_built(const fs::path& path) { return path.filename() == "build" || path.filename() == ".git"; }

/// A copy of the tree that commands may write into; gone when the test ends.
class TreeCopy {
 public:
  TreeCopy() {
    std::string name = (fs::temp_directory_path() / "stalemate readme XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = name;
    for (const auto& entry : fs::directory_iterator(source_dir))
      if (!is_built(entry.path())) fs::copy(entry.path(), path / entry.path().filename(), fs::copy_options::recursive);
    fs::create_directory(path / "build");
    fs::create_directory_symlink(build_dir, path / "build" / "release");  // what the README calls the build at hand
  }
  ~TreeCopy() { fs::remove_all(path); }
  TreeCopy(const TreeCopy&) = delete;
  TreeCopy& operator=(const TreeCopy&) = delete;

  fs::path path;
};

struct Ended {
  int status = -1;
  std::string output;
};

// The command reaches bash as a file: no quoting of ours stands between the README and the shell.
Ended run_in(const fs::path& folder, const std::string& command) {
  const fs::path script = folder / ".readme-command";
  std::ofstream(script) << "cd \"" << folder.string() << "\"\nexport PATH=\""
                        << build_dir.string() << ":$PATH\"\nexport CXX=\"" STALEMATE_CXX "\"\n"
                        << command;
  FILE* pipe = ::popen(("timeout 300 bash -e '" + script.string() + "' 2>&1 </dev/null").c_str(), "r");
  REQUIRE(pipe != nullptr);
  Ended outcome;
  char buffer[4096];
  while (const std::size_t n = std::fread(buffer, 1, sizeof buffer, pipe)) outcome.output.append(buffer, n);
  const int status = ::pclose(pipe);
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return outcome;
}

std::vector<fs::path> markdown_files() {
  std::set<fs::path> found;
  for (auto it = fs::recursive_directory_iterator(source_dir); it != fs::recursive_directory_iterator(); ++it) {
    if (is_built(it->path()))
      it.disable_recursion_pending();
    else if (it->path().extension() == ".md")
      found.insert(it->path());
  }
  return {found.begin(), found.end()};
}

// A set-up command is not run from within the tests that it runs. Its script must exist, and quote it word for word.
void check_setup(const ReadmeCommand& command) {
  const fs::path script = source_dir / command.text.substr(0, command.text.find_first_of(" \n"));
  CHECK(::access(script.c_str(), X_OK) == 0);
  CHECK(read(script).find("#   " + command.text) != std::string::npos);
}

void check_command(const fs::path& folder, const ReadmeCommand& command) {
  const Ended outcome = run_in(folder, command.text);
  INFO(outcome.output);
  CHECK(outcome.status == command.expected_status);
}

}  // namespace

TEST_CASE("the block reader finds commands, joined lines, here-documents, statuses and set-up marks") {
  const auto commands = commands_of(
      "text\n```sh\n# a comment\nfirst \\\n  --more\n\nsecond  # exit 2\n```\n```json\n{}\n```\n"
      "```console\n$ third\nits output\n```\n```sh setup\n.ci/run\n```\n```bash\ncat <<'EOF'\n# "
      "text\nEOF\nlast\n```\n");
  REQUIRE(commands.size() == 6);
  CHECK(commands[0].text == "first \\\n  --more\n");
  CHECK(commands[0].line == 4);
  CHECK(commands[1].expected_status == 2);
  CHECK(commands[2].text == "third\n");
  CHECK(commands[3].is_setup);
  CHECK(commands[4].text == "cat <<'EOF'\n# text\nEOF\n");
  CHECK(commands[5].text == "last\n");
}

TEST_CASE("a command of a README that fails, or succeeds where it should not, is noticed") {
  const TreeCopy copy;
  CHECK(run_in(copy.path, "exit 3\n").status == 3);
  CHECK(run_in(copy.path, "false\necho not reached\n").output.empty());
  CHECK(run_in(copy.path, "test -e CMakeLists.txt && pwd\n").output == copy.path.string() + "\n");
}

TEST_CASE("every command block of every Markdown file does what it says", "[slow]") {
  const TreeCopy copy;
  REQUIRE(fs::exists(source_dir / "README.md"));
  CHECK_FALSE(commands_of(read(source_dir / "README.md")).empty());
  for (const fs::path& file : markdown_files()) {
    for (const ReadmeCommand& command : commands_of(read(file))) {
      INFO(file.lexically_relative(source_dir).string() << ":" << command.line << ": " << command.text);
      if (command.is_setup)
        check_setup(command);
      else if (command.text.compare(0, 4, ".ci/") == 0)
        FAIL_CHECK("it would run these tests from within: mark its block ```sh setup");
      else
        check_command(copy.path, command);
    }
  }
}

}  // namespace stalemate::tests::cli
