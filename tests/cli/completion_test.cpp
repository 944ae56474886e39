// completion and man: what shells take, and that every command and option is in them.
#include <catch2/catch.hpp>
#include <sstream>
#include "tests/cli/program.hpp"

namespace stalemate::tests::cli {
namespace {

const std::vector<std::string> all_commands = {"new",    "check",       "describe", "run",  "compare", "explain",
                                               "replay", "sensitivity", "report",   "list", "schema",  "completion",
                                               "man",    "review",      "diff"};

/// What bash offers for the last of these words.
std::string offered(const Folder& folder, const std::string& words) {
  const std::string script = "source ./c.bash; COMP_WORDS=(" + words +
                             "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _stalemate; echo \"${COMPREPLY[*]}\"";
  const Outcome outcome = folder.run({"-c", script}, {.program = "/bin/bash"});
  INFO(outcome.err);
  CHECK(outcome.status == 0);
  return outcome.out;
}

}  // namespace

TEST_CASE("bash completes commands, options, their values, and scenarios of the library and files") {
  const Folder folder;
  folder.write("c.bash", folder.run({"completion", "bash"}).out);
  folder.write("lost-mine.json", "{}");
  CHECK(offered(folder, "stalemate sens") == "sensitivity\n");
  CHECK(offered(folder, "stalemate run x --find") == "--find-capacity\n");
  CHECK(offered(folder, "stalemate run x --what-if kill") == "kill-shard\n");
  CHECK(offered(folder, "stalemate explain x --format m") == "markdown\n");
  CHECK(offered(folder, "stalemate explain lost-del") == "lost-delete\n");
  CHECK(offered(folder, "stalemate check lost-mi") == "lost-mine.json\n");
  CHECK(offered(folder, "stalemate diff lost-mi") == "lost-mine.json\n");
  CHECK(offered(folder, "stalemate diff a.json lost-del") == "lost-delete\n");
  CHECK(offered(folder, "stalemate new --like dash") == "dashboard\n");
  CHECK(offered(folder, "stalemate completion z") == "zsh\n");
}

TEST_CASE("every command is in the completion of each shell and in the manual page, and a wrong shell is refused") {
  const Folder folder;
  const std::string help = folder.run({"--help"}).out;
  const std::string man = folder.run({"man"}).out;
  for (const std::string& command : all_commands) {
    INFO(command);
    CHECK(help.find("\n  " + command + " ") != std::string::npos);
    CHECK(man.find("\n.SS " + command + "\n") != std::string::npos);
    CHECK(folder.run({"completion", "zsh"}).out.find("\n    " + command + ")\n") != std::string::npos);
    CHECK(folder.run({"completion", "fish"}).out.find("-a " + command + " -d") != std::string::npos);
  }
  CHECK(man.find("\\fB\\-\\-find\\-capacity\\fR") != std::string::npos);
  CHECK(folder.run({"completion", "tcsh"}).status == 2);
}

TEST_CASE("no line of the manual page is taken for a request that it is not") {
  const Folder folder;
  const Outcome outcome = folder.run({"man"});
  std::istringstream lines(outcome.out);
  for (std::string line; std::getline(lines, line);) {
    const bool is_request = line.starts_with(".");
    const bool is_known = line.starts_with(".TH") || line.starts_with(".SH") || line.starts_with(".SS ") ||
                          line.starts_with(".TP") || line == ".nf" || line == ".fi" || line == ".B stalemate" ||
                          line == ".I COMMAND";
    INFO(line);
    CHECK(is_request == is_known);
    CHECK(!line.starts_with("'"));
  }
}

}  // namespace stalemate::tests::cli
