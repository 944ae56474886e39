// Signals that stop a run: what is shown, what is left alone, and the exit status.
#include <signal.h>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>
#include <utility>
#include <vector>
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

/// One run after the other; "ttl" breaks the promise where its entries live longer.
const char* const many_runs_text = R"({"title": "t", "duration": "1000s", "warm_up": "20s",
  "data": {"a": {"keys": 1, "promise": {"max_age": {"value": "4s", "guess": true}}}},
  "nodes": {"s": "service", "c": "cache", "d": "origin"},
  "load": [{"from": "s", "reads": "a", "rate": "200/s"},
           {"from": "s", "writes": "a", "rate": "10/s", "keys_like": "reads"}],
  "strategies": {"ttl": {"a": {"read": "cache-aside", "expiry": "3s"}},
                 "delete": {"a": {"read": "cache-aside", "write": "invalidate"}}}})";

/// Stopped after about three quarters of the time that all of it takes; sooner if it has ended by then, later if it has
/// nothing to show yet: on a busy machine no two runs take the same time.
Outcome stopped_midway(const Folder& folder, Arguments arguments) {
  using Clock = std::chrono::steady_clock;
  arguments.insert(arguments.end(), {"--jobs", "1"});
  const auto begun = Clock::now();
  REQUIRE(folder.run(arguments).status <= 1);
  std::chrono::duration<double> wait = 0.75 * (Clock::now() - begun);
  Outcome outcome;
  for (int attempt = 0; attempt < 20; ++attempt) {
    const pid_t program = folder.start(arguments);
    std::this_thread::sleep_for(wait);
    ::kill(program, SIGINT);
    outcome = folder.finish(program);
    if (outcome.status == 130 && !outcome.out.empty()) break;
    wait *= outcome.status == 130 ? 1.2 : 0.8;
  }
  return outcome;
}

}  // namespace

TEST_CASE("each signal that stops a run shows what had finished, and leaves an earlier result in its place", "[slow]") {
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

TEST_CASE("where a program may read, an interrupted run says nothing", "[slow]") {
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

TEST_CASE("what runs in rounds shows what the rounds before had found", "[slow]") {
  const std::vector<std::pair<Arguments, std::string>> commands = {
      {{"run", "s.json", "--solve", "strategies.ttl.a.expiry"}, "holds up to"},
      {{"run", "s.json", "--leave-one-out"}, "ttl"},
      {{"sensitivity", "s.json"}, "data.a.promise.max_age flips it"}};
  for (const auto& [arguments, shown] : commands) {
    const Folder folder;
    folder.write("s.json", many_runs_text);
    const Outcome outcome = stopped_midway(folder, arguments);
    INFO(arguments.back() << ": " << outcome.out << outcome.err);
    CHECK(outcome.status == 130);
    CHECK(outcome.out.rfind("interrupted: ", 0) == 0);
    CHECK(outcome.says("this is about those alone"));
    CHECK(outcome.says(shown));
    CHECK(outcome.says("exit 130: interrupted"));
  }
}

}  // namespace stalemate::tests::cli
