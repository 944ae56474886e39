// The commands that results name: typed into a shell, each gives the result again.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include "tests/cli/program.hpp"

namespace stalemate::tests::cli {
namespace {

/// Every option that changes a result, and names that a shell must not touch.
const Arguments chosen = {"--strategy", "it's $HOME*",        "--no-baseline", "--fault",         "cut*", "--seed", "5",
                          "--set",      "data.price.keys=40", "--set",         "load.0.rate=50/s"};

struct OddFolder : Folder {
  OddFolder() {
    std::string odd = small_scenario();
    odd.replace(odd.find("\"delete\""), 8, R"("it's $HOME `x`")");
    write("my file.json", odd);
  }
};

Outcome run_chosen(const Folder& folder, const Arguments& more) {
  Arguments arguments = {"run", "my file.json", "--seeds", "2"};
  arguments.insert(arguments.end(), chosen.begin(), chosen.end());
  arguments.insert(arguments.end(), more.begin(), more.end());
  return folder.run(arguments, {.variables = {{"COLUMNS", "400"}}});
}

/// What is left of a command by /bin/sh, with these options more.
std::string typed(const Folder& folder, const std::string& command, const std::string& more) {
  REQUIRE(command.compare(0, 10, "stalemate ") == 0);
  folder.write("again.sh", "\"" STALEMATE_BINARY "\"" + command.substr(9) + more + " > again.out 2> again.err\n");
  const int status = std::system(("cd '" + folder.path.string() + "' && sh again.sh").c_str());
  INFO(folder.read("again.err"));
  CHECK(WEXITSTATUS(status) == 0);
  return folder.read("again.out");
}

std::string line_after(const std::string& text, const std::string& start) {
  const std::size_t at = text.find(start);
  REQUIRE(at != std::string::npos);
  const std::size_t begin = at + start.size();
  return text.substr(begin, text.find('\n', begin) - begin);
}

}  // namespace

TEST_CASE("the screen and the Markdown name the command that gives them again") {
  const OddFolder folder;
  const std::string json = run_chosen(folder, {"--format", "json"}).out;
  REQUIRE(nlohmann::json::parse(json).at("runs").size() == 2);
  const std::string again = line_after(run_chosen(folder, {}).out, "\nAGAIN   ");
  CHECK(typed(folder, again, " --format json") == json);
  const Outcome markdown = run_chosen(folder, {"--format", "markdown"});
  CHECK(line_after(markdown.out, "\n**Again**\n\n```\n") == again);
}

TEST_CASE("what is worth typing next keeps to what was typed") {
  const OddFolder folder;
  const Outcome outcome = run_chosen(folder, {});
  const std::string sets = "--set data.price.keys=40 --set load.0.rate=50/s";
  CHECK(outcome.says("stalemate describe 'my file.json' " + sets));
  const std::string start = "stalemate run 'my file.json' --strategy 'it'\\''s $HOME*' --no-baseline --seed 5 ";
  CHECK(outcome.says(start + sets + " --no-faults --seeds 2"));
  CHECK(outcome.says(start + "--fault 'cut*' " + sets + " --seeds 20 -o report.html"));
}

TEST_CASE("a row of the CSV names the command of its run") {
  const OddFolder folder;
  const std::string csv = run_chosen(folder, {"--format", "csv"}).out;
  const auto runs = nlohmann::json::parse(run_chosen(folder, {"--format", "json"}).out).at("runs");
  CHECK(csv.compare(0, 31, "strategy,seed,digest,reproduce,") == 0);
  for (const auto& run : runs) {
    const std::string digest = run.at("digest"), command = run.at("reproduce");
    CHECK(csv.find("," + digest + "," + command + ",") != std::string::npos);
  }
}

TEST_CASE("a replay names its trace in every command") {
  const Folder folder;
  const std::string record = std::string("\1\0\0\0\7\0\0\0\0\0\0\0\144\0\0\0", 16) + std::string(8, '\377');
  folder.write("t.bin", record + record);
  folder.write("s.json", small_scenario());
  const Outcome within = folder.run({"replay", "t.bin", "--scenario", "s.json", "--strategy", "delete"});
  CHECK(within.status == 0);
  CHECK(line_after(within.out, "\nAGAIN   ") == "stalemate replay t.bin --scenario s.json --strategy delete");
  CHECK(within.says("stalemate replay t.bin --scenario s.json --strategy delete --no-faults"));

  const Arguments alone = {"replay", "t.bin", "--capacity", "2", "--capacity", "1KiB", "--all"};
  const auto in = [&](const std::string& format) {
    Arguments arguments = alone;
    arguments.insert(arguments.end(), {"--format", format});
    return folder.run(arguments).out;
  };
  const std::string again = "stalemate replay t.bin --capacity 2 --capacity 1KiB --all";
  CHECK(line_after(in("table"), "\nAGAIN   ") == again);
  CHECK(line_after(in("markdown"), "\n**Again**\n\n```\n") == again);
  CHECK(nlohmann::json::parse(in("json")).at("reproduce") == again);
  const std::string row = "lru,1KiB,2,1,0.5,0.5,0,0,";
  const std::string csv = in("csv");
  const std::string command = line_after(csv, row);
  CHECK(typed(folder, command.substr(0, command.find('\r')), " --format csv") ==
        csv.substr(0, csv.find('\n') + 1) + row + command + "\n");
}

}  // namespace stalemate::tests::cli
