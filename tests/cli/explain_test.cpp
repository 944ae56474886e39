// explain: what it tells, what it writes, and what its exit status says.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>
#include "tests/cli/program.hpp"

namespace stalemate::tests::cli {
namespace {

struct SmallFolder : Folder {
  SmallFolder() { write("s.json", small_scenario()); }
};

std::size_t widest_line(const std::string& text) {
  std::size_t column = 0, widest = 0;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++column;
    widest = std::max(widest, c == '\n' ? column - 1 : 0);
    if (c == '\n') column = 0;
  }
  return widest;
}

/// Names that want to be markup, commands or code.
std::string hostile_scenario() {
  std::string text = small_scenario();
  const auto replace_all = [&](const std::string& from, const std::string& to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
  };
  replace_all("\"redis\"", R"("</text><script>;end#\u001b[31m\"'&{}")");
  replace_all("\"ttl only\"", R"("$(x) `y` 'z' \"q\"; end")");
  return text;
}

}  // namespace

TEST_CASE("explain tells the causes, the oldest stale read and its picture of the strategy with the most") {
  const SmallFolder folder;
  const Outcome outcome = folder.run({"explain", "s.json"});
  CHECK(outcome.status == 0);
  CHECK(outcome.err.empty());
  for (const char* text : {"Of 2 strategies, \"ttl only\" has the most stale reads", "ttl-window", "THE OLDEST",
                           "shop asks redis for price", "nobody tells redis of it", "cause",
                           "AGAIN  stalemate explain s.json 'ttl only'", "digest"}) {
    INFO(text);
    CHECK(outcome.says(text));
  }
  CHECK(outcome.out.find('\x1b') == std::string::npos);
}

TEST_CASE("explain counts the answers that gave a lost write beside the stale reads") {
  const Folder folder;
  const Outcome outcome = folder.run({"explain", "lost-tail", "update", "--quick", "--format", "json"});
  REQUIRE(outcome.status == 0);
  const auto explanation = nlohmann::json::parse(outcome.out);
  CHECK(explanation.at("phantom") > 500);
  CHECK(explanation.at("matching") == explanation.at("stale"));
  CHECK(folder.run({"explain", "lost-tail", "update", "--quick"}).says("Beside the stale reads, "));
}

TEST_CASE("a lost delete is told with the fault that lost it") {
  const SmallFolder folder;
  const Outcome outcome = folder.run({"explain", "s.json", "delete", "--cause", "invalidation-lost", "--set",
                                      "strategies.delete.price.expiry=60s", "--format", "json"});
  REQUIRE(outcome.status == 0);
  const auto explanation = nlohmann::json::parse(outcome.out);
  std::string story;
  for (const auto& step : explanation.at("steps")) story += step.value("sentence", "") + "\n";
  INFO(story);
  CHECK(story.find("The fault \"cut off\" begins: nothing passes between shop and redis until 0:06.") !=
        std::string::npos);
  CHECK(story.find("it was dropped by the partition \"cut off\" of 0:05 to 0:06") != std::string::npos);
}

TEST_CASE("filters choose the read, and what is unknown gets the nearest known word") {
  const SmallFolder folder;
  const auto read = [&](Arguments arguments) {
    arguments.insert(arguments.begin(), {"explain", "s.json", "ttl only", "--format", "json", "--quick"});
    return nlohmann::json::parse(folder.run(arguments).out).at("read");
  };
  const auto oldest = read({});
  CHECK(read({"--at", "6s"}).at("invoked_s") >= 6);
  CHECK(read({"--at", "6s"}).at("invoked_s") < 7);
  CHECK(read({"--key", "7"}).at("key") == "price 7");
  CHECK(read({"--class", "price"}) == oldest);
  const auto refused = [&](Arguments arguments, const std::string& why) {
    arguments.insert(arguments.begin(), "explain");
    const Outcome outcome = folder.run(arguments);
    INFO(outcome.err);
    CHECK(outcome.status == 2);
    CHECK(outcome.complains_of(why));
  };
  refused({"s.json", "deleet"}, "there is no strategy \"deleet\"; did you mean \"delete\"?");
  refused({"s.json", "--cause", "fil-race"}, "did you mean \"fill-race\"?");
  refused({"s.json", "--class", "prise"}, "did you mean \"price\"?");
  refused({"s.json", "--key", "50"}, "has keys from 0 to 49");
  refused({"s.json", "--key", "x"}, "is no whole number");
  refused({"s.json", "--at", "soon"}, "is no time of the run");
  refused({"s.json", "--at", ""}, "--at \"\" is no time of the run");
  refused({"s.json", "--at", "12s"}, "--at \"12s\" is after the end of the run, 0:12");
  refused({"s.json", "--fault", "nosuch"}, "stalemate: --fault: \"nosuch\" names nothing");
  refused({"s.json", "-o", "x.pdf"}, "the ending must be .svg");
  refused({"s.json", "-o", "x.svg", "-o", "./x.svg"}, "given twice");
  refused({"nowhere.json"}, "nowhere.json");
}

TEST_CASE("without a stale read it says so and ends in 0, or in 1 when a picture was asked for") {
  const SmallFolder folder;
  CHECK(folder.run({"explain", "s.json", "no cache"}).status == 0);
  const Outcome outcome = folder.run({"explain", "s.json", "no cache", "-o", "x.svg"});
  CHECK(outcome.status == 1);
  CHECK(outcome.says("No stale read under \"no cache\""));
  CHECK(outcome.complains_of("no stale read to draw; not written: x.svg"));
  CHECK(folder.names() == std::vector<std::string>{"s.json"});
  CHECK(folder.run({"explain", "s.json", "no cache", "-o", "x.md"}).status == 0);
  CHECK(folder.read("x.md").find("No stale read under \"no cache\"") != std::string::npos);
}

TEST_CASE("a strategy may be named by a glob, and of those that it fits the one with the most is told") {
  const SmallFolder folder;
  CHECK(folder.run({"explain", "s.json", "t*", "--quick"}).says("AGAIN  stalemate explain s.json 'ttl only'"));
  const Outcome several = folder.run({"explain", "s.json", "*", "--quick"});
  CHECK(several.says("Of 3 strategies, \"ttl only\" has the most stale reads"));
  CHECK(folder.run({"explain", "s.json", "x*", "--quick"}).status == 2);
}

TEST_CASE("every number that explain prints says among what it was counted") {
  const SmallFolder folder;
  const auto told = [&](Arguments arguments) {
    arguments.insert(arguments.begin(), {"explain", "s.json"});
    arguments.push_back("--quick");
    return folder.run(arguments, {.variables = {{"COLUMNS", "200"}}}).out;
  };
  const auto fits = [&](const Arguments& arguments, const char* pattern) {
    const std::string out = told(arguments);
    INFO(out);
    CHECK(std::regex_search(out, std::regex(pattern)));
  };
  fits({"ttl only", "--key", "3"},
       "Under \"ttl only\", \\d+ reads? of price 3 came back stale, of \\d[\\d ]* in all\\.");
  fits({"--key", "3"}, "has the most such reads");
  fits({"--key", "3"}, "\ndelete: \\d+ such reads?\n");
  fits({"--class", "price"}, "answered reads of price were stale");
  fits({}, "\ndelete: \\d+ stale of \\d+");
  fits({"delete", "--cause", "fill-race"}, "No stale read|none of them");
  const auto answered_by = [&](const Arguments& arguments) {
    const std::string out = told(arguments);
    std::smatch found;
    REQUIRE(std::regex_search(out, found, std::regex("(\\d[\\d ]*) answered reads looked at( in all)?\\.")));
    std::string digits = found[1];
    std::erase(digits, ' ');
    return std::stoll(digits);
  };
  const Arguments never = {"--set", "load.1.rate=0.000001/s"};  // no write, so nothing is stale
  Arguments one = never;
  one.insert(one.begin(), "delete");
  CHECK(answered_by(never) == 2 * answered_by(one));
}

TEST_CASE("where reads were stale, but none as asked for, it says that too") {
  const SmallFolder folder;
  for (const Arguments& asked : {Arguments{"--cause", "fill-race"}, Arguments{"--at", "11999999999ns"}}) {
    Arguments arguments = {"explain", "s.json", "ttl only"};
    arguments.insert(arguments.end(), asked.begin(), asked.end());
    const Outcome outcome = folder.run(arguments);
    CHECK(outcome.status == 0);
    CHECK(outcome.says("none of them."));
  }
}

TEST_CASE("the life of a key says who held which version when") {
  const SmallFolder folder;
  const Outcome outcome = folder.run({"explain", "s.json", "ttl only", "--key", "3", "--quick"});
  CHECK(outcome.status == 0);
  for (const char* text : {"THE LIFE OF price 3", "= current, # superseded", "wrong from", "written by shop"}) {
    INFO(text);
    CHECK(outcome.says(text));
  }
  CHECK(folder.run({"explain", "s.json", "no cache", "--key", "3"}).says("THE LIFE OF price 3"));
}

TEST_CASE("each picture and log is what its format wants, whatever names hold") {
  const Folder folder;
  for (const bool hostile : {false, true}) {
    folder.write("s.json", hostile ? hostile_scenario() : small_scenario());
    const Outcome outcome =
        folder.run({"explain", "s.json", "-o", "x.svg", "-o", "x.mmd", "-o", "x.json", "-o", "x.log", "-o", "x.md"});
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    CHECK(outcome.out.find('\x1b') == std::string::npos);
    const std::string svg = folder.read("x.svg");
    CHECK(svg.starts_with("<svg xmlns="));
    CHECK(svg.find("<script") == std::string::npos);
    CHECK(svg.find("http", 40) == std::string::npos);
    CHECK(svg.ends_with("</svg>\n"));
    CHECK(nlohmann::json::parse(folder.read("x.json")).at("traceEvents").size() > 10);
    CHECK(folder.read("x.mmd").starts_with("sequenceDiagram\n  participant p0 as "));
    std::istringstream log(folder.read("x.log"));
    for (std::string event, clock; std::getline(log, event) && std::getline(log, clock);)
      CHECK(std::regex_match(clock, std::regex(R"((\S*) (\{.*\}))")));
  }
}

TEST_CASE("what explain prints fits the width it is given") {
  const SmallFolder folder;
  for (const int width : {60, 80, 100}) {
    const Outcome outcome =
        folder.run({"explain", "s.json", "--quick", "--key", "3"}, {.variables = {{"COLUMNS", std::to_string(width)}}});
    std::istringstream lines(outcome.out);
    for (std::string line; std::getline(lines, line);) {
      const bool is_command = line.find("stalemate explain") != std::string::npos;
      INFO(line);
      if (!is_command) CHECK(widest_line(line + "\n") <= static_cast<std::size_t>(width));
    }
  }
}

TEST_CASE("however narrow a terminal is, explain ends, and fits 40 columns") {
  const SmallFolder folder;
  for (const char* width : {"1", "25", "40", "45"}) {
    for (const Arguments& of : {Arguments{"--quick", "--key", "3"}, Arguments{"--at", "9s"}, Arguments{"no cache"}}) {
      Arguments arguments = {"explain", "s.json"};
      arguments.insert(arguments.end(), of.begin(), of.end());
      const Outcome outcome = folder.run(arguments, {.variables = {{"COLUMNS", width}}});
      REQUIRE(outcome.status == 0);
      std::istringstream lines(outcome.out);
      for (std::string line; std::getline(lines, line);) {
        INFO(line);
        if (line.find("stalemate explain") == std::string::npos)
          CHECK(widest_line(line + "\n") <= static_cast<std::size_t>(std::max(40, std::atoi(width))));
      }
    }
  }
}

TEST_CASE("the command that an explanation names gives it again") {
  const SmallFolder folder;
  const Arguments arguments = {"explain",  "s.json", "--seed", "5", "--at", "4s", "--set", "data.price.keys=40",
                               "--format", "json"};
  const auto first = nlohmann::json::parse(folder.run(arguments).out);
  CHECK(first.at("reproduce") == "stalemate explain s.json 'ttl only' --at 4s --seed 5 --set data.price.keys=40");
  const auto again = nlohmann::json::parse(folder
                                               .run({"explain", "s.json", "ttl only", "--at", "4s", "--seed", "5",
                                                     "--set", "data.price.keys=40", "--format", "json"})
                                               .out);
  CHECK(again == first);
}

TEST_CASE("the command gives it again whatever the strategy's name holds") {
  const Folder folder;
  std::string odd = small_scenario();
  const std::string name = "\\n50% \\u202e'\\\\q";
  odd.replace(odd.find("ttl only"), 8, name);
  folder.write("s.json", odd);
  const Outcome first = folder.run({"explain", "s.json", "*50%*", "--format", "json", "--quick"});
  REQUIRE(first.status == 0);
  const std::string command = nlohmann::json::parse(first.out).at("reproduce");
  for (const char c : command) CHECK((c >= 0x20 && c < 0x7F));
  folder.write("again.sh", "\"" STALEMATE_BINARY "\"" + command.substr(9) + " --format json --quick > again.json\n");
  CHECK(std::system(("cd '" + folder.path.string() + "' && sh again.sh").c_str()) == 0);
  CHECK(folder.read("again.json") == first.out);
}

TEST_CASE("a command that is wider than the screen goes on in lines that a shell takes as one") {
  const SmallFolder folder;
  const Outcome outcome = folder.run({"explain", "s.json", "ttl only", "--quick", "--seed", "5", "--set",
                                      "data.price.keys=40", "--set", "load.0.rate=90/s"},
                                     {.variables = {{"COLUMNS", "60"}}});
  std::istringstream lines(outcome.out.substr(outcome.out.find("NEXT")));
  for (std::string line; std::getline(lines, line);) CHECK(widest_line(line + "\n") <= 60);
  const std::size_t at = outcome.out.find("AGAIN  stalemate");
  const std::string again = outcome.out.substr(at + 16, outcome.out.find("digest") - at - 16);
  CHECK(again.find(" \\\n") != std::string::npos);
  folder.write("again.sh", "\"" STALEMATE_BINARY "\"" + again);
  CHECK(std::system(("cd '" + folder.path.string() + "' && COLUMNS=60 sh again.sh > again.out").c_str()) == 0);
  CHECK(folder.read("again.out") != "");
}

TEST_CASE("the report in Markdown says what the screen says") {
  const SmallFolder folder;
  const std::string text = folder.run({"explain", "s.json", "ttl only", "--format", "markdown"}).out;
  INFO(text);
  for (const char* part : {"answered reads were stale (", "THE OLDEST of ", "A read of price", "ttl-window",
                           "part: without it the read is stale, but less old", "digest ", ", seed 1"})
    CHECK(text.find(part) != std::string::npos);
}

}  // namespace stalemate::tests::cli
