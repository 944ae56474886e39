// The commands that a report made by hand names.
#include <catch2/catch.hpp>
#include "analysis/page/commands.hpp"
#include "analysis/page/markdown.hpp"
#include "analysis/page/words.hpp"
#include "tests/unit/page_samples.hpp"

using namespace stalemate::analysis::page;
using namespace stalemate::tests;

namespace {

std::string line_of(const Command& command) { return joined(command.words, " "); }

Report with_command() {
  Report report = lost_delete();
  report.command.start = {"stalemate", "replay", "t.bin", "--scenario", "s.json"};
  report.command.describe = {"stalemate", "describe", "s.json"};
  report.command.choice = {"--strategy", "delete + ttl", "--no-baseline", "--seed", "3"};
  report.command.faults = {"--fault", "lost*"};
  report.command.sets = {"--set", "nodes.db.read=2ms"};
  return report;
}

}  // namespace

TEST_CASE("the same again repeats everything, with an option and its value in one piece", "[page]") {
  const Report report = with_command();
  const Command again = same_again(report);
  CHECK(line_of(again) ==
        "stalemate replay t.bin --scenario s.json --strategy 'delete + ttl' --no-baseline --seed 3 --fault 'lost*' "
        "--set nodes.db.read=2ms");
  CHECK(again.words[4] == "--strategy 'delete + ttl'");
  CHECK(same_again(lost_delete()).words.empty());
}

TEST_CASE("the next commands change one thing each", "[page]") {
  Report report = with_command();
  report.command.seeds = 4;
  std::vector<std::string> lines;
  for (const Command& command : next_commands(report)) lines.push_back(line_of(command));
  const std::string start = "stalemate replay t.bin --scenario s.json --strategy 'delete + ttl' --no-baseline --seed 3";
  const std::string sets = " --set nodes.db.read=2ms";
  CHECK(lines.front() == "stalemate describe s.json" + sets);
  const auto holds = [&](const std::string& line) { return std::count(lines.begin(), lines.end(), line) == 1; };
  CHECK(holds(start + sets + " --no-faults --seeds 4"));
  CHECK(lines.back() == start + " --fault 'lost*'" + sets + " --seeds 20 -o report.html");
  report.command.seeds = 60;
  CHECK(line_of(next_commands(report).back()) == start + " --fault 'lost*'" + sets + " --seeds 60 -o report.html");
}

TEST_CASE("where reads were stale, the strategy with the most of them is to be explained", "[page]") {
  Report report = lost_delete();
  report.command.start = {"stalemate", "run", "my file.json"};
  report.command.choice = {"--strategy", "ttl*", "--seed", "3"};
  report.command.sets = {"--set", "nodes.db.read=2ms"};
  const auto explained = [&] {
    for (const Command& command : next_commands(report))
      if (line_of(command).starts_with("stalemate explain")) return line_of(command);
    return std::string();
  };
  CHECK(explained() == "stalemate explain 'my file.json' 'ttl only' --set nodes.db.read=2ms --seed 3");
  for (StrategyReport& strategy : report.strategies)
    for (Json& run : strategy.runs) run["staleness"]["stale"] = 0;
  CHECK(explained().empty());
}

TEST_CASE("a command in Markdown is code that no backtick of a name ends", "[page]") {
  CHECK(again_section("stalemate run a") == "\n**Again**\n\n```\nstalemate run a\n```\n");
  CHECK(again_section("run '```'") == "\n**Again**\n\n````\nrun '```'\n````\n");
  CHECK(again_section("").empty());
}
