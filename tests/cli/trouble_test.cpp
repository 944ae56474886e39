// What goes wrong: in the input, on the machine.
#include <catch2/catch.hpp>
#include "tests/cli/program.hpp"
#include "tests/sanitized.hpp"

namespace stalemate::tests::cli {
namespace {

using namespace std::string_literals;

}  // namespace

TEST_CASE("what is no scenario is refused with a place, never with a crash") {
  const Folder folder;
  std::string garbage;
  for (int i = 0; i < 4096; ++i) garbage += static_cast<char>((i * 7919 + 13) % 256);
  const std::vector<std::pair<std::string, std::string>> texts = {{"empty", ""},
                                                                  {"blank", " \n\t\n"},
                                                                  {"garbage", garbage},
                                                                  {"zeros", std::string(100, '\0')},
                                                                  {"number", "12"},
                                                                  {"array", "[]"},
                                                                  {"object", "{}"},
                                                                  {"cut", small_scenario().substr(0, 200)},
                                                                  {"deep", std::string(100'000, '[')},
                                                                  {"bom", "\xEF\xBB\xBF{"s}};
  for (const auto& [name, text] : texts) {
    folder.write(name + ".json", text);
    for (const std::string command : {"check", "run", "describe"}) {
      const Outcome outcome = folder.run({command, name + ".json"});
      INFO(command << " " << name << ": " << outcome.err);
      CHECK(outcome.status == 2);
      CHECK(outcome.out.empty());
      CHECK(outcome.complains_of(name + ".json"));
    }
  }
}

TEST_CASE("absurd numbers are refused before any memory is asked for") {
  const Folder folder;
  for (const std::string keys : {"1e30", "99999999999999999999999999", "-1", "0", "1e400", "4294967296", "0.5"}) {
    std::string text = small_scenario();
    text.replace(text.find("\"keys\": 50"), 10, "\"keys\": " + keys);
    folder.write("n.json", text);
    const Outcome outcome = folder.run({"run", "n.json"});
    INFO(keys << ": " << outcome.err);
    CHECK(outcome.status == 2);
    CHECK(outcome.complains_of("data.price"));
  }
}

TEST_CASE("check tells every error of every file at once") {
  const Folder folder;
  folder.write("good.json", small_scenario());
  folder.write(
      "bad.json",
      R"({ "title": 3, "data": { "a": { "keys": -1 } }, "nodes": { "s": "srevice" }, "load": [], "strategies": {} })");
  const Outcome both = folder.run({"check", "bad.json", "good.json"});
  CHECK(both.status == 2);
  CHECK(both.out == "good.json: ok\n");
  for (const char* path : {"title", "data.a.keys", "nodes.s", "load"}) {
    INFO(path << " in " << both.err);
    CHECK(both.complains_of(path));
  }
  CHECK(both.complains_of("\"service\""));
  CHECK(folder.run({"check", "good.json"}).status == 0);
}

TEST_CASE("a file that is not there, a folder, and an unknown name of the library are told apart") {
  const Folder folder;
  CHECK(folder.run({"run", "missing.json"}).status == 2);
  CHECK(folder.run({"check", "missing/s.json"}).status == 2);
  CHECK(folder.run({"run", "missing.json"}).complains_of("No such file"));
  CHECK(folder.run({"run", "."}).status == 3);
  CHECK(folder.run({"check", folder.path.string()}).complains_of("Is a directory"));
  const Outcome unknown = folder.run({"run", "lost-delte-and-more"});
  CHECK(unknown.status == 2);
  CHECK(unknown.complains_of("no scenario of the library"));
  CHECK(folder.run({"run", "/dev/zero"}).status == 2);
}

TEST_CASE("what a scenario extends has the statuses of a scenario") {
  const Folder folder;
  folder.write("gone.json", R"({ "extends": "missing.json" })");
  const Outcome gone = folder.run({"check", "gone.json"});
  CHECK(gone.status == 2);
  CHECK(gone.complains_of("gone.json:1:14: extends: there is no file \"missing.json\""));
  folder.write("root.json", R"({ "extends": "/" })");
  const Outcome root = folder.run({"check", "root.json"});
  CHECK(root.status == 3);
  CHECK(root.complains_of("cannot read /: Is a directory"));
}

TEST_CASE("standard input is a scenario too") {
  const Folder folder;
  CHECK(folder.run({"check", "-"}, {.input = small_scenario()}).status == 0);
  CHECK(folder.run({"run", "-", "--strategy", "delete"}, {.input = small_scenario()}).status == 0);
  CHECK(folder.run({"run", "-"}).status == 2);
}

TEST_CASE("a full disk is trouble of the machine, and leaves the old file and nothing half-written") {
  const Folder folder;
  folder.write("s.json", small_scenario());
  for (const Arguments& command :
       std::vector<Arguments>{{"run", "s.json"}, {"list"}, {"schema"}, {"--help"}, {"new"}}) {
    const Outcome outcome = folder.run(command, {.out_path = "/dev/full"});
    INFO(command.front());
    CHECK(outcome.status == 3);
    CHECK(outcome.complains_of("No space left"));
  }
  std::filesystem::create_symlink("/dev/full", folder.path / "r.json");
  const Outcome outcome = folder.run({"run", "s.json", "-o", "r.json"});
  CHECK(outcome.status == 3);
  CHECK(outcome.complains_of("cannot write r.json: No space left"));
}

TEST_CASE("a file that cannot be written changes the exit status that is shown, and that other files tell") {
  const Folder folder;
  folder.write("s.json", small_scenario());
  std::filesystem::create_symlink("/dev/full", folder.path / "r.json");
  const Outcome outcome =
      folder.run({"run", "s.json", "--strategy", "delete", "-o", "r.md", "-o", "answer.md", "-o", "r.json"});
  CHECK(outcome.status == 3);
  CHECK(outcome.says("ANSWER"));
  CHECK(outcome.says("exit 3: a file could not be written"));
  CHECK_FALSE(outcome.says("exit 0"));
  CHECK(folder.read("r.md").find("exit 3") != std::string::npos);
  CHECK(folder.read("answer.md").find("exit 3") != std::string::npos);
}

TEST_CASE("an output that cannot be written is known before any run") {
  const Folder folder;
  folder.write("s.json", endless_scenario());
  folder.write("old.json", "old");
  std::filesystem::create_directory(folder.path / "folder.json");
  CHECK(folder.run({"run", "s.json", "-o", "r.txt"}).status == 2);
  CHECK(folder.run({"run", "s.json", "-o", "r"}).complains_of(".json, .csv or .md"));
  CHECK(folder.run({"run", "s.json", "-o", "answer.txt"}).status == 2);
  CHECK(folder.run({"run", "s.json", "-o", "answer.md", "-o", "./answer.md"}).status == 2);
  CHECK(folder.run({"run", "s.json", "-o", "r.json", "-o", "./r.json"}).status == 2);
  CHECK(folder.run({"run", "s.json", "-o", "r.json", "-o", "missing/r.json"}).status == 3);
  CHECK(folder.run({"run", "s.json", "-o", "folder.json"}).complains_of("Is a directory"));
  // A folder that nobody may write, not even root.
  CHECK(folder.run({"run", "s.json", "-o", "/proc/r.json"}).complains_of("cannot write /proc/r.json"));
  CHECK(folder.read("old.json") == "old");
  CHECK(folder.names() == std::vector<std::string>{"folder.json", "old.json", "s.json"});
}

TEST_CASE("a scenario is not overwritten by what is said of it") {
  const Folder folder;
  folder.write("s.json", endless_scenario());
  const std::string text = folder.read("s.json");
  for (const char* path : {"s.json", "./s.json"}) {
    CHECK(folder.run({"run", "s.json", "-o", path}).complains_of("would overwrite what is read"));
    CHECK(folder.run({"explain", "s.json", "-o", path}).status == 2);
  }
  CHECK(folder.read("s.json") == text);
}

TEST_CASE("a reader that has gone is no trouble") {
  const Folder folder;
  folder.write("s.json", small_scenario());
  const Outcome outcome = folder.run({"run", "s.json", "--strategy", "delete"}, {.broken_pipe = true});
  CHECK(outcome.status == 0);
  CHECK(outcome.err.empty());
}

TEST_CASE("too little memory is trouble of the machine") {
  if (is_sanitized) {
    WARN("SKIPPED: the address sanitizer needs the memory itself");
    return;
  }
  const Folder folder;
  std::string text = small_scenario();
  text.replace(text.find("\"keys\": 50"), 10, "\"keys\": 4000000000");
  folder.write("big.json", text);
  const Outcome outcome = folder.run({"run", "big.json", "--jobs", "1"}, {.memory_at_most = 400L << 20});
  INFO(outcome.err);
  CHECK(outcome.status == 3);
  CHECK(outcome.complains_of("out of memory"));
}

}  // namespace stalemate::tests::cli
