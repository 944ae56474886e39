// new, and what it writes: templates and the library.
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include "tests/cli/program.hpp"

namespace stalemate::tests::cli {
namespace fs = std::filesystem;
namespace {

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".json" && entry.path().stem() != "schema") names.insert(entry.path().stem());
  return names;
}

std::set<std::string> listed(const Folder& folder, const char* topic) {
  std::set<std::string> names;
  for (const auto& each : nlohmann::json::parse(folder.run({"list", topic, "--format", "json"}).out))
    names.insert(each.at("name"));
  return names;
}

const fs::path scenarios = fs::path(STALEMATE_SOURCE_DIR) / "scenarios";

}  // namespace

TEST_CASE("the program carries every template and every scenario of the library, byte for byte", "[slow]") {
  const Folder folder;
  CHECK(listed(folder, "templates") == names_in(scenarios / "templates"));
  CHECK(listed(folder, "library") == names_in(scenarios));
  for (const std::string& name : names_in(scenarios / "templates")) {
    const Outcome outcome = folder.run({"new", name + ".json", "--like", name});
    CHECK(outcome.status == 0);
    CHECK(folder.read(name + ".json") == read_file(scenarios / "templates" / (name + ".json")));
  }
  for (const std::string& name : names_in(scenarios)) {
    CHECK(folder.run({"new", "-", "--like", name}).out == read_file(scenarios / (name + ".json")));
    CHECK(folder.run({"check", name}).status == 0);
  }
}

TEST_CASE("a new scenario never takes the place of a file") {
  const Folder folder;
  folder.write("mine.json", "precious");
  const Outcome outcome = folder.run({"new", "mine.json", "--like", "shop"});
  CHECK(outcome.status == 2);
  CHECK(outcome.complains_of("mine.json is there already"));
  CHECK(folder.read("mine.json") == "precious");
  CHECK(folder.run({"new", "missing/mine.json", "--like", "shop"}).status == 3);
  CHECK(folder.names() == std::vector<std::string>{"mine.json"});
}

TEST_CASE("new without a file or without a likeness shows what there is") {
  const Folder folder;
  const Outcome bare = folder.run({"new"});
  CHECK(bare.status == 0);
  for (const char* name : {"shop", "permissions", "dashboard", "feed", "third-party"}) CHECK(bare.says(name));
  CHECK(folder.run({"new", "--like", "shop"}).status == 0);
  const Outcome unlike = folder.run({"new", "mine.json"});
  CHECK(unlike.status == 2);
  CHECK(unlike.says("shop"));
  CHECK_FALSE(folder.has("mine.json"));
}

TEST_CASE("every template is free of errors and warnings, and is described") {
  const Folder folder;
  for (const std::string& name : names_in(scenarios / "templates")) {
    const std::string file = (scenarios / "templates" / (name + ".json")).string();
    const Outcome check = folder.run({"check", file});
    INFO(name << ": " << check.err);
    CHECK(check.status == 0);
    CHECK(check.err.empty());
    const Outcome describe = folder.run({"describe", file});
    CHECK(describe.status == 0);
    CHECK(describe.out.size() > 500);
  }
}

TEST_CASE("every template runs to an answer", "[slow]") {
  const Folder folder;
  for (const std::string& name : names_in(scenarios / "templates")) {
    const Outcome run = folder.run({"run", (scenarios / "templates" / (name + ".json")).string()});
    INFO(name << ": " << run.err);
    CHECK((run.status == 0 || run.status == 1));
    CHECK(run.says("ANSWER"));
  }
}

TEST_CASE("templates teach where their numbers are found") {
  std::string all;
  for (const std::string& name : names_in(scenarios / "templates"))
    all += read_file(scenarios / "templates" / (name + ".json"));
  for (const char* place : {"Prometheus:", "redis-cli", "pg_stat_statements", "\"guess\": true"})
    CHECK(all.find(place) != std::string::npos);
}

}  // namespace stalemate::tests::cli
