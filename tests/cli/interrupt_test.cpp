// Signals that stop a run: what is shown, what is left alone, and the exit status.
#include <signal.h>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>
#include "tests/cli/program.hpp"
#include "tests/sanitized.hpp"

namespace stalemate::tests::cli {
namespace {

using Names = std::vector<std::string>;

/// Runs the endless scenario, and stops it with these signals, one right after the other.
Outcome stopped(const Folder& folder, const Arguments& more, const std::vector<int>& signals) {
  folder.write("s.json", endless_scenario());
  Arguments arguments = {"run", "s.json", "--jobs", "1"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const pid_t program = folder.start(arguments);
  std::this_thread::sleep_for(std::chrono::seconds(is_sanitized ? 8 : 3));
  const auto begun = std::chrono::steady_clock::now();
  for (const int signal : signals) ::kill(program, signal);
  const Outcome outcome = folder.finish(program);
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(10));
  return outcome;
}

}  // namespace

TEST_CASE("each signal that stops a run shows what had finished, and leaves an earlier result in its place") {
  for (const std::vector<int>& signals : std::vector<std::vector<int>>{{SIGINT}, {SIGTERM}, {SIGHUP}}) {
    const Folder folder;
    folder.write("r.json", "an earlier result");
    const Outcome outcome = stopped(folder, {"-o", "r.json", "-o", "r.csv"}, signals);
    INFO("signal " << signals.front() << ": " << outcome.err);
    CHECK(outcome.status == 128 + signals.front());
    CHECK(outcome.complains_of("interrupted: 1 of 2 runs had finished; not written: r.json, r.csv\n"));
    CHECK(outcome.out.compare(0, 37, "interrupted: 1 of 2 runs had finished") == 0);
    CHECK(outcome.says("no cache"));
    CHECK(outcome.says("exit " + std::to_string(outcome.status) + ": interrupted"));
    CHECK(folder.read("r.json") == "an earlier result");
    CHECK(folder.names() == Names{"r.json", "s.json"});
  }
}

TEST_CASE("a signal that is sent twice at once cleans up too") {
  const Folder folder;
  const Outcome outcome = stopped(folder, {"-o", "r.json"}, {SIGTERM, SIGTERM, SIGHUP});
  CHECK(outcome.status >= 128);
  CHECK(outcome.complains_of("1 of 2 runs had finished"));
  CHECK(folder.names() == Names{"s.json"});
}

TEST_CASE("where a program may read, an interrupted run says nothing") {
  for (const std::string format : {"json", "markdown"}) {
    const Folder folder;
    const Outcome outcome = stopped(folder, {"--format", format}, {SIGINT});
    INFO(format);
    CHECK(outcome.status == 130);
    CHECK(outcome.out.empty());
    CHECK(outcome.complains_of("interrupted: 1 of 2 runs had finished\n"));
  }
}

TEST_CASE("Ctrl-C before anything is finished leaves nothing behind") {
  const Folder folder;
  const Outcome outcome = stopped(folder, {"--no-baseline", "-o", "r.json"}, {SIGINT});
  CHECK(outcome.status == 130);
  CHECK(outcome.out.empty());
  CHECK(outcome.complains_of("interrupted: 0 of 1 runs had finished; not written: r.json"));
  CHECK(folder.names() == Names{"s.json"});
}

}  // namespace stalemate::tests::cli
