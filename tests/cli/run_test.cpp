// run: what it prints, what it writes, and what its exit status says.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include "tests/cli/program.hpp"

namespace stalemate::tests::cli {
namespace {

nlohmann::json results_of(const Folder& folder, Arguments arguments) {
  arguments.insert(arguments.end(), {"--format", "json"});
  return nlohmann::json::parse(folder.run(arguments).out);
}

std::vector<std::string> strategies_in(const nlohmann::json& results) {
  std::vector<std::string> names;
  for (const auto& run : results.at("runs")) names.push_back(run.at("strategy"));
  return names;
}

struct SmallFolder : Folder {
  SmallFolder() { write("s.json", small_scenario()); }
};

}  // namespace

TEST_CASE("a file that is named an answer is the answer on one page, and any other Markdown the summary") {
  const SmallFolder folder;
  const Outcome outcome =
      folder.run({"run", "s.json", "-o", "answer.md", "-o", "price.answer.md", "-o", "price-answer.md", "-o",
                  "noanswer.md", "-o", "answer.md.md", "-o", "r.md", "--quiet"});
  CHECK(outcome.status == 1);
  const std::string answer = folder.read("answer.md");
  CHECK(answer.starts_with("# Small\n\n## Recommendation\n\n**Use \"delete\".** "));
  for (const char* section : {"Promise kept?", "Cost", "Why", "Fragile assumptions", "Left out", "What to alert on",
                              "How to roll back", "Reproduce"}) {
    INFO(section);
    CHECK(answer.find(std::string("\n## ") + section + "\n") != std::string::npos);
  }
  CHECK(answer.find("```\nstalemate run s.json\n```\n\ndigest ") != std::string::npos);
  CHECK(folder.read("price.answer.md") == answer);
  CHECK(folder.read("price-answer.md") == answer);
  CHECK(folder.read("r.md").starts_with("## Small\n\n- Promise: "));
  CHECK(folder.read("noanswer.md") == folder.read("r.md"));
  CHECK(folder.read("answer.md.md") == folder.read("r.md"));
  CHECK(folder.run({"run", "s.json", "--jobs", "2", "-o", "./again-answer.md"}).status == 1);
  CHECK(folder.read("again-answer.md") == answer);
}

TEST_CASE("a fault that outlasts the run has no end in it, and nothing is said to heal never") {
  const Folder folder;
  const Outcome outcome = folder.run({"run", "lost-delete", "--set", "duration=5m"});
  CHECK(outcome.says("from 4:00 on"));
  CHECK_FALSE(outcome.says("never"));
  CHECK(folder.run({"run", "lost-delete"}).says("4:00-5:30"));
}

TEST_CASE("a broken promise ends in 1, kept ones in 0, and the baseline stands beside them") {
  const SmallFolder folder;
  const Outcome both = folder.run({"run", "s.json"});
  CHECK(both.status == 1);
  CHECK(both.err.empty());
  for (const char* text : {"no cache", "delete", "ttl only", "BROKEN", "ANSWER", "digest", "exit 1"}) {
    INFO(text);
    CHECK(both.says(text));
  }
  CHECK(folder.run({"run", "s.json", "--strategy", "delete"}).status == 0);
}

TEST_CASE("rows, faults and the baseline can be chosen") {
  const SmallFolder folder;
  using Names = std::vector<std::string>;
  CHECK(strategies_in(results_of(folder, {"run", "s.json"})) == Names{"no cache", "delete", "ttl only"});
  CHECK(strategies_in(results_of(folder, {"run", "s.json", "--no-baseline"})) == Names{"delete", "ttl only"});
  CHECK(strategies_in(results_of(folder, {"run", "s.json", "--strategy", "ttl*"})) == Names{"no cache", "ttl only"});
  CHECK(strategies_in(results_of(folder, {"run", "s.json", "--no-baseline", "--strategy", "d*", "--strategy",
                                          "ttl only"})) == Names{"delete", "ttl only"});
  CHECK(results_of(folder, {"run", "s.json"})["runs"][0]["recovery"].size() == 1);
  CHECK(results_of(folder, {"run", "s.json", "--no-faults"})["runs"][0]["recovery"].empty());
}

TEST_CASE("seeds follow the first one, and two workers give the bytes of one") {
  const SmallFolder folder;
  const Outcome one = folder.run({"run", "s.json", "--seeds", "3", "--seed", "7", "--jobs", "1", "--format", "json"});
  const Outcome two = folder.run({"run", "s.json", "--seeds", "3", "--seed", "7", "--jobs", "2", "--format", "json"});
  CHECK(one.out == two.out);
  const auto runs = nlohmann::json::parse(one.out).at("runs");
  REQUIRE(runs.size() == 9);
  CHECK(runs[0].at("seed") == 7);
  CHECK(runs[2].at("seed") == 9);
  CHECK(runs[3].at("strategy") == "delete");
  CHECK(runs[0].at("digest") != runs[1].at("digest"));
}

TEST_CASE("compare is run with twenty seeds") {
  const SmallFolder folder;
  const Arguments only = {"s.json", "--no-baseline", "--strategy", "delete",
                          "--set",  "duration=3s",   "--set",      "faults=[]"};
  Arguments compare = {"compare"}, run = {"run"};
  compare.insert(compare.end(), only.begin(), only.end());
  run.insert(run.end(), only.begin(), only.end());
  run.insert(run.end(), {"--seeds", "20"});
  const auto compared = results_of(folder, compare);
  CHECK(compared.at("runs").size() == 20);
  CHECK(compared == results_of(folder, run));
}

TEST_CASE("the command that a result names gives that result again, whatever the names hold") {
  const SmallFolder folder;
  std::string odd = small_scenario();
  odd.replace(odd.find("\"delete\""), 8, R"("it's $HOME `x` \"q\" + ttl")");
  folder.write("my file.json", odd);
  const auto first = results_of(folder, {"run", "my file.json", "--set", "data.price.keys=40", "--seed", "5"});
  const auto& wanted = first.at("runs").at(1);
  const std::string command = wanted.at("reproduce");
  folder.write("again.sh", command.substr(0, 9) == "stalemate" ? "exec \"" STALEMATE_BINARY "\"" + command.substr(9) +
                                                                     " --no-baseline --format json > again.json\n"
                                                               : "exit 9\n");
  const std::string in_shell = "cd '" + folder.path.string() + "' && sh again.sh";
  CHECK(WEXITSTATUS(std::system(in_shell.c_str())) == 0);
  const auto again = nlohmann::json::parse(folder.read("again.json")).at("runs");
  REQUIRE(again.size() == 1);
  CHECK(again[0] == wanted);
}

TEST_CASE("files are written by their ending, with the bytes that standard output would get") {
  const SmallFolder folder;
  const Outcome outcome = folder.run({"run", "s.json", "-o", "r.json", "-o", "r.csv", "--output", "r.md"});
  CHECK(outcome.status == 1);
  CHECK(outcome.says("ANSWER"));
  CHECK(folder.read("r.json") == folder.run({"run", "s.json", "--format", "json"}).out);
  CHECK(folder.read("r.csv") == folder.run({"run", "s.json", "--format", "csv"}).out);
  CHECK(folder.read("r.md") == folder.run({"run", "s.json", "--format", "markdown"}).out);
  CHECK(folder.names() == std::vector<std::string>{"r.csv", "r.json", "r.md", "s.json"});
}

TEST_CASE("the table keeps to the width it is given, and shows no colour where nobody sees it") {
  const SmallFolder folder;
  for (const int width : {60, 80, 100}) {
    const Outcome outcome = folder.run({"run", "s.json"}, {.variables = {{"COLUMNS", std::to_string(width)}}});
    CHECK(outcome.out.find('\x1b') == std::string::npos);
    std::size_t column = 0, widest = 0;
    for (const char c : outcome.out) {
      if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++column;
      widest = std::max(widest, c == '\n' ? column - 1 : 0);
      if (c == '\n') column = 0;
    }
    CHECK(widest <= static_cast<std::size_t>(width));
  }
}

TEST_CASE("an expectation that is not met ends in 1, one about no figure in 2") {
  const SmallFolder folder;
  const auto with = [&](const std::string& expect) {
    std::string text = small_scenario();
    text.insert(text.find("\"strategies\""), "\"expect\": [ " + expect + " ],\n  ");
    folder.write("e.json", text);
    return folder.run({"run", "e.json", "--strategy", "delete"});
  };
  CHECK(with(R"({ "path": "staleness.stale", "min": 0 })").status == 0);
  CHECK(with(R"({ "path": "reads.answered", "max": 10 })").status == 1);
  const Outcome typo = with(R"({ "path": "staleness.stael", "min": 0 })");
  CHECK(typo.status == 2);
  CHECK(typo.complains_of("e.json:7:"));
  CHECK(typo.complains_of("did you mean staleness.stale?"));
}

TEST_CASE("what is undecided fails only when that is asked for") {
  const Folder folder;
  std::string idle = small_scenario();
  idle.replace(idle.find("\"100/s\""), 7, "\"0.001/s\"");
  folder.write("idle.json", idle);
  const Arguments arguments = {"run", "idle.json", "--no-baseline", "--strategy", "delete"};
  Arguments strict = arguments;
  strict.emplace_back("--strict");
  const Outcome lax = folder.run(arguments);
  CHECK(lax.status == 0);
  CHECK(lax.says("?"));
  CHECK(folder.run(strict).status == 1);
}

TEST_CASE("reads under a fault of which the promise says nothing are not judged, and not counted as kept") {
  const Folder folder;
  const auto run_with = [&](const std::string& promise, const std::string& until) {
    std::string text = small_scenario();
    const auto put = [&](const std::string& from, const std::string& to) {
      text.replace(text.find(from), from.size(), to);
    };
    put(R"({ "max_age": "1s" })", promise);
    put(R"("at": "5s", "until": "6s")", R"("at": "1s")" + until);
    folder.write("s.json", text);
    return folder.run({"run", "s.json", "--strict", "--quiet", "-o", "r.json"});
  };
  // The fault lasts until the end: nothing is judged, so nothing is kept.
  const Outcome none = run_with(R"({ "max_age": "1s", "under_faults": false })", "");
  CHECK(none.status == 1);
  CHECK(none.says("Not judged: 100 % of the reads of price were under way while a fault was in force"));
  CHECK_FALSE(none.says("means below"));
  // It ends a second before the run: of what is left as many are too old as of all, and nine tenths may not be.
  CHECK(run_with(R"({ "max_age": "1s", "share": "90%", "under_faults": false })", R"(, "until": "11s")").status == 1);
  const auto runs = nlohmann::json::parse(folder.read("r.json")).at("runs");
  const auto& of = runs.back().at("classes").at("price");
  const double judged = of.at("reads").at("answered").get<double>() - of.at("staleness").at("excused").get<double>();
  CHECK(judged > 0);
  CHECK(judged < 200);
  CHECK(of.at("staleness").at("over_bound").at("ratio").get<double>() ==
        Approx(of.at("staleness").at("over_bound").at("count").get<double>() / judged));
}

TEST_CASE("a warning goes to standard error, and --quiet keeps it back") {
  const Folder folder;
  std::string text = small_scenario();
  text.replace(text.find("\"origin\" }"), 10, R"({ "kind": "origin", "queue": { "limit": 3 } } })");
  folder.write("w.json", text);
  CHECK(folder.run({"run", "w.json"}).complains_of("has no effect"));
  CHECK(folder.run({"run", "w.json", "--quiet"}).err.empty());
}

}  // namespace stalemate::tests::cli
