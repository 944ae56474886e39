// The words of the command line: help, version, unknown commands and options, lists.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include "analysis/load/reading.hpp"
#include "models/options/registry.hpp"
#include "tests/cli/program.hpp"

namespace stalemate::tests::cli {

TEST_CASE("the help names every command in two groups, and each command has help of its own with an example") {
  const Folder folder;
  const Outcome help = folder.run({"--help"});
  CHECK(help.status == 0);
  CHECK(help.err.empty());
  CHECK(help.out.find("Everyday") < help.out.find("Advanced"));
  for (const std::string command : {"new", "check", "describe", "run", "compare", "replay", "list", "schema"}) {
    INFO(command);
    CHECK(help.says("\n  " + command));
    const Outcome own = folder.run({command, "--help"});
    CHECK(own.status == 0);
    CHECK(own.says("Example: stalemate " + command));
  }
}

TEST_CASE("list faults has a line for every kind that a scenario may name") {
  std::vector<std::string> listed;
  for (const auto& fault : nlohmann::json::parse(Folder().run({"list", "faults", "--format", "json"}).out))
    listed.push_back(fault.at("kind"));
  CHECK(listed == analysis::load::words::fault_kinds);
}

TEST_CASE("the version is one line") {
  const Outcome version = Folder().run({"--version"});
  CHECK(version.status == 0);
  CHECK(version.out.substr(0, 10) == "stalemate ");
  CHECK(version.out.find('\n') == version.out.size() - 1);
}

TEST_CASE("no command at all is wrong, and shows the help on standard error") {
  const Outcome nothing = Folder().run({});
  CHECK(nothing.status == 2);
  CHECK(nothing.out.empty());
  CHECK(nothing.complains_of("Everyday"));
}

TEST_CASE("an unknown word is answered with the nearest known one") {
  const Folder folder;
  folder.write("s.json", small_scenario());
  const std::vector<std::pair<Arguments, std::string>> cases = {
      {{"rnu", "s.json"}, "did you mean \"run\"?"},
      {{"hunt", "s.json"}, "there is no command \"hunt\""},
      {{"run", "s.json", "--sed", "3"}, "did you mean \"--seed\"?"},
      {{"run", "s.json", "--varry", "a=1,2"}, "did you mean \"--vary\"?"},
      {{"run", "s.json", "t.json"}, "one word too many"},
      {{"new", "x.json", "--like", "shpo"}, "did you mean \"shop\"?"},
      {{"list", "strategy"}, "nothing to list"},
      {{"replay", "t.bin", "--eviction", "siev", "--capacity", "10"}, "did you mean \"sieve\"?"},
      {{"replay", "t.bin", "--eviction", "s3-fifo,smal=1%", "--capacity", "10"}, "did you mean \"small\"?"},
      {{"run", "s.json", "--strategy", "delte"}, "did you mean \"delete\"?"},
      {{"run", "s.json", "--fault", "cut of"}, "did you mean \"cut off\"?"},
      {{"run", "s.json", "--set", "nodes.rediss.shards=2"}, "did you mean nodes.redis.shards?"}};
  for (const auto& [arguments, answer] : cases) {
    const Outcome outcome = folder.run(arguments);
    INFO(answer << " in: " << outcome.err);
    CHECK(outcome.status == 2);
    CHECK(outcome.out.empty());
    CHECK(outcome.complains_of(answer));
  }
}

TEST_CASE("numbers on the command line have limits") {
  const Folder folder;
  folder.write("s.json", small_scenario());
  for (const Arguments& option : std::vector<Arguments>{{"--seeds", "0"},
                                                        {"--seeds", "-1"},
                                                        {"--seeds", "99999999999999999999"},
                                                        {"--jobs", "0"},
                                                        {"--seed", "-3"},
                                                        {"--seed", "x"},
                                                        {"--seed", "1.5"},
                                                        {"--seed", "18446744073709551616"},
                                                        {"--seed", "99999999999999999999"},
                                                        {"--seed", "18446744073709551615", "--seeds", "2"},
                                                        {"--no-faults", "--fault", "cut off"},
                                                        {"--format", "xml"},
                                                        {"--seed"}}) {
    Arguments arguments = {"run", "s.json"};
    arguments.insert(arguments.end(), option.begin(), option.end());
    INFO(option.front());
    const Outcome outcome = folder.run(arguments);
    CHECK(outcome.status == 2);
    CHECK_FALSE(outcome.err.empty());
    CHECK(outcome.out.empty());
  }
  const Arguments last = {"run", "s.json", "--seed", "18446744073709551615", "--strategy", "delete"};
  CHECK(folder.run(last).says("seed 18446744073709551615"));
}

TEST_CASE("an entry of a list is set by its number or by its name, and an error shows how to quote a name") {
  const Folder folder;
  std::string named = small_scenario();
  named.replace(named.find("{ \"from\": \"shop\", \"reads\""), 2, "{ \"name\": \"night shoppers\", ");
  folder.write("s.json", named);
  const auto digest = [&](const std::string& set) {
    const Outcome outcome = folder.run({"run", "s.json", "--strategy", "delete", "--format", "json", "--set", set});
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    return nlohmann::json::parse(outcome.out).at("runs").at(1).at("digest");
  };
  CHECK(digest("load.\"night shoppers\".rate=7/s") == digest("load.0.rate=7/s"));
  CHECK(digest("load.0.rate=7/s") != digest("load.0.rate=8/s"));
  const Outcome bare = folder.run({"run", "s.json", "--set", "load.night shoppers.rate=7/s"});
  CHECK(bare.status == 2);
  CHECK(bare.complains_of("write load.\"night shoppers\".rate"));
  CHECK(folder.run({"run", "s.json", "--set", "load.shoppers.rate=7/s"}).complains_of("or named \"night shoppers\""));
}

TEST_CASE("the list of strategies is the registry, as a table and as data") {
  const Folder folder;
  const auto json = nlohmann::json::parse(folder.run({"list", "strategies", "--format", "json"}).out);
  const Outcome table = folder.run({"list"});
  REQUIRE(json.size() == models::options::all_options().size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    const models::options::Option& option = *models::options::all_options()[i];
    CHECK(json[i].at("axis") == option.axis);
    CHECK(json[i].at("name") == option.name);
    CHECK(json[i].at("promise") == option.promise);
    CHECK(json[i].at("guarantees").size() == option.guarantees.size());
    REQUIRE(json[i].at("parameters").size() == option.parameters.size());
    for (std::size_t p = 0; p < option.parameters.size(); ++p)
      for (const char* key : {"key", "default", "unit", "doc"}) CHECK(json[i]["parameters"][p].contains(key));
    CHECK(table.says(option.promise));
  }
}

TEST_CASE("every kind of list can be had in every format") {
  const Folder folder;
  for (const std::string topic : {"strategies", "templates", "library", "metrics", "faults"}) {
    for (const std::string format : {"table", "csv", "markdown", "json"}) {
      INFO(topic << " " << format);
      const Outcome outcome = folder.run({"list", topic, "--format", format});
      CHECK(outcome.status == 0);
      CHECK_FALSE(outcome.out.empty());
      if (format == "json") CHECK(nlohmann::json::parse(outcome.out).is_array());
    }
  }
  CHECK(folder.run({"list", "metrics"}).says("load.origin.<origin>.reads_per_s.peak"));
  CHECK(folder.run({"list", "metrics"}).says("loads.<load>.breaker.opened"));
  CHECK(folder.run({"list", "metrics"}).says("alerts.<alert>.fired.count"));
  CHECK(folder.run({"list", "templates"}).says("third-party"));
}

TEST_CASE("the schema is JSON") {
  const Outcome schema = Folder().run({"schema"});
  CHECK(schema.status == 0);
  CHECK(nlohmann::json::parse(schema.out).is_object());
}

}  // namespace stalemate::tests::cli
