// The rules held against the tree, and each rule against a planted violation, so that none of them is unable to fail.
#include <catch2/catch.hpp>
#include <functional>
#include "models/options/registry.hpp"
#include "tests/tidy/rules.hpp"

namespace stalemate::tests::tidy {
namespace {

const std::vector<SourceFile>& tree() {
  static const std::vector<SourceFile> files = read_tree(STALEMATE_SOURCE_DIR);
  return files;
}

std::string listed(const Findings& findings) {
  std::string text;
  for (const std::string& one : findings) text += "\n  " + one;
  return text;
}

using Rule = std::function<Findings(const SourceFile&)>;

Findings findings_of(const Rule& rule) {
  Findings all;
  for (const SourceFile& file : tree())
    for (std::string& one : rule(file)) all.push_back(std::move(one));
  return all;
}

Findings planted(const Rule& rule, const std::string& path, const std::string& text) {
  return rule(source_file(path, text));
}

// What is past the limits today and why it may be. It only shrinks: an entry that is no longer needed fails the test.
const std::map<std::string, std::string>& size_exceptions() {
  static const std::map<std::string, std::string> exceptions = {};
  return exceptions;
}

Findings options_without_scenario(const std::vector<const models::options::Option*>& options,
                                  const std::vector<SourceFile>& files) {
  Findings missing;
  for (const models::options::Option* option : options) {
    bool used = false;
    for (const SourceFile& file : files) {
      if (file.folder() != "scenarios" || file.extension() != ".json") continue;
      for (const std::string& line : file.lines)
        used = used || line.find('"' + option->name + '"') != std::string::npos;
    }
    if (!used) missing.push_back(option->axis + "/" + option->name);
  }
  return missing;
}

std::string function_of(std::size_t lines) {
  std::string text = "int long_one(int a) {\n";
  for (std::size_t i = 2; i < lines; ++i) text += "  if (a) { a += 1; }\n";
  return text + "}\n";
}

}  // namespace

TEST_CASE("the tree that is held to the rules is the whole tree") {
  std::size_t cpp = 0;
  for (const SourceFile& file : tree()) cpp += file.is_cpp() ? 1u : 0u;
  CHECK(cpp > 10);
}

TEST_CASE("includes run in the direction of dependence only") {
  const Rule rule = [](const SourceFile& file) {
    return file.is_cpp() ? includes_against_the_direction(file) : Findings{};
  };
  CHECK(planted(rule, "sim/a.hpp", "#include \"models/world.hpp\"\n").size() == 1);
  CHECK(planted(rule, "models/eviction/a.cpp", "#include \"models/cache.hpp\"\n").size() == 1);
  CHECK(planted(rule, "analysis/load/a.cpp", "#include \"analysis/measure/ledger.hpp\"\n").size() == 1);
  CHECK(planted(rule, "models/a.hpp", "#include \"sibling.hpp\"\n").size() == 1);
  CHECK(planted(rule, "models/strategies/read/a.cpp", "#include \"models/strategies/write/b.hpp\"\n").size() == 1);
  CHECK(planted(rule, "models/strategies/read/a.cpp", "#include \"models/axes.hpp\"\n").empty());
  CHECK(planted(rule, "analysis/new_room/a.hpp", "").size() == 1);
  CHECK(planted(rule, "analysis/cli/a.cpp", "#include \"sim/time.hpp\"\n#include \"analysis/load/b.hpp\"\n").empty());
  const Findings found = findings_of(rule);
  INFO(listed(found));
  CHECK(found.empty());
}

TEST_CASE("the root holds the agreed folders and files only") {
  CHECK(strangers_in_the_root({"sim", "notes.txt", ".ci", "src"}).size() == 2);
  const Findings found = strangers_in_the_root(root_entries(STALEMATE_SOURCE_DIR));
  INFO(listed(found));
  CHECK(found.empty());
}

TEST_CASE("files and functions stay under their limits, and every exception is still needed") {
  CHECK(oversized(source_file("sim/a.cpp", function_of(60))).empty());
  CHECK(oversized(source_file("sim/a.cpp", function_of(61))).size() == 1);
  CHECK(oversized(source_file("sim/a.cpp", "namespace n {\n" + function_of(61) + "}\n")).size() == 1);
  CHECK(oversized(source_file("sim/a.cpp", "struct S {\n" + function_of(40) + function_of(40) + "};\n")).empty());
  CHECK(oversized(source_file("sim/a.cpp", std::string(401, '\n'))).size() == 1);

  std::map<std::string, std::size_t> found;
  for (const SourceFile& file : tree()) found.merge(oversized(file));
  for (const auto& [what, lines] : found) {
    INFO(what << " has " << lines << " lines: split it");
    CHECK(size_exceptions().count(what) == 1);
  }
  for (const auto& [what, reason] : size_exceptions()) {
    INFO(what << " is short enough now: take it off the list");
    CHECK(found.count(what) == 1);
  }
}

TEST_CASE("every header and every option says what it promises and where it comes from") {
  const std::string bare = "// A thing.\n#pragma once\n// Promise: too late. Source: too late.\n";
  CHECK(planted(missing_header, "models/a.hpp", bare).size() == 2);
  CHECK(planted(missing_header, "models/eviction/a.cpp", bare).size() == 2);
  CHECK(planted(missing_header, "analysis/cli/a.hpp", "// A.\n// Promise: p.\n// Source: s.\n").empty());
  CHECK(planted(missing_header, "models/a.cpp", "").empty());
  const Findings found = findings_of(missing_header);
  INFO(listed(found));
  CHECK(found.empty());
}

TEST_CASE("the engine calls nothing that differs between machines, waits, reads files or catches") {
  const std::vector<std::string> violations = {"double a = std::log(x);",
                                               "double a = exp(x);",
                                               "double a = std::pow(x, 2);",
                                               "#include <random>",
                                               "std::hash<int> h;",
                                               "int a = rand();",
                                               "auto t = time(nullptr);",
                                               "auto t = std::time(0);",
                                               "#include <chrono>",
                                               "std::chrono::seconds s;",
                                               "try {",
                                               "} catch (...) {",
                                               "#include <thread>",
                                               "#include <fstream>",
                                               "  assert(x);",
                                               "std::cout << 1;",
                                               "#include <ctime>",
                                               "std::normal_distribution<> n;"};
  for (const std::string& line : violations) {
    INFO(line);
    CHECK(planted(banned_calls, "sim/a.cpp", line + "\n").size() >= 1);
    CHECK(planted(banned_calls, "analysis/measure/a.hpp", line + "\n").size() >= 1);
    CHECK(planted(banned_calls, "analysis/cli/a.cpp", line + "\n").empty());
    CHECK(planted(banned_calls, "sim/a.cpp", "// " + line + "\n").empty());
  }
  for (const std::string line : {"log_entry(x);", "static_assert(true);", "CHECK(next_time(x));", "a.time();",
                                 "\"time(0)\";", "math::log(x);", "a.exp(x);"}) {
    INFO(line);
    CHECK(planted(banned_calls, "sim/a.cpp", line + "\n").empty());
  }
  const Findings found = findings_of(banned_calls);
  INFO(listed(found));
  CHECK(found.empty());
}

TEST_CASE("no coroutine is a lambda that captures") {
  CHECK(planted(capturing_lambda_coroutines, "tests/unit/a.cpp", "auto f = [&](int a) -> Task<int> { co_return a; };")
            .size() == 1);
  CHECK(planted(capturing_lambda_coroutines, "models/a.cpp", "run([this] -> sim::Task<> { co_return; });").size() == 1);
  CHECK(planted(capturing_lambda_coroutines, "models/a.cpp", "run([](int a) -> sim::Task<> { co_return; });").empty());
  const Findings found = findings_of(capturing_lambda_coroutines);
  INFO(listed(found));
  CHECK(found.empty());
}

TEST_CASE("no machine's paths and no reminders stand in the tree") {
  for (const std::string word : {"/wo"
                                 "rk/x",
                                 "/t"
                                 "mp/x",
                                 "/ro"
                                 "ot/x",
                                 "/ho"
                                 "me/x",
                                 "TO"
                                 "DO: x",
                                 "FIX"
                                 "ME",
                                 "X"
                                 "XX"}) {
    INFO(word);
    CHECK(planted(banned_words, "README.md", "see " + word + "\n").size() == 1);
  }
  CHECK(planted(banned_words, "README.md", "the build/tmp/ folder, XXXX\n").empty());
  const Findings found = findings_of(banned_words);
  INFO(listed(found));
  CHECK(found.empty());
}

TEST_CASE("lines have at most 120 columns, no tab, and end in no blank") {
  CHECK(planted(bad_layout, "sim/a.cpp", std::string(121, 'x') + "\n").size() == 1);
  CHECK(planted(bad_layout, "sim/a.cpp", "\tint a;\n").size() == 1);
  CHECK(planted(bad_layout, "sim/a.cpp", "int a; \n").size() == 1);
  CHECK(planted(bad_layout, "sim/a.cpp", std::string(119, 'x') + "\u00b5\n").empty());
  const Findings found = findings_of(bad_layout);
  INFO(listed(found));
  CHECK(found.empty());
}

TEST_CASE("every registered option is used by a scenario of the library") {
  const models::options::Option orphan{"eviction", "orphan", "Nobody uses it."};
  const std::vector<SourceFile> library = {source_file("scenarios/a.json", "{ \"eviction\": \"lru\" }")};
  CHECK(options_without_scenario({&orphan}, library).size() == 1);
  const models::options::Option used{"eviction", "lru", "It is used."};
  CHECK(options_without_scenario({&used}, library).empty());

  CHECK_FALSE(models::options::all_options().empty());
  const Findings missing = options_without_scenario(models::options::all_options(), tree());
  INFO(listed(missing));
  CHECK(missing.empty());
}

}  // namespace stalemate::tests::tidy
