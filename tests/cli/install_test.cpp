// What `cmake --install` lays down: a program that runs, and a library by which one file outside the tree becomes a
// program with an option of its own.
#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include "tests/cli/program.hpp"
#include "tests/sanitized.hpp"

namespace stalemate::tests::cli {
namespace fs = std::filesystem;
namespace {

const fs::path outside_dir = fs::path(STALEMATE_SOURCE_DIR) / "tests" / "outside";
const std::string built_in = fs::path(STALEMATE_BINARY).parent_path().string();

/// The library in `installed here`, and a project of somebody else's in `outside`.
class Outside : public Folder {
 public:
  Outside() {
    cmake({"--install", built_in, "--prefix", (path / "installed here").string()});
    fs::copy(outside_dir, path / "outside");
  }

  void build(const std::string& type) const {
    cmake({"-S", "outside", "-B", "built " + type, "-G", STALEMATE_GENERATOR, "-DCMAKE_BUILD_TYPE=" + type,
           "-DCMAKE_PREFIX_PATH=" + (path / "installed here").string(), "-DCMAKE_CXX_COMPILER=" STALEMATE_CXX,
           "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON"});
    cmake({"--build", "built " + type});
  }

  Outcome run_built(const std::string& type, const Arguments& arguments) const {
    return run(arguments, {.program = (path / ("built " + type) / "stalemate").string()});
  }

  void cmake(const Arguments& arguments, const std::map<std::string, std::string>& variables = {}) const {
    const Outcome outcome = run(arguments, {.variables = variables, .program = STALEMATE_CMAKE});
    INFO(outcome.out << outcome.err);
    REQUIRE(outcome.status == 0);
  }
};

/// The library is the same, and it takes ten times as long.
bool is_left_out() {
  if (is_sanitized) WARN("SKIPPED: what is installed is that of the release build");
  return is_sanitized;
}

struct Purge {
  const char* strategy;
  double delay_s;
};

/// A copy dies by its purge alone: the delay after the acknowledgement, which is as long under way as the purge itself
/// (250 us). A read comes every millisecond, and each takes 250 us to the copy.
void check_purge(const nlohmann::json& results, const Purge& purge) {
  INFO(purge.strategy);
  const auto& runs = results.at("runs");
  const auto is_it = [&](const nlohmann::json& run) { return run.at("strategy") == purge.strategy; };
  const auto run = std::find_if(runs.begin(), runs.end(), is_it);
  REQUIRE(run != runs.end());
  const auto& staleness = run->at("staleness");
  const double oldest = staleness.at("age_s").at("max");
  CHECK(oldest > purge.delay_s + 0.00025 - 0.001);
  CHECK(oldest < purge.delay_s + 0.0005);
  CHECK(staleness.at("causes").at("invalidation-in-flight") == staleness.at("stale"));
}

void check_program(const Outside& outside, const std::string& type) {
  INFO(type);
  outside.build(type);
  const Outcome list = outside.run_built(type, {"list", "strategies"});
  CHECK(list.says("delete-later"));
  CHECK(list.says("sliding"));
  CHECK(list.says("w-tinylfu"));
  const Outcome run = outside.run_built(type, {"run", "outside/purge-queue.json", "--format", "json"});
  INFO(run.err);
  REQUIRE(run.status == 0);
  const auto results = nlohmann::json::parse(run.out);
  check_purge(results, {"after 1 s", 1});
  check_purge(results, {"after 3 s", 3});
  CHECK(outside.run_built(type, {"run", "hot-key-expiry"}).out == outside.run({"run", "hot-key-expiry"}).out);
  const std::string commands = outside.read("built " + type + "/compile_commands.json");
  CHECK(commands.find("-ffp-contract=off") != std::string::npos);
  CHECK(commands.find("-Werror") == std::string::npos);
}

std::vector<std::string> files_below(const fs::path& folder) {
  std::vector<std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (!entry.is_directory()) found.push_back(entry.path().lexically_relative(folder).generic_string());
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

TEST_CASE("a strategy in one file outside the tree becomes a program that lists it and runs it") {
  if (is_left_out()) return;
  const Outside outside;
  CHECK(outside.run({"run", "outside/purge-queue.json"}).complains_of("delete-later"));
  check_program(outside, "Release");
  check_program(outside, "Debug");
}

TEST_CASE("a program with two options of one name says so, whatever it is asked") {
  if (is_left_out()) return;
  const Outside outside;
  std::string text = outside.read("outside/delete_later.cpp");
  text.replace(text.find("\"delete-later\""), 14, "\"invalidate\"");
  outside.write("outside/delete_later.cpp", text);
  outside.build("Release");
  const Outcome outcome = outside.run_built("Release", {"list"});
  CHECK(outcome.status == 4);
  CHECK(outcome.complains_of("two options write \"invalidate\""));
  CHECK(outcome.out.empty());
}

TEST_CASE("what is installed is the program, the library, the scenarios and the licence, and nothing of the tests") {
  if (is_left_out()) return;
  const Outside outside;
  const fs::path staged = outside.path / "staged here";
  outside.cmake({"--install", built_in, "--prefix", "/a prefix"}, {{"DESTDIR", staged.string()}});
  const std::vector<std::string> files = files_below(staged / "a prefix");
  CHECK(files == files_below(outside.path / "installed here"));
  for (const std::string name : {"bin/stalemate", "include/stalemate/models/axes.hpp", "share/doc/stalemate/LICENSE",
                                 "include/stalemate/analysis/cli/cli.hpp", "share/stalemate/scenarios/two-tiers.json",
                                 "share/stalemate/scenarios/templates/shop.json",
                                 "share/stalemate/scenarios/traces/shop-rush.csv"}) {
    INFO(name);
    CHECK(std::count(files.begin(), files.end(), name) == 1);
  }
  for (const std::string& name : files) {
    INFO(name);
    CHECK(name.find("test") == std::string::npos);
    CHECK(name.find("atch2") == std::string::npos);
  }
  const Outcome version = outside.run({"--version"}, {.program = (staged / "a prefix/bin/stalemate").string()});
  CHECK(version.says("stalemate 0."));
}

}  // namespace stalemate::tests::cli
